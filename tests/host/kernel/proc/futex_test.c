/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/proc/futex_test.c - waiters are woken in order, by address
 * and bitset, and moved between words, as in a list per word; the waiter's own
 * side, whatever happens while it sleeps.
 */
#include "arch/pgtable.h"
#include "base/errno.h"
#include "core/time.h"
#include "host.h"
#include "proc/futex_priv.h"
#include "unit.h"
#include <string.h>

#define WORDS	6
#define WAITERS 40

static uint32_t words[64];
static struct aspace *const space = (struct aspace *)0x1000;
static struct aspace *const other_space = (struct aspace *)0x2000;

/* The model: for each word the waiters in order. */
static struct waiter_model {
	struct futex_waiter w;
	struct task task;
	int word; /* -1: not waiting */
	uint64_t turn;
} m[WAITERS];
static uint64_t turns;
static struct rng rng;

static vaddr_t
at(int word)
{
	return (vaddr_t)&words[word];
}

static int
setup(void **state)
{
	(void)state;
	futex_init();
	host_user = (char *)words;
	host_user_len = sizeof(words);
	host_task.aspace = space;
	host_sleep_hook = NULL;
	host_nwoken = 0;
	memset(words, 0, sizeof(words));
	memset(m, 0, sizeof(m));
	for (int i = 0; i < WAITERS; i++)
		m[i].word = -1;
	rng.state = 71;
	turns = 0;
	return 0;
}

static void
enqueue(struct waiter_model *x, int word, uint32_t bitset)
{
	x->w = (struct futex_waiter){ .aspace = space,
		.uaddr = at(word),
		.bitset = bitset,
		.task = &x->task };
	x->word = word;
	x->turn = turns++;
	futex_enqueue(&x->w);
}

/* The first in line on word that meets bitset. */
static struct waiter_model *
first(int word, uint32_t bitset)
{
	struct waiter_model *f = NULL;

	for (int i = 0; i < WAITERS; i++) {
		if (m[i].word == word && (m[i].w.bitset & bitset) &&
		    (!f || m[i].turn < f->turn))
			f = &m[i];
	}
	return f;
}

/* The next `n` of host_woken must be those; they wait no more. */
static unsigned int
expect_woken(int word, unsigned int n, uint32_t bitset, unsigned int from)
{
	struct waiter_model *x;
	unsigned int done = 0;

	for (; done < n && (x = first(word, bitset)) != NULL; done++) {
		assert_ptr_equal(host_woken[from + done], &x->task);
		assert_null(x->w.bucket);
		assert_int_equal(x->task.refs, 0);
		x->word = -1;
	}
	return done;
}

static void
do_requeue(int from, int to, unsigned int nwake, unsigned int nmove)
{
	struct waiter_model *x;
	unsigned int done;
	long n = futex_requeue(at(from), at(to), nwake, nmove, false, 0);

	done = expect_woken(from, nwake, FUTEX_ANY, 0);
	assert_int_equal(host_nwoken, done);
	if (from == to)
		return;
	for (; nmove && (x = first(from, FUTEX_ANY)) != NULL; nmove--) {
		x->word = to;
		x->turn = turns++;
		done++;
	}
	assert_int_equal(n, done);
}

static void
random_step(void)
{
	int word = (int)rng_below(&rng, WORDS), to;
	unsigned int n = (unsigned int)rng_below(&rng, 5);
	struct waiter_model *x = &m[rng_below(&rng, WAITERS)];
	uint32_t bitset = 1u << rng_below(&rng, 3);
	long woken;

	host_nwoken = 0;
	switch (rng_below(&rng, 6)) {
	case 0:
		bitset = rng_below(&rng, 2) ? FUTEX_ANY : bitset;
		woken = futex_wake(at(word), n, bitset); /* 0 is taken for 1 */
		assert_int_equal(
		    woken, expect_woken(word, MAX(n, 1u), bitset, 0));
		assert_int_equal(host_nwoken, woken);
		return;
	case 1:
		to = (word + 1 + (int)rng_below(&rng, WORDS - 1)) % WORDS;
		do_requeue(word, to, (unsigned int)rng_below(&rng, 2), n);
		return;
	case 2:
		assert_int_equal(futex_dequeue(&x->w), x->word >= 0);
		x->word = -1;
		return;
	default:
		if (x->word < 0)
			enqueue(
			    x, word, rng_below(&rng, 2) ? FUTEX_ANY : bitset);
	}
}

static void
test_futex_random(void **state)
{
	(void)state;
	/* The order on a word is of arrival as long as no two share a bucket. */
	for (int i = 0; i < WORDS; i++)
		for (int k = 0; k < i; k++)
			assert_ptr_not_equal(futex_bucket_of(space, at(i)),
			    futex_bucket_of(space, at(k)));
	for (int step = 0; step < 200000; step++)
		random_step();
	assert_int_equal(host_cpus[0].locks_held, 0);
}

static void
test_futex_of_another_space_is_another(void **state)
{
	(void)state;
	enqueue(&m[0], 0, FUTEX_ANY);
	host_task.aspace = other_space;
	assert_int_equal(futex_wake(at(0), 9, FUTEX_ANY), 0);
	host_task.aspace = space;
	assert_int_equal(futex_wake(at(0), 9, FUTEX_ANY), 1);
}

static void
test_futex_bad_addresses(void **state)
{
	(void)state;
	assert_int_equal(futex_wake(at(0) + 2, 1, 1), -EINVAL);
	assert_int_equal(futex_wake(USER_END, 1, 1), -EFAULT);
	assert_int_equal(futex_wake(at(0), 1, 0), -EINVAL);
	assert_int_equal(futex_wait(at(0) + 1, 0, 1, TIME_NEVER), -EINVAL);
	assert_int_equal(futex_wait(at(64), 0, 1, TIME_NEVER), -EFAULT);
	assert_int_equal(futex_wait(at(0), 0, 0, TIME_NEVER), -EINVAL);
	assert_int_equal(
	    futex_requeue(at(0), USER_END, 1, 1, false, 0), -EFAULT);
	assert_int_equal(
	    futex_requeue(at(0) + 1, at(1), 1, 1, false, 0), -EINVAL);
}

static void
test_futex_requeue_checks_the_word(void **state)
{
	(void)state;
	enqueue(&m[0], 0, FUTEX_ANY);
	words[0] = 5;
	assert_int_equal(futex_requeue(at(0), at(1), 1, 1, true, 4), -EAGAIN);
	assert_int_equal(m[0].w.uaddr, at(0));
	assert_int_equal(futex_requeue(at(0), at(1), 0, 1, true, 5), 1);
	assert_int_equal(m[0].w.uaddr, at(1));
	assert_true(futex_dequeue(&m[0].w));
	assert_false(futex_dequeue(&m[0].w));
}

static int
hook_wake(uint64_t deadline)
{
	(void)deadline;
	assert_int_equal(futex_wake(at(3), 1, FUTEX_ANY), 1);
	return 0;
}

static int
hook_wake_late(uint64_t deadline)
{
	(void)hook_wake(deadline);
	return -ETIMEDOUT;
}

static int
hook_requeue_then_time_out(uint64_t deadline)
{
	(void)deadline;
	assert_int_equal(futex_requeue(at(3), at(4), 0, 1, false, 0), 1);
	return -ETIMEDOUT;
}

static int spurious;

static int
hook_spurious(uint64_t deadline)
{
	return --spurious ? 0 : hook_wake(deadline);
}

static int
hook_signal(uint64_t deadline)
{
	(void)deadline;
	return -EINTR;
}

static void
wait_with(int (*hook)(uint64_t deadline), int expect)
{
	host_sleep_hook = hook;
	assert_int_equal(futex_wait(at(3), 0, FUTEX_ANY, 77), expect);
	assert_int_equal(futex_wake(at(3), 9, FUTEX_ANY), 0);
	assert_int_equal(futex_wake(at(4), 9, FUTEX_ANY), 0);
}

static void
test_futex_wait(void **state)
{
	(void)state;
	words[3] = 1;
	wait_with(NULL, -EAGAIN);
	words[3] = 0;
	wait_with(hook_wake, 0);
	wait_with(hook_signal, -EINTR);
	wait_with(hook_wake_late, 0); /* the waker counts on it */
	wait_with(hook_requeue_then_time_out, -ETIMEDOUT);
	spurious = 5;
	wait_with(hook_spurious, 0);
}

#define OP(op, oparg, cmp, cmparg)                      \
	((uint32_t)(op) << 28 | (uint32_t)(cmp) << 24 | \
	    ((uint32_t)(oparg)&0xfff) << 12 | ((uint32_t)(cmparg)&0xfff))

static void
test_futex_wake_op(void **state)
{
	static const struct {
		uint32_t before, op, after;
		bool second; /* is the second word's waiter woken? */
	} rows[] = {
		{ 5, OP(0, 7, 0, 5), 7, true },
		{ 5, OP(1, -3, 1, 5), 2, false },
		{ 5, OP(2, 10, 2, 6), 15, true },
		{ 5, OP(3, 1, 3, 4), 4, false }, { 5, OP(4, 4, 4, 4), 1, true },
		{ (uint32_t)-5, OP(0, 0, 5, -5), 0, true },
		{ (uint32_t)-5, OP(0, 0, 2, 1), 0, true },
		{ 5, OP(8, 4, 0, 5), 16, true }, /* 1 << 4 */
		{ 5, OP(9, 33, 0, 5), 7, true }, /* 1 << 1 */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		setup(NULL);
		enqueue(&m[0], 0, FUTEX_ANY);
		enqueue(&m[1], 1, FUTEX_ANY);
		words[1] = rows[i].before;
		assert_int_equal(futex_wake_op(at(0), at(1), 1, 1, rows[i].op),
		    1 + rows[i].second);
		assert_int_equal(words[1], rows[i].after);
	}
	assert_int_equal(
	    futex_wake_op(at(0), at(1), 1, 1, OP(5, 0, 0, 0)), -ENOSYS);
	words[1] = 9;
	assert_int_equal(
	    futex_wake_op(at(0), at(1), 1, 1, OP(0, 0, 6, 0)), -ENOSYS);
	assert_int_equal(words[1], 9);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		T(test_futex_random),
		T(test_futex_of_another_space_is_another),
		T(test_futex_bad_addresses),
		T(test_futex_requeue_checks_the_word),
		T(test_futex_wait),
		T(test_futex_wake_op),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
