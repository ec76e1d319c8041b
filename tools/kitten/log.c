/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/log.c - the log of one run.
 *
 * Limits: the lines kept for messages are cut at LOG_LINE_BYTES; the file has
 * them whole.
 */
#define _GNU_SOURCE
#include "log.h"

#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Makes `path` and the folders above it; false: it cannot be had. */
static bool
make_folders(const char *path)
{
	char *copy = str_copy(path);
	struct stat st;

	for (char *p = copy + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(copy, 0777);
		*p = '/';
	}
	mkdir(copy, 0700);
	free(copy);
	return !stat(path, &st) && S_ISDIR(st.st_mode) && !access(path, W_OK);
}

/* ${XDG_STATE_HOME:-~/.local/state}/kitten, or NULL. */
static char *
state_folder(void)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	char *path;

	if (state && *state == '/')
		path = str_printf("%s/kitten", state);
	else if (home && *home == '/')
		path = str_printf("%s/.local/state/kitten", home);
	else
		return NULL;
	if (make_folders(path))
		return path;
	free(path);
	return NULL;
}

static int
open_named(struct runlog *log, const char *named)
{
	log->path = str_copy(named);
	log->fd = open(named, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (log->fd < 0)
		return fail(
		    EXIT_KITTEN, "--log %s: %s", named, strerror(errno));
	return 0;
}

int
log_open(struct runlog *log, const char *named)
{
	char *folder;

	*log = (struct runlog){ .fd = -1 };
	if (named)
		return open_named(log, named);
	folder = state_folder();
	if (folder) {
		log->path = str_printf("%s/run-XXXXXX.log", folder);
		log->last = str_printf("%s/last.log", folder);
		log->fd = mkostemps(log->path, 4, O_CLOEXEC);
		free(folder);
	}
	if (log->fd < 0) {
		free(log->path);
		free(log->last);
		log->last = NULL;
		log->remove = true;
		log->path = str_copy("/tmp/kitten-XXXXXX.log");
		log->fd = mkostemps(log->path, 4, O_CLOEXEC);
	}
	if (log->fd < 0)
		return fail(
		    EXIT_KITTEN, "no place for the log: say --log FILE");
	return 0;
}

void
log_note(struct runlog *log, const char *format, ...)
{
	struct buf b = { 0 };
	va_list ap;
	char *s;

	va_start(ap, format);
	if (vasprintf(&s, format, ap) < 0)
		s = NULL;
	va_end(ap);
	if (!s)
		return;
	buf_printf(&b, "kitten: %s\n", s);
	write_all(log->fd, b.data, b.len);
	free(s);
	buf_free(&b);
}

/* The text after a time stamp in brackets, if there is one. */
static const char *
skip_stamp(const char *line)
{
	const char *end = *line == '[' ? strchr(line, ']') : NULL;

	return end ? end + 1 + strspn(end + 1, " ") : line;
}

static void
end_line(struct runlog *log, bool from_qemu)
{
	char *line = log->line;
	const char *text;

	while (log->line_len && strchr(" \r", line[log->line_len - 1]))
		log->line_len--;
	line[log->line_len] = '\0';
	log->line_len = 0;
	text = skip_stamp(line);
	if (!*text)
		return;
	memcpy(log->tail[log->tail_next], line, LOG_LINE_BYTES);
	log->tail_next = (log->tail_next + 1) % LOG_TAIL_LINES;
	if (from_qemu)
		snprintf(log->qemu, sizeof(log->qemu), "%s", line);
	else if (!log->panic[0] && !strncmp(text, "panic: ", 7))
		snprintf(log->panic, sizeof(log->panic), "%s", text);
}

static void
take(struct runlog *log, const char *data, size_t n, bool from_qemu)
{
	if (log->fd >= 0)
		write_all(log->fd, data, n);
	for (size_t i = 0; i < n; i++) {
		if (data[i] == '\n')
			end_line(log, from_qemu);
		else if (data[i] && log->line_len < LOG_LINE_BYTES - 1)
			log->line[log->line_len++] = data[i];
	}
}

void
log_take_kernel(void *ctx, const char *data, size_t n)
{
	take(ctx, data, n, false);
}

void
log_take_qemu(void *ctx, const char *data, size_t n)
{
	take(ctx, data, n, true);
}

const char *
log_last_line(const struct runlog *log)
{
	unsigned int last = (log->tail_next + LOG_TAIL_LINES - 1);

	return log->panic[0] ? log->panic : log->tail[last % LOG_TAIL_LINES];
}

void
log_show_tail(const struct runlog *log)
{
	for (unsigned int i = 0; i < LOG_TAIL_LINES; i++) {
		const char *line =
		    log->tail[(log->tail_next + i) % LOG_TAIL_LINES];

		if (*line)
			dprintf(STDERR_FILENO, "  %s\n", line);
	}
}

void
log_close(struct runlog *log, bool keep)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
	if (!keep && log->last)
		rename(log->path, log->last);
	else if (!keep && log->remove)
		unlink(log->path);
	free(log->path);
	free(log->last);
	log->path = log->last = NULL;
}
