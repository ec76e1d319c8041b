/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/stress_tlb.c - translations that another processor must forget.
 *
 * Idea: threads read and write addresses without a pause while the main thread
 * unmaps, protects and moves what is there. A thread that gets SIGSEGV starts
 * again. A translation kept too long shows as a write that arrives in a page
 * that is read-only, gone, or somebody else's by now.
 * stress_tlb [ROUNDS]
 */
#include "lib/check.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>

enum { TOUCHERS = 6, PAGES = 16 };
#define PAGE	 4096UL
#define BIG	 (4UL << 20)
#define INTRUDER 0x1111111111111111UL

static int rounds = 150;
static __thread sigjmp_buf place;
static char *window; /* what the touchers touch */
static size_t stride = PAGE;
static uint64_t writes;
static int stop;

static void
on_fault(int sig)
{
	siglongjmp(place, sig);
}

/* Write the intruder's word all over the window. */
static void *
touch(void *arg)
{
	unsigned int i = (unsigned int)(uintptr_t)arg;

	(void)sigsetjmp(place, 0);
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		volatile uint64_t *word =
		    (void *)(window + i++ % PAGES * stride);

		*word = INTRUDER;
		__atomic_fetch_add(&writes, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

/* Let every toucher write a few times, if it can. */
static void
pause_a_little(void)
{
	for (int i = 0; i < 4; i++)
		sched_yield();
	check_sleep_ms(1);
}

static pthread_t threads[TOUCHERS];

static void
begin(char *at, size_t step)
{
	struct sigaction sa = { .sa_handler = on_fault,
		.sa_flags = SA_NODEFER };

	sigaction(SIGSEGV, &sa, NULL);
	window = at;
	stride = step;
	stop = 0;
	for (uintptr_t i = 0; i < TOUCHERS; i++)
		CHECK_EQ(
		    pthread_create(&threads[i], NULL, touch, (void *)i), 0);
}

static void
end(void)
{
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < TOUCHERS; i++)
		pthread_join(threads[i], NULL);
	CHECK(writes > 0);
}

static char *
map(void *at, size_t bytes)
{
	char *p = mmap(at, bytes, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | (at ? MAP_FIXED : 0), -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static char *
reserve(size_t bytes)
{
	char *p = mmap(NULL, bytes, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static int
is_all(const char *p, size_t bytes, uint64_t value)
{
	const volatile uint64_t *w = (const volatile void *)p;

	for (size_t i = 0; i < bytes / 8; i++)
		if (w[i] != value)
			return 0;
	return 1;
}

/* Unmap under the touchers; whoever gets the memory next keeps it clean. */
static void
unmap_rounds(size_t step)
{
	size_t bytes = PAGES * step;
	char *at = reserve(bytes), *other = reserve(bytes);

	CHECK(at && other);
	begin(at, step);
	for (int r = 0; r < rounds; r++) {
		CHECK(map(at, bytes) == at);
		pause_a_little();
		CHECK_EQ(munmap(at, bytes), 0);
		CHECK(map(other, bytes) == other);
		pause_a_little();
		CHECK(is_all(other, bytes, 0));
		CHECK_EQ(munmap(other, bytes), 0);
	}
	end();
}

static void
test_unmapped_pages_are_not_written(void)
{
	unmap_rounds(PAGE);
}

/* Each page in its own 256 KiB, large pages in play. */
static void
test_unmapped_large_pages_are_not_written(void)
{
	int all = rounds;

	rounds = rounds / 8 + 1;
	unmap_rounds(BIG / PAGES);
	rounds = all;
}

static void
test_protected_pages_are_not_written(void)
{
	char *at = map(NULL, PAGES * PAGE);

	CHECK(at);
	begin(at, PAGE);
	for (int r = 0; r < rounds; r++) {
		int prot = r % 2 ? PROT_READ : PROT_NONE;
		uint64_t before;

		pause_a_little();
		CHECK_EQ(mprotect(at, PAGES * PAGE, prot), 0);
		before = __atomic_load_n(&writes, __ATOMIC_SEQ_CST);
		pause_a_little();
		/* Each may have written before and counted after. */
		CHECK(__atomic_load_n(&writes, __ATOMIC_SEQ_CST) - before <=
		      TOUCHERS);
		CHECK_EQ(mprotect(at, PAGES * PAGE, PROT_READ | PROT_WRITE), 0);
	}
	end();
	munmap(at, PAGES * PAGE);
}

/* Move the pages away: what is written to the old place must not follow. */
static void
test_moved_pages_are_not_written(void)
{
	size_t bytes = PAGES * PAGE;
	char *at = reserve(bytes), *there = reserve(bytes);

	CHECK(at && there);
	begin(at, PAGE);
	for (int r = 0; r < rounds; r++) {
		CHECK(map(at, bytes) == at);
		pause_a_little();
		CHECK(mremap(at, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
			  there) == there);
		memset(there, 0x22, bytes);
		pause_a_little();
		CHECK(is_all(there, bytes, 0x2222222222222222UL));
	}
	end();
	munmap(there, bytes);
}

static const struct check_test tests[] = {
	T(test_unmapped_pages_are_not_written),
	T(test_unmapped_large_pages_are_not_written),
	T(test_protected_pages_are_not_written),
	T(test_moved_pages_are_not_written),
};

int
main(int argc, char **argv)
{
	if (argc > 1)
		rounds = atoi(argv[1]);
	return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
