/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/text.c - growing buffers and lists of words.
 */
#define _GNU_SOURCE
#include "text.h"

#include "message.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *
or_end(void *p)
{
	if (!p)
		exit(fail(EXIT_KITTEN, "out of memory"));
	return p;
}

void *
mem_new(size_t bytes)
{
	return or_end(calloc(1, bytes ? bytes : 1));
}

void *
mem_grow(void *old, size_t bytes)
{
	return or_end(realloc(old, bytes));
}

char *
str_copy(const char *s)
{
	return or_end(strdup(s));
}

static char *
str_vprintf(const char *format, va_list ap)
{
	char *s;

	if (vasprintf(&s, format, ap) < 0)
		s = NULL;
	return or_end(s);
}

char *
str_printf(const char *format, ...)
{
	va_list ap;
	char *s;

	va_start(ap, format);
	s = str_vprintf(format, ap);
	va_end(ap);
	return s;
}

void
buf_put(struct buf *b, const void *data, size_t n)
{
	if (!n)
		return;
	if (b->len + n > b->cap) {
		b->cap = (b->len + n) * 2;
		b->data = mem_grow(b->data, b->cap);
	}
	memcpy(b->data + b->len, data, n);
	b->len += n;
}

void
buf_record(struct buf *b, const char *format, ...)
{
	va_list ap;
	char *s;

	va_start(ap, format);
	s = str_vprintf(format, ap);
	va_end(ap);
	buf_put(b, s, strlen(s) + 1);
	free(s);
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;
	char *s;

	va_start(ap, format);
	s = str_vprintf(format, ap);
	va_end(ap);
	buf_put(b, s, strlen(s));
	free(s);
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

static void
words_take(struct words *w, char *word)
{
	if (w->n + 2 > w->cap) {
		w->cap = w->cap ? w->cap * 2 : 16;
		w->v = mem_grow(w->v, w->cap * sizeof(*w->v));
	}
	w->v[w->n++] = word;
	w->v[w->n] = NULL;
}

void
words_add(struct words *w, const char *word)
{
	words_take(w, str_copy(word));
}

void
words_addf(struct words *w, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	words_take(w, str_vprintf(format, ap));
	va_end(ap);
}

bool
words_have(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->v[i], word))
			return true;
	return false;
}

void
words_free(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->v[i]);
	free(w->v);
	*w = (struct words){ 0 };
}

static void
quote(const char *word, struct buf *b)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789_-+=:,./%@^";

	if (*word && word[strspn(word, plain)] == '\0') {
		buf_put(b, word, strlen(word));
		return;
	}
	buf_put(b, "'", 1);
	for (; *word; word++) {
		if (*word == '\'')
			buf_put(b, "'\\''", 4);
		else
			buf_put(b, word, 1);
	}
	buf_put(b, "'", 1);
}

void
words_quote(const struct words *w, struct buf *b)
{
	for (size_t i = 0; i < w->n; i++) {
		if (i)
			buf_put(b, " ", 1);
		quote(w->v[i], b);
	}
}

int
write_all(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EAGAIN) {
			struct pollfd pfd = { .fd = fd, .events = POLLOUT };

			poll(&pfd, 1, -1);
			continue;
		}
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}
