/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/apps/init/channels.c - the host's ports, or else the console. */
#include "init.h"

#include "uapi/kitten/port.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PORTS	"/dev/ports/"
#define CONSOLE "/dev/console"

static void
open_own(void)
{
	for (int fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* the lowest free number: fd */
		if (open(CONSOLE, O_RDWR | O_NOCTTY) < 0)
			(void)!open("/dev/null", O_RDWR);
	}
}

void
channels_open(struct channels *ch)
{
	static const struct {
		const char *path;
		int how;
	} ports[3] = {
		{ PORTS "kitten.stdin", O_RDONLY },
		{ PORTS "kitten.stdout", O_WRONLY },
		{ PORTS "kitten.stderr", O_WRONLY },
	};

	open_own();
	ch->ctl = open(PORTS "kitten.ctl", O_RDWR | O_CLOEXEC);
	ch->ports = false;
	for (int i = 0; i < 3; i++) {
		ch->std[i] = open(ports[i].path, ports[i].how | O_CLOEXEC);
		if (ch->std[i] >= 0)
			ch->ports = true;
		else
			ch->std[i] = i;
	}
}

static void
mark(int fd, bool is_tty, unsigned int rows, unsigned int cols)
{
	struct kitten_port_tty m = {
		.is_tty = is_tty,
		.rows = (uint16_t)(rows ? rows : 24),
		.cols = (uint16_t)(cols ? cols : 80),
	};

	(void)ioctl(fd, KITTEN_PORT_TTY, &m);
}

void
channels_mark(const struct channels *ch, const struct job_spec *spec)
{
	for (int i = 0; ch->ports && i < 3; i++)
		mark(ch->std[i], spec->tty[i], spec->rows, spec->cols);
}

void
channels_resize(const struct channels *ch, const struct job_spec *spec,
    unsigned int rows, unsigned int cols)
{
	for (int i = 0; ch->ports && i < 3; i++) {
		if (spec->tty[i]) {
			mark(ch->std[i], true, rows, cols);
			break; /* all of them are one terminal */
		}
	}
}

void
channels_foreground(const struct channels *ch, int pid)
{
	for (int i = 0; i < 3; i++)
		if (!ioctl(ch->std[i], TIOCSPGRP, &pid))
			break;
}

static void
write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

#define LINE_MAX_LEN 512

static size_t
append(char *line, size_t at, const char *text)
{
	size_t n = strlen(text);

	if (n > LINE_MAX_LEN - 4 - at)
		n = LINE_MAX_LEN - 4 - at;
	memcpy(line + at, text, n);
	return at + n;
}

void
channels_say(const struct channels *ch, const char *word, const char *rest)
{
	char line[LINE_MAX_LEN];
	size_t n = append(line, 0, word);

	if (rest) {
		n = append(line, n, " ");
		n = append(line, n, rest);
	}
	line[n++] = '\n';
	if (ch->ctl >= 0) {
		write_all(ch->ctl, line, n);
		return;
	}
	/* the same for people; that it started they see */
	if (rest) {
		write_all(1, "[program ended: ", 16);
		write_all(1, line, n - 1);
		write_all(1, "]\n", 2);
	}
}

void
channels_say_number(const struct channels *ch, const char *word, int number)
{
	char digits[12], *p = digits + sizeof(digits);

	*--p = '\0';
	do {
		*--p = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	channels_say(ch, word, p);
}
