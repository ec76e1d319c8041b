/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/hash_test.c - the hashes spread what tables are given. */
#include "unit.h"

#include "base/hash.h"

#include <string.h>

#define BUCKETS 256
#define KEYS	(BUCKETS * 16)

/* Keys that are multiples of step, into buckets by low or by high bits: no
 * bucket gets far more than the 16 that are fair. */
static void
check_spread(uint64_t step, unsigned int shift)
{
	unsigned int count[BUCKETS] = { 0 }, most = 0;

	for (uint64_t i = 0; i < KEYS; i++) {
		uint64_t h = hash_u64(i * step) >> shift;

		count[h % BUCKETS]++;
		most = MAX(most, count[h % BUCKETS]);
	}
	assert_in_range(most, 16, 40);
}

static void
test_hash_u64_spreads(void **state)
{
	static const uint64_t steps[] = { 1, 8, 64, 4096, 1ull << 32,
		1ull << 39, 0x123456789abcdef };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		check_spread(steps[i], 0);
		check_spread(steps[i], 56);
	}
}

static void
test_hash_u64_each_bit_matters(void **state)
{
	(void)state;
	for (int bit = 0; bit < 64; bit++) {
		uint64_t d = hash_u64(12345) ^ hash_u64(12345 ^ 1ull << bit);

		assert_in_range(__builtin_popcountll(d), 14, 50);
	}
}

static void
test_hash_bytes_differs(void **state)
{
	(void)state;
	assert_true(hash_bytes("abc", 3) == hash_bytes("abcd", 3));
	assert_true(hash_bytes("abc", 3) != hash_bytes("abd", 3));
	assert_true(hash_bytes("abc", 3) != hash_bytes("acb", 3));
	assert_true(hash_bytes("", 0) != hash_bytes("", 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash_u64_spreads),
		cmocka_unit_test(test_hash_u64_each_bit_matters),
		cmocka_unit_test(test_hash_bytes_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
