/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/pmem.c - the list of physical memory, in order of addresses.
 *
 * Invariants: ranges do not overlap and are not empty; neighbours that agree
 * in everything are one range. Gaps are addresses that nothing answers at.
 * Locking: pmem_lock, RANK_PMEM. A change that needs new list entries takes
 * them before it starts, so a change is whole or not at all.
 * Limits: a linear list: a machine has tens of ranges, a job adds a few.
 */
#include "mm/pmem.h"
#include "arch/pgtable.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/list.h"
#include "base/str.h"
#include "core/cpu.h"
#include "core/machine.h"
#include "core/panic.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

struct entry {
	struct list link;
	struct pmem_range r;
};

static struct spinlock pmem_lock = SPINLOCK_INIT(RANK_PMEM);
static struct list entries = { &entries, &entries }; /* [l] */

static bool
same_tags(const struct pmem_range *a, const struct pmem_range *b)
{
	return a->type == b->type && a->node == b->node &&
	       a->owner == b->owner && !strcmp(a->name, b->name);
}

static void
merge_all(void)
{
	struct entry *e, *tmp, *prev = NULL;

	list_for_each_safe(e, tmp, &entries, link) {
		if (prev && prev->r.end == e->r.start &&
		    same_tags(&prev->r, &e->r)) {
			prev->r.end = e->r.end;
			list_del(&e->link);
			kfree(e);
			continue;
		}
		prev = e;
	}
}

static void
set_tags(struct pmem_range *r, enum pmem_type type, int owner, const char *name)
{
	r->type = type;
	r->owner = owner;
	(void)strscpy(r->name, name ? name : "", sizeof(r->name));
}

/* Is all of [start, end) covered by entries that owner may change? */
static int
check_covered(paddr_t start, paddr_t end, int owner)
{
	struct entry *e;
	paddr_t at = start;

	list_for_each(e, &entries, link) {
		if (e->r.end <= at)
			continue;
		if (e->r.start > at)
			return ERR(ENOENT);
		if (e->r.type == PMEM_KERNEL || e->r.type == PMEM_FIRMWARE)
			return ERR(EPERM);
		if (owner && e->r.owner && e->r.owner != owner)
			return ERR(EPERM);
		at = e->r.end;
		if (at >= end)
			return 0;
	}
	return ERR(ENOENT);
}

/* Cut the entry that straddles at, using *spare. */
static void
cut_at(paddr_t at, struct entry **spare)
{
	struct entry *e;

	list_for_each(e, &entries, link) {
		if (e->r.start < at && at < e->r.end) {
			struct entry *n = *spare;

			*spare = NULL;
			n->r = e->r;
			n->r.start = at;
			e->r.end = at;
			list_add(&e->link, &n->link);
			return;
		}
	}
}

static void
retag_locked(paddr_t start, paddr_t end, enum pmem_type type, int owner,
    const char *name, struct entry **s1, struct entry **s2)
{
	struct entry *e;

	cut_at(start, s1);
	cut_at(end, s2);
	list_for_each(e, &entries, link) {
		if (e->r.start >= start && e->r.end <= end)
			set_tags(&e->r, type, owner, name);
	}
	merge_all();
}

int
pmem_update(paddr_t start, paddr_t end, enum pmem_type type, int owner,
    const char *name)
{
	struct entry *s1, *s2;
	int err;

	if (start >= end || ((start | end) & (PAGE_SIZE - 1)))
		return ERR(EINVAL);
	s1 = kmalloc(sizeof(*s1));
	s2 = kmalloc(sizeof(*s2));
	if (!s1 || !s2) {
		err = ERR(ENOMEM);
	} else {
		spin_lock(&pmem_lock);
		err = check_covered(start, end, owner);
		if (!err)
			retag_locked(start, end, type,
			    type == PMEM_FREE ? 0 : owner, name, &s1, &s2);
		spin_unlock(&pmem_lock);
	}
	kfree(s1);
	kfree(s2);
	return err;
}

int
pmem_query(
    paddr_t start, paddr_t end, enum pmem_type type, struct pmem_range *out)
{
	struct entry *e;
	int err = -ENOENT;

	spin_lock(&pmem_lock);
	list_for_each(e, &entries, link) {
		if (e->r.end <= start || e->r.start >= end ||
		    (type && e->r.type != type))
			continue;
		*out = e->r;
		err = 0;
		break;
	}
	spin_unlock(&pmem_lock);
	return err;
}

static int
find_free(uint64_t len, uint64_t align, unsigned int node, paddr_t *out)
{
	struct entry *e;

	list_for_each(e, &entries, link) {
		paddr_t at = ALIGN_UP(e->r.start, align);

		if (e->r.type != PMEM_FREE ||
		    (node != PMEM_ANY_NODE && e->r.node != node))
			continue;
		if (at >= e->r.start && at < e->r.end && e->r.end - at >= len) {
			*out = at;
			return 0;
		}
	}
	return -ENOMEM;
}

int
pmem_alloc(uint64_t len, uint64_t align, unsigned int node, enum pmem_type type,
    int owner, const char *name, struct pmem_range *out)
{
	struct entry *s1, *s2;
	paddr_t at;
	int err;

	if (!len || (len & (PAGE_SIZE - 1)) || align < PAGE_SIZE ||
	    (align & (align - 1)))
		return ERR(EINVAL);
	s1 = kmalloc(sizeof(*s1));
	s2 = kmalloc(sizeof(*s2));
	if (!s1 || !s2) {
		err = ERR(ENOMEM);
	} else {
		spin_lock(&pmem_lock);
		err = find_free(len, align, node, &at);
		if (!err)
			retag_locked(at, at + len, type, owner, name, &s1, &s2);
		spin_unlock(&pmem_lock);
		if (!err)
			err = pmem_query(at, at + len, 0, out);
		if (!err) {
			out->start = at;
			out->end = at + len;
		}
	}
	kfree(s1);
	kfree(s2);
	return err;
}

uint64_t
pmem_bytes(enum pmem_type type, unsigned int node)
{
	struct entry *e;
	uint64_t sum = 0;

	spin_lock(&pmem_lock);
	list_for_each(e, &entries, link) {
		if ((!type || e->r.type == type) &&
		    (node == PMEM_ANY_NODE || e->r.node == node))
			sum += e->r.end - e->r.start;
	}
	spin_unlock(&pmem_lock);
	return sum;
}

static const struct {
	enum pmem_type type;
	const char *name;
} kind_tags[] = {
	[MEM_RAM] = { PMEM_FREE, "" },
	[MEM_RESERVED] = { PMEM_FIRMWARE, "reserved" },
	[MEM_ACPI] = { PMEM_FIRMWARE, "acpi" },
	[MEM_NVS] = { PMEM_FIRMWARE, "nvs" },
	[MEM_BAD] = { PMEM_FIRMWARE, "bad" },
};

static struct {
	paddr_t lo, hi;
} spans[MAX_NODES]; /* [I] after pmem_init */

static void
span_grow(unsigned int node, paddr_t start, paddr_t end)
{
	if (spans[node].lo == spans[node].hi)
		spans[node].lo = start;
	spans[node].lo = MIN(spans[node].lo, start);
	spans[node].hi = MAX(spans[node].hi, end);
}

void
pmem_node_span(unsigned int node, paddr_t *lo, paddr_t *hi)
{
	*lo = spans[node].lo;
	*hi = spans[node].hi;
}

void
pmem_init(void)
{
	for (unsigned int i = 0; i < boot_info.nr_ranges; i++) {
		const struct mem_range *m = &boot_info.ranges[i];
		bool ram = m->kind == MEM_RAM;
		paddr_t s = ram ? ALIGN_UP(m->start, PAGE_SIZE)
				: ALIGN_DOWN(m->start, PAGE_SIZE);
		paddr_t t = ram ? ALIGN_DOWN(m->end, PAGE_SIZE)
				: ALIGN_UP(m->end, PAGE_SIZE);
		struct entry *e;

		if (s >= t)
			continue;
		if (ram && m->node < MAX_NODES)
			span_grow(m->node, s, t);
		e = kzalloc(sizeof(*e));
		VERIFY(e);
		e->r = (struct pmem_range){
			.start = s, .end = t, .node = m->node
		};
		set_tags(
		    &e->r, kind_tags[m->kind].type, 0, kind_tags[m->kind].name);
		list_add_tail(&entries, &e->link);
	}
	merge_all();
}

void
pmem_reserve(paddr_t start, paddr_t end, enum pmem_type type, const char *name)
{
	struct entry *s1 = kmalloc(sizeof(*s1)), *s2 = kmalloc(sizeof(*s2));

	VERIFY(s1 && s2);
	spin_lock(&pmem_lock);
	retag_locked(ALIGN_DOWN(start, PAGE_SIZE), ALIGN_UP(end, PAGE_SIZE),
	    type, 0, name, &s1, &s2);
	spin_unlock(&pmem_lock);
	kfree(s1);
	kfree(s2);
}
