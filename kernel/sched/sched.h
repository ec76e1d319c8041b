/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/sched.h - per-CPU run queues, round robin and earliest deadline first.
 *
 * A CPU with one runnable task takes no timer interrupt. Kernel code is not
 * preempted: a task gives up the CPU when it sleeps, exits, or on the way back
 * to user level with WORK_RESCHED set.
 */
#ifndef SCHED_SCHED_H
#define SCHED_SCHED_H

#include "sched/task.h"
#include "sync/waitq.h"

/* Set up the boot CPU: the running context becomes its idle task. */
void sched_init(void);
/* A secondary CPU's last call: becomes its idle loop. */
void sched_cpu_enter(void) __noreturn;

/* The boot CPU's last call: its idle loop. */
void sched_idle_forever(void) __noreturn;
/* The resched interrupt. Context: trap. */
void sched_ipi(void);

/* Sleep protocol. prepare marks the task; any task_wake from then on makes the
 * next task_sleep return at once. deadline: monotonic ns, TIME_NEVER none.
 * Returns 0 (woken), -ETIMEDOUT, -EINTR (interruptible and WORK_SIGNAL set).
 * After a break without task_sleep call task_sleep_cancel. */
void task_sleep_prepare(enum wait_mode mode);
int task_sleep(uint64_t deadline) __must_check;
void task_sleep_cancel(void);
/* Make t runnable; true if it was asleep (or about to). Context: any. */
bool task_wake(struct task *t);
/* Wake t if it sleeps interruptibly, or interrupt it if it runs at user level
 * on another CPU, so that it looks at its work word soon. */
void task_kick(struct task *t);

/* Let the others run. Context: task. */
void sched_yield(void);
/* Called on return to user level with WORK_RESCHED set. */
void sched_resched(void);
/* Never returns; the caller has dropped everything but its references. */
void sched_exit(void) __noreturn;

/* Placement: choose a CPU for a new thread of `like`: round robin over allowed
 * CPUs with the fewest tasks. */
unsigned int sched_place(const struct cpuset *allowed);
/* Change the set; moves the task if it is elsewhere. -EINVAL when no online
 * CPU is left. */
int sched_set_affinity(struct task *t, const struct cpuset *allowed);
/* Real-time class; period 0: back to round robin. -EBUSY: over-committed. */
int sched_set_edf(struct task *t, uint64_t period_ns, uint64_t slice_ns);
/* CPU time used by t so far. */
uint64_t task_cpu_ns(const struct task *t);
/* Runnable tasks on a CPU (with the running one, not idle). */
unsigned int sched_load(unsigned int cpu);
/* Idle ns of a CPU since boot. */
uint64_t sched_idle_ns(unsigned int cpu);
/* The round-robin slice. */
#define SCHED_SLICE_NS 10000000ull

#endif
