/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/str_test.c - strscpy. */
#include "unit.h"

#include "base/err.h"
#include "base/str.h"

static void
test_strscpy_fits(void **state)
{
	char buf[6] = "xxxxx";

	(void)state;
	assert_int_equal(strscpy(buf, "hello", sizeof(buf)), 5);
	assert_string_equal(buf, "hello");
	assert_int_equal(strscpy(buf, "", sizeof(buf)), 0);
	assert_string_equal(buf, "");
}

static void
test_strscpy_cuts_and_ends(void **state)
{
	char buf[6] = "xxxxx";

	(void)state;
	assert_int_equal(strscpy(buf, "hello!", sizeof(buf)), -E2BIG);
	assert_string_equal(buf, "hello");
	assert_int_equal(strscpy(buf, "abc", 1), -E2BIG);
	assert_string_equal(buf, "");
	assert_int_equal(strscpy(buf, "", 1), 0);
}

static void
test_strscpy_size_0_writes_nothing(void **state)
{
	char buf[2] = "x";

	(void)state;
	assert_int_equal(strscpy(buf, "", 0), -E2BIG);
	assert_string_equal(buf, "x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strscpy_fits),
		cmocka_unit_test(test_strscpy_cuts_and_ends),
		cmocka_unit_test(test_strscpy_size_0_writes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
