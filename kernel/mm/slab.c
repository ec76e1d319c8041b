/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/slab.c - kmalloc: size classes on top of the page allocator.
 *
 * Idea: a slab is a block of one page (two for 2 KiB objects) with a header
 * and objects of one class; free objects form a list through their first
 * words. Slabs with room are on the class's list; a slab that becomes empty
 * goes back to the page allocator unless it is the class's last. Larger
 * requests are blocks of pages.
 *
 * Invariants: objects are 16-byte aligned; a slab is aligned to its size, so
 * an object's header is found by masking.
 * Locking: one spinlock per class, RANK_KMEM; never held while pages are taken.
 * Tests: tests/host/kernel/mm/kmem_test.c.
 */
#include "base/list.h"
#include "base/str.h"
#include "core/panic.h"
#include "mm/buddy_priv.h"
#include "mm/kfail.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

struct slab {
	struct list link; /* [l] on class.partial while it has room */
	void *free;	  /* [l] */
	uint32_t used;	  /* [l] */
	uint32_t class;	  /* [I] */
	uint64_t pad[2];  /* keeps objects 16-byte aligned */
};

struct size_class {
	uint32_t size;
	uint32_t order;
	struct spinlock lock;
	struct list partial; /* [l] */
	uint32_t nr_partial; /* [l] */
	uint64_t used;	     /* [l] objects handed out */
	uint64_t pages;	     /* [l] */
};

static struct size_class classes[] = { { .size = 16 }, { .size = 32 },
	{ .size = 64 }, { .size = 96 }, { .size = 128 }, { .size = 192 },
	{ .size = 256 }, { .size = 384 }, { .size = 512 }, { .size = 768 },
	{ .size = 1008 }, { .size = 2032, .order = 1 } };
#define NR_CLASSES ARRAY_SIZE(classes)

/* Class of a size, by 16-byte steps; filled at the first use. */
static uint8_t class_of[2032 / 16 + 1];
static bool ready;

static void
slab_init(void)
{
	unsigned int c = 0;

	for (unsigned int i = 0; i < NR_CLASSES; i++) {
		spin_init(&classes[i].lock, RANK_NONE);
		list_init(&classes[i].partial);
	}
	for (unsigned int s = 0; s < ARRAY_SIZE(class_of); s++) {
		while (classes[c].size < s * 16)
			c++;
		class_of[s] = (uint8_t)c;
	}
	ready = true;
}

static struct slab *
slab_of(const void *p, unsigned int order)
{
	return (struct slab *)((uint64_t)p & ~((PAGE_SIZE << order) - 1));
}

static struct slab *
slab_new(unsigned int ci, int node)
{
	struct size_class *c = &classes[ci];
	struct slab *s = kpages_alloc(c->order, node);
	char *at, *end;

	if (!s)
		return NULL;
	end = (char *)s + (PAGE_SIZE << c->order);
	buddy_mark_slab(s);
	s->free = NULL;
	s->used = 0;
	s->class = ci;
	for (at = (char *)(s + 1); at + c->size <= end; at += c->size) {
		*(void **)at = s->free;
		s->free = at;
	}
	return s;
}

static void *
class_alloc(unsigned int ci, int node)
{
	struct size_class *c = &classes[ci];
	struct slab *fresh = NULL, *s;
	void *p;

	for (;;) {
		spin_lock(&c->lock);
		if (fresh) {
			list_add(&c->partial, &fresh->link);
			c->nr_partial++;
			c->pages += 1u << c->order;
		}
		if (!list_empty(&c->partial))
			break;
		spin_unlock(&c->lock);
		fresh = slab_new(ci, node);
		if (!fresh)
			return NULL;
	}
	s = list_first(&c->partial, struct slab, link);
	p = s->free;
	s->free = *(void **)p;
	s->used++;
	c->used++;
	if (!s->free) {
		list_del(&s->link);
		c->nr_partial--;
	}
	spin_unlock(&c->lock);
	return p;
}

static void *
alloc_node(size_t len, int node)
{
	unsigned int order = 0;

	if (!ready)
		slab_init();
	if (kfail_now())
		return NULL;
	if (len <= 2032)
		return class_alloc(class_of[(len + 15) / 16], node);
	while ((PAGE_SIZE << order) < len) {
		if (++order > 20)
			return NULL;
	}
	return kpages_alloc(order, node);
}

void *
kmalloc(size_t len)
{
	return alloc_node(len, -1);
}

void *
kzalloc_node(size_t len, int node)
{
	void *p = alloc_node(len, node);

	if (p)
		memset(p, 0, len);
	return p;
}

void *
kzalloc(size_t len)
{
	return kzalloc_node(len, -1);
}

static void
class_free(struct slab *s, void *p)
{
	struct size_class *c = &classes[s->class];
	bool release = false;

	spin_lock(&c->lock);
	if (!s->free) {
		list_add(&c->partial, &s->link);
		c->nr_partial++;
	}
	*(void **)p = s->free;
	s->free = p;
	s->used--;
	c->used--;
	if (s->used == 0 && c->nr_partial > 1) {
		list_del(&s->link);
		c->nr_partial--;
		c->pages -= 1u << c->order;
		release = true;
	}
	spin_unlock(&c->lock);
	if (release) {
		buddy_unmark_slab(s);
		kpages_free(s, c->order);
	}
}

static size_t
usable_size(const void *p, unsigned int *order, bool *slab)
{
	int o = buddy_block_order((void *)((uint64_t)p & PAGE_MASK), slab);

	VERIFY(o >= 0);
	*order = (unsigned int)o;
	return *slab ? classes[slab_of(p, *order)->class].size
		     : PAGE_SIZE << *order;
}

void
kfree(void *p)
{
	unsigned int order;
	bool slab;

	if (!p)
		return;
	usable_size(p, &order, &slab);
	if (slab)
		class_free(slab_of(p, order), p);
	else
		kpages_free(p, order);
}

void *
krealloc(void *p, size_t new_len)
{
	unsigned int order;
	bool slab;
	size_t have;
	void *n;

	if (!p)
		return kmalloc(new_len);
	have = usable_size(p, &order, &slab);
	if (new_len <= have)
		return p;
	n = kmalloc(new_len);
	if (!n)
		return NULL;
	memcpy(n, p, have);
	kfree(p);
	return n;
}

void
kmem_stats(struct kmem_stats *out)
{
	uint64_t slab_pages = 0;

	buddy_totals(&out->total, &out->free);
	out->slab_used = 0;
	for (unsigned int i = 0; i < NR_CLASSES; i++) {
		out->slab_used += classes[i].used * classes[i].size;
		slab_pages += classes[i].pages;
	}
	out->slab_slack = slab_pages * PAGE_SIZE - out->slab_used;
	out->stack_cache = kstack_cached_bytes();
}
