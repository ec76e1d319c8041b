/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/channel.c - moves bytes one way and never waits.
 *
 * Limits: standard input, output and error may be shared with other processes,
 * so they cannot be made non-blocking. A pipe or terminal that poll(2) calls
 * writable takes PIPE_BUF bytes at once without waiting; more are not given to
 * it at a time. A terminal stopped with Ctrl-S may still block.
 */
#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

bool
channel_done(const struct channel *c)
{
	return c->from < 0 && (!c->len || c->to < 0);
}

/* How many of the bytes may be written now. */
static size_t
ready(const struct channel *c)
{
	const char *last;

	if (!c->by_line || c->from < 0 || c->off + c->len == CHANNEL_BYTES)
		return c->len;
	last = memrchr(c->data + c->off, '\n', c->len);
	return last ? (size_t)(last + 1 - (c->data + c->off)) : 0;
}

void
channel_wants(const struct channel *c, struct pollfd *p)
{
	bool room = c->off + c->len < CHANNEL_BYTES || c->to < 0;

	p[0] = (struct pollfd){ .fd = -1 };
	p[1] = (struct pollfd){ .fd = -1 };
	if (c->from >= 0 && room && !c->held) {
		p[0].fd = c->from;
		p[0].events = POLLIN;
	}
	if (c->to >= 0 && !(c->from < 0 && !c->len)) {
		p[1].fd = c->to;
		p[1].events = ready(c) ? POLLOUT : 0;
	}
}

static void
end_from(struct channel *c)
{
	if (c->from_ours && c->from >= 0)
		close(c->from);
	c->from = -1;
}

/* Nobody takes the bytes any more: let the sender know, unless a tap does. */
static void
end_to(struct channel *c, int error)
{
	c->to = -1;
	c->to_error = error;
	c->len = 0;
	if (!c->tap)
		end_from(c);
}

static void
finish_if_empty(struct channel *c)
{
	if (c->from >= 0 || c->len || c->to < 0)
		return;
	if (c->half_close)
		shutdown(c->to, SHUT_WR);
	c->to = -1;
}

static void
fill(struct channel *c)
{
	size_t at = c->off + c->len;
	ssize_t n;

	if (c->to < 0)
		at = c->off = c->len = 0;
	n = read(c->from, c->data + at, CHANNEL_BYTES - at);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		end_from(c);
		return;
	}
	if (c->tap)
		c->tap(c->tap_ctx, c->data + at, (size_t)n);
	if (c->to >= 0)
		c->len += (size_t)n;
}

static ssize_t
write_some(int fd, const char *data, size_t n)
{
	ssize_t done = send(fd, data, n, MSG_DONTWAIT | MSG_NOSIGNAL);
	struct stat st;

	if (done >= 0 || errno != ENOTSOCK)
		return done;
	if (n > PIPE_BUF && !(!fstat(fd, &st) && S_ISREG(st.st_mode)))
		n = PIPE_BUF;
	return write(fd, data, n);
}

static void
drain(struct channel *c)
{
	size_t n = ready(c);
	ssize_t done;

	if (!n)
		return;
	done = write_some(c->to, c->data + c->off, n);
	if (done < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (done < 0) {
		end_to(c, errno);
		return;
	}
	c->off += (size_t)done;
	c->len -= (size_t)done;
	if (!c->len) {
		c->off = 0;
	} else if (c->off > CHANNEL_BYTES / 2) {
		memmove(c->data, c->data + c->off, c->len);
		c->off = 0;
	}
}

void
channel_serve(struct channel *c, const struct pollfd *p)
{
	if (p[0].fd >= 0 && p[0].revents)
		fill(c);
	if (p[1].fd < 0 || c->to < 0) {
		finish_if_empty(c);
		return;
	}
	if (p[1].revents & POLLOUT)
		drain(c);
	else if (p[1].revents & (POLLERR | POLLHUP | POLLNVAL))
		end_to(c, EPIPE);
	finish_if_empty(c);
}

void
channel_drop(struct channel *c)
{
	end_to(c, 0);
	end_from(c);
}
