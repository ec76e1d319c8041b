/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/kvmap.c - kernel addresses outside the direct map: stacks, device memory.
 *
 * KVMAP is cut in two: stack slots (a slot is twice a stack: its lower half
 * stays unmapped, so that an overflow faults), then device memory, handed out
 * upwards and never taken back.
 *
 * Invariants: a stack slot once mapped stays so; freed stacks are kept for the
 * next task, so no TLB need ever be flushed for them.
 * Locking: kvmap_lock, RANK_KMEM - kpages_alloc is called outside of it, but
 * the page tables of KVMAP are changed under map_lock.
 */
#include "base/list.h"
#include "core/cpu.h"
#include "core/panic.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

#define SLOT_SIZE  (KSTACK_SIZE * 2)
#define STACKS_END (KVMAP_BASE + (1ull << 38))

struct free_stack {
	struct free_stack *next;
};

static struct spinlock kvmap_lock = SPINLOCK_INIT(RANK_PMEM);
static struct free_stack *cache[MAX_NODES]; /* [l] */
static uint64_t cached;			    /* [l] stacks in the caches */
static vaddr_t next_slot = KVMAP_BASE;	    /* [l] */
static vaddr_t next_mmio = STACKS_END;	    /* [l] */

static void *
slot_new(int node)
{
	void *pages = kpages_alloc(CONFIG_KSTACK_ORDER, node);
	vaddr_t va = 0;
	int err = -1;

	if (!pages)
		return NULL;
	spin_lock(&kvmap_lock);
	if (next_slot < STACKS_END) {
		va = next_slot + KSTACK_SIZE;
		next_slot += SLOT_SIZE;
		err = pgtable_map(kernel_root, va, virt_to_phys(pages),
		    KSTACK_SIZE, PG_READ | PG_WRITE | PG_GLOBAL);
	}
	spin_unlock(&kvmap_lock);
	if (!err)
		return (void *)va;
	kpages_free(pages, CONFIG_KSTACK_ORDER);
	return NULL;
}

static unsigned int
cache_index(int node)
{
	return node < 0 ? 0 : (unsigned int)node % MAX_NODES;
}

void *
kstack_alloc(int node)
{
	unsigned int n = cache_index(node);
	struct free_stack *s;

	spin_lock(&kvmap_lock);
	s = cache[n];
	if (s) {
		cache[n] = s->next;
		cached--;
	}
	spin_unlock(&kvmap_lock);
	return s ? (void *)((uint64_t)s & ~(KSTACK_SIZE - 1)) : slot_new(node);
}

void
kstack_free(void *stack, int node)
{
	/* The link is at the stack's top, where it was in use just now. */
	struct free_stack *s =
	    (void *)((char *)stack + KSTACK_SIZE - sizeof(*s));
	unsigned int n = cache_index(node);

	spin_lock(&kvmap_lock);
	s->next = cache[n];
	cache[n] = s;
	cached++;
	spin_unlock(&kvmap_lock);
}

uint64_t
kstack_cached_bytes(void)
{
	return cached * KSTACK_SIZE;
}

void *
mmio_map(paddr_t pa, uint64_t len)
{
	paddr_t first = ALIGN_DOWN(pa, PAGE_SIZE);
	uint64_t size = ALIGN_UP(pa + len, PAGE_SIZE) - first;
	vaddr_t va = 0;

	spin_lock(&kvmap_lock);
	if (size <= KVMAP_END - next_mmio) {
		va = next_mmio;
		if (pgtable_map(kernel_root, va, first, size,
			PG_READ | PG_WRITE | PG_NOCACHE | PG_GLOBAL))
			va = 0;
		else
			next_mmio += size + PAGE_SIZE;
	}
	spin_unlock(&kvmap_lock);
	return va ? (void *)(va + (pa - first)) : NULL;
}
