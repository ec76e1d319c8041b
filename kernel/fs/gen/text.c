/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/gen/text.c - a text buffer that grows as it is printed into. */
#include "base/fmt.h"
#include "base/str.h"
#include "fs/node.h"
#include "mm/kmem.h"

/* Room for n bytes and a NUL. */
static bool
text_room(struct textbuf *t, size_t n)
{
	size_t cap = t->cap ? t->cap : 256;
	char *data;

	if (t->failed)
		return false;
	while (cap < t->len + n + 1)
		cap *= 2;
	if (cap == t->cap)
		return true;
	data = krealloc(t->data, cap);
	if (!data) {
		t->failed = true;
		return false;
	}
	t->data = data;
	t->cap = cap;
	return true;
}

void
text_append(struct textbuf *t, const void *data, size_t len)
{
	if (!text_room(t, len))
		return;
	memcpy(t->data + t->len, data, len);
	t->len += len;
	t->data[t->len] = '\0';
}

void
text_printf(struct textbuf *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (!text_room(t, 80))
		return;
	va_start(ap, fmt);
	n = fmt_vsn(t->data + t->len, t->cap - t->len, fmt, ap);
	va_end(ap);
	if (n < 0 || !text_room(t, (size_t)n))
		return;
	va_start(ap, fmt);
	(void)fmt_vsn(t->data + t->len, t->cap - t->len, fmt, ap);
	va_end(ap);
	t->len += (size_t)n;
}
