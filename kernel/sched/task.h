/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/task.h - a task: one thread of execution, user or kernel.
 *
 * A process is one or more tasks that share a struct process (proc/process.h)
 * and an aspace; the scheduler sees tasks only.
 * Life: task_alloc; task_start; task_exit by itself; the scheduler drops the
 * reference of "running" after the last switch away; task_put frees.
 */
#ifndef SCHED_TASK_H
#define SCHED_TASK_H

#include "arch/task_arch.h"
#include "base/list.h"
#include "core/cpu.h"
#include "core/timer.h"
#include "sync/spinlock.h"

struct process;
struct aspace;

enum task_state {
	TASK_NEW,
	TASK_RUNNABLE, /* on a run queue or running */
	TASK_SLEEPING,
	TASK_DEAD
};

/* Work to do before returning to user level: task->work, atomically. */
enum {
	WORK_RESCHED = 1, /* give up the CPU */
	WORK_SIGNAL = 2,  /* look for signals to deliver */
	WORK_TRACE = 4,	  /* trace system calls */
	WORK_STOP = 8,	  /* job control: wait until continued */
	WORK_FULL_RETURN =
	    16 /* the handler rewrote the frame: leave by IRETQ */
};

enum sched_class { SCHED_CLASS_RR, SCHED_CLASS_EDF, SCHED_CLASS_IDLE };

struct task {
	uint32_t work;		 /* offset 0: tested by entry.S [a] */
	uint32_t flags;		 /* TASK_F_* [p] */
	struct arch_task arch;	 /* [p] */
	void *kstack;		 /* [I] lowest address */
	struct process *process; /* [I] NULL: kernel thread */
	struct aspace *aspace;	 /* [p] NULL: kernel thread */
	int tid;		 /* [I] */
	char name[16];		 /* [p] comm */
	uint32_t refs;		 /* [a] */

	/* scheduling: run queue's lock of `cpu` */
	struct list run_link;
	enum task_state state; /* [a] under the lock for changes */
	unsigned int cpu;      /* where it runs or last ran */
	bool on_cpu;	       /* [a] stack in use */
	bool wake_pending;     /* woken between prepare and sleep */
	bool interruptible;    /* signals may end this sleep */
	struct cpuset allowed; /* sched_setaffinity */
	enum sched_class class;
	int nice, policy, rt_priority; /* as set, for the getters */
	bool reset_on_fork;	       /* the same */
	uint64_t slice_end_ns;
	uint64_t run_start_ns; /* when it was switched in */
	uint64_t run_ns;       /* CPU time used, without the running slice */
	uint64_t switches_vol, switches_invol;
	uint64_t start_ns; /* monotonic, at creation */

	struct ktimer sleep_timer; /* deadline of the current sleep */
	bool timed_out;		   /* [a] */

	/* proc room: threads of the process, signals, exit */
	struct list thread_link;
	struct task_signals *signals; /* proc/signal.h */
	vaddr_t clear_tid;	      /* CLONE_CHILD_CLEARTID */
	vaddr_t robust_list;
	size_t robust_len;
	int exit_code;
	uint64_t edf_period_ns, edf_slice_ns, edf_deadline_ns;
	vaddr_t rseq_addr;
	uint32_t rseq_len, rseq_sig;
	void *futex_state; /* proc/futex.c: PI locks held */
};

enum { TASK_F_KTHREAD = 1, TASK_F_EXITING = 2, TASK_F_TRACE = 4 };

/* A new task on a CPU (its kernel stack on that CPU's node), reference 1.
 * NULL + *err -ENOMEM/-EAGAIN. */
struct task *task_alloc(const char *name, unsigned int cpu, int *err);
void task_get(struct task *t);
void task_put(struct task *t);
/* Make it runnable the first time. */
void task_start(struct task *t);
/* A kernel thread on a system CPU. */
struct task *kthread_create(
    const char *name, void (*fn)(void *arg), void *arg, unsigned int cpu);

static inline void
task_work_set(struct task *t, uint32_t bits)
{
	__atomic_or_fetch(&t->work, bits, __ATOMIC_SEQ_CST);
}

static inline void
task_work_clear(struct task *t, uint32_t bits)
{
	__atomic_and_fetch(&t->work, ~bits, __ATOMIC_SEQ_CST);
}

#endif
