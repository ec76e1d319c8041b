/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/message.c - one line on standard error.
 *
 * The line is written with one write(2), so that it stays whole beside what
 * other processes write to the same place.
 */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
say(const char *format, va_list ap)
{
	char line[4096] = "kitten: ";
	size_t at = strlen(line);
	int n = vsnprintf(line + at, sizeof(line) - at - 1, format, ap);

	if (n < 0)
		return;
	at += (size_t)n;
	if (at > sizeof(line) - 2)
		at = sizeof(line) - 2;
	for (size_t i = 0; i < at; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = ' ';
	while (at > 0 && line[at - 1] == ' ')
		at--;
	line[at++] = '\n';
	if (write(STDERR_FILENO, line, at) < 0)
		return; /* there is nobody left to tell */
}

int
fail(int status, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(format, ap);
	va_end(ap);
	return status;
}

void
warn(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(format, ap);
	va_end(ap);
}
