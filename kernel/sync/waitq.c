/* SPDX-License-Identifier: GPL-2.0-only */
/* sync/waitq.c - queues of sleeping tasks, and the sleeping mutex. */
#include "sync/waitq.h"
#include "base/err.h"
#include "base/errno.h"
#include "core/panic.h"
#include "core/time.h"
#include "sched/sched.h"

void
waitq_init(struct waitq *q)
{
	spin_init(&q->lock, RANK_WAITQ);
	list_init(&q->waiters);
}

void
waiter_init(struct waiter *w)
{
	*w = (struct waiter){ .task = current };
}

void
waitq_add(struct waitq *q, struct waiter *w)
{
	spin_lock(&q->lock);
	w->queue = q;
	if (w->exclusive)
		list_add_tail(&q->waiters, &w->link);
	else
		list_add(&q->waiters, &w->link);
	spin_unlock(&q->lock);
}

void
waitq_remove(struct waitq *q, struct waiter *w)
{
	spin_lock(&q->lock);
	if (w->queue == q) {
		list_del(&w->link);
		w->queue = NULL;
	}
	spin_unlock(&q->lock);
}

/* A waiter stays on the queue until its task takes it off, so a wake of one
 * exclusive waiter counts only those it really woke. The waker has made the
 * condition true and looks for waiters; the waiter has queued itself and looks
 * at the condition (after the locked instructions of task_sleep_prepare). The
 * barrier makes one of the two see the other. */
int
waitq_wake(struct waitq *q, int n, uint32_t events)
{
	struct waiter *w, *tmp;
	int woken = 0;

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (list_empty(&q->waiters))
		return 0;
	spin_lock(&q->lock);
	list_for_each_safe(w, tmp, &q->waiters, link) {
		if (n >= 0 && woken >= n)
			break;
		if (w->notify)
			w->notify(w, events);
		else if (task_wake(w->task) && w->exclusive)
			woken++;
	}
	spin_unlock(&q->lock);
	return woken;
}

int
waitq_wait(struct waitq *q, bool (*cond)(void *arg), void *arg,
    uint64_t deadline, enum wait_mode mode)
{
	struct waiter w;
	int err = 0;

	if (cond(arg))
		return 0;
	waiter_init(&w);
	waitq_add(q, &w);
	for (;;) {
		task_sleep_prepare(mode);
		if (cond(arg)) {
			task_sleep_cancel();
			err = 0;
			break;
		}
		if (err)
			break;
		err = task_sleep(deadline);
	}
	if (err)
		task_sleep_cancel();
	waitq_remove(q, &w);
	return err;
}

struct mutex_waiter {
	struct list link;
	struct task *task;
	bool granted; /* [l] the mutex is ours now */
};

void
mutex_init(struct mutex *m, enum lock_rank rank)
{
	spin_init(&m->lock, RANK_WAITQ);
	m->owner = NULL;
	m->rank = rank;
	list_init(&m->waiters);
}

bool
mutex_trylock(struct mutex *m)
{
	bool got = false;

	spin_lock(&m->lock);
	if (!m->owner) {
		m->owner = current;
		got = true;
	}
	spin_unlock(&m->lock);
	return got;
}

void
mutex_lock(struct mutex *m)
{
	struct mutex_waiter w = { .task = current };

	ASSERT(this_cpu()->locks_held == 0);
	spin_lock(&m->lock);
	if (!m->owner) {
		m->owner = current;
		spin_unlock(&m->lock);
		return;
	}
	ASSERT(m->owner != current);
	list_add_tail(&m->waiters, &w.link);
	spin_unlock(&m->lock);
	for (;;) {
		task_sleep_prepare(WAIT_UNINTERRUPTIBLE);
		if (READ_ONCE(w.granted))
			break;
		(void)!task_sleep(TIME_NEVER);
	}
	task_sleep_cancel();
	/* The granter may still hold the spinlock with w in hand. */
	spin_lock(&m->lock);
	spin_unlock(&m->lock);
}

void
mutex_unlock(struct mutex *m)
{
	spin_lock(&m->lock);
	if (list_empty(&m->waiters)) {
		m->owner = NULL;
	} else {
		struct mutex_waiter *w =
		    list_first(&m->waiters, struct mutex_waiter, link);

		list_del(&w->link);
		m->owner = w->task;
		WRITE_ONCE(w->granted, true);
		task_wake(w->task);
	}
	spin_unlock(&m->lock);
}

void
mutex_assert_held(const struct mutex *m)
{
	ASSERT(m->owner == current);
	(void)m;
}
