/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/mapping.c - mmap, munmap, mprotect, mremap, brk of an address space.
 *
 * Idea: check everything, reserve (cut regions, take addresses), then commit.
 * New mappings go to the highest free addresses of slot 0; requests of 2 MiB
 * and more are aligned so that large pages fit. A thread's stack is placed
 * with 64 KiB of small pages at its top: discarding a stack when its thread
 * ends then zeroes the few pages that were written, not 2 MiB.
 *
 * Locking: as->lock. Context: task, may sleep.
 * Tests: tests/user/mem.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/panic.h"
#include "mm/aspace.h"
#include "mm/aspace_priv.h"

#define STACK_TOP_SMALL 0x10000ull
#define MMAP_MIN	0x100000ull
#define LOW_END		0x80000000ull

static bool
range_ok(vaddr_t va, uint64_t len)
{
	return !((va | len) & (PAGE_SIZE - 1)) && len && va + len > va &&
	       va + len <= USER_END;
}

/* Free addresses for a request without a wish; marks them used. */
static int
pick_addresses(struct aspace *as, const struct map_request *req, vaddr_t *out)
{
	uint64_t hi = req->flags & REGION_LOW ? LOW_END : USER_SLOT_END;
	uint64_t align = req->len >= PAGE_2M ? PAGE_2M : PAGE_SIZE;
	uint64_t room, at;

	if (req->len >= PAGE_1G && pgtable_has_1g)
		align = PAGE_1G;
	if ((req->flags & REGION_STACK) && req->len >= PAGE_2M) {
		/* Aligned room around it, the stack's end 64 KiB above a
		 * 2 MiB boundary. */
		room = ALIGN_UP(req->len, PAGE_2M) + PAGE_2M;
		if (!ranges_alloc_top(
			&as->holes, room, PAGE_2M, MMAP_MIN, hi, &at)) {
			vaddr_t end = at + room - PAGE_2M + STACK_TOP_SMALL;

			*out = end - req->len;
			/* Only without memory; the addresses are lost then. */
			if (ranges_add(&as->holes, at, room))
				return ERR(ENOMEM);
			return ranges_remove(&as->holes, *out, req->len);
		}
	}
	if (!ranges_alloc_top(&as->holes, req->len, align, MMAP_MIN, hi, out))
		return 0;
	if (!ranges_alloc_top(&as->holes, req->len, PAGE_SIZE,
		USER_SLOT_END > hi ? MMAP_MIN : 0,
		req->flags & REGION_LOW ? hi : USER_END, out))
		return 0;
	return ERR(ENOMEM);
}

/* Take [va, va+len) out of the address space altogether. */
static int
remove_range(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct region *r, *next;
	int err = region_cut(as, va);

	if (!err)
		err = region_cut(as, va + len);
	if (!err)
		err = unbind_range(as, va, len);
	if (err)
		return err;
	for (r = region_at_or_after(as, va); r && r->start < va + len;
	     r = next) {
		next = region_next(r);
		(void)!ranges_add(&as->holes, r->start, r->end - r->start);
		region_remove(as, r);
	}
	return 0;
}

static int
claim_addresses(struct aspace *as, const struct map_request *req, vaddr_t *out)
{
	vaddr_t hint = ALIGN_DOWN(req->hint, PAGE_SIZE);
	int err;

	if (req->fixed) {
		if (!range_ok(req->hint, req->len))
			return ERR(EINVAL);
		*out = req->hint;
		err = ranges_remove(&as->holes, req->hint, req->len);
		if (!err || req->noreplace)
			return err ? ERR(EEXIST) : 0;
		err = remove_range(as, req->hint, req->len);
		return err ? err
			   : ranges_remove(&as->holes, req->hint, req->len);
	}
	if (hint >= MMAP_MIN && range_ok(hint, req->len) &&
	    !ranges_remove(&as->holes, hint, req->len)) {
		*out = hint;
		return 0;
	}
	return pick_addresses(as, req, out);
}

/* Does a request bind memory at once? */
static bool
binds_now(unsigned int prot, unsigned int flags)
{
	return (prot & ACCESS_MASK) && !(flags & REGION_RESERVE);
}

static int
map_locked(struct aspace *as, const struct map_request *req, vaddr_t *out)
{
	struct region like = {
		.prot = req->prot & ACCESS_MASK,
		.flags = req->flags & ~(REGION_POPULATE | REGION_LOW),
		.kind = req->object ? REGION_SHARED : REGION_ANON,
		.object = req->object,
		.offset = req->offset,
	};
	struct region *r;
	int err;

	(void)strscpy(like.name, req->name ? req->name : "", sizeof(like.name));
	if (!req->object && binds_now(req->prot, req->flags) && !req->fixed &&
	    as->budget.total < req->len)
		return ERR(ENOMEM);
	err = claim_addresses(as, req, out);
	if (err)
		return err;
	err = region_insert(as, *out, *out + req->len, &like);
	if (err) {
		(void)!ranges_add(&as->holes, *out, req->len);
		return err;
	}
	r = region_find(as, *out);
	if (!req->object &&
	    (binds_now(req->prot, req->flags) ||
		((req->flags & REGION_POPULATE) && (req->prot & ACCESS_MASK))))
		err = bind_range(as, r, *out, req->len);
	if (err) {
		VERIFY(!remove_range(as, *out, req->len));
		return err;
	}
	region_merge(as, r);
	return 0;
}

int
aspace_mmap(struct aspace *as, const struct map_request *req, vaddr_t *out)
{
	int err;

	if (!req->len || (req->len & (PAGE_SIZE - 1)))
		return ERR(EINVAL);
	if (req->len > USER_END)
		return ERR(ENOMEM);
	mutex_lock(&as->lock);
	err = map_locked(as, req, out);
	aspace_unlock(as);
	if (!err && req->object && binds_now(req->prot, req->flags))
		err = aspace_bind_object(
		    as, req->object, *out, req->len, req->offset);
	return err;
}

int
aspace_munmap(struct aspace *as, vaddr_t va, uint64_t len)
{
	int err;

	if (!range_ok(va, len))
		return ERR(EINVAL);
	mutex_lock(&as->lock);
	err = remove_range(as, va, len);
	aspace_unlock(as);
	return err;
}

/* Change one region, which lies wholly in the range. */
static int
protect_region(struct aspace *as, struct region *r, unsigned int prot)
{
	uint64_t len = r->end - r->start;
	unsigned int old = r->prot;
	int err = reprotect_range(as, r->start, len, old, prot);

	if (err)
		return err;
	r->prot = prot;
	if (binds_now(prot, r->flags) && r->kind == REGION_ANON)
		err = bind_range(as, r, r->start, len);
	if (err) {
		r->prot = old;
		(void)!reprotect_range(as, r->start, len, prot, old);
	}
	return err;
}

/* May all of [va, va+len) have prot? The kernel's pages, which every address
 * space shows, and files opened to read are never writable. */
static bool
prot_allowed(struct aspace *as, vaddr_t va, uint64_t len, unsigned int prot)
{
	struct region *r = region_find(as, va);

	if (!(prot & PG_WRITE))
		return true;
	for (; r && r->start < va + len; r = region_next(r))
		if (r->kind == REGION_VDSO || (r->flags & REGION_NOWRITE))
			return false;
	return true;
}

int
aspace_mprotect(struct aspace *as, vaddr_t va, uint64_t len, unsigned int prot)
{
	struct region *r;
	int err;

	if (!range_ok(va, len))
		return va & (PAGE_SIZE - 1) ? ERR(EINVAL) : ERR(ENOMEM);
	prot &= ACCESS_MASK;
	mutex_lock(&as->lock);
	err = region_covered(as, va, len) ? 0 : ERR(ENOMEM);
	if (!err && !prot_allowed(as, va, len, prot))
		err = ERR(EACCES);
	if (!err)
		err = region_cut(as, va);
	if (!err)
		err = region_cut(as, va + len);
	for (r = region_find(as, va); !err && r && r->start < va + len;
	     r = region_next(r)) {
		if (r->prot != prot)
			err = protect_region(as, r, prot);
		if (!err)
			r = region_merge(as, r);
	}
	aspace_unlock(as);
	return err;
}

/* Grow the mapping that ends at `end` by extra bytes, in place. */
static int
grow_in_place(struct aspace *as, struct region *r, vaddr_t end, uint64_t extra)
{
	struct region like = *r;
	struct region *n;
	int err;

	if (r->end != end || !range_ok(end, extra))
		return ERR(ENOMEM);
	if (binds_now(r->prot, r->flags) && !r->object &&
	    as->budget.total < extra)
		return ERR(ENOMEM);
	err = ranges_remove(&as->holes, end, extra);
	if (err)
		return ERR(ENOMEM);
	like.offset = r->offset + (end - r->start);
	err = region_insert(as, end, end + extra, &like);
	if (err) {
		(void)!ranges_add(&as->holes, end, extra);
		return err;
	}
	n = region_find(as, end);
	if (!n->object && binds_now(n->prot, n->flags))
		err = bind_range(as, n, end, extra);
	if (err) {
		VERIFY(!remove_range(as, end, extra));
		return err;
	}
	region_merge(as, n);
	return 0;
}

struct remap {
	vaddr_t old;
	uint64_t old_len, new_len;
	bool may_move, fixed;
	vaddr_t new_va;
};

/* Move [old, old_len) to other addresses, with new_len >= old_len there. */
static int
move_mapping(
    struct aspace *as, struct region *r, const struct remap *m, vaddr_t *out)
{
	struct map_request req = {
		.hint = m->fixed ? m->new_va : 0,
		.fixed = m->fixed,
		.len = m->new_len,
		.flags = r->flags,
	};
	struct region like = *r;
	struct region *n;
	int err;

	if (binds_now(r->prot, r->flags) && !r->object &&
	    as->budget.total < m->new_len - m->old_len)
		return ERR(ENOMEM);
	/* What is left of the old place is then taken away without a cut,
	 * which could fail when everything has been moved. */
	err = region_cut(as, m->old);
	if (!err)
		err = region_cut(as, m->old + m->old_len);
	if (!err)
		err = claim_addresses(as, &req, out);
	if (err)
		return err;
	/* Claiming may have cut or removed regions: look again. */
	r = region_find(as, m->old);
	if (!r) {
		(void)!ranges_add(&as->holes, *out, m->new_len);
		return ERR(EFAULT);
	}
	like.offset = r->offset + (m->old - r->start);
	err = region_insert(as, *out, *out + m->new_len, &like);
	if (err) {
		(void)!ranges_add(&as->holes, *out, m->new_len);
		return err;
	}
	n = region_find(as, *out);
	if (!n->object && m->new_len > m->old_len &&
	    binds_now(n->prot, n->flags))
		err = bind_range(
		    as, n, *out + m->old_len, m->new_len - m->old_len);
	if (!err)
		err = rebind_range(as, m->old, m->old_len, *out, n->prot);
	if (err) {
		VERIFY(!remove_range(as, *out, m->new_len));
		return err;
	}
	err = remove_range(as, m->old, m->old_len);
	region_merge(as, region_find(as, *out));
	return err;
}

static int
remap_locked(struct aspace *as, struct remap *m, vaddr_t *out)
{
	struct region *r = region_find(as, m->old);
	int err;

	if (!r || r->end < m->old + m->old_len)
		return ERR(EFAULT);
	*out = m->old;
	if (m->new_len < m->old_len) {
		err = remove_range(
		    as, m->old + m->new_len, m->old_len - m->new_len);
		if (err)
			return err;
		m->old_len = m->new_len;
		r = region_find(as, m->old);
	}
	if (!m->fixed) {
		if (m->new_len == m->old_len)
			return 0;
		err = grow_in_place(
		    as, r, m->old + m->old_len, m->new_len - m->old_len);
		if (!err || !m->may_move)
			return err;
	}
	return move_mapping(as, r, m, out);
}

int
aspace_mremap(struct aspace *as, vaddr_t old, uint64_t old_len,
    uint64_t new_len, bool may_move, bool fixed, vaddr_t new_va, vaddr_t *out)
{
	struct remap m = { old, old_len, new_len, may_move, fixed, new_va };
	int err;

	if (!range_ok(old, old_len) || !new_len || (new_len & (PAGE_SIZE - 1)))
		return ERR(EINVAL);
	if (new_len > USER_END)
		return ERR(ENOMEM);
	if (fixed && (!range_ok(new_va, new_len) ||
			 (new_va < old + old_len && old < new_va + new_len)))
		return ERR(EINVAL);
	mutex_lock(&as->lock);
	err = remap_locked(as, &m, out);
	aspace_unlock(as);
	return err;
}

int
aspace_discard(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct region *r;
	int err = 0;

	if (!range_ok(va, len))
		return ERR(EINVAL);
	mutex_lock(&as->lock);
	if (!region_covered(as, va, len))
		err = ERR(ENOMEM);
	for (r = region_at_or_after(as, va); r && r->start < va + len;
	     r = region_next(r)) {
		vaddr_t from = MAX(r->start, va);

		if (r->flags & REGION_LOCKED) {
			err = ERR(EINVAL);
			break;
		}
		discard_range(as, r, from, MIN(r->end, va + len) - from);
	}
	aspace_unlock(as);
	return err;
}

int
aspace_set_locked(struct aspace *as, vaddr_t va, uint64_t len, bool locked)
{
	struct region *r;
	int err;

	if (!range_ok(va, len))
		return ERR(ENOMEM);
	mutex_lock(&as->lock);
	err = region_covered(as, va, len) ? 0 : ERR(ENOMEM);
	if (!err)
		err = region_cut(as, va);
	if (!err)
		err = region_cut(as, va + len);
	for (r = region_find(as, va); !err && r && r->start < va + len;
	     r = region_next(r)) {
		r->flags &= ~(unsigned int)REGION_LOCKED;
		if (locked)
			r->flags |= REGION_LOCKED;
		r = region_merge(as, r);
	}
	aspace_unlock(as);
	return err;
}

int
aspace_populate(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct region *r;
	int err = 0;

	if (!range_ok(va, len))
		return ERR(ENOMEM);
	mutex_lock(&as->lock);
	if (!region_covered(as, va, len))
		err = ERR(ENOMEM);
	for (r = region_find(as, va); !err && r && r->start < va + len;
	     r = region_next(r)) {
		vaddr_t from = MAX(r->start, va);

		if (r->kind == REGION_ANON && (r->prot & ACCESS_MASK))
			err = bind_range(
			    as, r, from, MIN(r->end, va + len) - from);
	}
	aspace_unlock(as);
	return err;
}

void
aspace_set_heap(struct aspace *as, vaddr_t start)
{
	mutex_lock(&as->lock);
	as->heap_start = start;
	as->heap_end = start;
	aspace_unlock(as);
}

/* Move the break from old to want, page-aligned values given. */
static int
brk_pages(struct aspace *as, vaddr_t old, vaddr_t want)
{
	struct map_request req = {
		.hint = old,
		.len = want - old,
		.prot = PG_READ | PG_WRITE,
		.flags = REGION_HEAP,
		.fixed = true,
		.noreplace = true,
		.name = "[heap]",
	};
	vaddr_t out;

	if (want == old)
		return 0;
	if (want < old)
		return remove_range(as, want, old - want);
	return map_locked(as, &req, &out);
}

vaddr_t
aspace_brk(struct aspace *as, vaddr_t new_brk)
{
	vaddr_t result;

	mutex_lock(&as->lock);
	if (new_brk >= as->heap_start && new_brk < USER_END &&
	    !brk_pages(as, ALIGN_UP(as->heap_end, PAGE_SIZE),
		ALIGN_UP(new_brk, PAGE_SIZE)))
		as->heap_end = new_brk;
	result = as->heap_end;
	aspace_unlock(as);
	return result;
}
