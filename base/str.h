/* SPDX-License-Identifier: BSD-2-Clause */
/* base/str.h - memory and strings.
 *
 * Idea: the C library's functions by the C library's names, for the kernel;
 * a hosted build takes the real ones and only strscpy from here.
 * Context: any.
 * Tests: tests/host/base/str_test.c
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/types.h"

/* As the C standard says. */
void *memcpy(void *restrict dst, const void *restrict src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *hay, const char *needle);

/* Copy the string src to dst, which has size bytes, and always end it (if
 * size > 0). Returns the length, or -E2BIG when the string was cut. */
long strscpy(char *dst, const char *src, size_t size);

#endif
