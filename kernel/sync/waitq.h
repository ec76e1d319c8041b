/* SPDX-License-Identifier: GPL-2.0-only */
/* sync/waitq.h - queues of sleeping tasks, and the sleeping mutex.
 *
 * The pattern, which loses no wake-up:
 *	err = waitq_wait(&q, cond, arg, timeout_abs_ns, WAIT_INTERRUPTIBLE);
 * or by hand: waiter_init, waitq_add, then loop { task_sleep_prepare; if
 * (ready) break; err = task_sleep(deadline); } waitq_remove.
 */
#ifndef SYNC_WAITQ_H
#define SYNC_WAITQ_H

#include "base/list.h"
#include "sync/spinlock.h"

struct task;
struct waitq;

struct waiter {
	struct list link;    /* [q] */
	struct task *task;   /* [I] */
	struct waitq *queue; /* [I] set by waitq_add */
	bool exclusive;	     /* wake one at a time */
	/* Called instead of waking task, when set (poll, epoll). Runs with the
	 * queue's lock held. events: what happened, POLL_* or 0 for all. */
	void (*notify)(struct waiter *w, uint32_t events);
	void *arg;
};

struct waitq {
	struct spinlock lock;
	struct list waiters; /* [l] */
};

enum wait_mode { WAIT_UNINTERRUPTIBLE = 0, WAIT_INTERRUPTIBLE = 1 };

void waitq_init(struct waitq *q);
/* A waiter that wakes the current task. */
void waiter_init(struct waiter *w);
void waitq_add(struct waitq *q, struct waiter *w);
void waitq_remove(struct waitq *q, struct waiter *w); /* fine when not on it */
/* Wake up to n waiters (first the non-exclusive ones); n < 0: all.
 * Returns the number woken. Context: any. */
int waitq_wake(struct waitq *q, int n, uint32_t events);
#define waitq_wake_all(q) waitq_wake((q), -1, 0)

/* Sleep until cond(arg) is true. deadline: monotonic ns or TIME_NEVER.
 * Returns 0, -ETIMEDOUT, -EINTR (a signal is pending, interruptible only).
 * cond is called without locks held. Context: task. */
int waitq_wait(struct waitq *q, bool (*cond)(void *arg), void *arg,
    uint64_t deadline, enum wait_mode mode) __must_check;

/* Sleeping mutual exclusion; not recursive; never in interrupts. */
struct mutex {
	struct spinlock lock;
	struct task *owner;  /* [l] */
	struct list waiters; /* [l] struct mutex_waiter, first come */
	uint32_t rank;	     /* [I] */
};

void mutex_init(struct mutex *m, enum lock_rank rank);
void mutex_lock(struct mutex *m);
bool mutex_trylock(struct mutex *m) __must_check;
void mutex_unlock(struct mutex *m);
/* Debug builds: panic unless current owns it. */
void mutex_assert_held(const struct mutex *m);

#endif
