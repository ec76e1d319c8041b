/* SPDX-License-Identifier: BSD-2-Clause */
/* base/hash.h - hashes for tables in memory. Not for secrets.
 *
 * Tests: tests/host/base/hash_test.c
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/types.h"

/* Mix all bits of x into all bits of the result; one to one. (Two rounds of
 * multiply and xor-shift, by odd constants out of the golden ratio.) */
static inline uint64_t
hash_u64(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x9e3779b97f4a7c15ull;
	x ^= x >> 29;
	x *= 0xd6e8feb86659fd93ull;
	x ^= x >> 32;
	return x;
}

/* A hash of n bytes (FNV-1a with a last mix). */
static inline uint64_t
hash_bytes(const void *data, size_t n)
{
	const uint8_t *p = (const uint8_t *)data;
	uint64_t h = 0xcbf29ce484222325ull;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3ull;
	return hash_u64(h);
}

#endif
