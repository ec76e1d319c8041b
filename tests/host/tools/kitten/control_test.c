/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/tools/kitten/control_test.c - lines from the guest in any cut, of
 * any length, and lines to it.
 */
#include "control.h"
#include "unit.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct control c;

static int
setup(void **state)
{
	(void)state;
	c = (struct control){ .fd = -1 };
	return 0;
}

static void
take(const char *text)
{
	control_take(&c, text, strlen(text));
}

static void
test_control_endings(void **state)
{
	static const struct {
		const char *line;
		enum ending ending;
		int value;
		const char *why;
	} rows[] = {
		{ "exit 0\n", ENDING_EXIT, 0, "0" },
		{ "exit 255\n", ENDING_EXIT, 255, "255" },
		{ "signal 11\n", ENDING_SIGNAL, 11, "11" },
		{ "noexec a bad file\n", ENDING_NOEXEC, 0, "a bad file" },
		{ "notfound /x\n", ENDING_NOTFOUND, 0, "/x" },
		{ "fail out of memory\n", ENDING_FAIL, 0, "out of memory" },
		{ "exit\n", ENDING_EXIT, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		take(rows[i].line);
		assert_int_equal(c.last, rows[i].ending);
		assert_int_equal(c.value, rows[i].value);
		assert_string_equal(c.why, rows[i].why);
		assert_int_equal(c.ended, i + 1);
	}
}

static void
test_control_last_counts_and_unknown_is_skipped(void **state)
{
	(void)state;
	take("start\nexit 3\nstart\nEXIT 4\nexits 5\n\nhello world\n exit 6\n");
	assert_int_equal(c.started, 2);
	assert_int_equal(c.ended, 1);
	assert_int_equal(c.value, 3);
	take("signal 9\nexit 7"); /* not a line yet */
	assert_int_equal(c.last, ENDING_SIGNAL);
	take("\n");
	assert_int_equal(c.value, 7);
}

static void
test_control_any_cut(void **state)
{
	static const char text[] = "start\nexit 1\nstart\nnoexec why not\n";
	struct rng r = { 5 };

	(void)state;
	for (int round = 0; round < 2000; round++) {
		setup(NULL);
		for (size_t at = 0; at < sizeof(text) - 1;) {
			size_t n = rng_below(&r, 8);

			n = n < sizeof(text) - 1 - at ? n
						      : sizeof(text) - 1 - at;
			control_take(&c, text + at, n);
			at += n;
		}
		assert_int_equal(c.started, 2);
		assert_int_equal(c.ended, 2);
		assert_string_equal(c.why, "why not");
	}
}

static void
test_control_too_long_is_cut(void **state)
{
	char text[5000];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "fail ", 5);
	control_take(&c, text, sizeof(text));
	take("\nexit 2\n");
	assert_int_equal(c.ended, 2);
	assert_int_equal(c.value, 2);
}

static void
test_control_any_bytes(void **state)
{
	struct rng r = { 6 };
	char text[300];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t n = rng_below(&r, sizeof(text));

		for (size_t i = 0; i < n; i++)
			text[i] = (char)rng_next(&r);
		control_take(&c, text, n);
		take(round % 2 ? "exit " : "\n");
		assert_true(c.line_len < sizeof(c.line));
	}
}

static void
test_control_to_the_guest(void **state)
{
	char got[600];
	int pair[2];

	(void)state;
	control_signal(&c, 2); /* no port: dropped */
	assert_int_equal(c.out_len, 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	c.fd = pair[0];
	control_signal(&c, 2);
	control_winsize(&c, 24, 80);
	control_send(&c);
	assert_int_equal(c.out_len, 0);
	assert_int_equal(read(pair[1], got, sizeof(got)), 23);
	assert_memory_equal(got, "signal 2\nwinsize 24 80\n", 23);
	/* Whole lines only, and never past the buffer. */
	for (int i = 0; i < 1000; i++)
		control_signal(&c, 15);
	assert_true(c.out_len <= sizeof(c.out));
	assert_int_equal(c.out_len % 10, 0);
	close(pair[0]);
	close(pair[1]);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		T(test_control_endings),
		T(test_control_last_counts_and_unknown_is_skipped),
		T(test_control_any_cut),
		T(test_control_too_long_is_cut),
		T(test_control_any_bytes),
		T(test_control_to_the_guest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
