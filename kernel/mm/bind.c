/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/bind.c - memory behind addresses: take it from the budget, zero it, map
 * it with the largest pages that fit; and give it back.
 *
 * Idea: a run of addresses is cut at 2 MiB boundaries into head, body, tail.
 * The body takes contiguous memory at 2 MiB (1 GiB, if it is that long) from
 * the budget's upper end, head and tail take 4 KiB multiples from its lower
 * end, so that small pieces do not spoil the large ones. When the budget has
 * no piece so long, halves are tried. Memory of the node of the CPU that maps
 * is preferred.
 *
 * Invariants: see aspace_priv.h. A bound page whose dirty bit is clear holds
 * zeros (anonymous regions): it was zeroed when bound, and every write since
 * has gone through the user's mapping. Discarding relies on it.
 * Locking: as->lock held. Context: task.
 * Tests: tests/user/mem.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/panic.h"
#include "core/xcall.h"
#include "mm/aspace_priv.h"
#include "mm/kmem.h"
#include "mm/pmem.h"

#define to_segment(n) rb_entry((n), struct segment, node)

struct segment *
segment_at_or_after(struct aspace *as, vaddr_t va)
{
	struct rb_node *n = as->segments.node;
	struct segment *best = NULL;

	while (n) {
		struct segment *s = to_segment(n);

		if (va < s->va + s->len) {
			best = s;
			if (va >= s->va)
				break;
			n = n->left;
		} else {
			n = n->right;
		}
	}
	return best;
}

static struct segment *
segment_next(struct segment *s)
{
	struct rb_node *n = rb_next(&s->node);

	return n ? to_segment(n) : NULL;
}

static void
segment_insert(struct aspace *as, struct segment *s)
{
	struct rb_node **link = &as->segments.node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = s->va < to_segment(parent)->va ? &parent->left
						      : &parent->right;
	}
	rb_insert_at(&as->segments, &s->node, parent, link, NULL);
}

static void
segment_delete(struct aspace *as, struct segment *s)
{
	rb_erase(&as->segments, &s->node, NULL);
	kfree(s);
}

/* Add a segment, joined with a neighbour that continues it. */
static int
segment_add(
    struct aspace *as, vaddr_t va, paddr_t pa, uint64_t len, bool borrowed)
{
	struct segment *p = va ? segment_at_or_after(as, va - 1) : NULL;
	struct segment *s;

	if (p && p->va + p->len == va && p->pa + p->len == pa &&
	    p->borrowed == borrowed) {
		p->len += len;
		return 0;
	}
	s = kmalloc(sizeof(*s));
	if (!s)
		return ERR(ENOMEM);
	s->va = va;
	s->pa = pa;
	s->len = len;
	s->borrowed = borrowed;
	segment_insert(as, s);
	return 0;
}

/* Undoing a binding that failed half-way may have to cut a segment, when the
 * kernel's memory has just ended: two are kept for that. */
static bool
spares_fill(struct aspace *as)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(as->spare); i++) {
		if (!as->spare[i])
			as->spare[i] = kmalloc(sizeof(struct segment));
		if (!as->spare[i])
			return false;
	}
	return true;
}

void
spares_free(struct aspace *as)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(as->spare); i++) {
		kfree(as->spare[i]);
		as->spare[i] = NULL;
	}
}

static struct segment *
segment_alloc(struct aspace *as)
{
	struct segment *s = kmalloc(sizeof(*s));

	for (unsigned int i = 0; !s && i < ARRAY_SIZE(as->spare); i++) {
		s = as->spare[i];
		as->spare[i] = NULL;
	}
	return s;
}

/* Cut so that no segment straddles va. */
static int
segment_cut(struct aspace *as, vaddr_t va)
{
	struct segment *s = segment_at_or_after(as, va), *upper;

	if (!s || s->va >= va)
		return 0;
	upper = segment_alloc(as);
	if (!upper)
		return ERR(ENOMEM);
	upper->va = va;
	upper->len = s->va + s->len - va;
	upper->pa = s->pa + (va - s->va);
	upper->borrowed = s->borrowed;
	s->len = va - s->va;
	segment_insert(as, upper);
	return 0;
}

uint64_t
bound_bytes(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct segment *s = segment_at_or_after(as, va);
	uint64_t sum = 0;

	for (; s && s->va < va + len; s = segment_next(s)) {
		vaddr_t from = MAX(s->va, va);
		vaddr_t to = MIN(s->va + s->len, va + len);

		sum += to - from;
	}
	return sum;
}

typedef int (*take_fn)(struct ranges *r, uint64_t len, uint64_t align,
    uint64_t lo, uint64_t hi, uint64_t *out);

/* Take exactly len bytes: on the node of the CPU that maps them if it has such
 * a piece, else anywhere. */
static int
take_exact(
    struct aspace *as, take_fn take, uint64_t len, uint64_t align, paddr_t *pa)
{
	paddr_t lo, hi;

	if (node_count > 1) {
		pmem_node_span(this_cpu()->node, &lo, &hi);
		if (lo < hi && !take(&as->budget, len, align, lo, hi, pa))
			return 0;
	}
	return take(&as->budget, len, align, 0, UINT64_MAX, pa);
}

/* The longest the budget has of want, half of it, a quarter, ... */
static int
take_halving(struct aspace *as, take_fn take, uint64_t want, uint64_t align,
    paddr_t *pa, uint64_t *got)
{
	for (; want >= align; want = ALIGN_DOWN(want / 2, align)) {
		*got = want;
		if (!take_exact(as, take, want, align, pa))
			return 0;
	}
	return ERR(ENOMEM);
}

/* Take one piece of the budget for (the start of) [va, va+len). */
static int
take_piece(
    struct aspace *as, vaddr_t va, uint64_t len, paddr_t *pa, uint64_t *got)
{
	if ((va & (PAGE_2M - 1)) || len < PAGE_2M)
		/* Up to the next boundary, so that a body can follow. */
		return take_halving(as, ranges_alloc,
		    MIN(len, ALIGN_UP(va + 1, PAGE_2M) - va), PAGE_SIZE, pa,
		    got);
	if ((va & (PAGE_1G - 1)) == 0 && len >= PAGE_1G) {
		*got = ALIGN_DOWN(len, PAGE_1G);
		if (!take_exact(as, ranges_alloc_top, *got, PAGE_1G, pa))
			return 0;
	}
	if (!take_halving(as, ranges_alloc_top, ALIGN_DOWN(len, PAGE_2M),
		PAGE_2M, pa, got))
		return 0;
	/* No aligned 2 MiB left: take what there is. */
	return take_halving(as, ranges_alloc, PAGE_2M, PAGE_SIZE, pa, got);
}

static unsigned int
page_prot(const struct region *r)
{
	return r->prot | PG_USER;
}

static void
budget_return(struct aspace *as, paddr_t pa, uint64_t len)
{
	if (ranges_add(&as->budget, pa, len))
		as->budget_total -= len; /* no node: lost, counted */
}

/* Map a piece and note it. On failure nothing is left of it, in no TLB. */
static int
piece_add(struct aspace *as, struct region *r, vaddr_t va, paddr_t pa,
    uint64_t len, bool borrowed)
{
	unsigned int prot = page_prot(r) | (borrowed ? PG_DIRTY : 0);
	bool mapped = r->prot & ACCESS_MASK;
	struct pg_gather g = { NULL };
	int err = 0;

	if (mapped)
		err = pgtable_map(as->root, va, pa, len, prot);
	if (!err) {
		err = segment_add(as, va, pa, len, borrowed);
		if (err && mapped)
			/* as large as it was mapped: no page is split */
			(void)!pgtable_unmap(as->root, va, len, &g);
	}
	if (err && mapped)
		aspace_flush(as, va, len);
	pgtable_gather_free(&g);
	return err;
}

/* Memory behind a run of addresses that has none. */
static int
bind_hole(struct aspace *as, struct region *r, vaddr_t va, uint64_t len)
{
	vaddr_t at = va, end = va + len;
	int err = 0;

	if (as->budget.total < len || !spares_fill(as))
		return ERR(ENOMEM);
	while (at < end && !err) {
		paddr_t pa;
		uint64_t got = 0;

		err = take_piece(as, at, end - at, &pa, &got);
		if (err)
			break;
		memset(phys_to_virt(pa), 0, got);
		err = piece_add(as, r, at, pa, got, false);
		if (err)
			budget_return(as, pa, got);
		else
			at += got;
	}
	if (err && at > va)
		VERIFY(!unbind_range(as, va, at - va));
	return err;
}

int
bind_range(struct aspace *as, struct region *r, vaddr_t va, uint64_t len)
{
	vaddr_t at = va, end = va + len;

	while (at < end) {
		struct segment *s = segment_at_or_after(as, at);
		vaddr_t hole_end = s ? MIN(s->va, end) : end;

		if (at < hole_end) {
			int err = bind_hole(as, r, at, hole_end - at);
			if (err)
				return err;
		}
		if (!s || s->va >= end)
			break;
		/* bind_hole may have joined segments: look again. */
		s = segment_at_or_after(as, hole_end);
		at = s ? s->va + s->len : hole_end;
	}
	return 0;
}

int
bind_physical(
    struct aspace *as, struct region *r, vaddr_t va, paddr_t pa, uint64_t len)
{
	return piece_add(as, r, va, pa, len, true);
}

int
unbind_range(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct pg_gather g = { NULL };
	struct segment *s = segment_at_or_after(as, va), *next;
	int err;

	if (!s || s->va >= va + len)
		return 0;
	err = segment_cut(as, va);
	if (!err)
		err = segment_cut(as, va + len);
	if (!err)
		err = pgtable_unmap(as->root, va, len, &g);
	if (err)
		return err;
	aspace_flush(as, va, len);
	pgtable_gather_free(&g);
	for (s = segment_at_or_after(as, va); s && s->va < va + len; s = next) {
		next = segment_next(s);
		if (!s->borrowed)
			budget_return(as, s->pa, s->len);
		segment_delete(as, s);
	}
	return 0;
}

int
reprotect_range(struct aspace *as, vaddr_t va, uint64_t len,
    unsigned int old_prot, unsigned int prot)
{
	struct pg_gather g = { NULL };
	bool had = old_prot & ACCESS_MASK, has = prot & ACCESS_MASK;
	struct segment *s = segment_at_or_after(as, va);
	int err = 0;

	if (!s || s->va >= va + len || (!had && !has))
		return 0;
	if (had && has) {
		err = pgtable_protect(as->root, va, len, prot | PG_USER);
	} else if (had) {
		err = pgtable_unmap(as->root, va, len, &g);
	} else {
		for (; s && s->va < va + len && !err; s = segment_next(s)) {
			vaddr_t from = MAX(s->va, va);
			vaddr_t to = MIN(s->va + s->len, va + len);

			err =
			    pgtable_map(as->root, from, s->pa + (from - s->va),
				to - from, prot | PG_USER | PG_DIRTY);
		}
		if (err)
			(void)!pgtable_unmap(as->root, va, len, &g);
	}
	if (had || err)
		aspace_flush(as, va, len);
	pgtable_gather_free(&g);
	return err;
}

static void
zero_written(void *arg, vaddr_t va, paddr_t pa, uint64_t size)
{
	bool *any = arg;

	(void)va;
	memset(phys_to_virt(pa), 0, size);
	*any = true;
}

/* The order matters: clear the dirty bits, flush so that a new write sets
 * them again, then zero. Zeroing in between is safe, too, as a write racing
 * with madvise has no promised outcome; so one pass does. */
void
discard_range(struct aspace *as, struct region *r, vaddr_t va, uint64_t len)
{
	bool any = false;

	if (r->flags & REGION_SHANON)
		return; /* shared memory keeps its contents */
	if (r->kind == REGION_ANON && (r->prot & ACCESS_MASK)) {
		pgtable_for_dirty(as->root, va, len, zero_written, &any);
		if (any)
			aspace_flush(as, va, len);
		return;
	}
	/* A file keeps its contents, the kernel's pages are everybody's. */
	if (r->kind != REGION_ANON && r->kind != REGION_FIXED)
		return;
	for (struct segment *s = segment_at_or_after(as, va);
	     s && s->va < va + len; s = segment_next(s)) {
		vaddr_t from = MAX(s->va, va);
		vaddr_t to = MIN(s->va + s->len, va + len);

		memset(phys_to_virt(s->pa + (from - s->va)), 0, to - from);
	}
}

int
rebind_range(
    struct aspace *as, vaddr_t old, uint64_t len, vaddr_t to, unsigned int prot)
{
	struct pg_gather g = { NULL };
	struct segment *s, *next;
	int err = segment_cut(as, old);

	if (!err)
		err = segment_cut(as, old + len);
	/* Map at the new place first: that may fail, and can be undone. */
	for (s = segment_at_or_after(as, old); !err && s && s->va < old + len;
	     s = segment_next(s)) {
		if (prot & ACCESS_MASK)
			err = pgtable_map(as->root, to + (s->va - old), s->pa,
			    s->len, prot | PG_USER | PG_DIRTY);
	}
	if (!err)
		err = pgtable_unmap(as->root, old, len, &g);
	if (err) {
		(void)!pgtable_unmap(as->root, to, len, &g);
		aspace_flush(as, to, len);
		pgtable_gather_free(&g);
		return err;
	}
	aspace_flush(as, old, len);
	pgtable_gather_free(&g);
	for (s = segment_at_or_after(as, old); s && s->va < old + len;
	     s = next) {
		next = segment_next(s);
		rb_erase(&as->segments, &s->node, NULL);
		s->va = to + (s->va - old);
		segment_insert(as, s);
	}
	return 0;
}
