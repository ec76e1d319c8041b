/* SPDX-License-Identifier: BSD-2-Clause */
/* base/bitmap.h - fixed arrays of bits.
 *
 * Idea: bit i is bit (i % 64) of word (i / 64). nbits is the number of bits in
 * the map, at least 1; bits of the last word past nbits are ignored by every
 * function that reads and left alone or cleared by those that write.
 * Locking: the caller's; nothing here is atomic.
 * Tests: tests/host/base/bitmap_test.c
 */
#ifndef BASE_BITMAP_H
#define BASE_BITMAP_H

#include "base/types.h"

#define BITMAP_WORD_BITS 64u
#define BITMAP_LONGS(nbits) \
	(((nbits) + BITMAP_WORD_BITS - 1) / BITMAP_WORD_BITS)

/* The valid bits of the last word. */
static inline unsigned long
bitmap_tail_(unsigned int nbits)
{
	return ~0ul >> (-nbits % BITMAP_WORD_BITS);
}

static inline void
bitmap_set(unsigned long *map, unsigned int bit)
{
	map[bit / BITMAP_WORD_BITS] |= 1ul << (bit % BITMAP_WORD_BITS);
}

static inline void
bitmap_clear(unsigned long *map, unsigned int bit)
{
	map[bit / BITMAP_WORD_BITS] &= ~(1ul << (bit % BITMAP_WORD_BITS));
}

static inline bool
bitmap_test(const unsigned long *map, unsigned int bit)
{
	return map[bit / BITMAP_WORD_BITS] >> (bit % BITMAP_WORD_BITS) & 1;
}

/* All bits off. */
static inline void
bitmap_zero(unsigned long *map, unsigned int nbits)
{
	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		map[i] = 0;
}

/* All nbits bits on, those past them off. */
static inline void
bitmap_fill(unsigned long *map, unsigned int nbits)
{
	unsigned int last = BITMAP_LONGS(nbits) - 1;

	for (unsigned int i = 0; i < last; i++)
		map[i] = ~0ul;
	map[last] = bitmap_tail_(nbits);
}

/* Turn on count bits from bit start on; start + count <= the map's bits. */
static inline void
bitmap_set_range(unsigned long *map, unsigned int start, unsigned int count)
{
	for (unsigned int i = start; i < start + count; i++)
		bitmap_set(map, i);
}

/* Turn off count bits from bit start on. */
static inline void
bitmap_clear_range(unsigned long *map, unsigned int start, unsigned int count)
{
	for (unsigned int i = start; i < start + count; i++)
		bitmap_clear(map, i);
}

/* Word i of the map with the bits past nbits off. */
static inline unsigned long
bitmap_word_(const unsigned long *map, unsigned int nbits, unsigned int i)
{
	unsigned long w = map[i];

	return i == BITMAP_LONGS(nbits) - 1 ? w & bitmap_tail_(nbits) : w;
}

/* The number of bits that are on, without a library call. */
static inline unsigned int
bitmap_weight(const unsigned long *map, unsigned int nbits)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		for (unsigned long w = bitmap_word_(map, nbits, i); w;
		     w &= w - 1)
			n++;
	return n;
}

/* The first bit >= from that is on (or off, for next_zero); nbits if none. */
static inline unsigned int
bitmap_next(const unsigned long *map, unsigned int nbits, unsigned int from)
{
	unsigned int i = from / BITMAP_WORD_BITS;
	unsigned long w;

	if (from >= nbits)
		return nbits;
	w = bitmap_word_(map, nbits, i) & ~0ul << from % BITMAP_WORD_BITS;
	while (!w) {
		if (++i == BITMAP_LONGS(nbits))
			return nbits;
		w = bitmap_word_(map, nbits, i);
	}
	return i * BITMAP_WORD_BITS + (unsigned int)__builtin_ctzl(w);
}

static inline unsigned int
bitmap_next_zero(
    const unsigned long *map, unsigned int nbits, unsigned int from)
{
	unsigned int i = from / BITMAP_WORD_BITS;
	unsigned int bit;
	unsigned long w;

	if (from >= nbits)
		return nbits;
	w = ~map[i] & ~0ul << from % BITMAP_WORD_BITS;
	while (!w) {
		if (++i == BITMAP_LONGS(nbits))
			return nbits;
		w = ~map[i];
	}
	bit = i * BITMAP_WORD_BITS + (unsigned int)__builtin_ctzl(w);
	return MIN(bit, nbits);
}

/* The first bit that is on, off; nbits if there is none. */
static inline unsigned int
bitmap_first(const unsigned long *map, unsigned int nbits)
{
	return bitmap_next(map, nbits, 0);
}

static inline unsigned int
bitmap_first_zero(const unsigned long *map, unsigned int nbits)
{
	return bitmap_next_zero(map, nbits, 0);
}

static inline bool
bitmap_empty(const unsigned long *map, unsigned int nbits)
{
	return bitmap_first(map, nbits) == nbits;
}

static inline void
bitmap_copy(unsigned long *dst, const unsigned long *src, unsigned int nbits)
{
	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		dst[i] = src[i];
}

/* dst = a & b, a | b, a & ~b. dst may be a or b. */
static inline void
bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
    unsigned int nbits)
{
	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		dst[i] = a[i] & b[i];
}

static inline void
bitmap_or(unsigned long *dst, const unsigned long *a, const unsigned long *b,
    unsigned int nbits)
{
	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		dst[i] = a[i] | b[i];
}

static inline void
bitmap_andnot(unsigned long *dst, const unsigned long *a,
    const unsigned long *b, unsigned int nbits)
{
	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		dst[i] = a[i] & ~b[i];
}

/* Are a and b the same? */
static inline bool
bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		if (bitmap_word_(a, nbits, i) != bitmap_word_(b, nbits, i))
			return false;
	return true;
}

/* Is every bit of a also in b? */
static inline bool
bitmap_subset(
    const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	for (unsigned int i = 0; i < BITMAP_LONGS(nbits); i++)
		if (bitmap_word_(a, nbits, i) & ~b[i])
			return false;
	return true;
}

#endif
