/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/parse_test.c - numbers, sizes and lists from text. */
#include "unit.h"

#include "base/bitmap.h"
#include "base/err.h"
#include "base/parse.h"

#include <string.h>

struct number_case {
	const char *text;
	int err;
	uint64_t value;
};

static void
check_numbers(const struct number_case *c, size_t n,
    int (*parse)(const char *s, uint64_t *v))
{
	for (; n--; c++) {
		uint64_t v = 77;

		assert_int_equal(parse(c->text, &v), c->err);
		assert_int_equal(v, c->err ? 77 : c->value);
	}
}

static void
test_parse_u64(void **state)
{
	static const struct number_case cases[] = {
		{ "0", 0, 0 },
		{ "007", 0, 7 },
		{ "0x1f", 0, 31 },
		{ "0XFf", 0, 255 },
		{ "18446744073709551615", 0, UINT64_MAX },
		{ "18446744073709551616", -ERANGE, 0 },
		{ "99999999999999999999", -ERANGE, 0 },
		{ "0xffffffffffffffff", 0, UINT64_MAX },
		{ "0x10000000000000000", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ "x", -EINVAL, 0 },
		{ "0x", -EINVAL, 0 },
		{ "0xg", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 },
		{ "+1", -EINVAL, 0 },
		{ " 1", -EINVAL, 0 },
		{ "1 ", -EINVAL, 0 },
		{ "1a", -EINVAL, 0 },
	};

	(void)state;
	check_numbers(cases, ARRAY_SIZE(cases), parse_u64);
}

static void
test_parse_size(void **state)
{
	static const struct number_case cases[] = {
		{ "0", 0, 0 },
		{ "4096", 0, 4096 },
		{ "1k", 0, 1024 },
		{ "1K", 0, 1024 },
		{ "128M", 0, 128ull << 20 },
		{ "2g", 0, 2ull << 30 },
		{ "3T", 0, 3ull << 40 },
		{ "0x10M", 0, 16ull << 20 },
		{ "16777215T", 0, 16777215ull << 40 },
		{ "16777216T", -ERANGE, 0 },
		{ "18446744073709551615K", -ERANGE, 0 },
		{ "18446744073709551616", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ "M", -EINVAL, 0 },
		{ "1MB", -EINVAL, 0 },
		{ "1P", -EINVAL, 0 },
		{ "1 M", -EINVAL, 0 },
		{ "1+", -EINVAL, 0 },
		{ "1-", -EINVAL, 0 },
		{ "1\x0b", -EINVAL, 0 }, /* K without the bit of letters */
		{ "1\xcb", -EINVAL, 0 },
	};

	(void)state;
	check_numbers(cases, ARRAY_SIZE(cases), parse_size);
}

static void
test_parse_cpulist(void **state)
{
	static const struct {
		const char *text;
		int err;
		unsigned long bits;
	} cases[] = {
		{ "", 0, 0 },
		{ "0", 0, 1 },
		{ "1-3,5", 0, 0x2e },
		{ "5,1-3,2", 0, 0x2e },
		{ "0-39", 0, (1ul << 40) - 1 },
		{ "3-3", 0, 8 },
		{ "40", -ERANGE, 0 },
		{ "0-40", -ERANGE, 0 },
		{ "99999999999999999999", -ERANGE, 0 },
		{ "3-1", -EINVAL, 0 },
		{ "1,", -EINVAL, 0 },
		{ ",1", -EINVAL, 0 },
		{ "1,,2", -EINVAL, 0 },
		{ "1-", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 },
		{ "1-2-3", -EINVAL, 0 },
		{ "1 2", -EINVAL, 0 },
		{ "all", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned long map[1] = { ~0ul };

		assert_int_equal(
		    parse_cpulist(cases[i].text, map, 40), cases[i].err);
		if (!cases[i].err)
			assert_int_equal(map[0], cases[i].bits);
	}
}

static void
test_fmt_cpulist_is_the_inverse(void **state)
{
	unsigned long map[BITMAP_LONGS(200)], back[BITMAP_LONGS(200)];
	struct rng rng = { 10 };
	char buf[1024], cut[32];

	(void)state;
	for (int round = 0; round < 2000; round++) {
		size_t n = rng_below(&rng, sizeof(cut) + 1);
		int len;

		bitmap_zero(map, 200);
		for (uint64_t runs = rng_below(&rng, 8); runs; runs--) {
			unsigned int at = (unsigned int)rng_below(&rng, 200);
			unsigned int max = MIN(9u, 200 - at);

			bitmap_set_range(
			    map, at, (unsigned int)rng_below(&rng, max) + 1);
		}
		len = fmt_cpulist(buf, sizeof(buf), map, 200);
		assert_int_equal(len, strlen(buf));
		assert_int_equal(parse_cpulist(buf, back, 200), 0);
		assert_true(bitmap_equal(map, back, 200));
		/* Cut short it is the start of the same. */
		memset(cut, '#', sizeof(cut));
		assert_int_equal(fmt_cpulist(cut, n, map, 200), len);
		if (n) {
			assert_int_equal(strlen(cut), MIN((size_t)len, n - 1));
			assert_memory_equal(cut, buf, strlen(cut));
		} else {
			assert_int_equal(cut[0], '#');
		}
	}
}

static void
test_fmt_cpulist_form(void **state)
{
	unsigned long map[1] = { 0x2f };
	char buf[32];

	(void)state;
	fmt_cpulist(buf, sizeof(buf), map, 40);
	assert_string_equal(buf, "0-3,5");
	map[0] = 3;
	fmt_cpulist(buf, sizeof(buf), map, 40);
	assert_string_equal(buf, "0-1");
	map[0] = 0;
	fmt_cpulist(buf, sizeof(buf), map, 40);
	assert_string_equal(buf, "");
}

static void
test_parse_bool(void **state)
{
	bool v = false;

	(void)state;
	assert_int_equal(parse_bool("1", &v), 0);
	assert_true(v);
	assert_int_equal(parse_bool("off", &v), 0);
	assert_false(v);
	assert_int_equal(parse_bool("yes", &v), 0);
	assert_true(v);
	assert_int_equal(parse_bool("no", &v), 0);
	assert_false(v);
	assert_int_equal(parse_bool("", &v), -EINVAL);
	assert_int_equal(parse_bool("2", &v), -EINVAL);
	assert_int_equal(parse_bool("yes ", &v), -EINVAL);
	assert_false(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_u64),
		cmocka_unit_test(test_parse_size),
		cmocka_unit_test(test_parse_cpulist),
		cmocka_unit_test(test_fmt_cpulist_is_the_inverse),
		cmocka_unit_test(test_fmt_cpulist_form),
		cmocka_unit_test(test_parse_bool),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
