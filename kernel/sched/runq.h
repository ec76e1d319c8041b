/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/runq.h - one CPU's run queue; for the sched room only.
 *
 * Invariants: `queued` holds the runnable tasks that are not running, oldest
 * first; `edf` those of the real-time class, earliest deadline first; the
 * running task is on neither. nr counts both and the running one, not idle.
 * The slice timer is armed only while nr >= 2.
 */
#ifndef SCHED_RUNQ_H
#define SCHED_RUNQ_H

#include "sched/sched.h"

struct runq {
	struct spinlock lock;  /* RANK_RUNQ */
	struct list queued;    /* [l] round robin */
	struct list edf;       /* [l] by deadline */
	unsigned int nr;       /* [l] */
	uint32_t edf_load;     /* [a] parts per million promised */
	struct task *dead;     /* [p] to be dropped by the next task */
	bool slice_armed;      /* [l] the slice timer runs */
	uint64_t idle_ns;      /* [p] */
	unsigned int assigned; /* [a] tasks placed here, asleep or not */
	struct cpu *cpu;       /* [I] */
};

/* The queue of t's CPU, locked. */
struct runq *task_runq_lock(struct task *t);
/* Put a runnable task in its place. Lock held. */
void runq_insert(struct runq *q, struct task *t);
/* t has joined q: tell q's CPU if it must act. Lock held. */
void runq_notify(struct runq *q, struct task *t);
/* First thing on a new stack after a switch. */
void sched_tail(void);
/* Common part of new tasks and idle tasks. */
void task_init_fields(struct task *t, const char *name, unsigned int cpu);
/* Move the current task to an allowed CPU; returns there. */
void sched_migrate_self(void);
/* edf.c: give back the promised share / begin the next period. Lock held. */
void sched_edf_release(struct runq *q, struct task *t);
void sched_edf_renew(struct task *t);
/* t takes its promised share to another CPU. from's lock held. */
void sched_edf_moved(struct runq *from, struct runq *to, struct task *t);

#endif
