/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/tools/kitten/message_test.c - a message is one line, whatever the
 * text. */
#include "host_message.h"
#include "message.h"
#include "unit.h"
#include <string.h>

static void
test_message_is_one_line(void **state)
{
	(void)state;
	assert_int_equal((fail)(126, "%s: bad", "a\nb\tc\033[2J"), 126);
	assert_string_equal(said, "kitten: a b c [2J: bad");
	warn("ends\n\n");
	assert_string_equal(said, "kitten: ends");
	assert_int_equal(times_said, 2);
}

static void
test_message_too_long_is_cut(void **state)
{
	char text[6000];

	(void)state;
	for (size_t n = 4050; n < sizeof(text); n++) {
		memset(text, 'x', n);
		text[n] = '\0';
		warn("%s", text);
		assert_true(strlen(said) < sizeof(said));
		assert_int_equal(strlen(said), n + 8 < 4094 ? n + 8 : 4094);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_message_is_one_line),
		cmocka_unit_test(test_message_too_long_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
