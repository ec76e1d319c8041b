/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/tls_many.c - thread-local storage: large, aligned, many threads.
 */
#include "lib/check.h"

#include <pthread.h>

enum { THREADS = 16, WORDS = 40000 };

static __thread int numbers[WORDS] = { 1, 2, 3 };
static __thread char zeroed[100000];
static __thread struct {
	char bytes[128];
} __attribute__((aligned(256))) aligned = { "aligned" };
static __thread int counter = 100;

static void *
thread_main(void *arg)
{
	int id = (int)(intptr_t)arg;

	EXPECT(numbers[0] == 1 && numbers[2] == 3);
	EXPECT_EQ(counter, 100);
	EXPECT_EQ((uintptr_t)&aligned % 256, 0);
	EXPECT(!strcmp(aligned.bytes, "aligned"));
	for (size_t i = 0; i < sizeof(zeroed); i++)
		EXPECT(zeroed[i] == 0);
	for (int i = 0; i < WORDS; i++)
		numbers[i] = id * WORDS + i;
	memset(zeroed, id + 1, sizeof(zeroed));
	sched_yield();
	for (int i = 0; i < WORDS; i++)
		EXPECT(numbers[i] == id * WORDS + i);
	return &counter;
}

static void
test_tls_private_to_each_thread(void)
{
	pthread_t threads[THREADS];
	void *ret;

	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, thread_main,
			     (void *)(intptr_t)i),
		    0);
	for (int i = 0; i < THREADS; i++) {
		CHECK_EQ(pthread_join(threads[i], &ret), 0);
		CHECK(ret != &counter);
	}
}

static void
test_tls_main_untouched(void)
{
	CHECK(numbers[0] == 1 && numbers[3] == 0);
	CHECK_EQ(zeroed[99999], 0);
	CHECK_EQ((uintptr_t)&aligned % 256, 0);
	CHECK_EQ(counter, 100);
}

/* A thread started where an old one lived sees fresh values. */
static void
test_tls_fresh_after_reuse(void)
{
	for (int i = 0; i < 50; i++) {
		pthread_t thread;

		CHECK_EQ(pthread_create(
			     &thread, NULL, thread_main, (void *)(intptr_t)i),
		    0);
		CHECK_EQ(pthread_join(thread, NULL), 0);
	}
}

static const struct check_test tests[] = {
	T(test_tls_private_to_each_thread),
	T(test_tls_main_untouched),
	T(test_tls_fresh_after_reuse),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
