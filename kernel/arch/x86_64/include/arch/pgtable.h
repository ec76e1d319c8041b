/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/pgtable.h - page tables: map, unmap, protect ranges with the largest
 * pages; the kernel's own map. (AMD APM vol. 2 5.3; Intel SDM vol. 3A 4.5.)
 */
#ifndef ARCH_PGTABLE_H
#define ARCH_PGTABLE_H

#include "base/types.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE  4096ul
#define PAGE_MASK  (~(PAGE_SIZE - 1))
#define PAGE_2M	   (1ul << 21)
#define PAGE_1G	   (1ul << 30)

/* The map (docs/tours/memory.md). */
#define USER_END      0x00007ffffffff000ul /* last page never mapped */
#define USER_SLOT_END (1ul << 39)	   /* end of the process's slot 0 */
#define DIRECT_BASE   0xffff800000000000ul /* all physical memory */
#define KVMAP_BASE    0xffffc00000000000ul /* stacks, device memory */
#define KVMAP_END     0xffffc08000000000ul
#define KERNEL_BASE   0xffffffff80000000ul /* the image */

enum {
	PG_READ = 1,
	PG_WRITE = 2,
	PG_EXEC = 4,
	PG_USER = 8,
	PG_NOCACHE = 16,
	PG_GLOBAL = 32,
	PG_4K_ONLY = 64, /* do not use larger pages */
	PG_WRITECOMB = 128,
	PG_DIRTY = 256 /* mapped as written already: see region discard */
};

static inline void *
phys_to_virt(paddr_t pa)
{
	return (void *)(pa + DIRECT_BASE);
}

static inline paddr_t
virt_to_phys(const void *va)
{
	return (paddr_t)va - DIRECT_BASE;
}

/* 1 GiB pages can be used. Set by pgtable_init. */
extern bool pgtable_has_1g;

/* Physical address of a page-table root (CR3). */
typedef paddr_t pgroot_t;

/* Page tables that an unmap has taken out: other CPUs' TLBs may still use them,
 * so they are freed by pgtable_gather_free after the flush. */
struct pg_gather {
	void *tables;
};

/* A new root that shares the kernel's half. -ENOMEM. */
int pgtable_create(pgroot_t *out);
/* Free all tables of the lower half (not the pages mapped) and the root. */
void pgtable_destroy(pgroot_t root);
/* Map [va, va+len) to [pa, pa+len), multiples of 4 KiB, with 1 GiB and 2 MiB
 * pages where both addresses and the length allow. What was mapped before a
 * failure is taken out again. 0, -ENOMEM, -EEXIST (something is there). */
int pgtable_map(pgroot_t root, vaddr_t va, paddr_t pa, uint64_t len,
    unsigned int prot) __must_check;
/* Remove; holes are fine. Large pages that straddle an end are split first:
 * -ENOMEM then, and nothing has changed. The caller flushes TLBs, then frees
 * what was gathered. */
int pgtable_unmap(pgroot_t root, vaddr_t va, uint64_t len,
    struct pg_gather *gather) __must_check;
void pgtable_gather_free(struct pg_gather *gather);
/* Change the rights of what is mapped. -ENOMEM as for unmap. */
int pgtable_protect(
    pgroot_t root, vaddr_t va, uint64_t len, unsigned int prot) __must_check;
/* Look up: physical address, size of the page, PG_* bits (pointers may be
 * NULL). 0 or -EFAULT. */
int pgtable_walk(
    pgroot_t root, vaddr_t va, paddr_t *pa, uint64_t *size, unsigned int *prot);
/* Call fn for each run of the range, a page or the part of a large page inside
 * the range, that was written since it was mapped; clears the dirty bit of
 * pages wholly inside. The caller flushes TLBs. */
void pgtable_for_dirty(pgroot_t root, vaddr_t va, uint64_t len,
    void (*fn)(void *arg, vaddr_t va, paddr_t pa, uint64_t size), void *arg);
/* Load the root on this CPU. */
void pgtable_load(pgroot_t root);
/* Flush this CPU's TLB for a range (everything, when large). */
void pgtable_flush_local(vaddr_t va, uint64_t len);

/* The kernel's own root, and mapping in the shared upper half (KVMAP). */
extern pgroot_t kernel_root;
/* Build the kernel's map: the direct map of the first 4 GiB and of all RAM,
 * the image with W^X; load it. Needs a little kmem. Boot only. */
void pgtable_init(void);

#endif
