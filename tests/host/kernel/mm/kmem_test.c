/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/kmem_test.c - the page allocator and kmalloc: blocks
 * do not overlap, are aligned, keep their contents, and all come back. */
#include "host_kernel.h"
#include "mm/kmem.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SLOTS 4000

static uint64_t seed = 88172645463325252ull;

static uint64_t
rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static int
setup(void **state)
{
	(void)state;
	host_kernel_init(64ul << 20);
	return 0;
}

static void
test_buddy_blocks_aligned_and_returned(void **state)
{
	struct kmem_stats before, after;
	void *block[200];
	unsigned int order[200];

	(void)state;
	kmem_stats(&before);
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 200; i++) {
			order[i] = (unsigned int)(rnd() % 6);
			block[i] = kpages_alloc(order[i], -1);
			assert_non_null(block[i]);
			assert_int_equal(virt_to_phys(block[i]) &
					     ((PAGE_SIZE << order[i]) - 1),
			    0);
			memset(block[i], i, PAGE_SIZE << order[i]);
		}
		for (int i = 0; i < 200; i++) {
			unsigned char *p = block[i];

			assert_int_equal(p[0], i);
			assert_int_equal(p[(PAGE_SIZE << order[i]) - 1], i);
			kpages_free(block[i], order[i]);
		}
	}
	kmem_stats(&after);
	assert_int_equal(before.free, after.free);
}

static void
test_buddy_exhausts_and_recovers(void **state)
{
	struct kmem_stats before, after;
	struct link {
		struct link *next;
	} *all = NULL, *p;
	uint64_t n = 0;

	(void)state;
	kmem_stats(&before);
	while ((p = kpages_alloc(0, -1)) != NULL) {
		p->next = all;
		all = p;
		n++;
	}
	assert_int_equal(n * PAGE_SIZE, before.free);
	assert_null(kpages_alloc(0, -1));
	assert_null(kmalloc(5000));
	while (all) {
		p = all->next;
		kpages_free(all, 0);
		all = p;
	}
	kmem_stats(&after);
	assert_int_equal(before.free, after.free);
	p = kpages_alloc(10, -1); /* joined again to the largest block */
	assert_non_null(p);
	kpages_free(p, 10);
}

static void
test_kmalloc_random(void **state)
{
	static unsigned char *p[SLOTS];
	static size_t len[SLOTS];
	struct kmem_stats s;

	(void)state;
	for (int step = 0; step < 200000; step++) {
		size_t i = rnd() % SLOTS;

		if (p[i]) {
			assert_int_equal(p[i][0], (unsigned char)i);
			assert_int_equal(p[i][len[i] - 1], (unsigned char)i);
			kfree(p[i]);
			p[i] = NULL;
			continue;
		}
		len[i] = rnd() % 20 ? rnd() % 600 + 1 : rnd() % 9000 + 1;
		p[i] = kmalloc(len[i]);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] & 15, 0);
		memset(p[i], (int)i, len[i]);
	}
	for (size_t i = 0; i < SLOTS; i++)
		kfree(p[i]);
	kmem_stats(&s);
	assert_int_equal(s.slab_used, 0);
}

static void
test_krealloc_keeps_contents(void **state)
{
	char *p = kmalloc(10);

	(void)state;
	memcpy(p, "123456789", 10);
	for (size_t n = 16; n < 100000; n *= 3) {
		p = krealloc(p, n);
		assert_non_null(p);
		assert_string_equal(p, "123456789");
	}
	kfree(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buddy_blocks_aligned_and_returned),
		cmocka_unit_test(test_buddy_exhausts_and_recovers),
		cmocka_unit_test(test_kmalloc_random),
		cmocka_unit_test(test_krealloc_keeps_contents),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
