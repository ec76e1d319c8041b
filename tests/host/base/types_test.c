/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/types_test.c - the macros of base/types.h, the error numbers
 * and pointers, 128-bit arithmetic.
 *
 * errno.h of the C library is included too: a number of base/errno.h that is
 * not Linux's does not compile (macro redefined).
 */
#include "unit.h"

#include "base/err.h"
#include "base/math.h"
#include "base/types.h"

#include <errno.h>

STATIC_ASSERT(MIN(3, 4) == 3 && MAX(3, 4) == 4);
STATIC_ASSERT(ARRAY_SIZE(((int[7]){ 0 })) == 7);

static void
test_types_align(void **state)
{
	uint64_t high = 0x123456789abcdefull;

	(void)state;
	assert_int_equal(ALIGN_UP(0, 8), 0);
	assert_int_equal(ALIGN_UP(1, 8), 8);
	assert_int_equal(ALIGN_UP(8, 8), 8);
	assert_int_equal(ALIGN_DOWN(15, 8), 8);
	assert_true(IS_ALIGNED(16, 8));
	assert_false(IS_ALIGNED(17, 8));
	/* An alignment of 32 bits does not cut an address of 64. */
	assert_true(ALIGN_DOWN(high, 0x1000u) == 0x123456789abc000ull);
	assert_true(ALIGN_UP(high, 0x1000u) == 0x123456789abd000ull);
	assert_true(ALIGN_UP(high, 0x80000000u) == 0x123456800000000ull);
	assert_true(ALIGN_DOWN(high, 0x80000000u) == 0x123456780000000ull);
	assert_true(BIT(63) == 0x8000000000000000ull);
}

static int
refuse(void)
{
	return ERR(EINVAL);
}

static void
test_err_pointers(void **state)
{
	int x;

	(void)state;
	assert_int_equal(refuse(), -22);
	assert_true(IS_ERR(ERR_PTR(-ENOMEM)));
	assert_true(IS_ERR(ERR_PTR(-4095)));
	assert_int_equal(PTR_ERR(ERR_PTR(-ENOMEM)), -ENOMEM);
	assert_false(IS_ERR(&x));
	assert_false(IS_ERR(NULL));
	assert_false(IS_ERR(ERR_PTR(-4096)));
}

static void
test_math_128_bits(void **state)
{
	struct rng rng = { 13 };

	(void)state;
	assert_true(u64_mul_div(UINT64_MAX, 10, 10) == UINT64_MAX);
	assert_true(u64_mul_div(7, 3, 2) == 10);
	assert_true(u64_mul_shift(1ull << 63, 2, 64) == 1);
	assert_true(u64_mul_shift(3, 5, 0) == 15);
	for (int i = 0; i < 10000; i++) {
		uint64_t a = rng_next(&rng), b = rng_next(&rng);
		uint64_t c = MAX(a, b) | 1;
		unsigned __int128 p = (unsigned __int128)a * b;

		assert_true(u64_mul_div(a, b, c) == (uint64_t)(p / c));
		assert_true(
		    u64_mul_shift(a, b, i % 65) == (uint64_t)(p >> i % 65));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_types_align),
		cmocka_unit_test(test_err_pointers),
		cmocka_unit_test(test_math_128_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
