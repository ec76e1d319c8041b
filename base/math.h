/* SPDX-License-Identifier: BSD-2-Clause */
/* base/math.h - arithmetic that needs 128 bits in between. */
#ifndef BASE_MATH_H
#define BASE_MATH_H

#include "base/types.h"

/* a * b / c, rounded down. c > 0 and the result must fit in 64 bits (the
 * processor faults otherwise): the caller checks. */
static inline uint64_t
u64_mul_div(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t hi, lo, rem;

	__asm__("mulq %3" : "=a"(lo), "=d"(hi) : "0"(a), "rm"(b) : "cc");
	__asm__("divq %4"
		: "=a"(lo), "=d"(rem)
		: "0"(lo), "1"(hi), "rm"(c)
		: "cc");
	(void)rem;
	return lo;
}

/* a * b >> shift, shift 0..64, the low 64 bits of it. */
static inline uint64_t
u64_mul_shift(uint64_t a, uint64_t b, unsigned int shift)
{
	return (uint64_t)(((unsigned __int128)a * b) >> shift);
}

#endif
