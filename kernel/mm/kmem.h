/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/kmem.h - the kernel's own memory: pages by powers of two (buddy) and
 * size classes on top. All of it is in the direct map. */
#ifndef MM_KMEM_H
#define MM_KMEM_H

#include "arch/pgtable.h"
#include "base/types.h"

/* 2^order contiguous pages from a node (or the nearest with room; -1: any);
 * not zeroed. NULL when there is none. Context: any. */
void *kpages_alloc(unsigned int order, int node);
void kpages_free(void *pages, unsigned int order);
/* len bytes, 16-byte aligned (page-aligned from 4096 up). Context: any. */
void *kmalloc(size_t len) __must_check;
void *kzalloc(size_t len) __must_check;
void *kzalloc_node(size_t len, int node) __must_check;
void kfree(void *p); /* NULL is fine */
/* len grows to new_len; contents kept; the old one stays on failure. */
void *krealloc(void *p, size_t new_len) __must_check;

/* Give RAM to the allocator at boot. */
void kmem_add(paddr_t start, paddr_t end, unsigned int node);

struct kmem_stats {
	uint64_t total, free; /* bytes, pages level */
	uint64_t slab_used;   /* bytes handed out by kmalloc */
	uint64_t slab_slack;  /* bytes of slab pages not handed out */
	uint64_t stack_cache; /* bytes of kernel stacks kept for reuse */
};
void kmem_stats(struct kmem_stats *out);

/* Kernel stacks with a guard page below. Returns the lowest usable address. */
void *kstack_alloc(int node);
void kstack_free(void *stack, int node);
uint64_t kstack_cached_bytes(void);
#define KSTACK_SIZE (PAGE_SIZE << CONFIG_KSTACK_ORDER)

/* Map device memory uncached. NULL when the address space is full. */
void *mmio_map(paddr_t pa, uint64_t len);

#endif
