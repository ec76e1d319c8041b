/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/buddy.c - the kernel's pages: powers of two, by memory node.
 *
 * Idea: each range of RAM the kernel keeps is an arena: a state byte per page,
 * then the pages. Free blocks of an order hang on a list threaded through
 * their own first words. A block's buddy is found by its page number within
 * the arena; the arena's first page is aligned to the largest block, so that
 * every block is aligned to its size.
 *
 * State byte: order | FREE for the first page of a free block, order for the
 * first page of an allocated one, order | SLAB when slab.c has it, INNER for
 * every other page.
 *
 * Locking: one spinlock per zone (node), RANK_KMEM.
 * Limits: blocks up to 4 MiB; an arena is at most one node's contiguous range.
 * Tests: tests/host/kernel/mm/kmem_test.c.
 */
#include "base/list.h"
#include "base/str.h"
#include "core/panic.h"
#include "mm/buddy_priv.h"
#include "mm/kfail.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

#define MAX_ORDER  10
#define MAX_ARENAS (MAX_NODES * 2)
#define FREE	   0x40
#define INNER	   0xff

struct arena {
	paddr_t first;	 /* [I] page 0, aligned to the largest block */
	uint64_t npages; /* [I] */
	uint8_t *state;	 /* [l] */
	unsigned int node;
};

struct zone {
	struct spinlock lock;
	struct list free[MAX_ORDER + 1]; /* [l] */
	uint64_t free_pages;		 /* [l] */
	uint64_t total_pages;		 /* [I] after boot */
};

static struct zone zones[MAX_NODES];
static struct arena arenas[MAX_ARENAS];
static unsigned int nr_arenas;
static bool zones_ready;

static struct arena *
arena_of(const void *p)
{
	paddr_t pa = virt_to_phys(p);

	for (unsigned int i = 0; i < nr_arenas; i++) {
		struct arena *a = &arenas[i];

		if (pa >= a->first && pa < a->first + a->npages * PAGE_SIZE)
			return a;
	}
	return NULL;
}

static uint64_t
page_index(const struct arena *a, const void *p)
{
	return (virt_to_phys(p) - a->first) >> PAGE_SHIFT;
}

static void *
page_at(const struct arena *a, uint64_t index)
{
	return phys_to_virt(a->first + (index << PAGE_SHIFT));
}

static void
block_push(struct zone *z, struct arena *a, uint64_t index, unsigned int order)
{
	struct list *l = page_at(a, index);

	a->state[index] = (uint8_t)(order | FREE);
	list_add(&z->free[order], l);
}

static void
zones_init(void)
{
	for (unsigned int n = 0; n < MAX_NODES; n++) {
		spin_init(&zones[n].lock, RANK_KMEM);
		for (unsigned int o = 0; o <= MAX_ORDER; o++)
			list_init(&zones[n].free[o]);
	}
	zones_ready = true;
}

void
kmem_add(paddr_t start, paddr_t end, unsigned int node)
{
	struct zone *z = &zones[node];
	struct arena *a = &arenas[nr_arenas];
	paddr_t base;
	uint64_t pages, meta, skip;

	if (!zones_ready)
		zones_init();
	start = ALIGN_UP(start, PAGE_SIZE);
	end = ALIGN_DOWN(end, PAGE_SIZE);
	VERIFY(node < MAX_NODES && nr_arenas < MAX_ARENAS);
	if (end <= start + 2 * PAGE_SIZE)
		return;
	pages = (end - start) >> PAGE_SHIFT;
	/* Page numbers count from an aligned address at or below start; the
	 * state bytes of the pages before `skip` exist, but stay INNER. */
	base = ALIGN_DOWN(start, PAGE_SIZE << MAX_ORDER);
	skip = (start - base) >> PAGE_SHIFT;
	pages = (end - base) >> PAGE_SHIFT;
	meta = ALIGN_UP(pages, PAGE_SIZE) >> PAGE_SHIFT;
	*a = (struct arena){
		.first = base,
		.npages = pages,
		.state = phys_to_virt(start),
		.node = node,
	};
	memset(a->state, INNER, pages);
	nr_arenas++;
	skip += meta;
	for (uint64_t i = skip; i < a->npages;) {
		unsigned int o = MAX_ORDER;

		while ((i & ((1ull << o) - 1)) || i + (1ull << o) > a->npages)
			o--;
		block_push(z, a, i, o);
		i += 1ull << o;
	}
	z->free_pages += a->npages - skip;
	z->total_pages += a->npages - skip;
}

static void *
zone_alloc(struct zone *z, unsigned int order)
{
	void *block = NULL;

	spin_lock(&z->lock);
	for (unsigned int o = order; o <= MAX_ORDER; o++) {
		if (list_empty(&z->free[o]))
			continue;
		block = z->free[o].next;
		list_del(block);
		struct arena *a = arena_of(block);
		uint64_t i = page_index(a, block);

		while (o > order) {
			o--;
			block_push(z, a, i + (1ull << o), o);
		}
		a->state[i] = (uint8_t)order;
		z->free_pages -= 1ull << order;
		break;
	}
	spin_unlock(&z->lock);
	return block;
}

void *
kpages_alloc(unsigned int order, int node)
{
	unsigned int first = node < 0 ? 0 : (unsigned int)node;

	if (order > MAX_ORDER || kfail_now())
		return NULL;
	for (unsigned int i = 0; i < node_count; i++) {
		unsigned int n = (first + i) % node_count;
		void *p = zone_alloc(&zones[n], order);

		if (p)
			return p;
	}
	return NULL;
}

/* Free a block, joining it with its buddy as long as that is free, too. */
void
kpages_free(void *pages, unsigned int order)
{
	struct arena *a = arena_of(pages);

	VERIFY(a);
	struct zone *z = &zones[a->node];
	uint64_t i = page_index(a, pages);

	spin_lock(&z->lock);
	VERIFY((a->state[i] & ~SLAB_PAGE) == order);
	z->free_pages += 1ull << order;
	a->state[i] = INNER;
	while (order < MAX_ORDER) {
		uint64_t b = i ^ (1ull << order);

		if (b + (1ull << order) > a->npages ||
		    a->state[b] != (order | FREE))
			break;
		list_del(page_at(a, b));
		a->state[b] = INNER;
		i &= ~(1ull << order);
		order++;
	}
	block_push(z, a, i, order);
	spin_unlock(&z->lock);
}

void
buddy_mark_slab(void *pages)
{
	struct arena *a = arena_of(pages);

	a->state[page_index(a, pages)] |= SLAB_PAGE;
}

void
buddy_unmark_slab(void *pages)
{
	struct arena *a = arena_of(pages);

	a->state[page_index(a, pages)] &= (uint8_t)~SLAB_PAGE;
}

int
buddy_block_order(const void *p, bool *slab)
{
	const struct arena *a = arena_of(p);

	if (!a)
		return -1;
	uint64_t i = page_index(a, p);
	uint8_t s = a->state[i];

	/* A slab of two pages: its second page is INNER. */
	if (s == INNER && i > 0 && (a->state[i - 1] & SLAB_PAGE) &&
	    a->state[i - 1] != INNER)
		s = a->state[i - 1];
	if (s == INNER || (s & FREE))
		return -1;
	*slab = s & SLAB_PAGE;
	return s & ~SLAB_PAGE;
}

void
buddy_totals(uint64_t *total, uint64_t *free)
{
	*total = 0;
	*free = 0;
	for (unsigned int n = 0; n < MAX_NODES; n++) {
		*total += zones[n].total_pages * PAGE_SIZE;
		*free += zones[n].free_pages * PAGE_SIZE;
	}
}
