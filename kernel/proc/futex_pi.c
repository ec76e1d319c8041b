/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/futex_pi.c - locks whose word holds the owner's tid: PI futexes, robust
 * locks at the end of a thread, moving waiters from a word to a lock.
 *
 * Idea: user level takes a free lock (0 -> tid) and gives back one that nobody
 * waits for (tid -> 0) by itself. Everything else comes here and is done under
 * one sleeping lock per process, which may be held while user memory is
 * touched. A lock that is waited for has a struct pi_state with the waiters in
 * the order in which they will own it; ownership is handed over, never raced
 * for.
 *
 * Invariants: a lock with a pi_state has WORD_WAITERS set in its word, so its
 * owner comes here to unlock. A waiter on a pi_state belongs to pi_lock; it
 * takes pi_lock before it leaves.
 *
 * Limits: no priority is inherited: run queues are round robin, and an EDF
 * task that waits for a round-robin one waits for its turn.
 * Tests: tests/user/{futex,pthread_sync}.
 */
#include "base/err.h"
#include "core/time.h"
#include "mm/copyio.h"
#include "mm/kmem.h"
#include "proc/futex_priv.h"
#include "proc/process.h"
#include "sched/sched.h"

struct pi_state {
	struct list link; /* process.pi_states */
	vaddr_t uaddr;
	int owner;	     /* tid */
	struct list waiters; /* struct futex_waiter */
};

/* What an attempt to get a lock came to (or -errno). */
enum { PI_WAIT = 0, PI_OWNED = 1, PI_AGAIN = 2 };

#define ROBUST_LIMIT 2048

static void
pi_enter(struct process *p)
{
	mutex_lock(&p->pi_lock);
	if (!p->pi_used)
		__atomic_store_n(&p->pi_used, true, __ATOMIC_SEQ_CST);
}

static struct pi_state *
pi_find(struct process *p, vaddr_t uaddr)
{
	struct pi_state *st;

	list_for_each(st, &p->pi_states, link) {
		if (st->uaddr == uaddr)
			return st;
	}
	return NULL;
}

static struct pi_state *
pi_new(struct process *p, vaddr_t uaddr, int owner)
{
	struct pi_state *st = kmalloc(sizeof(*st));

	if (!st)
		return NULL;
	st->uaddr = uaddr;
	st->owner = owner;
	list_init(&st->waiters);
	list_add(&p->pi_states, &st->link);
	return st;
}

static void
pi_drop_if_idle(struct pi_state *st)
{
	if (!list_empty(&st->waiters))
		return;
	list_del(&st->link);
	kfree(st);
}

/* Can the owner named in a word ever unlock? 0, PI_AGAIN (it is ending, look
 * again), -ESRCH. */
static int
owner_state(const struct process *p, int tid)
{
	const struct task *t;
	int r = 0;

	spin_lock(&proctree_lock);
	t = task_find(tid);
	if (!t || t->process != p)
		r = ERR(ESRCH);
	else if (t->flags & TASK_F_EXITING)
		r = PI_AGAIN;
	spin_unlock(&proctree_lock);
	return r;
}

/* Get the lock for tid, or prepare to wait for it. pi_lock held. */
static int
pi_try(
    struct process *p, vaddr_t uaddr, int tid, bool try, struct pi_state **out)
{
	struct pi_state *st = pi_find(p, uaddr);
	uint32_t v, want, old;
	int owner, r = user_load32(uaddr, &v);

	if (r)
		return r;
	for (;;) {
		owner = (int)(v & WORD_TID);
		if (owner == tid)
			return ERR(EDEADLK);
		if (st) {
			*out = st;
			if (owner == st->owner || (!owner && v & WORD_DIED))
				return try ? -EAGAIN : PI_WAIT;
			return ERR(EINVAL);
		}
		want =
		    owner ? v | WORD_WAITERS : (v & WORD_DIED) | (uint32_t)tid;
		r = owner ? owner_state(p, owner) : 0;
		if (r)
			return r;
		if (owner && try)
			return -EAGAIN;
		r = user_cmpxchg32(uaddr, v, want, &old);
		if (r)
			return r;
		if (old == v)
			break;
		v = old;
	}
	if (!owner)
		return PI_OWNED;
	*out = pi_new(p, uaddr, owner);
	return *out ? PI_WAIT : ERR(ENOMEM);
}

/* Before the first one of lower priority. */
static void
pi_queue(struct pi_state *st, struct futex_waiter *w)
{
	struct futex_waiter *o;

	w->pi = st;
	list_for_each(o, &st->waiters, link) {
		if (o->task->rt_priority < w->task->rt_priority)
			break;
	}
	list_add_tail(&o->link, &w->link);
}

/* Make w's task the owner (its word says so already) and wake it. */
static void
pi_grant(struct futex_waiter *w)
{
	w->pi = NULL;
	WRITE_ONCE(w->granted, true);
	(void)task_wake(w->task);
}

/* Hand the lock to the first waiter. pi_lock held. */
static int
pi_pass_on(struct pi_state *st, uint32_t flags)
{
	struct futex_waiter *w =
	    list_first(&st->waiters, struct futex_waiter, link);
	uint32_t v, old, want = (uint32_t)w->task->tid | flags;
	int err = user_load32(st->uaddr, &v);

	list_del(&w->link);
	if (!list_empty(&st->waiters))
		want |= WORD_WAITERS;
	while (!err) {
		err = user_cmpxchg32(st->uaddr, v, want, &old);
		if (err || old == v)
			break;
		v = old;
	}
	st->owner = w->task->tid;
	pi_grant(w);
	pi_drop_if_idle(st);
	return err;
}

/* Sleep until w owns its lock. */
static int
pi_wait(struct process *p, struct futex_waiter *w, uint64_t deadline)
{
	int err = 0;

	while (!err) {
		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		if (READ_ONCE(w->granted)) {
			task_sleep_cancel();
			break;
		}
		err = task_sleep(deadline);
	}
	mutex_lock(&p->pi_lock);
	if (w->granted) {
		err = 0;
	} else {
		list_del(&w->link);
		pi_drop_if_idle(w->pi);
	}
	mutex_unlock(&p->pi_lock);
	return err;
}

static void
pi_waiter_setup(struct futex_waiter *w)
{
	*w =
	    (struct futex_waiter){ .aspace = current->aspace, .task = current };
}

int
futex_lock_pi(vaddr_t uaddr, uint64_t deadline, bool try)
{
	struct process *p = current->process;
	struct futex_waiter w;
	struct pi_state *st;
	int r = futex_check(uaddr);

	if (r)
		return r;
	pi_waiter_setup(&w);
	for (;;) {
		pi_enter(p);
		r = pi_try(p, uaddr, current->tid, try, &st);
		if (r == PI_WAIT)
			pi_queue(st, &w);
		mutex_unlock(&p->pi_lock);
		if (r != PI_AGAIN)
			break;
		if (READ_ONCE(current->work) & WORK_SIGNAL)
			return -EINTR;
		sched_yield();
	}
	if (r == PI_OWNED)
		return 0;
	return r == PI_WAIT ? pi_wait(p, &w, deadline) : r;
}

/* Nobody waits: the word goes to 0. */
static int
unlock_free(vaddr_t uaddr, uint32_t v)
{
	for (;;) {
		uint32_t old;
		int err = user_cmpxchg32(uaddr, v, 0, &old);

		if (err || old == v)
			return err;
		if ((old & WORD_TID) != (uint32_t)current->tid)
			return ERR(EPERM);
		v = old;
	}
}

int
futex_unlock_pi(vaddr_t uaddr)
{
	struct process *p = current->process;
	struct pi_state *st;
	uint32_t v;
	int err = futex_check(uaddr);

	if (err)
		return err;
	pi_enter(p);
	err = user_load32(uaddr, &v);
	if (!err && (v & WORD_TID) != (uint32_t)current->tid)
		err = ERR(EPERM);
	if (!err) {
		st = pi_find(p, uaddr);
		if (!st)
			err = unlock_free(uaddr, v);
		else if (st->owner != current->tid)
			err = ERR(EINVAL);
		else
			err = pi_pass_on(st, 0);
	}
	mutex_unlock(&p->pi_lock);
	return err;
}

/* What became of a waiter that was taken off its word's queue. */
static int
moved_result(struct process *p, struct futex_waiter *w, uint64_t deadline)
{
	bool waits;
	int err;

	mutex_lock(&p->pi_lock);
	waits = !w->granted && !w->error;
	err = w->error;
	mutex_unlock(&p->pi_lock);
	if (waits)
		err = pi_wait(p, w, deadline);
	/* Interrupted on the lock's queue: the caller must look at its
	 * condition again. */
	return err == -EINTR ? -EAGAIN : err;
}

int
futex_wait_requeue_pi(vaddr_t uaddr, uint32_t val, uint32_t bitset,
    uint64_t deadline, vaddr_t lock)
{
	struct futex_waiter w;
	uint32_t now;
	int err = futex_check(uaddr);

	if (!err)
		err = futex_check(lock);
	if (err)
		return err;
	if (!bitset || uaddr == lock)
		return ERR(EINVAL);
	pi_waiter_setup(&w);
	w.uaddr = uaddr;
	w.bitset = bitset;
	w.pi_lock = lock;
	futex_enqueue(&w);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	err = user_load32(uaddr, &now);
	if (!err && now != val)
		err = -EAGAIN;
	if (!err)
		err = futex_sleep(&w, deadline);
	if (err && futex_dequeue(&w))
		return err;
	return moved_result(current->process, &w, deadline);
}

/* The first waiter of a word, off its queue; NULL none. *err -EINVAL: it does
 * not wait for this lock. */
static struct futex_waiter *
pick_waiter(vaddr_t from, vaddr_t lock, int *err)
{
	struct aspace *as = current->aspace;
	struct futex_bucket *b = futex_bucket_of(as, from);
	struct futex_waiter *w, *found = NULL;

	*err = 0;
	spin_lock(&b->lock);
	list_for_each(w, &b->waiters, link) {
		if (w->uaddr != from || w->aspace != as)
			continue;
		if (w->pi_lock != lock) {
			*err = ERR(EINVAL);
			break;
		}
		list_del(&w->link);
		WRITE_ONCE(w->bucket, NULL);
		found = w;
		break;
	}
	spin_unlock(&b->lock);
	return found;
}

/* Give w the lock, or its place in the lock's queue. pi_lock held. */
static int
move_waiter(struct process *p, struct futex_waiter *w, vaddr_t lock)
{
	struct pi_state *st;
	int r = pi_try(p, lock, w->task->tid, false, &st);

	if (r == PI_OWNED) {
		pi_grant(w);
		return 0;
	}
	if (r == PI_WAIT) {
		pi_queue(st, w);
		return 0;
	}
	w->error = r == PI_AGAIN ? -EAGAIN : r;
	(void)task_wake(w->task);
	return w->error;
}

long
futex_cmp_requeue_pi(
    vaddr_t from, vaddr_t lock, unsigned int nmove, uint32_t val)
{
	struct process *p = current->process;
	struct futex_waiter *w;
	uint64_t left = (uint64_t)nmove + 1;
	uint32_t now;
	long done = 0;
	int err = futex_check(from);

	if (!err)
		err = futex_check(lock);
	if (!err && from == lock)
		err = ERR(EINVAL);
	if (err)
		return err;
	pi_enter(p);
	err = user_load32(from, &now);
	if (!err && now != val)
		err = -EAGAIN;
	while (!err && left-- && (w = pick_waiter(from, lock, &err))) {
		err = move_waiter(p, w, lock);
		if (!err)
			done++;
	}
	mutex_unlock(&p->pi_lock);
	return done ? done : err;
}

/* A contender sets pi_used, then looks at the owner's flags; the owner has set
 * TASK_F_EXITING before it looks at pi_used: one of them sees the other. */
void
futex_pi_exit(struct task *t)
{
	struct process *p = t->process;
	struct pi_state *st, *tmp;

	if (!__atomic_load_n(&p->pi_used, __ATOMIC_SEQ_CST))
		return;
	mutex_lock(&p->pi_lock);
	list_for_each_safe(st, tmp, &p->pi_states, link) {
		if (st->owner == t->tid)
			(void)pi_pass_on(st, WORD_DIED);
	}
	mutex_unlock(&p->pi_lock);
}

/* One lock of a robust list: if it is ours, say that its owner died. pending:
 * the thread was about to take or give it back. */
static int
owner_died(const struct task *t, vaddr_t uaddr, bool pi, bool pending)
{
	uint32_t v, old;
	int err = futex_check(uaddr);

	if (!err)
		err = user_load32(uaddr, &v);
	while (!err) {
		if (pending && !pi && !v) {
			(void)futex_wake(uaddr, 1, FUTEX_ANY);
			return 0;
		}
		if ((v & WORD_TID) != (uint32_t)t->tid)
			return 0;
		err = user_cmpxchg32(
		    uaddr, v, (v & WORD_WAITERS) | WORD_DIED, &old);
		if (err || old == v)
			break;
		v = old;
	}
	if (!err && !pi && (v & WORD_WAITERS))
		(void)futex_wake(uaddr, 1, FUTEX_ANY);
	return err;
}

/* The list is in user memory and may be anything: it is followed for so many
 * steps, and left at the first address that can't be read. Bit 0 of a link
 * tells a PI lock. */
void
futex_robust_exit(struct task *t)
{
	struct {
		uint64_t next;
		int64_t offset;
		uint64_t pending;
	} head;
	uint64_t entry;

	if (copyin_obj(&head, t->robust_list))
		return;
	entry = head.next;
	for (unsigned int i = 0; i < ROBUST_LIMIT; i++) {
		uint64_t at = entry & ~1ull, next;
		bool pi = entry & 1;
		int err;

		if (at == t->robust_list)
			break;
		err = copyin_obj(&next, at);
		if (at != (head.pending & ~1ull) &&
		    owner_died(t, at + (uint64_t)head.offset, pi, false))
			return;
		if (err)
			return;
		entry = next;
	}
	if (head.pending & ~1ull)
		(void)owner_died(t,
		    (head.pending & ~1ull) + (uint64_t)head.offset,
		    head.pending & 1, true);
}
