/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/message.h - what the command says to its user, and with which
 * exit status it ends.
 *
 * Idea: every failure is one line on standard error, `kitten: what: what to
 * do`, and one exit status. The program's own status is never mixed up with
 * ours: ours are the four below, as in env(1), timeout(1) and the shells.
 */
#ifndef TOOLS_KITTEN_MESSAGE_H
#define TOOLS_KITTEN_MESSAGE_H

enum {
	EXIT_TIMEOUT = 124,  /* --timeout ran out */
	EXIT_KITTEN = 125,   /* the command or the kernel failed */
	EXIT_NOEXEC = 126,   /* the program is there and cannot run */
	EXIT_NOTFOUND = 127, /* there is no such program */
};

/*
 * Prints one line on standard error, `kitten: ` and the text; line ends and
 * other control characters in the text become spaces. Returns `status`, so
 * that `return fail(EXIT_KITTEN, ...)` ends a command.
 */
int fail(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* As fail(), for a line that is not the end. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
