/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/futex.c - the futex call itself, below the C library.
 *
 * Idea: the waiters are threads that say `about to wait` in a counter; the
 * waker repeats its wake until the kernel reports as many woken as wanted, so
 * that no test depends on how fast a thread falls asleep.
 */
#include "lib/check.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define MS 1000000LL

static int word, word2;
static int woken;

static long
futex(int *address, int op, int value, const void *timeout, int *address2,
    int value3)
{
	return syscall(
	    SYS_futex, address, op, value, timeout, address2, value3);
}

static void *
waiter(void *arg)
{
	int bits = (int)(intptr_t)arg;
	long ret;

	do
		ret = futex(
		    &word, FUTEX_WAIT_BITSET_PRIVATE, 0, NULL, NULL, bits);
	while (ret == -1 && errno == EINTR);
	EXPECT(ret == 0 || errno == EAGAIN);
	__atomic_fetch_add(&woken, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static void
start(pthread_t *threads, int count, int bits)
{
	woken = 0;
	word = 0;
	for (int i = 0; i < count; i++)
		EXPECT_EQ(pthread_create(&threads[i], NULL, waiter,
			      (void *)(intptr_t)bits),
		    0);
}

/* Repeat an operation until it has woken or moved `want` in total. */
static void
repeat(int op, int value, int *address2, intptr_t value2, int value3, int want)
{
	int total = 0;

	for (int i = 0; i < 20000 && total < want; i++) {
		long n =
		    futex(&word, op, value, (void *)value2, address2, value3);

		EXPECT(n >= 0);
		total += (int)n;
		if (n == 0)
			check_sleep_ms(1);
	}
	EXPECT_EQ(total, want);
}

static void
join(pthread_t *threads, int count)
{
	for (int i = 0; i < count; i++)
		EXPECT_EQ(pthread_join(threads[i], NULL), 0);
	EXPECT_EQ(woken, count);
}

static void
test_wait_value_differs(void)
{
	word = 5;
	CHECK_ERR(futex(&word, FUTEX_WAIT_PRIVATE, 4, NULL, NULL, 0), EAGAIN);
	CHECK_ERR(futex(&word, FUTEX_WAIT, 4, NULL, NULL, 0), EAGAIN);
}

static void
test_wait_relative_timeout(void)
{
	struct timespec ts = { 0, 10 * MS };
	int64_t t = check_clock_ns(CLOCK_MONOTONIC);

	word = 0;
	CHECK_ERR(futex(&word, FUTEX_WAIT_PRIVATE, 0, &ts, NULL, 0), ETIMEDOUT);
	CHECK(check_clock_ns(CLOCK_MONOTONIC) - t >= 10 * MS);
}

static void
test_wait_absolute_timeout_monotonic(void)
{
	struct timespec ts = check_after_ns(CLOCK_MONOTONIC, 10 * MS);

	word = 0;
	CHECK_ERR(futex(&word, FUTEX_WAIT_BITSET_PRIVATE, 0, &ts, NULL, -1),
	    ETIMEDOUT);
	CHECK(check_clock_ns(CLOCK_MONOTONIC) >=
	      ts.tv_sec * 1000 * MS + ts.tv_nsec);
}

static void
test_wait_absolute_timeout_realtime(void)
{
	struct timespec ts = check_after_ns(CLOCK_REALTIME, 10 * MS);

	word = 0;
	CHECK_ERR(futex(&word, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME,
		      0, &ts, NULL, -1),
	    ETIMEDOUT);
	CHECK(check_clock_ns(CLOCK_REALTIME) >=
	      ts.tv_sec * 1000 * MS + ts.tv_nsec);
}

static void
test_wait_time_already_past(void)
{
	struct timespec ts = { 1, 0 };

	word = 0;
	CHECK_ERR(futex(&word, FUTEX_WAIT_BITSET_PRIVATE, 0, &ts, NULL, -1),
	    ETIMEDOUT);
	ts.tv_sec = 0;
	CHECK_ERR(futex(&word, FUTEX_WAIT_PRIVATE, 0, &ts, NULL, 0), ETIMEDOUT);
}

static void
test_bad_arguments(void)
{
	struct timespec bad = { 0, 1000000000 }, negative = { -1, 0 };
	int *odd = (int *)((char *)&word + 1);

	word = 0;
	CHECK_ERR(futex(&word, FUTEX_WAIT_PRIVATE, 0, &bad, NULL, 0), EINVAL);
	CHECK_ERR(
	    futex(&word, FUTEX_WAIT_PRIVATE, 0, &negative, NULL, 0), EINVAL);
	CHECK_ERR(futex(odd, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0), EINVAL);
	CHECK_ERR(futex(odd, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0), EINVAL);
	CHECK_ERR(
	    futex(&word, FUTEX_WAIT_BITSET_PRIVATE, 0, NULL, NULL, 0), EINVAL);
	CHECK_ERR(
	    futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 1, NULL, NULL, 0), EINVAL);
	CHECK_ERR(futex(&word, 99, 0, NULL, NULL, 0), ENOSYS);
}

static void
test_bad_addresses(void)
{
	int *kernel = (int *)0xffff800000000000, *null = NULL;
	int *gone = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(gone, 4096);
	CHECK_ERR(futex(null, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0), EFAULT);
	CHECK_ERR(futex(kernel, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0), EFAULT);
	CHECK_ERR(futex(kernel, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0), EFAULT);
	CHECK_ERR(futex(gone, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0), EFAULT);
	word = 0;
	CHECK_ERR(futex(&word, FUTEX_WAIT_PRIVATE, 0, kernel, NULL, 0), EFAULT);
	CHECK_ERR(
	    futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 0, (void *)1, kernel, 0),
	    EFAULT);
}

static void
test_wake_nobody(void)
{
	word = 0;
	CHECK_EQ(futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0), 0);
	CHECK_EQ(futex(&word, FUTEX_WAKE, 1000, NULL, NULL, 0), 0);
}

static void
test_wake_counts(void)
{
	pthread_t threads[6];

	start(threads, 6, -1);
	repeat(FUTEX_WAKE_PRIVATE, 1, NULL, 0, 0, 6);
	join(threads, 6);
}

static void
test_wake_all_at_once(void)
{
	pthread_t threads[6];

	start(threads, 6, -1);
	repeat(FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, 0, 0, 6);
	join(threads, 6);
}

static void
test_wake_bitset_chooses(void)
{
	pthread_t a[2], b[2];

	start(a, 2, 1);
	for (int i = 0; i < 2; i++)
		CHECK_EQ(pthread_create(&b[i], NULL, waiter, (void *)2), 0);
	repeat(FUTEX_WAKE_BITSET_PRIVATE, 10, NULL, 0, 2, 2);
	for (int i = 0; i < 2; i++)
		CHECK_EQ(pthread_join(b[i], NULL), 0);
	CHECK_EQ(woken, 2);
	CHECK_EQ(futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 10, NULL, NULL, 2), 0);
	repeat(FUTEX_WAKE_BITSET_PRIVATE, 10, NULL, 0, 1, 2);
	for (int i = 0; i < 2; i++)
		CHECK_EQ(pthread_join(a[i], NULL), 0);
}

static void
test_requeue_moves(void)
{
	pthread_t threads[4];

	start(threads, 4, -1);
	repeat(FUTEX_REQUEUE_PRIVATE, 0, &word2, 1, 0, 4);
	CHECK_EQ(futex(&word, FUTEX_WAKE_PRIVATE, 10, NULL, NULL, 0), 0);
	CHECK_EQ(futex(&word2, FUTEX_WAKE_PRIVATE, 10, NULL, NULL, 0), 4);
	join(threads, 4);
}

static void
test_cmp_requeue_compares(void)
{
	pthread_t threads[4];

	start(threads, 4, -1);
	CHECK_ERR(
	    futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void *)10, &word2, 7),
	    EAGAIN);
	repeat(FUTEX_CMP_REQUEUE_PRIVATE, 1, &word2, 0, 0, 1);
	repeat(FUTEX_CMP_REQUEUE_PRIVATE, 0, &word2, 10, 0, 3);
	CHECK_EQ(futex(&word2, FUTEX_WAKE_PRIVATE, 10, NULL, NULL, 0), 3);
	join(threads, 4);
}

/* Do one operation on word2 with nobody waiting; returns its new value. */
static int
operate(int op, int before)
{
	word2 = before;
	EXPECT_EQ(
	    futex(&word, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &word2, op), 0);
	return word2;
}

static void
test_wake_op_operations(void)
{
	CHECK_EQ(operate(FUTEX_OP(FUTEX_OP_SET, 7, FUTEX_OP_CMP_LT, 3), 1), 7);
	CHECK_EQ(
	    operate(FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 9), 10), 15);
	CHECK_EQ(operate(FUTEX_OP(FUTEX_OP_OR, 6, FUTEX_OP_CMP_NE, 9), 1), 7);
	CHECK_EQ(
	    operate(FUTEX_OP(FUTEX_OP_ANDN, 3, FUTEX_OP_CMP_GE, 9), 15), 12);
	CHECK_EQ(operate(FUTEX_OP(FUTEX_OP_XOR, 3, FUTEX_OP_CMP_GT, 9), 5), 6);
	CHECK_EQ(operate(FUTEX_OP((FUTEX_OP_OR | FUTEX_OP_OPARG_SHIFT), 4,
			     FUTEX_OP_CMP_LE, 9),
		     1),
	    17);
	CHECK_ERR(futex(&word, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &word2,
		      0x7f << 24),
	    ENOSYS);
}

static void
test_wake_op_wakes(void)
{
	pthread_t threads[3];
	int same = FUTEX_OP(FUTEX_OP_ADD, 0, FUTEX_OP_CMP_EQ, 10);

	start(threads, 3, -1);
	word2 = 10;
	repeat(FUTEX_WAKE_OP_PRIVATE, 1, &word2, 1, same, 1);
	CHECK_EQ(word2, 10);
	repeat(FUTEX_WAKE_PRIVATE, 10, NULL, 0, 0, 2);
	join(threads, 3);
}

static void
test_pi_lock_word(void)
{
	int tid = (int)syscall(SYS_gettid);

	word = 0;
	CHECK_EQ(futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0), 0);
	CHECK_EQ(word & FUTEX_TID_MASK, tid);
	CHECK_ERR(
	    futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0), EDEADLK);
	CHECK_ERR(
	    futex(&word, FUTEX_TRYLOCK_PI_PRIVATE, 0, NULL, NULL, 0), EDEADLK);
	CHECK_EQ(futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0), 0);
	CHECK_EQ(word, 0);
	CHECK_ERR(
	    futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0), EPERM);
}

static void *
pi_worker(void *arg)
{
	int *count = arg;

	for (int i = 0; i < 500; i++) {
		int zero = 0, tid = (int)syscall(SYS_gettid), own = tid;

		if (!__atomic_compare_exchange_n(&word, &zero, tid, 0,
			__ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			EXPECT_EQ(futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL,
				      NULL, 0),
			    0);
		*count = *count + 1;
		if (i % 50 == 0)
			sched_yield();
		if (!__atomic_compare_exchange_n(
			&word, &own, 0, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
			EXPECT_EQ(futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL,
				      NULL, 0),
			    0);
	}
	return NULL;
}

static void
test_pi_lock_excludes(void)
{
	pthread_t threads[4];
	int count = 0;

	word = 0;
	for (int i = 0; i < 4; i++)
		CHECK_EQ(
		    pthread_create(&threads[i], NULL, pi_worker, &count), 0);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	CHECK_EQ(count, 2000);
	CHECK_EQ(word, 0);
}

static void *
pi_waiter(void *arg)
{
	struct timespec ts = check_after_ns(CLOCK_REALTIME, 20 * MS);
	long ret = futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, &ts, NULL, 0);

	EXPECT(ret == -1 && errno == ETIMEDOUT);
	return arg;
}

static void
test_pi_lock_times_out(void)
{
	pthread_t thread;

	word = 0;
	CHECK_EQ(futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0), 0);
	CHECK_EQ(pthread_create(&thread, NULL, pi_waiter, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0), 0);
	CHECK_EQ(word, 0);
}

struct robust_lock {
	struct robust_list list;
	int word;
};

static struct robust_list_head robust_head;
static struct robust_lock robust_lock;

static void *
robust_dies(void *arg)
{
	robust_head.list.next = &robust_lock.list;
	robust_head.futex_offset = offsetof(struct robust_lock, word);
	robust_lock.list.next = &robust_head.list;
	robust_lock.word = (int)syscall(SYS_gettid) | (int)FUTEX_WAITERS;
	EXPECT_EQ(
	    syscall(SYS_set_robust_list, &robust_head, sizeof(robust_head)), 0);
	return arg;
}

static void
test_robust_list_marks_dead_owner(void)
{
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, robust_dies, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK(robust_lock.word & FUTEX_OWNER_DIED);
	CHECK_EQ(robust_lock.word & FUTEX_TID_MASK, 0);
	CHECK_ERR(syscall(SYS_set_robust_list, &robust_head, 1), EINVAL);
}

static void
test_get_robust_list(void)
{
	struct robust_list_head *head = NULL;
	size_t size = 0;

	CHECK_EQ(syscall(SYS_get_robust_list, 0, &head, &size), 0);
	CHECK(head != NULL);
	CHECK_EQ(size, sizeof(*head));
	CHECK_ERR(
	    syscall(SYS_get_robust_list, 0x7fffffff, &head, &size), ESRCH);
}

static const struct check_test tests[] = {
	T(test_wait_value_differs),
	T(test_wait_relative_timeout),
	T(test_wait_absolute_timeout_monotonic),
	T(test_wait_absolute_timeout_realtime),
	T(test_wait_time_already_past),
	T(test_bad_arguments),
	T(test_bad_addresses),
	T(test_wake_nobody),
	T(test_wake_counts),
	T(test_wake_all_at_once),
	T(test_wake_bitset_chooses),
	T(test_requeue_moves),
	T(test_cmp_requeue_compares),
	T(test_wake_op_operations),
	T(test_wake_op_wakes),
	T(test_pi_lock_word),
	T(test_pi_lock_excludes),
	T(test_pi_lock_times_out),
	T(test_robust_list_marks_dead_owner),
	T(test_get_robust_list),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
