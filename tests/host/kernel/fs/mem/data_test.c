/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/fs/mem/data_test.c - the contents of a file in memory
 * against a plain array: sparse writes, holes, cuts, pinned pages, bytes
 * borrowed from the archive, and running out of memory anywhere.
 */
#include "arch/pgtable.h"
#include "fs/mem/mem.h"
#include "host.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

/* The model covers a window of pages that begins anywhere. */
#define PAGES  48u
#define WINDOW (PAGES * PAGE_SIZE)

static struct rng rng;
static char model[WINDOW];
static bool pinned[PAGES];
static char *pin_at[PAGES];
static uint64_t base; /* first page of the window */
static struct filedata *d;

static uint64_t
rnd(uint64_t n)
{
	return rng_below(&rng, n);
}

static int
setup(void **state)
{
	(void)state;
	assert_int_equal(host_alloc_live, 0);
	rng.state = 31;
	memset(model, 0, sizeof(model));
	memset(pinned, 0, sizeof(pinned));
	d = filedata_alloc();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	filedata_free(d);
	assert_int_equal(host_alloc_live, 0);
	return 0;
}

static void
check_page(unsigned int i)
{
	const char *want = model + i * PAGE_SIZE, *page;
	uint64_t part = 0;

	page = filedata_peek(d, base + i, &part);
	if (!page)
		part = 0;
	assert_true(part <= PAGE_SIZE);
	if (part)
		assert_memory_equal(page, want, part);
	for (uint64_t k = part; k < PAGE_SIZE; k++)
		assert_int_equal(want[k], 0);
	if (pinned[i])
		assert_ptr_equal(page, pin_at[i]);
}

static void
check_all(void)
{
	for (unsigned int i = 0; i < PAGES; i++)
		check_page(i);
}

static void
write_page(unsigned int i)
{
	uint64_t at = rnd(PAGE_SIZE), n = rnd(PAGE_SIZE - at) + 1;
	bool pin = rnd(20) == 0, whole = rnd(4) == 0;
	char *page = filedata_page(d, base + i, pin, whole);

	if (!page)
		return;
	if (whole) {
		at = 0;
		n = PAGE_SIZE;
	}
	memset(page + at, (int)rnd(256), n);
	memcpy(model + i * PAGE_SIZE + at, page + at, n);
	if (pin && !pinned[i]) {
		pinned[i] = true;
		pin_at[i] = page;
	}
}

static void
drop_range(uint64_t start, uint64_t end, uint64_t real_end)
{
	memset(model + start, 0, end - start);
	filedata_drop(d, (base << PAGE_SHIFT) + start, real_end);
}

static void
check_next(void)
{
	uint64_t from = base + rnd(PAGES), end = base + PAGES, p, part;
	uint64_t found = filedata_next(d, from, end, true);

	for (p = from; p < end && !filedata_peek(d, p, &part); p++)
		;
	assert_int_equal(found, p);
	found = filedata_next(d, from, end, false);
	for (p = from; p < end && filedata_peek(d, p, &part); p++)
		;
	assert_int_equal(found, p);
}

static void
random_steps(int steps, bool starve)
{
	for (int step = 0; step < steps; step++) {
		uint64_t a = rnd(WINDOW), b = rnd(WINDOW + 1);

		if (starve && rnd(4) == 0)
			host_alloc_left = (long)rnd(4);
		switch (rnd(8)) {
		case 0:
			host_alloc_left = -1; /* part of a page needs one */
			if (b < a)
				drop_range(b, a, (base << PAGE_SHIFT) + a);
			else
				drop_range(a, b, (base << PAGE_SHIFT) + b);
			break;
		case 1:
			host_alloc_left = -1;
			if (rnd(4) == 0)
				drop_range(a, WINDOW, UINT64_MAX & PAGE_MASK);
			break;
		case 2:
			check_next();
			break;
		default:
			write_page((unsigned int)rnd(PAGES));
		}
		host_alloc_left = -1;
		if (step % 8 == 0)
			check_all();
	}
	check_all();
}

static void
test_data_random_at_the_start(void **state)
{
	(void)state;
	base = 0;
	random_steps(6000, false);
}

static void
test_data_random_far_out(void **state)
{
	/* Around the borders of one, two and three levels, and at the end. */
	static const uint64_t where[] = { 500, (1u << 18) - 20, (1u << 27) - 7,
		(1ull << 51) - PAGES };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(where); i++) {
		base = where[i];
		random_steps(1500, false);
		teardown(NULL);
		setup(NULL);
	}
}

static void
test_data_random_without_memory(void **state)
{
	(void)state;
	base = 480;
	random_steps(6000, true);
}

static void
borrow_random(uint64_t len)
{
	static char archive[WINDOW];

	for (uint64_t i = 0; i < len; i++)
		archive[i] = (char)rnd(256);
	memcpy(model, archive, len);
	filedata_borrow(d, archive, len);
	check_all();
}

static void
test_data_random_over_borrowed(void **state)
{
	(void)state;
	for (int round = 0; round < 40; round++) {
		base = 0;
		borrow_random(rnd(WINDOW / (round % 4 + 1)));
		random_steps(300, false);
		teardown(NULL);
		setup(NULL);
	}
}

static void
test_data_borrowed_until_written(void **state)
{
	uint64_t len;

	(void)state;
	base = 0;
	borrow_random(5000);
	assert_non_null(filedata_borrowed(d, &len));
	assert_int_equal(len, 5000);
	write_page(1);
	assert_null(filedata_borrowed(d, &len));
	check_all();
}

static void
test_data_whole_cut_frees_all(void **state)
{
	(void)state;
	base = 1000;
	for (unsigned int i = 0; i < PAGES; i++)
		assert_non_null(filedata_page(d, base + i, false, true));
	filedata_drop(d, 0, UINT64_MAX & PAGE_MASK);
	assert_int_equal(host_alloc_live, 1);
	assert_int_equal(filedata_bytes(d), 0);
	check_all();
}

static void
test_data_pinned_stays_through_a_cut(void **state)
{
	char *page;

	(void)state;
	base = 0;
	page = filedata_page(d, 3, true, false);
	page[7] = 'x';
	filedata_drop(d, 0, UINT64_MAX & PAGE_MASK);
	assert_ptr_equal(filedata_page(d, 3, false, false), page);
	assert_int_equal(page[7], 0);
}

static void
test_data_tight_memory_is_refused(void **state)
{
	(void)state;
	host_alloc_tight = true;
	assert_null(filedata_page(d, 0, false, false));
	host_alloc_tight = false;
	assert_non_null(filedata_page(d, 0, false, false));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_data_random_at_the_start),
		T(test_data_random_far_out),
		T(test_data_random_without_memory),
		T(test_data_random_over_borrowed),
		T(test_data_borrowed_until_written),
		T(test_data_whole_cut_frees_all),
		T(test_data_pinned_stays_through_a_cut),
		T(test_data_tight_memory_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
