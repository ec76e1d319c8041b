/* SPDX-License-Identifier: BSD-2-Clause */
/* base/ring.c - bytes in and out of a ring, at most two copies a call. */
#include "base/ring.h"
#include "base/str.h"

size_t
ring_put(struct ring *r, const void *data, size_t n)
{
	uint32_t at = r->head & (r->size - 1);
	size_t first;

	n = MIN(n, (size_t)ring_space(r));
	first = MIN(n, (size_t)(r->size - at));
	memcpy(r->buf + at, data, first);
	memcpy(r->buf, (const char *)data + first, n - first);
	r->head += (uint32_t)n;
	return n;
}

size_t
ring_peek(const struct ring *r, size_t skip, void *data, size_t n)
{
	uint32_t used = ring_used(r);
	uint32_t at;
	size_t first;

	if (skip >= used)
		return 0;
	at = (r->tail + (uint32_t)skip) & (r->size - 1);
	n = MIN(n, used - skip);
	first = MIN(n, (size_t)(r->size - at));
	memcpy(data, r->buf + at, first);
	memcpy((char *)data + first, r->buf, n - first);
	return n;
}

size_t
ring_get(struct ring *r, void *data, size_t n)
{
	if (data)
		n = ring_peek(r, 0, data, n);
	else
		n = MIN(n, (size_t)ring_used(r));
	r->tail += (uint32_t)n;
	return n;
}
