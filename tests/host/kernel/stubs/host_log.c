/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/stubs/host_log.c - log lines are counted and the last one
 * is kept. */
#include "base/fmt.h"
#include "host.h"

unsigned int host_log_lines;
char host_log_last[1024];

void
log_line(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	(void)level;
	va_start(ap, fmt);
	(void)fmt_vsn(host_log_last, sizeof(host_log_last), fmt, ap);
	va_end(ap);
	host_log_lines++;
}
