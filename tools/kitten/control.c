/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/control.c - the text lines between the command and init.
 *
 * The guest is not trusted: a line too long is cut, one unknown is skipped.
 */
#include "control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct {
	const char *word;
	enum ending ending;
} endings[] = {
	{ "exit", ENDING_EXIT },
	{ "signal", ENDING_SIGNAL },
	{ "noexec", ENDING_NOEXEC },
	{ "notfound", ENDING_NOTFOUND },
	{ "fail", ENDING_FAIL },
};

static void
take_line(struct control *c, char *line)
{
	char *rest = line + strcspn(line, " ");

	if (*rest)
		*rest++ = '\0';
	if (!strcmp(line, "start")) {
		c->started++;
		return;
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (strcmp(line, endings[i].word))
			continue;
		c->last = endings[i].ending;
		c->value = atoi(rest);
		snprintf(c->why, sizeof(c->why), "%s", rest);
		c->ended++;
		if (c->on_end)
			c->on_end(c->on_end_ctx, c->ended, line, rest);
	}
}

void
control_take(void *ctx, const char *data, size_t n)
{
	struct control *c = ctx;

	for (size_t i = 0; i < n; i++) {
		if (data[i] == '\n') {
			c->line[c->line_len] = '\0';
			c->line_len = 0;
			take_line(c, c->line);
		} else if (c->line_len < sizeof(c->line) - 1) {
			c->line[c->line_len++] = data[i];
		}
	}
}

static void
queue(struct control *c, const char *line)
{
	size_t n = strlen(line);

	if (c->fd < 0 || n > sizeof(c->out) - c->out_len)
		return;
	memcpy(c->out + c->out_len, line, n);
	c->out_len += n;
}

void
control_signal(struct control *c, int number)
{
	char line[32];

	snprintf(line, sizeof(line), "signal %d\n", number);
	queue(c, line);
}

void
control_winsize(struct control *c, unsigned int rows, unsigned int cols)
{
	char line[48];

	snprintf(line, sizeof(line), "winsize %u %u\n", rows, cols);
	queue(c, line);
}

void
control_send(struct control *c)
{
	ssize_t n;

	if (c->fd < 0 || !c->out_len)
		return;
	n = send(c->fd, c->out, c->out_len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (n <= 0)
		return;
	c->out_len -= (size_t)n;
	memmove(c->out, c->out + n, c->out_len);
}
