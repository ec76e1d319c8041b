/* SPDX-License-Identifier: BSD-2-Clause */
/* base/parse.h - numbers, sizes, lists of processors from text, and back.
 *
 * Every parser takes the whole string: anything before or after the value,
 * blanks included, is -EINVAL. On error the result is untouched.
 * Context: any.
 * Tests: tests/host/base/parse_test.c
 */
#ifndef BASE_PARSE_H
#define BASE_PARSE_H

#include "base/types.h"

/* Decimal, or hexadecimal after 0x. 0, -EINVAL, -ERANGE (over 64 bits). */
int parse_u64(const char *s, uint64_t *v) __must_check;

/* A number of bytes with an optional suffix K, M, G or T (powers of 1024,
 * either case). 0, -EINVAL, -ERANGE. */
int parse_size(const char *s, uint64_t *v) __must_check;

/* "1-3,5": the bits of map (nbits of them, all others off); the empty string
 * is the empty set. 0, -EINVAL, -ERANGE (a number >= nbits). map is undefined
 * after an error. */
int parse_cpulist(
    const char *s, unsigned long *map, unsigned int nbits) __must_check;

/* The inverse; returns the length the whole text has, as snprintf. */
int fmt_cpulist(
    char *buf, size_t n, const unsigned long *map, unsigned int nbits);

/* 1 y yes on true / 0 n no off false. 0, -EINVAL. */
int parse_bool(const char *s, bool *v) __must_check;

#endif
