/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/arch/x86_64/boot/ranges_test.c - any memory map of a
 * firmware becomes sorted and disjoint, and no address becomes more usable than
 * the worst that the firmware says of it.
 */
#include "arch/x86_64/boot/boot.h"
#include "core/machine.h"
#include "unit.h"
#include <string.h>

#define UNITS 300

static struct mem_range r[BOOT_MAX_RANGES];

static void
check_form(unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		assert_true(r[i].start < r[i].end);
		if (!i)
			continue;
		assert_true(r[i - 1].end <= r[i].start);
		assert_false(r[i - 1].end == r[i].start &&
			     r[i - 1].kind == r[i].kind &&
			     r[i - 1].node == r[i].node);
	}
}

/* The worst kind said of unit u; 0: nothing said. */
static int
kind_of(const struct mem_range *from, unsigned int n, uint64_t u)
{
	int worst = 0;

	for (unsigned int i = 0; i < n; i++) {
		if (from[i].start <= u && u < from[i].end &&
		    (int)from[i].kind > worst)
			worst = (int)from[i].kind;
	}
	return worst;
}

static void
test_ranges_nothing(void **state)
{
	(void)state;
	assert_int_equal(boot_ranges_sanitize(r, 0, BOOT_MAX_RANGES), 0);
	r[0] = (struct mem_range){ 5, 5, MEM_RAM, 0 };
	r[1] = (struct mem_range){ 9, 3, MEM_RESERVED, 0 }; /* wraps */
	assert_int_equal(boot_ranges_sanitize(r, 2, BOOT_MAX_RANGES), 0);
}

static void
test_ranges_reserved_cuts_ram(void **state)
{
	(void)state;
	r[0] = (struct mem_range){ 0x1000, UINT64_MAX, MEM_RAM, 0 };
	r[1] = (struct mem_range){ 0, 0x2000, MEM_BAD, 0 };
	r[2] = (struct mem_range){ 0x5000, 0x6000, MEM_ACPI, 0 };
	assert_int_equal(boot_ranges_sanitize(r, 3, BOOT_MAX_RANGES), 4);
	check_form(4);
	assert_int_equal(r[0].end, 0x2000);
	assert_int_equal(r[0].kind, MEM_BAD);
	assert_int_equal(r[1].end, 0x5000);
	assert_int_equal(r[1].kind, MEM_RAM);
	assert_int_equal(r[3].start, 0x6000);
	assert_int_equal(r[3].end, UINT64_MAX);
}

static void
test_ranges_neighbours_join(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < BOOT_MAX_RANGES; i++)
		r[i] = (struct mem_range){ (i * 7 % 256) * 16,
			(i * 7 % 256) * 16 + 16, MEM_RAM, 0 };
	assert_int_equal(
	    boot_ranges_sanitize(r, BOOT_MAX_RANGES, BOOT_MAX_RANGES), 1);
	assert_int_equal(r[0].start, 0);
	assert_int_equal(r[0].end, 4096);
	r[0] = (struct mem_range){ 0, 16, MEM_RAM, 0 };
	r[1] = (struct mem_range){ 16, 32, MEM_RAM, 1 };
	assert_int_equal(boot_ranges_sanitize(r, 2, BOOT_MAX_RANGES), 2);
}

/* base: where the units begin; max: room in the table. */
static void
random_maps(uint64_t base, unsigned int most, unsigned int max, bool exact)
{
	static struct mem_range before[BOOT_MAX_RANGES];
	struct rng g = { base + most };

	for (int round = 0; round < 1500; round++) {
		unsigned int n = (unsigned int)rng_below(&g, most + 1), out;

		for (unsigned int i = 0; i < n; i++) {
			uint64_t s = rng_below(&g, UNITS);

			r[i] = (struct mem_range){ base + s,
				base + s + rng_below(&g, 40),
				(enum mem_kind)(1 + rng_below(&g, 5)), 0 };
			if (!rng_below(&g, 20))
				r[i].end = base + rng_below(&g, s + 1);
		}
		memcpy(before, r, sizeof(r));
		out = boot_ranges_sanitize(r, n, max);
		assert_true(out <= max);
		check_form(out);
		for (uint64_t u = base; u < base + UNITS + 40; u++) {
			int is = kind_of(r, out, u);

			if (is || exact)
				assert_int_equal(is, kind_of(before, n, u));
		}
	}
}

static void
test_ranges_random(void **state)
{
	(void)state;
	random_maps(0, 40, BOOT_MAX_RANGES, true);
	random_maps(UINT64_MAX - UNITS - 40, 40, BOOT_MAX_RANGES, true);
}

static void
test_ranges_full_table_loses_but_never_lies(void **state)
{
	(void)state;
	random_maps(0, 60, 12, false);
	random_maps(4096, BOOT_MAX_RANGES, BOOT_MAX_RANGES, false);
	random_maps(4096, 30, 1, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges_nothing),
		cmocka_unit_test(test_ranges_reserved_cuts_ram),
		cmocka_unit_test(test_ranges_neighbours_join),
		cmocka_unit_test(test_ranges_random),
		cmocka_unit_test(test_ranges_full_table_loses_but_never_lies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
