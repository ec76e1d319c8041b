/* SPDX-License-Identifier: BSD-2-Clause */
/* base/ring.h - a ring of bytes.
 *
 * Idea: head and tail count bytes put and taken since the start and wrap at
 * 2^32; the place in buf is the count modulo size, a power of two <= 2^31.
 * Invariants: 0 <= head - tail <= size.
 * Locking: the caller's.
 * Tests: tests/host/base/ring_test.c
 */
#ifndef BASE_RING_H
#define BASE_RING_H

#include "base/types.h"

struct ring {
	uint8_t *buf;
	uint32_t size; /* bytes, a power of two */
	uint32_t head; /* bytes put so far */
	uint32_t tail; /* bytes taken so far */
};

/* An empty ring over the size bytes (a power of two, <= 2^31) at buf. */
static inline void
ring_init(struct ring *r, void *buf, uint32_t size)
{
	r->buf = (uint8_t *)buf;
	r->size = size;
	r->head = 0;
	r->tail = 0;
}

/* Bytes that can be taken; bytes that can be put. */
static inline uint32_t
ring_used(const struct ring *r)
{
	return r->head - r->tail;
}

static inline uint32_t
ring_space(const struct ring *r)
{
	return r->size - ring_used(r);
}

static inline void
ring_reset(struct ring *r)
{
	r->tail = r->head;
}

/* Put up to n bytes of data in; returns how many there was space for. */
size_t ring_put(struct ring *r, const void *data, size_t n);
/* Take up to n bytes out to data (NULL: drop them); returns how many. */
size_t ring_get(struct ring *r, void *data, size_t n);
/* As ring_get from skip bytes past the tail on, but leave them in. */
size_t ring_peek(const struct ring *r, size_t skip, void *data, size_t n);

#endif
