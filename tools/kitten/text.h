/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/text.h - growing buffers and lists of words.
 *
 * Limits: running out of memory ends the process with status 125; a launcher
 * has nothing better to do then.
 */
#ifndef TOOLS_KITTEN_TEXT_H
#define TOOLS_KITTEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes; `data` is NULL while empty. Start from all zeroes. */
struct buf {
	char *data;
	size_t len;
	size_t cap;
};

/* Words as execv(3) takes them: v[n] is NULL. Start from all zeroes. */
struct words {
	char **v;
	size_t n;
	size_t cap;
};

/* malloc, realloc, strdup and asprintf that do not return NULL. */
void *mem_new(size_t bytes);
void *mem_grow(void *old, size_t bytes);
char *str_copy(const char *s);
char *str_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Appends `n` bytes; `data` may be NULL when `n` is 0. */
void buf_put(struct buf *b, const void *data, size_t n);

/* Appends formatted text and its NUL: one record of a job description. */
void buf_record(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends formatted text without a NUL. */
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void buf_free(struct buf *b);

/* Appends a copy of `word`; the list stays NULL-terminated. */
void words_add(struct words *w, const char *word);
void words_addf(struct words *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool words_have(const struct words *w, const char *word);
void words_free(struct words *w);

/* Appends the words to `b` so that a shell reads them back unchanged. */
void words_quote(const struct words *w, struct buf *b);

/* Writes all of it, waiting as long as it takes. Returns 0 or -errno. */
int write_all(int fd, const void *data, size_t n);

#endif
