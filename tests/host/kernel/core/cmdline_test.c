/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/core/cmdline_test.c - every word of the boot line reaches
 * its owner or is reported, and none stops the boot. */
#include "base/errno.h"
#include "base/types.h"
#include "core/cmdline.h"
#include "host.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

#define PARAMS 3

/* What the owners were told, as "name=value;" or "name;". */
static char heard[8192];

static void
hear(const char *name, const char *value)
{
	strcat(heard, name);
	if (value) {
		strcat(heard, "=");
		strcat(heard, value);
	}
	strcat(heard, ";");
}

static int
set_a(const char *value)
{
	hear("a", value);
	return 0;
}

static int
set_name(const char *value)
{
	hear("name", value);
	return 0;
}

static int
set_number(const char *value)
{
	if (!value || !*value || value[strspn(value, "0123456789")])
		return -EINVAL;
	hear("number", value);
	return 0;
}

/* The table that the linker script makes in the kernel. */
extern const struct cmdline_param __cmdline_start[], __cmdline_end[];
const struct cmdline_param __cmdline_start[PARAMS] = {
	{ "a", set_a, "help of a" },
	{ "name", set_name, "help of name" },
	{ "number", set_number, "help of number" },
};
STATIC_ASSERT(sizeof(__cmdline_start) == 72);
__asm__(".globl __cmdline_end\n.set __cmdline_end, __cmdline_start + 72");

static void
parse(const char *line, const char *expect, unsigned int reports)
{
	heard[0] = '\0';
	host_log_lines = 0;
	cmdline_parse(line);
	assert_string_equal(heard, expect);
	assert_int_equal(host_log_lines, reports);
}

static void
test_cmdline_words(void **state)
{
	(void)state;
	parse("", "", 0);
	parse(" \t\n ", "", 0);
	parse("a", "a;", 0);
	parse("  a\tname=x\nnumber=7  ", "a;name=x;number=7;", 0);
	parse("a= name==", "a=;name==;", 0);
	parse("name=x name=y", "name=x;name=y;", 0);
	assert_string_equal(cmdline_text(), "name=x name=y");
}

static void
test_cmdline_quotes(void **state)
{
	(void)state;
	parse("name=\"b c\" a", "name=b c;a;", 0);
	parse("\"name=b  c\" a", "name=b  c;a;", 0);
	parse("name=x\" \"y a", "name=x y;a;", 0);
	parse("name=\"never closed a", "name=never closed a;", 0);
	parse("name=\"\" a", "name=;a;", 0);
}

static void
test_cmdline_empty_quotes_do_not_end_the_line(void **state)
{
	(void)state;
	parse("a \"\" name=x", "a;name=x;", 1);
}

static void
test_cmdline_unknown_is_reported(void **state)
{
	(void)state;
	parse("a nobody=3 name=x", "a;name=x;", 1);
	assert_non_null(strstr(host_log_last, "nobody"));
	parse("aa A nam names=1 =a", "", 5);
	parse("BOOT_IMAGE=/boot/kitten auto a", "a;", 0);
}

static void
test_cmdline_malformed_is_reported(void **state)
{
	(void)state;
	parse("number=x1 number number= a", "a;", 3);
	parse("number=12z", "", 1);
	assert_non_null(strstr(host_log_last, "number=12z"));
	assert_non_null(strstr(host_log_last, "help of number"));
}

static void
test_cmdline_double_dash_ends_it(void **state)
{
	(void)state;
	parse("a -- name=x", "a;", 0);
	parse("--", "", 0);
	parse("a --name -", "a;", 2);
}

static void
test_cmdline_too_long(void **state)
{
	char *line = malloc(20000);

	(void)state;
	memset(line, 'x', 20000);
	memcpy(line, "name=", 5);
	strcpy(line + 1000, " a");
	heard[0] = '\0';
	cmdline_parse(line);
	assert_int_equal(strlen(heard), 255 + 3); /* cut, then the a */
	assert_string_equal(heard + 255, ";a;");
	memset(line, ' ', 20000);
	strcpy(line + 10000, "a");
	parse(line, "", 0);
	free(line);
}

static void
test_cmdline_any_bytes(void **state)
{
	static const char alphabet[] = "a=\" \t-nmber07\n\xff\x01";
	struct rng r = { 1 };
	char line[200];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t n = rng_below(&r, sizeof(line));

		for (size_t k = 0; k < n; k++)
			line[k] = alphabet[rng_below(&r, sizeof(alphabet) - 1)];
		line[n] = '\0';
		heard[0] = '\0';
		cmdline_parse(line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cmdline_words),
		cmocka_unit_test(test_cmdline_quotes),
		cmocka_unit_test(test_cmdline_empty_quotes_do_not_end_the_line),
		cmocka_unit_test(test_cmdline_unknown_is_reported),
		cmocka_unit_test(test_cmdline_malformed_is_reported),
		cmocka_unit_test(test_cmdline_double_dash_ends_it),
		cmocka_unit_test(test_cmdline_too_long),
		cmocka_unit_test(test_cmdline_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
