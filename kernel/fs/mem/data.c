/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/mem/data.c - the contents of a file in memory.
 *
 * Idea: a tree of 512-way nodes whose leaves are pages; its height grows with
 * the highest page in use, so that a file of one page is that page alone. A
 * missing page reads as the bytes borrowed from the archive there, or zeros.
 *
 *	height 0: root -> page 0
 *	height 1: root -> node[512] -> pages 0..511, and so on
 *
 * Invariants: a page that was handed out for a mapping (PINNED) stays where it
 * is as long as the inode lives; dropping it only clears it.
 * Locking: the inode's lock serializes all but filedata_page(pin), which comes
 * from mappings; the spinlock guards the tree against it.
 */
#include "arch/pgtable.h"
#include "base/str.h"
#include "fs/mem/mem.h"
#include "fs/vfs.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

#define FANOUT_SHIFT 9
#define FANOUT	     (1u << FANOUT_SHIFT)
#define PINNED	     1ul

struct filedata {
	struct spinlock lock;
	unsigned int height;   /* [l] */
	uintptr_t root;	       /* [l] page or node, 0: nothing */
	uint64_t pages;	       /* [l] */
	uint64_t pinned;       /* [l] pages handed out for mappings */
	const char *borrowed;  /* inode's lock */
	uint64_t borrowed_len; /* inode's lock */
};

struct node {
	uintptr_t slot[FANOUT];
};
STATIC_ASSERT(sizeof(struct node) == PAGE_SIZE);

struct filedata *
filedata_alloc(void)
{
	struct filedata *d = kzalloc(sizeof(*d));

	if (d)
		spin_init(&d->lock, RANK_FILE);
	return d;
}

static char *
page_of(uintptr_t slot)
{
	return (char *)(slot & ~PINNED);
}

static void
free_below(uintptr_t slot, unsigned int height)
{
	if (!slot)
		return;
	if (height) {
		struct node *n = (struct node *)slot;

		for (unsigned int i = 0; i < FANOUT; i++)
			free_below(n->slot[i], height - 1);
	}
	kpages_free(page_of(slot), 0);
}

void
filedata_free(struct filedata *d)
{
	if (!d)
		return;
	free_below(d->root, d->height);
	kfree(d);
}

void
filedata_borrow(struct filedata *d, const void *data, uint64_t len)
{
	d->borrowed = data;
	d->borrowed_len = len;
}

const void *
filedata_borrowed(const struct filedata *d, uint64_t *len)
{
	*len = d->borrowed_len;
	return d->pages ? NULL : d->borrowed;
}

static inline uint64_t
span_of(unsigned int height)
{
	return 1ull << (height * FANOUT_SHIFT);
}

/* The slot of page pgno, or NULL where the tree does not reach. */
static uintptr_t *
slot_find(struct filedata *d, uint64_t pgno)
{
	uintptr_t *slot = &d->root;

	if (pgno >= span_of(d->height))
		return NULL;
	for (unsigned int h = d->height; h > 0; h--) {
		if (!*slot)
			return NULL;
		slot = &((struct node *)*slot)
			    ->slot[pgno >> ((h - 1) * FANOUT_SHIFT) &
				   (FANOUT - 1)];
	}
	return slot;
}

static uintptr_t
node_alloc(void)
{
	struct node *n = kpages_alloc(0, -1);

	if (n)
		memset(n, 0, sizeof(*n));
	return (uintptr_t)n;
}

/* The same, growing the tree. NULL: no memory. Spinlock held. */
static uintptr_t *
slot_make(struct filedata *d, uint64_t pgno)
{
	uintptr_t *slot;

	while (pgno >= span_of(d->height)) {
		if (d->root) {
			uintptr_t n = node_alloc();

			if (!n)
				return NULL;
			((struct node *)n)->slot[0] = d->root;
			d->root = n;
		}
		d->height++;
	}
	slot = &d->root;
	for (unsigned int h = d->height; h > 0; h--) {
		if (!*slot)
			*slot = node_alloc();
		if (!*slot)
			return NULL;
		slot = &((struct node *)*slot)
			    ->slot[pgno >> ((h - 1) * FANOUT_SHIFT) &
				   (FANOUT - 1)];
	}
	return slot;
}

/* Borrowed bytes of page pgno. */
static uint64_t
borrowed_part(const struct filedata *d, uint64_t pgno)
{
	uint64_t at = pgno << PAGE_SHIFT;

	if (pgno >> (64 - PAGE_SHIFT) || at >= d->borrowed_len)
		return 0;
	return MIN(d->borrowed_len - at, PAGE_SIZE);
}

const char *
filedata_peek(struct filedata *d, uint64_t pgno, uint64_t *part)
{
	uintptr_t *slot;
	const char *page = NULL;

	if (d->root) {
		spin_lock(&d->lock);
		slot = slot_find(d, pgno);
		if (slot && *slot)
			page = page_of(*slot);
		spin_unlock(&d->lock);
		*part = PAGE_SIZE;
		if (page)
			return page;
	}
	*part = borrowed_part(d, pgno);
	return *part ? d->borrowed + (pgno << PAGE_SHIFT) : NULL;
}

/* A fresh page with what pgno reads as now. */
static char *
page_new(struct filedata *d, uint64_t pgno, bool whole)
{
	char *page = fs_memory_left() ? kpages_alloc(0, -1) : NULL;
	uint64_t n;

	if (!page || whole)
		return page;
	n = borrowed_part(d, pgno);
	if (n)
		memcpy(page, d->borrowed + (pgno << PAGE_SHIFT), n);
	memset(page + n, 0, PAGE_SIZE - n);
	return page;
}

char *
filedata_page(struct filedata *d, uint64_t pgno, bool pin, bool whole)
{
	char *fresh = NULL, *page = NULL;
	uintptr_t *slot;

	for (;;) {
		spin_lock(&d->lock);
		slot = fresh ? slot_make(d, pgno) : slot_find(d, pgno);
		if (slot && !*slot && fresh) {
			*slot = (uintptr_t)fresh;
			d->pages++;
			fresh = NULL;
		}
		if (slot && *slot) {
			if (pin && !(*slot & PINNED)) {
				*slot |= PINNED;
				d->pinned++;
			}
			page = page_of(*slot);
		}
		spin_unlock(&d->lock);
		if (page || fresh)
			break;
		fresh = page_new(d, pgno, whole);
		if (!fresh)
			break;
	}
	if (fresh)
		kpages_free(fresh, 0);
	return page;
}

/* Forget page pgno, or clear it when it must stay. */
static void
page_drop(struct filedata *d, uint64_t pgno)
{
	char *page = NULL;
	uintptr_t *slot;

	spin_lock(&d->lock);
	slot = slot_find(d, pgno);
	if (slot && (*slot & PINNED)) {
		memset(page_of(*slot), 0, PAGE_SIZE);
	} else if (slot && *slot) {
		page = page_of(*slot);
		*slot = 0;
		d->pages--;
	}
	spin_unlock(&d->lock);
	if (page)
		kpages_free(page, 0);
}

static void
part_clear(struct filedata *d, uint64_t start, uint64_t end)
{
	uint64_t part;
	char *page;

	if (start >= end || !filedata_peek(d, start >> PAGE_SHIFT, &part) ||
	    (start & ~PAGE_MASK) >= part)
		return;
	page = filedata_page(d, start >> PAGE_SHIFT, false, false);
	if (page)
		memset(page + (start & ~PAGE_MASK), 0, end - start);
}

/* Free all nodes when the whole file goes and nothing is mapped. */
static bool
drop_all(struct filedata *d)
{
	uintptr_t root;
	unsigned int height;

	spin_lock(&d->lock);
	if (d->pinned) {
		spin_unlock(&d->lock);
		return false;
	}
	root = d->root;
	height = d->height;
	d->root = 0;
	d->height = 0;
	d->pages = 0;
	spin_unlock(&d->lock);
	free_below(root, height);
	return true;
}

void
filedata_drop(struct filedata *d, uint64_t start, uint64_t end)
{
	uint64_t first = ALIGN_UP(start, PAGE_SIZE) >> PAGE_SHIFT;
	uint64_t last = end >> PAGE_SHIFT;

	if (end <= start)
		return;
	if (end >= d->borrowed_len && start < d->borrowed_len)
		d->borrowed_len = start;
	if (start == 0 && end > INT64_MAX && drop_all(d))
		return;
	if (first > last) {
		part_clear(d, start, end);
		return;
	}
	part_clear(d, start, first << PAGE_SHIFT);
	part_clear(d, last << PAGE_SHIFT, end);
	/* A hole in borrowed bytes needs pages of zeros in front of them. */
	for (uint64_t p = first; p < last && borrowed_part(d, p); p++)
		part_clear(d, p << PAGE_SHIFT, (p + 1) << PAGE_SHIFT);
	first = MAX(first, ALIGN_UP(d->borrowed_len, PAGE_SIZE) >> PAGE_SHIFT);
	for (uint64_t p = filedata_next(d, first, last, true); p < last;
	     p = filedata_next(d, p + 1, last, true))
		page_drop(d, p);
}

/* First page >= pgno with memory in the tree; UINT64_MAX: none. Lock held. */
static uint64_t
tree_next(uintptr_t slot, unsigned int height, uint64_t base, uint64_t pgno)
{
	struct node *n = (struct node *)slot;
	uint64_t span;

	if (!slot)
		return UINT64_MAX;
	if (!height)
		return base >= pgno ? base : UINT64_MAX;
	span = span_of(height - 1);
	for (uint64_t i = pgno > base ? (pgno - base) / span : 0; i < FANOUT;
	     i++) {
		uint64_t found =
		    tree_next(n->slot[i], height - 1, base + i * span, pgno);

		if (found != UINT64_MAX)
			return found;
	}
	return UINT64_MAX;
}

uint64_t
filedata_next(struct filedata *d, uint64_t pgno, uint64_t end, bool data)
{
	uint64_t part, found;

	if (!data) {
		while (pgno < end && filedata_peek(d, pgno, &part))
			pgno++;
		return MIN(pgno, end);
	}
	if (pgno < end && borrowed_part(d, pgno))
		return pgno;
	spin_lock(&d->lock);
	found = tree_next(d->root, d->height, 0, pgno);
	spin_unlock(&d->lock);
	return MIN(found, end);
}

uint64_t
filedata_bytes(const struct filedata *d)
{
	return (d->pages << PAGE_SHIFT) + ALIGN_UP(d->borrowed_len, 512ull);
}
