/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/fmt_test.c - fmt_sn against the C library's snprintf: every
 * mix of flags, widths and precisions with values at the borders.
 */
#include "unit.h"

#include "base/fmt.h"
#include "base/types.h"

#include <stdio.h>
#include <string.h>

static const char *const flags[] = { "", "-", "0", "#", "+", " ", "-0", "#0",
	"+0", " 0", "-#", "+ ", "-+", "#0-+ " };
static const char *const widths[] = { "", "1", "7", "23" };
static const char *const precs[] = { "", ".", ".0", ".1", ".5", ".20" };

/* Formats made here cannot be checked by the compiler. */
typedef int (*print_fn)(char *buf, size_t n, const char *f, ...);
static const print_fn ours = (print_fn)fmt_sn, libc = (print_fn)snprintf;

#define SAME(...)                                           \
	do {                                                \
		char a_[128], b_[128];                      \
		int n_ = ours(a_, sizeof(a_), __VA_ARGS__); \
		int m_ = libc(b_, sizeof(b_), __VA_ARGS__); \
		assert_string_equal(a_, b_);                \
		assert_int_equal(n_, m_);                   \
	} while (0)

/* Call fn with every "%FLAGS WIDTH PRECISION LETTERS". */
static void
each_format(const char *letters, void (*fn)(const char *format, const void *),
    const void *arg)
{
	char f[32];

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		for (size_t j = 0; j < ARRAY_SIZE(widths); j++)
			for (size_t k = 0; k < ARRAY_SIZE(precs); k++) {
				snprintf(f, sizeof(f), "<%%%s%s%s%s>", flags[i],
				    widths[j], precs[k], letters);
				fn(f, arg);
			}
}

static const int64_t numbers[] = { 0, 1, -1, 7, 8, 42, -42, 255, 256, 32767,
	32768, -32768, 65536, INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MAX,
	INT64_MIN, 1234567890123456789 };

static void
one_int(const char *f, const void *arg)
{
	SAME(f, (int)*(const int64_t *)arg);
}

static void
one_long(const char *f, const void *arg)
{
	SAME(f, (long)*(const int64_t *)arg);
}

static void
test_fmt_integers_as_libc(void **state)
{
	static const char *const small[] = { "d", "i", "u", "x", "X", "o", "hd",
		"hu", "hx", "hhd", "hhu", "hho" };
	static const char *const large[] = { "ld", "lu", "lx", "lX", "lo",
		"lld", "llu", "llx", "zu", "zx", "zd", "jd", "ju", "td" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(small); j++)
			each_format(small[j], one_int, &numbers[i]);
		for (size_t j = 0; j < ARRAY_SIZE(large); j++)
			each_format(large[j], one_long, &numbers[i]);
	}
}

static void
test_fmt_strings_as_libc(void **state)
{
	static const char *const plain[] = { "%s", "%10s", "%-10s", "%.3s",
		"%10.3s", "%-10.3s", "%.0s", "%5.9s" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
		SAME(plain[i], "");
		SAME(plain[i], "a");
		SAME(plain[i], "hello, world");
		SAME(plain[i], (char *)NULL);
	}
	SAME("%c|%3c|%-3c|", 'a', 'b', 'c');
	SAME("%%|100%%");
	/* The precision bounds the read: no 0 is looked for behind it. */
	SAME("%.3s", (const char[]){ 'a', 'b', 'c' });
}

static void
test_fmt_pointers_as_libc(void **state)
{
	(void)state;
	SAME("%p", (void *)0x1234);
	SAME("%p", (void *)UINT64_MAX);
	SAME("%20p|%-20p|", (void *)0xabc, (void *)0xabc);
	SAME("%p|%8p|%-8p|", NULL, NULL, NULL);
}

static void
test_fmt_stars_as_libc(void **state)
{
	(void)state;
	for (int w = -9; w <= 9; w++)
		for (int p = -3; p <= 9; p++) {
			SAME("<%*.*d>", w, p, 42);
			SAME("<%*.*s>", w, p, "hello");
			SAME("<%0*d>", w, -42);
		}
}

static void
test_fmt_cuts_and_counts(void **state)
{
	(void)state;
	for (size_t n = 0; n < 20; n++) {
		char a[24], b[24];

		memset(a, '#', sizeof(a));
		memset(b, '#', sizeof(b));
		assert_int_equal(ours(a, n, "%s-%d", "hello", 12345),
		    libc(b, n, "%s-%d", "hello", 12345));
		assert_memory_equal(a, b, sizeof(a));
	}
	assert_int_equal(fmt_sn(NULL, 0, "%d", 12345), 5);
}

static void
test_fmt_unknown_is_copied(void **state)
{
	char buf[32];

	(void)state;
	ours(buf, sizeof(buf), "a%5yb");
	assert_string_equal(buf, "a%5yb");
	ours(buf, sizeof(buf), "end%");
	assert_string_equal(buf, "end%");
	ours(buf, sizeof(buf), "end%-08l");
	assert_string_equal(buf, "end%-08l");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fmt_integers_as_libc),
		cmocka_unit_test(test_fmt_strings_as_libc),
		cmocka_unit_test(test_fmt_pointers_as_libc),
		cmocka_unit_test(test_fmt_stars_as_libc),
		cmocka_unit_test(test_fmt_cuts_and_counts),
		cmocka_unit_test(test_fmt_unknown_is_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
