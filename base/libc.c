/* SPDX-License-Identifier: BSD-2-Clause */
/* base/libc.c - the C library's memory and string functions, for the kernel.
 *
 * Idea: sizes are small or whole pages. Up to 32 bytes are moved by words that
 * may overlap, without a loop; more goes by `rep movsq` and `rep stosq`, which
 * cost one counted instruction for 8 bytes, the last word overlapping.
 * Invariants: the direction flag is clear. The file is compiled so that the
 * compiler does not turn these loops into calls of these functions.
 * Tests: tests/host/base/libc_test.c, against the real C library.
 */
#include "base/str.h"

/* Words at any address, in memory that has any type. */
typedef uint64_t __attribute__((aligned(1), may_alias)) word_t;
typedef uint32_t __attribute__((aligned(1), may_alias)) half_t;
typedef uint16_t __attribute__((aligned(1), may_alias)) quarter_t;

#define W(p, off)  (*(word_t *)((p) + (off)))
#define H(p, off)  (*(half_t *)((p) + (off)))
#define Q(p, off)  (*(quarter_t *)((p) + (off)))
#define CW(p, off) (*(const word_t *)((p) + (off)))
#define CH(p, off) (*(const half_t *)((p) + (off)))
#define CQ(p, off) (*(const quarter_t *)((p) + (off)))

/* Move up to 32 bytes; all are read before one is written, so that the places
 * may overlap. */
static inline void
move_small(char *d, const char *s, size_t n)
{
	uint64_t a, b, c, e;

	if (n > 16) {
		a = CW(s, 0);
		b = CW(s, 8);
		c = CW(s, n - 16);
		e = CW(s, n - 8);
		W(d, 0) = a;
		W(d, 8) = b;
		W(d, n - 16) = c;
		W(d, n - 8) = e;
	} else if (n >= 8) {
		a = CW(s, 0);
		b = CW(s, n - 8);
		W(d, 0) = a;
		W(d, n - 8) = b;
	} else if (n >= 4) {
		a = CH(s, 0);
		b = CH(s, n - 4);
		H(d, 0) = (uint32_t)a;
		H(d, n - 4) = (uint32_t)b;
	} else if (n >= 2) {
		a = CQ(s, 0);
		b = CQ(s, n - 2);
		Q(d, 0) = (uint16_t)a;
		Q(d, n - 2) = (uint16_t)b;
	} else if (n) {
		*d = *s;
	}
}

static inline void
move_forward(char *d, const char *s, size_t n)
{
	size_t words = n / 8;
	uint64_t last = CW(s, n - 8);
	char *end = d + n - 8;

	__asm__ volatile("rep movsq" : "+D"(d), "+S"(s), "+c"(words)::"memory");
	W(end, 0) = last;
}

void *
memcpy(void *restrict dst, const void *restrict src, size_t n)
{
	if (n <= 32)
		move_small((char *)dst, (const char *)src, n);
	else
		move_forward((char *)dst, (const char *)src, n);
	return dst;
}

void *
memmove(void *dst, const void *src, size_t n)
{
	char *d = (char *)dst;
	const char *s = (const char *)src;
	uint64_t first;
	size_t i;

	if (n <= 32) {
		move_small(d, s, n);
	} else if ((uintptr_t)d - (uintptr_t)s >= n) {
		/* d is below s, or beyond its end. Below by less than a word,
		 * the words of the forward copy still read before they write.
		 */
		move_forward(d, s, n);
	} else {
		first = CW(s, 0);
		for (i = n; i >= 8; i -= 8)
			W(d, i - 8) = CW(s, i - 8);
		W(d, 0) = first;
	}
	return dst;
}

void *
memset(void *dst, int c, size_t n)
{
	char *d = (char *)dst;
	uint64_t v = (uint8_t)c * 0x0101010101010101ull;
	size_t words = n / 8;
	char *end;

	if (n >= 8) {
		end = d + n - 8;
		if (n <= 32) {
			W(d, 0) = v;
			if (n > 16) {
				W(d, 8) = v;
				W(end, -8) = v;
			}
		} else {
			__asm__ volatile("rep stosq"
					 : "+D"(d), "+c"(words)
					 : "a"(v)
					 : "memory");
		}
		W(end, 0) = v;
	} else if (n >= 4) {
		H(d, 0) = (uint32_t)v;
		H(d, n - 4) = (uint32_t)v;
	} else if (n >= 2) {
		Q(d, 0) = (uint16_t)v;
		Q(d, n - 2) = (uint16_t)v;
	} else if (n) {
		*d = (char)v;
	}
	return dst;
}

int
memcmp(const void *a, const void *b, size_t n)
{
	const uint8_t *p = (const uint8_t *)a;
	const uint8_t *q = (const uint8_t *)b;

	while (n >= 8 && CW(p, 0) == CW(q, 0)) {
		p += 8;
		q += 8;
		n -= 8;
	}
	for (; n; n--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}

void *
memchr(const void *s, int c, size_t n)
{
	const uint8_t *p = (const uint8_t *)s;

	for (; n; n--, p++)
		if (*p == (uint8_t)c)
			return (void *)(uintptr_t)p;
	return NULL;
}

size_t
strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return (size_t)(p - s);
}

size_t
strnlen(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n])
		n++;
	return n;
}

int
strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (uint8_t)*a - (uint8_t)*b;
}

int
strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b || !*a)
			return (uint8_t)*a - (uint8_t)*b;
	return 0;
}

char *
strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)(uintptr_t)s;
		if (!*s)
			return NULL;
	}
}

char *
strrchr(const char *s, int c)
{
	const char *found = NULL;

	for (;; s++) {
		if (*s == (char)c)
			found = s;
		if (!*s)
			return (char *)(uintptr_t)found;
	}
}

char *
strstr(const char *hay, const char *needle)
{
	size_t n = strlen(needle);

	for (;; hay++) {
		if (!strncmp(hay, needle, n))
			return (char *)(uintptr_t)hay;
		if (!*hay)
			return NULL;
	}
}
