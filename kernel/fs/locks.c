/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/locks.c - advisory locks on files.
 *
 * Idea: each inode has a list of the locks held on it. A lock has an owner:
 * the process's descriptor table (POSIX) or the open file (the others). Locks
 * of one owner never conflict; setting a range replaces what he had there.
 * flock and the range locks do not see each other.
 *
 * Locking: one mutex for all locks of all files, one queue for all who wait:
 * locks are rare, and whoever is woken looks again.
 */
#include "fs/locks.h"

#include "base/err.h"
#include "base/errno.h"
#include "core/time.h"
#include "fs/inode.h"
#include "mm/kmem.h"

struct held {
	struct list link;
	struct lock_range r;
};

/* Someone waits for a POSIX lock that another owner holds. */
struct waiting {
	struct list link;
	const void *owner, *blocker;
};

static struct mutex lock_mutex;
static struct waitq lock_wait;
static struct list lock_waiting = LIST_INIT(lock_waiting);
static uint64_t lock_changes; /* [lock_mutex for writes] */

void
locks_init(void)
{
	mutex_init(&lock_mutex, RANK_INODE);
	waitq_init(&lock_wait);
}

static bool
conflicts(const struct lock_range *a, const struct lock_range *b)
{
	if (a->owner == b->owner && a->kind == b->kind)
		return false;
	if ((a->kind == LOCK_FLOCK) != (b->kind == LOCK_FLOCK))
		return false;
	if (a->mode != LOCK_EXCLUSIVE && b->mode != LOCK_EXCLUSIVE)
		return false;
	return a->start <= b->end && b->start <= a->end;
}

/* The lowest lock in the way of want, or NULL. */
static struct held *
find_conflict(struct inode *ino, const struct lock_range *want)
{
	struct held *h, *best = NULL;

	list_for_each(h, &ino->locks, link) {
		if (conflicts(&h->r, want) &&
		    (!best || h->r.start < best->r.start))
			best = h;
	}
	return best;
}

void
locks_test(struct inode *ino, struct lock_range *want)
{
	struct held *h;

	mutex_lock(&lock_mutex);
	h = find_conflict(ino, want);
	if (h)
		*want = h->r;
	else
		want->mode = LOCK_NONE;
	mutex_unlock(&lock_mutex);
}

static void
held_free(struct held *h)
{
	list_del(&h->link);
	kfree(h);
}

/* Would waiting for blocker close a circle back to owner? */
static bool
closes_circle(const void *owner, const void *blocker)
{
	struct waiting *w;

	for (unsigned int depth = 0; depth < 64; depth++) {
		const void *next = NULL;

		if (blocker == owner)
			return true;
		list_for_each(w, &lock_waiting, link) {
			if (w->owner == blocker)
				next = w->blocker;
		}
		if (!next)
			return false;
		blocker = next;
	}
	return false;
}

static bool
same_owner(const struct lock_range *a, const struct lock_range *b)
{
	return a->owner == b->owner && a->kind == b->kind;
}

/* Do a and b overlap or touch? */
static bool
adjacent(const struct lock_range *a, const struct lock_range *b)
{
	bool after = b->end != UINT64_MAX && a->start > b->end + 1;
	bool before = a->end != UINT64_MAX && b->start > a->end + 1;

	return !after && !before;
}

/* Take [r->start, r->end] out of h; spare holds the far part of a split. */
static void
held_cut(struct inode *ino, struct held *h, const struct lock_range *r,
    struct held **spare)
{
	if (h->r.start < r->start && h->r.end > r->end) {
		struct held *far = *spare;

		*spare = NULL;
		far->r = h->r;
		far->r.start = r->end + 1;
		h->r.end = r->start - 1;
		list_add_tail(&ino->locks, &far->link);
	} else if (h->r.start < r->start) {
		h->r.end = r->start - 1;
	} else if (h->r.end > r->end) {
		h->r.start = r->end + 1;
	} else {
		held_free(h);
	}
}

/* Replace what the owner has in the range. Cannot fail. */
static void
apply(struct inode *ino, const struct lock_range *want, struct held **fresh,
    struct held **spare)
{
	struct lock_range r = *want;
	struct held *h, *tmp;

	list_for_each_safe(h, tmp, &ino->locks, link) {
		if (!same_owner(&h->r, want))
			continue;
		if (h->r.mode == want->mode && want->kind != LOCK_FLOCK &&
		    adjacent(&h->r, &r)) {
			r.start = MIN(r.start, h->r.start);
			r.end = MAX(r.end, h->r.end);
			held_free(h);
		} else if (h->r.start <= want->end && want->start <= h->r.end) {
			held_cut(ino, h, want, spare);
		}
	}
	if (want->mode != LOCK_NONE) {
		(*fresh)->r = r;
		list_add_tail(&ino->locks, &(*fresh)->link);
		*fresh = NULL;
	}
	lock_changes++;
}

struct lock_seen {
	uint64_t changes;
};

static bool
locks_changed(void *arg)
{
	return READ_ONCE(lock_changes) != ((struct lock_seen *)arg)->changes;
}

/* Wait for a change; the mutex is given back. */
static int
wait_change(const struct lock_range *want, const void *blocker)
{
	struct waiting w = { .owner = want->owner, .blocker = blocker };
	struct lock_seen seen = { .changes = lock_changes };
	int err;

	list_add(&lock_waiting, &w.link);
	mutex_unlock(&lock_mutex);
	err = waitq_wait(
	    &lock_wait, locks_changed, &seen, TIME_NEVER, WAIT_INTERRUPTIBLE);
	mutex_lock(&lock_mutex);
	list_del(&w.link);
	mutex_unlock(&lock_mutex);
	return err;
}

/* A flock that changes its mode loses the lock before it waits. */
static void
flock_drop(struct inode *ino, const struct lock_range *want)
{
	struct held *h, *tmp;

	list_for_each_safe(h, tmp, &ino->locks, link) {
		if (same_owner(&h->r, want)) {
			held_free(h);
			lock_changes++;
		}
	}
}

static int
set_or_wait(struct inode *ino, const struct lock_range *want, bool wait,
    struct held **fresh, struct held **spare)
{
	for (;;) {
		struct held *h = NULL;
		int err;

		mutex_lock(&lock_mutex);
		if (want->mode != LOCK_NONE)
			h = find_conflict(ino, want);
		if (!h) {
			apply(ino, want, fresh, spare);
			mutex_unlock(&lock_mutex);
			(void)waitq_wake_all(&lock_wait);
			return 0;
		}
		if (want->kind == LOCK_FLOCK)
			flock_drop(ino, want);
		if (!wait || (want->kind == LOCK_POSIX &&
				 closes_circle(want->owner, h->r.owner))) {
			mutex_unlock(&lock_mutex);
			return wait ? ERR(EDEADLK) : -EAGAIN;
		}
		err = wait_change(want, h->r.owner);
		if (err)
			return err;
	}
}

int
locks_set(struct inode *ino, const struct lock_range *want, bool wait)
{
	struct held *fresh = kzalloc(sizeof(*fresh));
	struct held *spare = kzalloc(sizeof(*spare));
	int err = ERR(ENOMEM);

	if (fresh && spare)
		err = set_or_wait(ino, want, wait, &fresh, &spare);
	kfree(fresh);
	kfree(spare);
	return err;
}

static void
drop_owner(struct inode *ino, const void *owner)
{
	struct held *h, *tmp;
	bool any = false;

	mutex_lock(&lock_mutex);
	list_for_each_safe(h, tmp, &ino->locks, link) {
		if (h->r.owner == owner) {
			held_free(h);
			any = true;
		}
	}
	if (any)
		lock_changes++;
	mutex_unlock(&lock_mutex);
	if (any)
		(void)waitq_wake_all(&lock_wait);
}

void
locks_close_posix(struct fdtable *t, struct file *f)
{
	if (f->inode && !list_empty(&f->inode->locks))
		drop_owner(f->inode, t);
}

void
locks_file_gone(struct file *f)
{
	if (!list_empty(&f->inode->locks))
		drop_owner(f->inode, f);
}
