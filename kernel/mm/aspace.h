/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/aspace.h - address spaces: regions, their memory, the budget.
 *
 * A region is a range of addresses with one protection and one kind. Its
 * memory is a short list of segments (virtual start, physical start, length),
 * bound when the region is made - except reservations (no access, or
 * RESERVE), which bind when given access or touched.
 * A budget is a set of physical extents; regions draw on it and give back.
 */
#ifndef MM_ASPACE_H
#define MM_ASPACE_H

#include "arch/pgtable.h"
#include "base/list.h"
#include "base/ranges.h"
#include "base/rbtree.h"
#include "core/cpu.h"
#include "sync/waitq.h"

/* Region protection: PG_READ | PG_WRITE | PG_EXEC of arch/pgtable.h. */
enum region_kind {
	REGION_ANON,   /* private memory from the budget, zeroed */
	REGION_FIXED,  /* physical memory bound by LWK calls */
	REGION_SHARED, /* pages of an object (file): see struct region_ops */
	REGION_VDSO
};

enum {
	REGION_RESERVE = 1, /* bind on touch */
	REGION_STACK = 2,   /* small pages near the top */
	REGION_HEAP = 4,
	REGION_LOCKED = 8,
	REGION_GROWSDOWN = 16,
	REGION_POPULATE = 32, /* of a request: bind a reservation at once */
	REGION_LOW = 64,      /* of a request: below 2 GiB (MAP_32BIT) */
	REGION_NOWRITE =
	    128, /* may not be made writable: a file opened to read */
	REGION_SHANON = 256 /* anonymous memory mapped shared */
};

struct region;
struct aspace;

/* Something whose pages can be mapped shared (a file): an upcall. */
struct map_object {
	const struct map_object_ops *ops;
};
struct map_object_ops {
	/* Physical page pgoff, allocated if need be. 0, -ENXIO past the end,
	 * -ENOMEM. Context: aspace lock held. */
	int (*page)(struct map_object *o, uint64_t pgoff, paddr_t *out);
	void (*get)(struct map_object *o);
	void (*put)(struct map_object *o);
};

struct region_info { /* for /proc/self/maps and LWK calls */
	vaddr_t start, end;
	unsigned int prot;
	enum region_kind kind;
	unsigned int flags;
	uint64_t offset;
	uint64_t bound; /* bytes with memory behind them */
	char name[32];
};

/* Life: refcounted; aspace_get/put; the last put frees everything. */
struct aspace *aspace_create(const char *name, int *err);
void aspace_get(struct aspace *as);
void aspace_put(struct aspace *as);
struct aspace *aspace_find(int id); /* with a reference, or NULL */
int aspace_id(const struct aspace *as);
pgroot_t aspace_root(const struct aspace *as);

/* Give [start, start+len) of pmem (already tagged) to the budget. */
int aspace_budget_add(struct aspace *as, paddr_t start, uint64_t len);
void aspace_budget_info(struct aspace *as, uint64_t *total, uint64_t *free);
/* The machine's memory as the owner of as (NULL: none) sees it: all that is
 * not a device's or the firmware's; free is what is left of its budget, without
 * a budget what nobody has. Context: may sleep. */
void aspace_memory_seen(struct aspace *as, uint64_t *total, uint64_t *free);
/* How many bytes of [start, end) are free in the budget. Context: may sleep. */
uint64_t aspace_budget_free(struct aspace *as, paddr_t start, paddr_t end);

/* All calls below: va, len multiples of 4 KiB unless said; Context: task. */

/* mmap of anonymous memory. hint: wanted address (0: any); fixed: exactly
 * there, replacing what is there unless noreplace. *out gets the address.
 * -ENOMEM (budget or addresses), -EEXIST, -EINVAL. */
struct map_request {
	vaddr_t hint;
	uint64_t len;
	unsigned int prot;
	unsigned int flags; /* REGION_* */
	bool fixed, noreplace;
	const char *name;
	struct map_object *object; /* shared mapping of it, else NULL */
	uint64_t offset;	   /* in the object, bytes */
};
int aspace_mmap(struct aspace *as, const struct map_request *req, vaddr_t *out);
int aspace_munmap(struct aspace *as, vaddr_t va, uint64_t len);
int aspace_mprotect(
    struct aspace *as, vaddr_t va, uint64_t len, unsigned int prot);
int aspace_mremap(struct aspace *as, vaddr_t old, uint64_t old_len,
    uint64_t new_len, bool may_move, bool fixed, vaddr_t new_va, vaddr_t *out);
/* Zero again (MADV_DONTNEED), as far as the first locked region: -EINVAL.
 * -ENOMEM: there are holes; the rest was done. */
int aspace_discard(struct aspace *as, vaddr_t va, uint64_t len);
/* Bind the reserved pages of the range (MAP_POPULATE, mlock). */
int aspace_populate(struct aspace *as, vaddr_t va, uint64_t len);
/* Note the range as locked, or not; it is bound all the same. -ENOMEM: not all
 * of it is mapped. */
int aspace_set_locked(struct aspace *as, vaddr_t va, uint64_t len, bool locked);
/* Move the break; returns the new (or, when refused, the old) break. */
vaddr_t aspace_brk(struct aspace *as, vaddr_t new_brk);
void aspace_set_heap(struct aspace *as, vaddr_t start);
/* Region that contains va or the first after it. 0 or -ENOENT. */
int aspace_query(struct aspace *as, vaddr_t va, struct region_info *out);
/* Are all pages of the range mapped (mincore)? vec: one byte per page. */
int aspace_mincore(struct aspace *as, vaddr_t va, uint64_t len, uint8_t *vec);
int aspace_virt_to_phys(struct aspace *as, vaddr_t va, paddr_t *out);

/* LWK side: regions whose memory the caller supplies. */
int aspace_add_region(struct aspace *as, vaddr_t va, uint64_t len,
    unsigned int prot, unsigned int flags, const char *name);
int aspace_del_region(struct aspace *as, vaddr_t va, uint64_t len);
int aspace_map_pmem(struct aspace *as, vaddr_t va, paddr_t pa, uint64_t len);
int aspace_unmap_pmem(struct aspace *as, vaddr_t va, uint64_t len);
/* Any unused range of len (aligned) in slot 0: for the vDSO and loaders. */
int aspace_find_hole(struct aspace *as, vaddr_t hint, uint64_t len,
    uint64_t align, vaddr_t *out);
/* Map kernel pages (the vDSO) read-only for the user. */
int aspace_map_kernel(struct aspace *as, vaddr_t va, paddr_t pa, uint64_t len,
    unsigned int prot, const char *name);

/* A fault at va. access: PG_READ/WRITE/EXEC. 0: memory was bound, go on.
 * -EFAULT: nothing mapped; -EACCES: protection; -ENOMEM: the budget ended. */
int aspace_fault(struct aspace *as, vaddr_t va, unsigned int access);

/* Switch the running CPU to it (NULL: kernel only). */
void aspace_switch(struct aspace *as);

/* Totals for /proc/self/status and statm. */
struct aspace_usage {
	uint64_t virt, bound, peak, data, stack, exec, locked;
};
void aspace_usage(struct aspace *as, struct aspace_usage *out);

#endif
