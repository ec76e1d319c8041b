/* SPDX-License-Identifier: GPL-2.0-only */
/* core/log.c - kernel messages.
 *
 * Idea: a line is formatted on the stack, put into a ring of text (the oldest
 * text is overwritten) and written to every sink.
 * Locking: log_lock (RANK_LOG, the last of all), ignored during a panic.
 */
#include "core/log.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/parse.h"
#include "core/cmdline.h"
#include "core/panic.h"
#include "core/time.h"
#include "sync/spinlock.h"

#define RING_SIZE 65536u
#define LINE_MAX  512

static struct spinlock log_lock = SPINLOCK_INIT(RANK_LOG);
static char ring[RING_SIZE];		       /* [l] */
static uint64_t ring_end;		       /* [l] bytes ever written */
static struct list sinks = { &sinks, &sinks }; /* [l] */
static unsigned int loglevel = LOG_INFO;       /* [I] after boot */

static int
set_loglevel(const char *value)
{
	uint64_t v;

	if (!value || parse_u64(value, &v) || v > LOG_DEBUG)
		return -EINVAL;
	loglevel = (unsigned int)v;
	return 0;
}
CMDLINE_PARAM(param_loglevel, "loglevel", set_loglevel,
    "messages up to this level go to the consoles: 0..7 (default 6, info)");

static int
set_quiet(const char *value)
{
	if (value)
		return -EINVAL;
	loglevel = LOG_WARNING;
	return 0;
}
CMDLINE_PARAM(param_quiet, "quiet", set_quiet, "the same as loglevel=4");

static void
ring_write(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		ring[(ring_end + i) % RING_SIZE] = text[i];
	ring_end += len;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char line[LINE_MAX];
	uint64_t us = time_mono_ns() / NSEC_PER_USEC;
	struct log_sink *s;
	va_list ap;
	int n, m;

	n = fmt_sn(
	    line, sizeof(line), "[%5lu.%06lu] ", us / 1000000, us % 1000000);
	va_start(ap, fmt);
	m = fmt_vsn(line + n, sizeof(line) - (size_t)n - 1, fmt, ap);
	va_end(ap);
	n = MIN(n + m, LINE_MAX - 2);
	line[n++] = '\n';
	spin_lock(&log_lock);
	ring_write(line, (size_t)n);
	if ((unsigned int)level <= loglevel) {
		list_for_each(s, &sinks, link)
			s->write(s, line, (size_t)n);
	}
	spin_unlock(&log_lock);
}

void
log_sink_add(struct log_sink *sink)
{
	uint64_t from;

	spin_lock(&log_lock);
	from = ring_end > RING_SIZE ? ring_end - RING_SIZE : 0;
	while (from < ring_end) {
		size_t at = from % RING_SIZE;
		size_t n = MIN(RING_SIZE - at, ring_end - from);

		sink->write(sink, ring + at, n);
		from += n;
	}
	list_add_tail(&sinks, &sink->link);
	spin_unlock(&log_lock);
}

size_t
log_read(uint64_t *pos, char *buf, size_t size)
{
	size_t n = 0;

	spin_lock(&log_lock);
	if (ring_end > RING_SIZE && *pos < ring_end - RING_SIZE)
		*pos = ring_end - RING_SIZE;
	while (n < size && *pos < ring_end)
		buf[n++] = ring[(*pos)++ % RING_SIZE];
	spin_unlock(&log_lock);
	return n;
}
