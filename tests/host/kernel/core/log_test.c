/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/core/log_test.c - lines reach the ring whole and in order,
 * the oldest go first, and a late sink gets what the ring holds. */
#include "core/log.c" /* its level, too */
#include "host.h"
#include "unit.h"
#include <string.h>

struct catch
{
	struct log_sink sink;
	char text[2 * RING_SIZE];
	size_t len;
};

static struct catch early, late;
static char all[8 * RING_SIZE]; /* what should be in the ring */
static size_t nall;

static void
catch_write(struct log_sink *sink, const char *text, size_t len)
{
	struct catch *c = container_of(sink, struct catch, sink);

	assert_true(c->len + len <= sizeof(c->text));
	memcpy(c->text + c->len, text, len);
	c->len += len;
}

/* A fresh log. */
static int
setup(void **state)
{
	(void)state;
	ring_end = 0;
	list_init(&sinks);
	loglevel = LOG_INFO;
	nall = 0;
	early = (struct catch){ .sink.write = catch_write };
	late = (struct catch){ .sink.write = catch_write };
	host_now_ns = 0;
	return 0;
}

/* Log a line and note how it should look. */
static void
say(const char *text)
{
	log_line(LOG_INFO, "%s", text);
	nall +=
	    (size_t)fmt_sn(all + nall, sizeof(all) - nall, "[%5lu.%06lu] %s\n",
		host_now_ns / 1000000000, host_now_ns / 1000 % 1000000, text);
}

static void
test_log_line_has_time_and_newline(void **state)
{
	char buf[100];
	uint64_t pos = 0;
	size_t n;

	(void)state;
	host_now_ns = 12 * NSEC_PER_SEC + 34567;
	log_info("room: %d of %s", 3, "all");
	n = log_read(&pos, buf, sizeof(buf));
	assert_int_equal(pos, n);
	buf[n] = '\0';
	assert_string_equal(buf, "[   12.000034] room: 3 of all\n");
	assert_int_equal(log_read(&pos, buf, sizeof(buf)), 0);
}

static void
test_log_levels(void **state)
{
	char buf[200];
	uint64_t pos = 0;
	size_t shown;

	(void)state;
	log_sink_add(&early.sink);
	log_info("seen");
	shown = early.len;
	assert_true(shown > 0);
	log_debug("ring only");
	assert_int_equal(early.len, shown);
	assert_int_equal(log_read(&pos, buf, sizeof(buf)), 20 + 25);
	assert_int_equal(set_quiet(NULL), 0);
	log_note("not now");
	assert_int_equal(early.len, shown);
	log_warn("now");
	assert_true(early.len > shown);
	assert_int_equal(set_loglevel("0"), 0);
	shown = early.len;
	log_err("no");
	assert_int_equal(early.len, shown);
	assert_int_equal(set_loglevel("7"), 0);
	log_debug("yes");
	assert_true(early.len > shown);
	assert_int_equal(set_loglevel("8"), -EINVAL);
	assert_int_equal(set_loglevel(""), -EINVAL);
	assert_int_equal(set_loglevel(NULL), -EINVAL);
	assert_int_equal(set_quiet("x"), -EINVAL);
	assert_int_equal(loglevel, LOG_DEBUG);
}

static void
test_log_long_line_is_cut(void **state)
{
	char text[3 * LINE_MAX], buf[2 * LINE_MAX];

	(void)state;
	for (size_t len = LINE_MAX - 40; len < sizeof(text) - 1; len++) {
		uint64_t pos = ring_end;
		size_t n;

		memset(text, 'x', len);
		text[len] = '\0';
		log_info("%s", text);
		n = log_read(&pos, buf, sizeof(buf));
		assert_int_equal(n, MIN(len + 16, (size_t)LINE_MAX - 1));
		assert_int_equal(buf[n - 1], '\n');
		assert_int_equal(buf[n - 2], 'x');
	}
}

static void
test_log_ring_keeps_the_newest(void **state)
{
	static char buf[RING_SIZE + 100];
	char text[200];
	struct rng r = { 3 };
	uint64_t pos;

	(void)state;
	log_sink_add(&early.sink);
	while (nall < 5 * RING_SIZE) {
		size_t n = rng_below(&r, sizeof(text)), from;

		memset(text, 'a' + (int)rng_below(&r, 26), n);
		text[n ? n - 1 : 0] = '\0';
		host_now_ns += rng_below(&r, 1000000000);
		say(text);
		assert_int_equal(early.len >= nall, 1);
		assert_memory_equal(early.text + early.len - nall, all, nall);
		pos = 0;
		n = log_read(&pos, buf, sizeof(buf));
		assert_int_equal(n, MIN(nall, (size_t)RING_SIZE));
		from = nall - n;
		assert_memory_equal(buf, all + from, n);
		if (nall > RING_SIZE + RING_SIZE / 2)
			break;
	}
	/* In small pieces, from somewhere. */
	pos = nall - 1000;
	for (size_t at = nall - 1000; at < nall;) {
		size_t n = log_read(&pos, buf, 1 + rng_below(&r, 50));

		assert_true(n > 0);
		assert_memory_equal(buf, all + at, n);
		at += n;
	}
}

static void
test_log_late_sink_gets_the_ring(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		say("before any console");
	log_sink_add(&early.sink);
	assert_int_equal(early.len, nall);
	assert_memory_equal(early.text, all, nall);
	while (nall < RING_SIZE + 1000)
		say("until the ring wraps");
	log_sink_add(&late.sink);
	assert_int_equal(late.len, RING_SIZE);
	assert_memory_equal(late.text, all + nall - RING_SIZE, RING_SIZE);
	say("and after");
	assert_memory_equal(late.text + RING_SIZE, all + nall - 25, 25);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		T(test_log_line_has_time_and_newline),
		T(test_log_levels),
		T(test_log_long_line_is_cut),
		T(test_log_ring_keeps_the_newest),
		T(test_log_late_sink_gets_the_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
