/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/aspace_priv.h - the inside of an address space, for aspace*.c, region.c,
 * bind.c only.
 *
 *   regions   rb-tree by start: what each range of addresses is
 *   segments  rb-tree by start: which memory is behind which addresses
 *   holes     free addresses                (struct ranges)
 *   budget    free physical memory of it    (struct ranges)
 *
 * Invariants: regions do not overlap; neighbours that agree are merged;
 * segments lie inside regions; a page-table entry exists exactly for the
 * segments of regions with some access (READ, WRITE or EXEC).
 * Locking: as->lock (mutex, RANK_ASPACE) for all of it.
 */
#ifndef MM_ASPACE_PRIV_H
#define MM_ASPACE_PRIV_H

#include "mm/aspace.h"

#define ACCESS_MASK (PG_READ | PG_WRITE | PG_EXEC)

struct region {
	struct rb_node node; /* node.left: next of as->dead */
	vaddr_t start, end;
	unsigned int prot; /* PG_READ | PG_WRITE | PG_EXEC */
	unsigned int flags;
	enum region_kind kind;
	struct map_object *object; /* REGION_SHARED: one reference */
	uint64_t offset;	   /* of start, in the object */
	char name[32];
};

struct segment {
	struct rb_node node;
	vaddr_t va;
	uint64_t len;
	paddr_t pa;
	bool borrowed; /* not from the budget: LWK's, object's, kernel's */
};

struct aspace {
	struct mutex lock;
	uint32_t refs;		      /* [a] */
	int id;			      /* [I] */
	char name[32];		      /* [I] */
	pgroot_t root;		      /* [I] */
	struct rb_root regions;	      /* [l] */
	struct rb_root segments;      /* [l] */
	struct ranges holes;	      /* [l] */
	struct ranges budget;	      /* [l] */
	uint64_t budget_total;	      /* [l] */
	vaddr_t heap_start, heap_end; /* [l] the break */
	uint64_t virt, peak;	      /* [l] bytes in regions */
	struct cpuset loaded;	      /* [a] CPUs whose CR3 is root */
	struct region *dead;	   /* [l] removed, their objects still held */
	struct segment *spare[2];  /* [l] for undoing without memory */
	struct list link;	   /* [table lock] */
	struct pmem_grant *grants; /* [l] pieces of pmem the budget came from */
};

struct pmem_grant {
	struct pmem_grant *next;
	paddr_t start;
	uint64_t len;
};

/* Give back as->lock, then let go of the objects of removed regions: an object
 * may take locks that come before as->lock (a file's, whose holder may fault
 * on user memory). For the same reason pages are asked for without the lock. */
void aspace_unlock(struct aspace *as);

/* region.c: the tree of regions. All: lock held. */
struct region *region_find(struct aspace *as, vaddr_t va); /* contains va */
struct region *region_at_or_after(struct aspace *as, vaddr_t va);
struct region *region_next(struct region *r);
/* Insert [start, end) like `like`; may merge with neighbours. -ENOMEM. */
int region_insert(
    struct aspace *as, vaddr_t start, vaddr_t end, const struct region *like);
/* Cut so that no region straddles va. -ENOMEM. */
int region_cut(struct aspace *as, vaddr_t va);
void region_remove(struct aspace *as, struct region *r);
/* Join r with equal neighbours; returns the region that now holds it. */
struct region *region_merge(struct aspace *as, struct region *r);
/* Is [va, va+len) wholly covered by regions? */
bool region_covered(struct aspace *as, vaddr_t va, uint64_t len);

/* bind.c: segments and page tables. All: lock held. */
/* Put zeroed memory of the budget behind every unbound page of [va, va+len),
 * which lies in one region. -ENOMEM: nothing has changed. */
int bind_range(struct aspace *as, struct region *r, vaddr_t va, uint64_t len);
/* Put given physical memory there. */
int bind_physical(
    struct aspace *as, struct region *r, vaddr_t va, paddr_t pa, uint64_t len);
/* Take the memory away again: page tables, TLBs, back to the budget. -ENOMEM
 * when a large page can't be split; then nothing has changed. */
int unbind_range(struct aspace *as, vaddr_t va, uint64_t len);
/* Page tables of the bound part of [va, va+len) as prot says. */
int reprotect_range(struct aspace *as, vaddr_t va, uint64_t len,
    unsigned int old_prot, unsigned int prot);
/* Zero what was written. */
void discard_range(
    struct aspace *as, struct region *r, vaddr_t va, uint64_t len);
/* Move the memory of [old, old+len) to [to, ...): a region there exists. */
int rebind_range(struct aspace *as, vaddr_t old, uint64_t len, vaddr_t to,
    unsigned int prot);
/* At the end of as: what is kept for undoing. */
void spares_free(struct aspace *as);
uint64_t bound_bytes(struct aspace *as, vaddr_t va, uint64_t len);
struct segment *segment_at_or_after(struct aspace *as, vaddr_t va);
/* Invalidate the range in the TLB of every CPU that has the root loaded. */
void aspace_flush(struct aspace *as, vaddr_t va, uint64_t len);

/* aspace.c: bind the object's pages from offset on behind [va, va+len), as far
 * as the object goes. Lock not held. */
int aspace_bind_object(struct aspace *as, struct map_object *o, vaddr_t va,
    uint64_t len, uint64_t offset);

extern const struct ranges_ops mm_ranges_ops;

#endif
