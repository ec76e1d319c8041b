/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/mem_move.c - mremap, madvise, mincore, msync, mlock, memfd.
 */
#include "lib/check.h"
#include "lib/map.h"

#include <pthread.h>
#include <sys/syscall.h>

static void
test_mremap_shrinks_in_place(void)
{
	char *p = map(8 * PAGE);
	unsigned char seen[8];

	CHECK(p);
	memset(p, 2, 8 * PAGE);
	CHECK(mremap(p, 8 * PAGE, 3 * PAGE, 0) == p);
	CHECK(all_bytes(p, 3 * PAGE, 2));
	CHECK_ERR(mincore(p, 8 * PAGE, seen), ENOMEM);
	munmap(p, 3 * PAGE);
}

static void
test_mremap_grows_into_free_space(void)
{
	char *p = map(8 * PAGE);

	CHECK(p);
	memset(p, 3, 4 * PAGE);
	munmap(p + 4 * PAGE, 4 * PAGE);
	CHECK(mremap(p, 4 * PAGE, 8 * PAGE, 0) == p);
	CHECK(all_bytes(p, 4 * PAGE, 3));
	CHECK(all_bytes(p + 4 * PAGE, 4 * PAGE, 0));
	munmap(p, 8 * PAGE);
}

static void
test_mremap_blocked_without_maymove(void)
{
	char *p = map(8 * PAGE);

	CHECK(p);
	memset(p + PAGE, 5, PAGE);
	CHECK_ERR(mremap(p, PAGE, 4 * PAGE, 0), ENOMEM);
	CHECK(all_bytes(p + PAGE, PAGE, 5));
	munmap(p, 8 * PAGE);
}

static void
test_mremap_moves_contents(void)
{
	char *p = map(8 * PAGE), *q;

	CHECK(p);
	for (size_t i = 0; i < 2 * PAGE; i++)
		p[i] = (char)(i * 7);
	q = mremap(p, 2 * PAGE, 64 * PAGE, MREMAP_MAYMOVE);
	CHECK(q != MAP_FAILED && q != p);
	for (size_t i = 0; i < 2 * PAGE; i++)
		CHECK_EQ(q[i], (char)(i * 7));
	CHECK(all_bytes(q + 2 * PAGE, 62 * PAGE, 0));
	CHECK_EQ(munmap(q, 64 * PAGE), 0);
	CHECK_EQ(munmap(p, 8 * PAGE), 0);
}

static void
test_mremap_fixed_replaces_target(void)
{
	char *p = map(4 * PAGE), *q = map(16 * PAGE);
	unsigned char seen[4];

	CHECK(p && q);
	memset(p, 1, 4 * PAGE);
	memset(q, 2, 16 * PAGE);
	CHECK(mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		  q + 4 * PAGE) == q + 4 * PAGE);
	CHECK(all_bytes(q, 4 * PAGE, 2));
	CHECK(all_bytes(q + 4 * PAGE, 4 * PAGE, 1));
	CHECK(all_bytes(q + 8 * PAGE, 8 * PAGE, 2));
	CHECK_ERR(mincore(p, 4 * PAGE, seen), ENOMEM);
	munmap(q, 16 * PAGE);
}

static void
test_mremap_errors(void)
{
	char *p = map(4 * PAGE);

	CHECK(p);
	CHECK_ERR(mremap(p + 1, PAGE, PAGE, 0), EINVAL);
	CHECK_ERR(mremap(p, PAGE, 0, 0), EINVAL);
	CHECK_ERR(mremap(p, PAGE, PAGE, MREMAP_FIXED, p), EINVAL);
	CHECK_ERR(mremap(p, PAGE, PAGE, 0x100), EINVAL);
	CHECK_ERR(mremap(p, 4 * PAGE, 1UL << 46, MREMAP_MAYMOVE), ENOMEM);
	munmap(p, 4 * PAGE);
	CHECK_ERR(mremap(p, PAGE, 2 * PAGE, MREMAP_MAYMOVE), EFAULT);
}

static void
test_mremap_grows_many_times(void)
{
	size_t pages = 1;
	char *p = map(PAGE);

	CHECK(p);
	memset(p, 1, PAGE);
	while (pages < 4096) {
		p = mremap(p, pages * PAGE, pages * 2 * PAGE, MREMAP_MAYMOVE);
		CHECK(p != MAP_FAILED);
		CHECK_EQ(p[0], 1);
		CHECK_EQ(p[pages * PAGE], 0);
		memset(p + pages * PAGE, 1, pages * PAGE);
		pages *= 2;
	}
	CHECK(all_bytes(p, pages * PAGE, 1));
	munmap(p, pages * PAGE);
}

static void
test_madvise_dontneed_zeroes(void)
{
	char *p = map(2 * MIB);

	CHECK(p);
	memset(p, 9, 2 * MIB);
	CHECK_EQ(madvise(p + MIB, 4 * PAGE, MADV_DONTNEED), 0);
	CHECK(all_bytes(p, MIB, 9));
	CHECK(all_bytes(p + MIB, 4 * PAGE, 0));
	CHECK(all_bytes(p + MIB + 4 * PAGE, MIB - 4 * PAGE, 9));
	CHECK_EQ(madvise(p, 2 * MIB, MADV_DONTNEED), 0);
	CHECK(all_bytes(p, 2 * MIB, 0));
	munmap(p, 2 * MIB);
}

static void
test_madvise_hints_accepted(void)
{
	static const int advice[] = { MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL,
		MADV_WILLNEED, MADV_DONTFORK, MADV_DOFORK, MADV_DONTDUMP,
		MADV_DODUMP, MADV_FREE };
	char *p = map(4 * PAGE);

	CHECK(p);
	for (size_t i = 0; i < sizeof(advice) / sizeof(advice[0]); i++)
		CHECK_EQ(madvise(p, 4 * PAGE, advice[i]), 0);
	munmap(p, 4 * PAGE);
}

static void
test_madvise_errors(void)
{
	char *p = map(4 * PAGE);

	CHECK(p);
	CHECK_ERR(madvise(p + 1, PAGE, MADV_NORMAL), EINVAL);
	CHECK_ERR(madvise(p, PAGE, 12345), EINVAL);
	munmap(p, 4 * PAGE);
	CHECK_ERR(madvise(p, PAGE, MADV_DONTNEED), ENOMEM);
}

static void
test_mincore_tells_touched(void)
{
	char *p = map(4 * PAGE);
	unsigned char seen[4] = { 0 };

	CHECK(p);
	memset(p, 1, 4 * PAGE);
	CHECK_EQ(mincore(p, 4 * PAGE, seen), 0);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(seen[i] & 1, 1);
	CHECK_ERR(mincore(p + 1, PAGE, seen), EINVAL);
	munmap(p, 4 * PAGE);
	CHECK_ERR(mincore(p, PAGE, seen), ENOMEM);
}

static void
test_msync_and_locks(void)
{
	char *p = map(4 * PAGE);

	CHECK(p);
	CHECK_EQ(msync(p, 4 * PAGE, MS_SYNC), 0);
	CHECK_EQ(msync(p, 4 * PAGE, MS_ASYNC), 0);
	CHECK_ERR(msync(p, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
	CHECK_ERR(msync(p + 1, PAGE, MS_SYNC), EINVAL);
	CHECK_EQ(mlock(p, 4 * PAGE), 0);
	CHECK_EQ(munlock(p, 4 * PAGE), 0);
	CHECK_EQ(mlockall(MCL_CURRENT), 0);
	CHECK_EQ(munlockall(), 0);
	munmap(p, 4 * PAGE);
	CHECK_ERR(msync(p, PAGE, MS_SYNC), ENOMEM);
	CHECK_ERR(mlock(p, PAGE), ENOMEM);
}

static void *
map_loop(void *arg)
{
	char mark = (char)(intptr_t)arg;

	for (int i = 0; i < 300; i++) {
		size_t bytes = PAGE * (size_t)(1 + i % 20);
		char *p = map(bytes);

		if (!p)
			return NULL;
		EXPECT(all_bytes(p, bytes, 0));
		memset(p, mark, bytes);
		EXPECT(all_bytes(p, bytes, mark));
		EXPECT_EQ(munmap(p, bytes), 0);
	}
	return NULL;
}

static void
test_threads_map_at_the_same_time(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, map_loop,
			     (void *)(intptr_t)(i + 1)),
		    0);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
}

/* Memory given back is there for the next: 64 rounds of 64 MiB fit. */
static void
test_munmap_gives_back(void)
{
	for (int i = 0; i < 64; i++) {
		char *p = map(64 * MIB);

		CHECK(p);
		p[0] = 1;
		p[64 * MIB - 1] = 1;
		CHECK_EQ(munmap(p, 64 * MIB), 0);
	}
}

/* Every second page freed, then a large piece is wanted. */
static void
test_large_map_after_fragmentation(void)
{
	char *p = map(64 * MIB), *q;

	CHECK(p);
	for (size_t i = 0; i < 64 * MIB; i += 2 * 64 * PAGE) {
		memset(p + i, 1, 16);
		CHECK_EQ(munmap(p + i, 64 * PAGE), 0);
	}
	q = map(64 * MIB);
	CHECK(q && q[0] == 0 && q[64 * MIB - 1] == 0);
	memset(q, 1, 64 * MIB);
	CHECK_EQ(munmap(q, 64 * MIB), 0);
	CHECK_EQ(munmap(p, 64 * MIB), 0);
}

static const struct check_test tests[] = {
	T(test_mremap_shrinks_in_place),
	T(test_mremap_grows_into_free_space),
	T(test_mremap_blocked_without_maymove),
	T(test_mremap_moves_contents),
	T(test_mremap_fixed_replaces_target),
	T(test_mremap_errors),
	T(test_mremap_grows_many_times),
	T(test_madvise_dontneed_zeroes),
	T(test_madvise_hints_accepted),
	T(test_madvise_errors),
	T(test_mincore_tells_touched),
	T(test_msync_and_locks),
	T(test_threads_map_at_the_same_time),
	T(test_munmap_gives_back),
	T(test_large_map_after_fragmentation),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
