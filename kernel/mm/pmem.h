/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/pmem.h - the list of all physical memory: what each range is, whose it
 * is, which node it is on. User level owns all that the kernel did not keep.
 */
#ifndef MM_PMEM_H
#define MM_PMEM_H

#include "base/types.h"

enum pmem_type {
	PMEM_KERNEL = 1, /* image, page allocator's share, boot data */
	PMEM_FREE,	 /* nobody's yet: the first task may allocate it */
	PMEM_USER,	 /* allocated by user level */
	PMEM_BUDGET,	 /* in a process's budget */
	PMEM_INITRD,
	PMEM_DEVICE,
	PMEM_FIRMWARE
};

#define PMEM_NAME_LEN 16
#define PMEM_ANY_NODE (~0u)

struct pmem_range {
	paddr_t start;
	paddr_t end; /* exclusive */
	enum pmem_type type;
	unsigned int node;
	int owner; /* aspace id, 0 none/kernel */
	char name[PMEM_NAME_LEN];
};

/* Build the list from boot_info once the kernel has taken its share. */
void pmem_init(void);
/* Tag what the kernel, the initrd or firmware tables occupy. Boot only. */
void pmem_reserve(
    paddr_t start, paddr_t end, enum pmem_type type, const char *name);
/* First range overlapping [start, end) whose type is type (0: any).
 * 0 or -ENOENT. Context: any. */
int pmem_query(
    paddr_t start, paddr_t end, enum pmem_type type, struct pmem_range *out);
/* Take len bytes at align from free memory of a node (PMEM_ANY_NODE: any);
 * not zeroed. -ENOMEM, -EINVAL. */
int pmem_alloc(uint64_t len, uint64_t align, unsigned int node,
    enum pmem_type type, int owner, const char *name, struct pmem_range *out);
/* Retag [start, end), which must be wholly of ranges that owner may change.
 * type PMEM_FREE gives it back. 0, -EINVAL, -ENOENT, -EPERM, -ENOMEM. */
int pmem_update(paddr_t start, paddr_t end, enum pmem_type type, int owner,
    const char *name);
/* The smallest range of addresses that holds all memory of a node; empty
 * (lo == hi) when it has none. Context: any, after bootmem_init. */
void pmem_node_span(unsigned int node, paddr_t *lo, paddr_t *hi);
/* Bytes of a type (0: all). */
uint64_t pmem_bytes(enum pmem_type type, unsigned int node);

#endif
