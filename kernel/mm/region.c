/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/region.c - the tree of regions of an address space: find, insert, cut,
 * merge. What a region means is aspace.c's matter; its memory is bind.c's.
 *
 * Locking: as->lock held by every caller.
 * Tests: tests/user/mem.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "mm/aspace_priv.h"
#include "mm/kmem.h"

#define to_region(n) rb_entry((n), struct region, node)

struct region *
region_at_or_after(struct aspace *as, vaddr_t va)
{
	struct rb_node *n = as->regions.node;
	struct region *best = NULL;

	while (n) {
		struct region *r = to_region(n);

		if (va < r->end) {
			best = r;
			if (va >= r->start)
				break;
			n = n->left;
		} else {
			n = n->right;
		}
	}
	return best;
}

struct region *
region_find(struct aspace *as, vaddr_t va)
{
	struct region *r = region_at_or_after(as, va);

	return r && r->start <= va ? r : NULL;
}

struct region *
region_next(struct region *r)
{
	struct rb_node *n = rb_next(&r->node);

	return n ? to_region(n) : NULL;
}

static struct region *
region_prev(struct region *r)
{
	struct rb_node *n = rb_prev(&r->node);

	return n ? to_region(n) : NULL;
}

static void
tree_insert(struct aspace *as, struct region *r)
{
	struct rb_node **link = &as->regions.node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = r->start < to_region(parent)->start ? &parent->left
							   : &parent->right;
	}
	rb_insert_at(&as->regions, &r->node, parent, link, NULL);
}

static void
region_free(struct aspace *as, struct region *r)
{
	if (!r->object) {
		kfree(r);
		return;
	}
	r->node.left = as->dead ? &as->dead->node : NULL;
	as->dead = r;
}

void
aspace_unlock(struct aspace *as)
{
	struct region *r = as->dead;

	as->dead = NULL;
	mutex_unlock(&as->lock);
	while (r) {
		struct rb_node *next = r->node.left;

		r->object->ops->put(r->object);
		kfree(r);
		r = next ? to_region(next) : NULL;
	}
}

static bool
can_merge(const struct region *a, const struct region *b)
{
	if (a->end != b->start || a->prot != b->prot || a->flags != b->flags ||
	    a->kind != b->kind || a->object != b->object)
		return false;
	if (a->object && a->offset + (a->end - a->start) != b->offset)
		return false;
	return !strcmp(a->name, b->name);
}

struct region *
region_merge(struct aspace *as, struct region *r)
{
	struct region *p, *n;

	while ((p = region_prev(r)) != NULL && can_merge(p, r)) {
		p->end = r->end;
		rb_erase(&as->regions, &r->node, NULL);
		region_free(as, r);
		r = p;
	}
	while ((n = region_next(r)) != NULL && can_merge(r, n)) {
		r->end = n->end;
		rb_erase(&as->regions, &n->node, NULL);
		region_free(as, n);
	}
	return r;
}

static struct region *
region_clone(const struct region *like, vaddr_t start, vaddr_t end)
{
	struct region *r = kmalloc(sizeof(*r));

	if (!r)
		return NULL;
	*r = *like;
	r->start = start;
	r->end = end;
	if (r->object)
		r->object->ops->get(r->object);
	return r;
}

int
region_insert(
    struct aspace *as, vaddr_t start, vaddr_t end, const struct region *like)
{
	struct region *r = region_clone(like, start, end);

	if (!r)
		return ERR(ENOMEM);
	tree_insert(as, r);
	as->virt += end - start;
	as->peak = MAX(as->peak, as->virt);
	return 0;
}

int
region_cut(struct aspace *as, vaddr_t va)
{
	struct region *r = region_find(as, va), *upper;

	if (!r || r->start == va)
		return 0;
	upper = region_clone(r, va, r->end);
	if (!upper)
		return ERR(ENOMEM);
	upper->offset = r->offset + (va - r->start);
	r->end = va;
	tree_insert(as, upper);
	return 0;
}

void
region_remove(struct aspace *as, struct region *r)
{
	as->virt -= r->end - r->start;
	rb_erase(&as->regions, &r->node, NULL);
	region_free(as, r);
}

bool
region_covered(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct region *r = region_find(as, va);

	while (r && r->end < va + len) {
		struct region *n = region_next(r);

		if (!n || n->start != r->end)
			return false;
		r = n;
	}
	return r != NULL;
}
