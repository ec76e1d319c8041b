/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/log.h - the log of one run: what the command did, what QEMU
 * said, what the kernel said.
 *
 * Life: log_open() before anything else of the run, log_close() last. A log
 * that the user did not name is private to the run while it lasts; it then
 * becomes last.log of the user's state folder, or keeps its own name when the
 * run failed, so that the next run does not take the evidence away.
 */
#ifndef TOOLS_KITTEN_LOG_H
#define TOOLS_KITTEN_LOG_H

#include "text.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	LOG_TAIL_LINES = 6,
	LOG_LINE_BYTES = 256,
};

struct runlog {
	int fd;
	char *path;
	char *last;  /* the name it gets after success; NULL: keep `path` */
	bool remove; /* after success there is no place to keep it */
	char line[LOG_LINE_BYTES]; /* the one being read */
	size_t line_len;
	char tail[LOG_TAIL_LINES][LOG_LINE_BYTES]; /* a ring */
	unsigned int tail_next;
	char panic[LOG_LINE_BYTES]; /* the first panic line; "" if none */
	char qemu[LOG_LINE_BYTES];  /* QEMU's last line; "" if none */
};

/*
 * Opens the log: the file `named` if not NULL, else one in the user's state
 * folder, else one in /tmp. Returns 0, or 125 after having said why not.
 */
int log_open(struct runlog *log, const char *named);

/* Adds a line of our own. */
void log_note(struct runlog *log, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds what came from the kernel or from QEMU; `ctx` is the log. */
void log_take_kernel(void *ctx, const char *data, size_t n);
void log_take_qemu(void *ctx, const char *data, size_t n);

/* The panic line, else the last line that says something, else "". */
const char *log_last_line(const struct runlog *log);

/* Writes the last lines to standard error, each indented. */
void log_show_tail(const struct runlog *log);

/* `keep`: the run failed and its log has been or will be named. */
void log_close(struct runlog *log, bool keep);

#endif
