/* SPDX-License-Identifier: BSD-2-Clause */
/* base/ranges.c - free ranges: add and join, remove and split, first fit.
 *
 * Idea: the search for a fit skips every subtree whose largest range is too
 * small. It is O(log n) unless ranges that are large enough are refused for
 * the alignment or the bounds, each of which costs one visit. It recurses to
 * the height of the tree, at most 2 * log2(n + 1).
 */
#include "base/ranges.h"
#include "base/err.h"

#define to_range(n) rb_entry(n, struct range_node, rb)

static void
update(struct rb_node *rb)
{
	struct range_node *n = to_range(rb);

	n->largest = n->len;
	if (rb->left)
		n->largest = MAX(n->largest, to_range(rb->left)->largest);
	if (rb->right)
		n->largest = MAX(n->largest, to_range(rb->right)->largest);
}

static inline struct range_node *
next_of(const struct range_node *n)
{
	struct rb_node *rb = rb_next(&n->rb);

	return rb ? to_range(rb) : NULL;
}

/* The last range that starts at or below at. */
static struct range_node *
find_le(const struct ranges *r, uint64_t at)
{
	struct rb_node *rb = r->root.node;
	struct range_node *best = NULL;

	while (rb) {
		if (to_range(rb)->start <= at) {
			best = to_range(rb);
			rb = rb->right;
		} else {
			rb = rb->left;
		}
	}
	return best;
}

static void
insert(struct ranges *r, struct range_node *n, uint64_t start, uint64_t len)
{
	struct rb_node **link = &r->root.node, *parent = NULL;

	n->start = start;
	n->len = len;
	while (*link) {
		parent = *link;
		link = start < to_range(parent)->start ? &parent->left
						       : &parent->right;
	}
	rb_insert_at(&r->root, &n->rb, parent, link, update);
	r->count++;
}

static void
erase(struct ranges *r, struct range_node *n)
{
	rb_erase(&r->root, &n->rb, update);
	r->count--;
	r->ops->free(r->ctx, n);
}

static void
resize(struct range_node *n, uint64_t start, uint64_t len)
{
	n->start = start;
	n->len = len;
	rb_augment_up(&n->rb, update);
}

void
ranges_init(struct ranges *r, const struct ranges_ops *ops, void *ctx)
{
	rb_init(&r->root);
	r->ops = ops;
	r->ctx = ctx;
	r->total = 0;
	r->count = 0;
}

void
ranges_fini(struct ranges *r)
{
	while (!rb_empty(&r->root))
		erase(r, to_range(r->root.node));
	r->total = 0;
}

int
ranges_add(struct ranges *r, uint64_t start, uint64_t len)
{
	uint64_t end = start + len;
	struct range_node *prev, *next;

	if (!len || start > UINT64_MAX - len)
		return ERR(EINVAL);
	prev = find_le(r, start);
	next = prev ? next_of(prev) : NULL;
	if (!prev && !rb_empty(&r->root))
		next = to_range(rb_first(&r->root));
	if (prev && prev->start + prev->len > start)
		return ERR(EEXIST);
	if (next && next->start < end)
		return ERR(EEXIST);

	if (prev && prev->start + prev->len != start)
		prev = NULL; /* does not touch */
	if (next && next->start != end)
		next = NULL;
	if (prev && next) {
		len += next->len;
		erase(r, next);
		resize(prev, prev->start, prev->len + len);
		r->total += end - start;
		return 0;
	}
	if (prev) {
		resize(prev, prev->start, prev->len + len);
	} else if (next) {
		resize(next, start, next->len + len);
	} else {
		struct range_node *n = r->ops->alloc(r->ctx);

		if (!n)
			return ERR(ENOMEM);
		insert(r, n, start, len);
	}
	r->total += len;
	return 0;
}

/* Take [start, start + len), which lies in n, out of it. */
static int
cut(struct ranges *r, struct range_node *n, uint64_t start, uint64_t len)
{
	uint64_t before = start - n->start;
	uint64_t after = n->len - before - len;
	struct range_node *rest;

	if (before && after) {
		rest = r->ops->alloc(r->ctx);
		if (!rest)
			return ERR(ENOMEM);
		resize(n, n->start, before);
		insert(r, rest, start + len, after);
	} else if (before) {
		resize(n, n->start, before);
	} else if (after) {
		resize(n, start + len, after);
	} else {
		erase(r, n);
	}
	r->total -= len;
	return 0;
}

int
ranges_remove(struct ranges *r, uint64_t start, uint64_t len)
{
	struct range_node *n;

	if (!len || start > UINT64_MAX - len)
		return ERR(EINVAL);
	n = find_le(r, start);
	if (!n || n->len < len || start - n->start > n->len - len)
		return ERR(ENOENT);
	return cut(r, n, start, len);
}

struct want {
	uint64_t len, align, lo, hi;
	uint64_t at; /* result */
};

/* Does it fit into n? At the lowest place, or at the highest. */
static bool
fits_low(const struct range_node *n, struct want *w)
{
	uint64_t start = MAX(n->start, w->lo);
	uint64_t end = MIN(n->start + n->len, w->hi);
	uint64_t at = ALIGN_UP(start, w->align);

	if (at < start || at > end || end - at < w->len)
		return false;
	w->at = at;
	return true;
}

static bool
fits_high(const struct range_node *n, struct want *w)
{
	uint64_t start = MAX(n->start, w->lo);
	uint64_t end = MIN(n->start + n->len, w->hi);

	if (end < start || end - start < w->len)
		return false;
	w->at = ALIGN_DOWN(end - w->len, w->align);
	return w->at >= start;
}

static struct range_node *
search_low(struct rb_node *rb, struct want *w)
{
	struct range_node *n, *found;

	for (; rb && to_range(rb)->largest >= w->len; rb = rb->right) {
		n = to_range(rb);
		/* Nothing to the left of n ends above its start. */
		if (n->start > w->lo) {
			found = search_low(rb->left, w);
			if (found)
				return found;
		}
		if (n->start >= w->hi)
			return NULL;
		if (fits_low(n, w))
			return n;
	}
	return NULL;
}

static struct range_node *
search_high(struct rb_node *rb, struct want *w)
{
	struct range_node *n, *found;

	for (; rb && to_range(rb)->largest >= w->len; rb = rb->left) {
		n = to_range(rb);
		if (n->start + n->len < w->hi) {
			found = search_high(rb->right, w);
			if (found)
				return found;
		}
		if (n->start + n->len <= w->lo)
			return NULL;
		if (fits_high(n, w))
			return n;
	}
	return NULL;
}

static int
take(struct ranges *r, struct want *w, uint64_t *out,
    struct range_node *(*search)(struct rb_node *, struct want *))
{
	struct range_node *n;
	int err;

	if (!w->len || !w->align || (w->align & (w->align - 1)))
		return ERR(EINVAL);
	n = search(r->root.node, w);
	if (!n)
		return ERR(ENOSPC);
	err = cut(r, n, w->at, w->len);
	if (!err)
		*out = w->at;
	return err;
}

int
ranges_alloc(struct ranges *r, uint64_t len, uint64_t align, uint64_t lo,
    uint64_t hi, uint64_t *out)
{
	struct want w = { len, align, lo, hi, 0 };

	return take(r, &w, out, search_low);
}

int
ranges_alloc_top(struct ranges *r, uint64_t len, uint64_t align, uint64_t lo,
    uint64_t hi, uint64_t *out)
{
	struct want w = { len, align, lo, hi, 0 };

	return take(r, &w, out, search_high);
}

uint64_t
ranges_largest(const struct ranges *r)
{
	return r->root.node ? to_range(r->root.node)->largest : 0;
}

bool
ranges_next(
    const struct ranges *r, uint64_t from, uint64_t *start, uint64_t *len)
{
	struct range_node *n = find_le(r, from);
	struct rb_node *rb;

	if (!n || n->start + n->len <= from) {
		rb = n ? rb_next(&n->rb) : rb_first(&r->root);
		n = rb ? to_range(rb) : NULL;
	}
	if (!n)
		return false;
	*start = n->start;
	*len = n->len;
	return true;
}
