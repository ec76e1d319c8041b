/* SPDX-License-Identifier: GPL-2.0-only */
/* core/log.h - kernel messages: one line each, to a ring and to the consoles.
 *
 * Form: "[seconds.micros] room: text". Lines above loglevel go to the ring
 * only. Safe in any context; after panic locks are ignored.
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include "base/list.h"
#include "base/types.h"

enum log_level {
	LOG_EMERG,
	LOG_ALERT,
	LOG_CRIT,
	LOG_ERR,
	LOG_WARNING,
	LOG_NOTICE,
	LOG_INFO,
	LOG_DEBUG
};

/* A console driver: write must work with interrupts off and not sleep. */
struct log_sink {
	struct list link;
	const char *name;
	void (*write)(struct log_sink *sink, const char *text, size_t len);
};

/* Add a sink; what the ring holds already is written to it first. */
void log_sink_add(struct log_sink *sink);
/* Log one line (no newline needed). Context: any. */
void log_line(enum log_level level, const char *fmt, ...) __printf(2, 3);
/* Copy of the ring's text from *pos on (for /proc/kmsg-like readers):
 * fills buf, advances *pos, returns bytes. Context: any. */
size_t log_read(uint64_t *pos, char *buf, size_t size);

#define log_err(...)   log_line(LOG_ERR, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_WARNING, __VA_ARGS__)
#define log_note(...)  log_line(LOG_NOTICE, __VA_ARGS__)
#define log_info(...)  log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
