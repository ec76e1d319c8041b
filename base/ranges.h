/* SPDX-License-Identifier: BSD-2-Clause */
/* base/ranges.h - a set of free ranges of a 64-bit line.
 *
 * Idea: a tree of disjoint ranges in address order, each node knowing the
 * largest range below it, so that the first fit is found in O(log n).
 * Adjacent ranges are one.
 * Invariants: no two ranges touch or overlap; none is empty; no range ends
 * beyond 2^64 - 1 (the last byte of the line is never in the set).
 * Locking: the caller's; the callbacks are called with it held.
 * Tests: tests/host/base/ranges_test.c, against a map of bits.
 */
#ifndef BASE_RANGES_H
#define BASE_RANGES_H

#include "base/rbtree.h"
#include "base/types.h"

struct range_node {
	struct rb_node rb;
	uint64_t start;
	uint64_t len;
	uint64_t largest; /* of len in this subtree */
};

/* Where nodes come from. alloc may return NULL (-ENOMEM results). */
struct ranges_ops {
	struct range_node *(*alloc)(void *ctx);
	void (*free)(void *ctx, struct range_node *n);
};

struct ranges {
	struct rb_root root;
	const struct ranges_ops *ops;
	void *ctx;	/* for the ops */
	uint64_t total; /* sum of all lengths */
	uint64_t count; /* number of ranges */
};

/* Make an empty set. ops and ctx must outlive it. */
void ranges_init(struct ranges *r, const struct ranges_ops *ops, void *ctx);
/* Give back all nodes; the set is empty after it. */
void ranges_fini(struct ranges *r);

/* Add [start, start + len). 0, -EINVAL (len is 0 or the range wraps), -EEXIST
 * (part of it is in the set), -ENOMEM; on error nothing changed. */
int ranges_add(struct ranges *r, uint64_t start, uint64_t len) __must_check;

/* Take out exactly [start, start + len). 0, -EINVAL as above, -ENOENT (not all
 * of it is in the set), -ENOMEM (a node had to be split); on error nothing
 * changed. */
int ranges_remove(struct ranges *r, uint64_t start, uint64_t len) __must_check;

/* Take len units (> 0), at the lowest (or highest, for _top) address in
 * [lo, hi) that is a multiple of align (a power of two) and where all fit; the
 * address to *out. 0, -EINVAL (len 0, align no power of two), -ENOSPC (nothing
 * fits), -ENOMEM. */
int ranges_alloc(struct ranges *r, uint64_t len, uint64_t align, uint64_t lo,
    uint64_t hi, uint64_t *out) __must_check;
int ranges_alloc_top(struct ranges *r, uint64_t len, uint64_t align,
    uint64_t lo, uint64_t hi, uint64_t *out) __must_check;

/* The largest length of one range, 0 if the set is empty. */
uint64_t ranges_largest(const struct ranges *r);

/* The first range that ends after from, whole (it may start before from), to
 * *start and *len; false if there is none. Go on with from = start + len. */
bool ranges_next(
    const struct ranges *r, uint64_t from, uint64_t *start, uint64_t *len);

#endif
