/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/futex.c - sleeping on words of user memory.
 *
 * Idea: a table of buckets by hash of address space and address; each has the
 * waiters of the words that fall into it. futex_wait first queues itself, then
 * reads the word: whoever changes the word and wakes after that finds the
 * waiter, whoever changed it before is seen. So no lock is held while user
 * memory is touched.
 *
 * Order: the waiter queues itself, passes a full barrier, reads the word; the
 * waker has written the word, passes a full barrier, looks for waiters. One of
 * the two sees the other.
 *
 * Life: a waiter is on its task's stack. It may be gone as soon as whoever took
 * it off its queue has set its bucket to NULL (wake_waiter).
 *
 * Limits: words in memory shared between processes are told apart by process
 * (there is no shared writable memory between processes yet). The value check of
 * requeue is not one step with the requeue itself.
 * Tests: tests/user/futex.
 */
#include "proc/futex.h"
#include "arch/cpu.h"
#include "base/err.h"
#include "base/hash.h"
#include "core/time.h"
#include "mm/copyio.h"
#include "proc/futex_priv.h"
#include "sched/sched.h"

#define BUCKET_BITS 8
#define NR_BUCKETS  (1u << BUCKET_BITS)

static struct futex_bucket buckets[NR_BUCKETS];

void
futex_init(void)
{
	for (unsigned int i = 0; i < NR_BUCKETS; i++) {
		spin_init(&buckets[i].lock, RANK_FUTEX);
		list_init(&buckets[i].waiters);
	}
}

struct futex_bucket *
futex_bucket_of(const struct aspace *as, vaddr_t uaddr)
{
	/* one multiplication spreads well enough (Knuth, vol. 3, 6.4) */
	uint64_t h = ((uint64_t)as + uaddr) * 0x9e3779b97f4a7c15ull;

	return &buckets[h >> (64 - BUCKET_BITS)];
}

void
futex_enqueue(struct futex_waiter *w)
{
	struct futex_bucket *b = futex_bucket_of(w->aspace, w->uaddr);

	spin_lock(&b->lock);
	w->bucket = b;
	list_add_tail(&b->waiters, &w->link);
	spin_unlock(&b->lock);
}

/* In waiter.bucket while the waker is not done with the waiter. */
#define WAKING ((struct futex_bucket *)1)

/* Is w off its queue? Waits for a waker that is about to take it off: that
 * one holds the bucket's lock, with interrupts off. */
static bool
waiter_is_off(struct futex_waiter *w)
{
	struct futex_bucket *b;

	while ((b = __atomic_load_n(&w->bucket, __ATOMIC_ACQUIRE)) == WAKING)
		arch_relax();
	return b == NULL;
}

bool
futex_dequeue(struct futex_waiter *w)
{
	while (!waiter_is_off(w)) {
		struct futex_bucket *b = READ_ONCE(w->bucket);

		if (!b || b == WAKING)
			continue;
		spin_lock(&b->lock);
		if (w->bucket == b) {
			list_del(&w->link);
			w->bucket = NULL;
			spin_unlock(&b->lock);
			return true;
		}
		spin_unlock(&b->lock);
	}
	return false;
}

/* Take w off its queue and wake its task. Bucket locked. Once bucket is NULL w
 * and its task may be gone, so that comes last; WAKING tells a task that is
 * awake already to stay until then. */
static void
wake_waiter(struct futex_waiter *w)
{
	list_del(&w->link);
	WRITE_ONCE(w->bucket, WAKING);
	(void)task_wake(w->task);
	__atomic_store_n(&w->bucket, NULL, __ATOMIC_RELEASE);
}

int
futex_sleep(struct futex_waiter *w, uint64_t deadline)
{
	for (;;) {
		int err;

		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		if (READ_ONCE(w->bucket) == NULL ||
		    READ_ONCE(w->bucket) == WAKING) {
			task_sleep_cancel();
			(void)waiter_is_off(w);
			return 0;
		}
		err = task_sleep(deadline);
		if (waiter_is_off(w))
			return 0;
		if (err)
			return err;
	}
}

static void
waiter_setup(struct futex_waiter *w, vaddr_t uaddr, uint32_t bitset)
{
	w->aspace = current->aspace;
	w->uaddr = uaddr;
	w->bitset = bitset;
	w->task = current;
	w->pi_lock = 0;
}

int
futex_wait(vaddr_t uaddr, uint32_t val, uint32_t bitset, uint64_t deadline)
{
	struct futex_waiter w;
	uint32_t now;
	int err = futex_check(uaddr);

	if (err)
		return err;
	if (!bitset)
		return ERR(EINVAL);
	waiter_setup(&w, uaddr, bitset);
	futex_enqueue(&w);
	__atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with futex_wake */
	err = user_load32(uaddr, &now);
	if (!err && now != val)
		err = -EAGAIN;
	if (!err)
		err = futex_sleep(&w, deadline);
	/* Still queued: the error holds. Else somebody counts on having woken
	 * this task. */
	if (err && futex_dequeue(&w))
		return err;
	return 0;
}

static bool
waits_for(const struct futex_waiter *w, const struct aspace *as, vaddr_t uaddr)
{
	return w->uaddr == uaddr && w->aspace == as;
}

long
futex_wake(vaddr_t uaddr, unsigned int n, uint32_t bitset)
{
	struct aspace *as = current->aspace;
	struct futex_waiter *w, *tmp;
	struct futex_bucket *b;
	long woken = 0;
	int err = futex_check(uaddr);

	if (err)
		return err;
	if (!bitset)
		return ERR(EINVAL);
	b = futex_bucket_of(as, uaddr);
	spin_lock(&b->lock);
	list_for_each_safe(w, tmp, &b->waiters, link) {
		if (!waits_for(w, as, uaddr) || !(w->bitset & bitset))
			continue;
		if (w->pi_lock) {
			woken = woken ? woken : ERR(EINVAL);
			break;
		}
		wake_waiter(w);
		if (++woken >= (long)n)
			break;
	}
	spin_unlock(&b->lock);
	return woken;
}

/* Two buckets in the order of their addresses. */
static void
lock_both(struct futex_bucket *a, struct futex_bucket *b)
{
	if (a > b) {
		struct futex_bucket *t = a;

		a = b;
		b = t;
	}
	spin_lock(&a->lock);
	if (a != b)
		spin_lock(&b->lock);
}

static void
unlock_both(struct futex_bucket *a, struct futex_bucket *b)
{
	spin_unlock(a > b ? &a->lock : &b->lock);
	if (a != b)
		spin_unlock(a > b ? &b->lock : &a->lock);
}

static long
requeue_locked(struct futex_bucket *from, struct futex_bucket *to,
    vaddr_t uaddr, vaddr_t uaddr2, unsigned int nwake, unsigned int nmove)
{
	struct aspace *as = current->aspace;
	struct futex_waiter *w, *tmp;
	long done = 0;

	list_for_each_safe(w, tmp, &from->waiters, link) {
		if (!waits_for(w, as, uaddr))
			continue;
		if (w->pi_lock)
			return done ? done : ERR(EINVAL);
		if (nwake) {
			nwake--;
			wake_waiter(w);
		} else if (nmove) {
			nmove--;
			w->uaddr = uaddr2;
			if (from != to) {
				list_del(&w->link);
				list_add_tail(&to->waiters, &w->link);
				WRITE_ONCE(w->bucket, to);
			}
		} else {
			break;
		}
		done++;
	}
	return done;
}

long
futex_requeue(vaddr_t from, vaddr_t to, unsigned int nwake, unsigned int nmove,
    bool check, uint32_t val)
{
	struct futex_bucket *a, *b;
	uint32_t now;
	long n;
	int err = futex_check(from);

	if (!err)
		err = futex_check(to);
	if (!err && check)
		err = user_load32(from, &now);
	if (err)
		return err;
	if (check && now != val)
		return -EAGAIN;
	a = futex_bucket_of(current->aspace, from);
	b = futex_bucket_of(current->aspace, to);
	lock_both(a, b);
	n = requeue_locked(a, b, from, to, nwake, nmove);
	unlock_both(a, b);
	return n;
}

/* The encoded word of WAKE_OP: 1 bit "shift", 3 bits op, 4 bits cmp, 12 bits
 * operand, 12 bits to compare with. */
static int
wake_op_apply(vaddr_t uaddr, uint32_t op, uint32_t *old)
{
	unsigned int what = op >> 28 & 7;
	uint32_t arg = (uint32_t)((int32_t)(op << 8) >> 20);

	if (op >> 31)
		arg = 1u << (arg & 31);
	if (what > 4)
		return ERR(ENOSYS);
	return user_atomic_op32(uaddr, what, arg, old);
}

static int
wake_op_compare(uint32_t op, uint32_t old_word)
{
	int32_t arg = (int32_t)(op << 20) >> 20, old = (int32_t)old_word;

	switch (op >> 24 & 15) {
	case 0:
		return old == arg;
	case 1:
		return old != arg;
	case 2:
		return old < arg;
	case 3:
		return old <= arg;
	case 4:
		return old > arg;
	case 5:
		return old >= arg;
	default:
		return ERR(ENOSYS);
	}
}

long
futex_wake_op(vaddr_t uaddr1, vaddr_t uaddr2, unsigned int nwake,
    unsigned int nwake2, uint32_t op)
{
	uint32_t old;
	long n, n2 = 0;
	int err = futex_check(uaddr1);

	if (!err)
		err = futex_check(uaddr2);
	if (!err && wake_op_compare(op, 0) < 0)
		err = ERR(ENOSYS);
	if (!err)
		err = wake_op_apply(uaddr2, op, &old);
	if (err)
		return err;
	n = futex_wake(uaddr1, nwake, FUTEX_ANY);
	if (n >= 0 && wake_op_compare(op, old) > 0)
		n2 = futex_wake(uaddr2, nwake2, FUTEX_ANY);
	return n < 0 ? n : n2 < 0 ? n2 : n + n2;
}
