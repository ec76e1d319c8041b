/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/libc_test.c - base/libc.c against the C library.
 *
 * The file is included here under other names, with sanitizers. Buffers have a
 * margin that must stay as it was.
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/types.h"

/* Keep base/str.h out: its prototypes are the C library's. */
#define BASE_STR_H
#define memcpy	k_memcpy
#define memmove k_memmove
#define memset	k_memset
#define memcmp	k_memcmp
#define memchr	k_memchr
#define strlen	k_strlen
#define strnlen k_strnlen
#define strcmp	k_strcmp
#define strncmp k_strncmp
#define strchr	k_strchr
#define strrchr k_strrchr
#define strstr	k_strstr
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
#include "base/libc.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef strlen
#undef strnlen
#undef strcmp
#undef strncmp
#undef strchr
#undef strrchr
#undef strstr

#define SPACE 320

static void
randomize(uint8_t *p, size_t n, struct rng *rng)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)rng_next(rng);
}

static void
test_libc_memcpy_every_length(void **state)
{
	uint8_t src[SPACE], a[SPACE], b[SPACE];
	struct rng rng = { 3 };

	(void)state;
	randomize(src, SPACE, &rng);
	for (size_t n = 0; n <= 270; n++) {
		for (size_t at = 0; at < 17; at++) {
			randomize(a, SPACE, &rng);
			memcpy(b, a, SPACE);
			assert_ptr_equal(k_memcpy(a + at, src + 5, n), a + at);
			memcpy(b + at, src + 5, n);
			assert_memory_equal(a, b, SPACE);
		}
	}
}

static void
test_libc_memmove_every_overlap(void **state)
{
	uint8_t a[SPACE], b[SPACE];
	struct rng rng = { 4 };

	(void)state;
	for (size_t n = 0; n <= 90; n++) {
		for (size_t to = 0; to <= 200; to++) {
			randomize(a, SPACE, &rng);
			memcpy(b, a, SPACE);
			assert_ptr_equal(k_memmove(a + to, a + 100, n), a + to);
			memmove(b + to, b + 100, n);
			assert_memory_equal(a, b, SPACE);
		}
	}
}

static void
test_libc_memset_every_length(void **state)
{
	uint8_t a[SPACE], b[SPACE];
	struct rng rng = { 5 };

	(void)state;
	for (size_t n = 0; n <= 270; n++) {
		for (size_t at = 0; at < 17; at++) {
			int c = (int)rng_below(&rng, 1024) - 512;

			randomize(a, SPACE, &rng);
			memcpy(b, a, SPACE);
			assert_ptr_equal(k_memset(a + at, c, n), a + at);
			memset(b + at, c, n);
			assert_memory_equal(a, b, SPACE);
		}
	}
}

static int
sign(int x)
{
	return (x > 0) - (x < 0);
}

static void
test_libc_memcmp_signs(void **state)
{
	uint8_t a[40], b[40];
	struct rng rng = { 6 };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t n = rng_below(&rng, sizeof(a) + 1);

		randomize(a, sizeof(a), &rng);
		memcpy(b, a, sizeof(a));
		if (round & 1)
			b[rng_below(&rng, sizeof(b))] ^=
			    (uint8_t)rng_next(&rng);
		assert_int_equal(
		    sign(k_memcmp(a, b, n)), sign(memcmp(a, b, n)));
	}
}

/* Short strings of a few letters, so that they are often alike. Exactly as
 * large as they are, so that the sanitizer sees each byte read too much. */
static char *
random_string(struct rng *rng)
{
	size_t n = rng_below(rng, 9);
	char *s = malloc(n + 1);

	assert_non_null(s);
	for (size_t i = 0; i < n; i++)
		s[i] = "ab\200"[rng_below(rng, 3)];
	s[n] = 0;
	return s;
}

static void
test_libc_strings_as_the_c_library(void **state)
{
	struct rng rng = { 7 };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char *a = random_string(&rng), *b = random_string(&rng);
		size_t n = rng_below(&rng, 10);
		int c = "ab\200c"[rng_below(&rng, 5)];

		assert_int_equal(k_strlen(a), strlen(a));
		assert_int_equal(k_strnlen(a, n), strnlen(a, n));
		assert_int_equal(sign(k_strcmp(a, b)), sign(strcmp(a, b)));
		assert_int_equal(
		    sign(k_strncmp(a, b, n)), sign(strncmp(a, b, n)));
		assert_ptr_equal(k_strchr(a, c), strchr(a, c));
		assert_ptr_equal(k_strrchr(a, c), strrchr(a, c));
		assert_ptr_equal(k_strstr(a, b), strstr(a, b));
		assert_ptr_equal(
		    k_memchr(a, c, strlen(a) + 1), memchr(a, c, strlen(a) + 1));
		free(a);
		free(b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libc_memcpy_every_length),
		cmocka_unit_test(test_libc_memmove_every_overlap),
		cmocka_unit_test(test_libc_memset_every_length),
		cmocka_unit_test(test_libc_memcmp_signs),
		cmocka_unit_test(test_libc_strings_as_the_c_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
