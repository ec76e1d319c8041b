/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/mm/pgtable.c - map, unmap, protect and look up ranges.
 *
 * Idea: each operation is one recursive walk over the four levels; at each
 * level the range is cut at the spans of the entries. A leaf is put at the
 * highest level whose span fits the addresses.
 *
 * Invariants: an entry that points to a table counts that table's non-zero
 * entries in its ignored bits 52-61 (PTE_SOFT); a table whose count falls to
 * zero is unlinked at once, so a large page can go there later. The root's
 * and the kernel half's tables are not counted out (the root has no entry).
 *
 * Locking: the owner's (aspace mutex; boot for the kernel's map, kmem's vmap
 * lock for KVMAP). Limits: no PCID, no 5-level paging.
 * Tests: tests/user/mem (through mmap), boot.
 */
#include "arch/pgtable.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "hw/pte.h"
#include "mm/kmem.h"

#define ENTRIES 512
#define ONE	(1ull << PTE_SOFT_SHIFT)
#define TOP	3

struct walk {
	vaddr_t done; /* how far a map got */
	uint64_t flags;
	uint64_t big_flags;
	bool small_only;
	struct pg_gather *gather; /* NULL: empty tables stay */
	void (*fn)(void *arg, vaddr_t va, paddr_t pa, uint64_t size);
	void *arg;
};

bool pgtable_has_1g;

static inline uint64_t
span(int level)
{
	return 1ull << (PAGE_SHIFT + 9 * level);
}

static inline unsigned int
index_of(vaddr_t va, int level)
{
	return (va >> (PAGE_SHIFT + 9 * level)) & (ENTRIES - 1);
}

static inline bool
is_leaf(uint64_t entry, int level)
{
	return level == 0 || (entry & PTE_PS);
}

static inline uint64_t *
table_of(uint64_t entry)
{
	return phys_to_virt(entry & PTE_ADDR);
}

static inline paddr_t
leaf_pa(uint64_t entry, int level)
{
	return entry & PTE_ADDR & ~(span(level) - 1);
}

static uint64_t *
root_table(pgroot_t root)
{
	return phys_to_virt(root);
}

static uint64_t *
table_new(void)
{
	uint64_t *t = kpages_alloc(0, -1);

	if (t)
		memset(t, 0, PAGE_SIZE);
	return t;
}

static uint64_t
leaf_flags(unsigned int prot, bool big)
{
	uint64_t f = PTE_P | PTE_A;

	if (prot & PG_WRITE)
		f |= PTE_W;
	if (prot & PG_USER)
		f |= PTE_U;
	else
		f |= PTE_D;
	if (prot & PG_DIRTY)
		f |= PTE_D;
	if (!(prot & PG_EXEC))
		f |= PTE_NX;
	if (prot & PG_NOCACHE)
		f |= PTE_PCD | PTE_PWT;
	if (prot & PG_WRITECOMB)
		f |= big ? PTE_PAT_BIG : PTE_PAT_4K;
	if (prot & PG_GLOBAL)
		f |= PTE_G;
	return big ? f | PTE_PS : f;
}

static bool
leaf_fits(
    const struct walk *w, int level, vaddr_t va, paddr_t pa, uint64_t chunk)
{
	if (level == 0)
		return true;
	if (w->small_only || level == TOP || chunk != span(level))
		return false;
	if (level == 2 && !pgtable_has_1g)
		return false;
	return ((va | pa) & (span(level) - 1)) == 0;
}

/* Replace a large leaf by a table of 512 smaller ones with the same rights. */
static int
leaf_split(uint64_t *e, int level)
{
	uint64_t *t = kpages_alloc(0, -1);
	uint64_t flags = *e & ~PTE_ADDR;
	paddr_t pa = leaf_pa(*e, level);
	bool wc = *e & PTE_PAT_BIG;

	if (!t)
		return ERR(ENOMEM);
	if (level == 1)
		flags = (flags & ~PTE_PS) | (wc ? PTE_PAT_4K : 0);
	else if (wc)
		flags |= PTE_PAT_BIG;
	for (unsigned int i = 0; i < ENTRIES; i++)
		t[i] = (pa + i * span(level - 1)) | flags;
	*e = virt_to_phys(t) | PTE_P | PTE_W | PTE_U | PTE_A |
	     (uint64_t)ENTRIES << PTE_SOFT_SHIFT;
	return 0;
}

/* Make sure that no large page straddles va. */
static int
split_at(pgroot_t root, vaddr_t va)
{
	uint64_t *t = root_table(root);

	for (int level = TOP; level > 0; level--) {
		uint64_t *e = &t[index_of(va, level)];

		if (!*e || (va & (span(level) - 1)) == 0)
			return 0;
		if (is_leaf(*e, level)) {
			int err = leaf_split(e, level);
			if (err)
				return err;
		}
		t = table_of(*e);
	}
	return 0;
}

static int
map_table(struct walk *w, uint64_t *t, int level, vaddr_t va, paddr_t pa,
    uint64_t len, uint64_t *up)
{
	while (len) {
		uint64_t chunk =
		    MIN(len, span(level) - (va & (span(level) - 1)));
		uint64_t *e = &t[index_of(va, level)];

		if (leaf_fits(w, level, va, pa, chunk) && !*e) {
			*e = pa | (level ? w->big_flags : w->flags);
			*up += ONE;
			w->done = va + chunk;
		} else if (*e && is_leaf(*e, level)) {
			return ERR(EEXIST);
		} else {
			if (!*e) {
				uint64_t *n = table_new();
				if (!n)
					return ERR(ENOMEM);
				*e = virt_to_phys(n) | PTE_P | PTE_W | PTE_U |
				     PTE_A;
				*up += ONE;
			}
			int err = map_table(
			    w, table_of(*e), level - 1, va, pa, chunk, e);
			if (err)
				return err;
		}
		va += chunk;
		pa += chunk;
		len -= chunk;
	}
	return 0;
}

static void
unmap_table(struct walk *w, uint64_t *t, int level, vaddr_t va, uint64_t len,
    uint64_t *up)
{
	while (len) {
		uint64_t chunk =
		    MIN(len, span(level) - (va & (span(level) - 1)));
		uint64_t *e = &t[index_of(va, level)];

		if (*e && is_leaf(*e, level)) {
			*e = 0;
			*up -= ONE;
		} else if (*e) {
			unmap_table(w, table_of(*e), level - 1, va, chunk, e);
			if (w->gather && !(*e & PTE_SOFT_MASK)) {
				uint64_t *gone = table_of(*e);

				*e = 0;
				*up -= ONE;
				gone[0] = (uint64_t)w->gather->tables;
				w->gather->tables = gone;
			}
		}
		va += chunk;
		len -= chunk;
	}
}

int
pgtable_map(
    pgroot_t root, vaddr_t va, paddr_t pa, uint64_t len, unsigned int prot)
{
	struct walk w = {
		.done = va,
		.flags = leaf_flags(prot, false),
		.big_flags = leaf_flags(prot, true),
		.small_only = prot & PG_4K_ONLY,
	};
	uint64_t none = 0;
	int err = map_table(&w, root_table(root), TOP, va, pa, len, &none);

	/* The tables stay, empty, for the next one or the end of the root: a
	 * processor may have cached the way to them. */
	if (err && w.done > va)
		unmap_table(&w, root_table(root), TOP, va, w.done - va, &none);
	return err;
}

int
pgtable_unmap(pgroot_t root, vaddr_t va, uint64_t len, struct pg_gather *gather)
{
	struct walk w = { .gather = gather };
	uint64_t none = 0;
	int err = split_at(root, va);

	if (!err)
		err = split_at(root, va + len);
	if (err)
		return err;
	unmap_table(&w, root_table(root), TOP, va, len, &none);
	return 0;
}

void
pgtable_gather_free(struct pg_gather *gather)
{
	while (gather->tables) {
		uint64_t *t = gather->tables;

		gather->tables = (void *)t[0];
		kpages_free(t, 0);
	}
}

static void
protect_table(struct walk *w, uint64_t *t, int level, vaddr_t va, uint64_t len)
{
	while (len) {
		uint64_t chunk =
		    MIN(len, span(level) - (va & (span(level) - 1)));
		uint64_t *e = &t[index_of(va, level)];

		if (*e && is_leaf(*e, level))
			*e = leaf_pa(*e, level) | (*e & PTE_D) |
			     (level ? w->big_flags : w->flags);
		else if (*e)
			protect_table(w, table_of(*e), level - 1, va, chunk);
		va += chunk;
		len -= chunk;
	}
}

int
pgtable_protect(pgroot_t root, vaddr_t va, uint64_t len, unsigned int prot)
{
	struct walk w = {
		.flags = leaf_flags(prot, false),
		.big_flags = leaf_flags(prot, true),
	};
	int err = split_at(root, va);

	if (!err)
		err = split_at(root, va + len);
	if (!err)
		protect_table(&w, root_table(root), TOP, va, len);
	return err;
}

static unsigned int
prot_of(uint64_t entry)
{
	unsigned int prot = PG_READ;

	if (entry & PTE_W)
		prot |= PG_WRITE;
	if (entry & PTE_U)
		prot |= PG_USER;
	if (!(entry & PTE_NX))
		prot |= PG_EXEC;
	if (entry & PTE_PCD)
		prot |= PG_NOCACHE;
	return prot;
}

int
pgtable_walk(
    pgroot_t root, vaddr_t va, paddr_t *pa, uint64_t *size, unsigned int *prot)
{
	uint64_t *t = root_table(root);

	for (int level = TOP; level >= 0; level--) {
		uint64_t e = t[index_of(va, level)];

		if (!(e & PTE_P))
			break;
		if (is_leaf(e, level)) {
			if (pa)
				*pa = leaf_pa(e, level) +
				      (va & (span(level) - 1));
			if (size)
				*size = span(level);
			if (prot)
				*prot = prot_of(e);
			return 0;
		}
		t = table_of(e);
	}
	return -EFAULT;
}

/* The first dirty one of n 4 KiB entries, n if none is: eight at a time, as
 * this runs over the whole stack of every thread that ends. */
static unsigned int
first_dirty(const uint64_t *e, unsigned int n)
{
	const uint64_t *p = e, *end8 = e + (n & ~7u);

	while (
	    p < end8 &&
	    !((p[0] | p[1] | p[2] | p[3] | p[4] | p[5] | p[6] | p[7]) & PTE_D))
		p += 8;
	while (p < e + n && !(*p & PTE_D))
		p++;
	return (unsigned int)(p - e);
}

static void
dirty_pages(struct walk *w, uint64_t *e, vaddr_t va, unsigned int n)
{
	unsigned int i = 0;

	for (;;) {
		i += first_dirty(e + i, n - i);
		if (i == n)
			return;
		e[i] &= ~PTE_D;
		w->fn(w->arg, va + i * PAGE_SIZE, e[i] & PTE_ADDR, PAGE_SIZE);
		i++;
	}
}

static void
dirty_table(struct walk *w, uint64_t *t, int level, vaddr_t va, uint64_t len)
{
	if (level == 0) {
		dirty_pages(w, &t[index_of(va, 0)], va,
		    (unsigned int)(len >> PAGE_SHIFT));
		return;
	}
	while (len) {
		uint64_t off = va & (span(level) - 1);
		uint64_t chunk = MIN(len, span(level) - off);
		uint64_t *e = &t[index_of(va, level)];

		if (*e && is_leaf(*e, level)) {
			if (*e & PTE_D) {
				if (chunk == span(level))
					*e &= ~PTE_D;
				w->fn(w->arg, va, leaf_pa(*e, level) + off,
				    chunk);
			}
		} else if (*e) {
			dirty_table(w, table_of(*e), level - 1, va, chunk);
		}
		va += chunk;
		len -= chunk;
	}
}

void
pgtable_for_dirty(pgroot_t root, vaddr_t va, uint64_t len,
    void (*fn)(void *arg, vaddr_t va, paddr_t pa, uint64_t size), void *arg)
{
	struct walk w = { .fn = fn, .arg = arg };

	dirty_table(&w, root_table(root), TOP, va, len);
}

int
pgtable_create(pgroot_t *out)
{
	uint64_t *t = kpages_alloc(0, -1);

	if (!t)
		return ERR(ENOMEM);
	memset(t, 0, PAGE_SIZE / 2);
	memcpy(t + ENTRIES / 2, root_table(kernel_root) + ENTRIES / 2,
	    PAGE_SIZE / 2);
	*out = virt_to_phys(t);
	return 0;
}

static void
free_tables(uint64_t *t, int level, unsigned int entries)
{
	for (unsigned int i = 0; i < entries; i++) {
		if (!t[i] || is_leaf(t[i], level))
			continue;
		if (level > 1)
			free_tables(table_of(t[i]), level - 1, ENTRIES);
		kpages_free(table_of(t[i]), 0);
	}
}

void
pgtable_destroy(pgroot_t root)
{
	uint64_t *t = root_table(root);

	free_tables(t, TOP, ENTRIES / 2);
	kpages_free(t, 0);
}

void
pgtable_load(pgroot_t root)
{
	__asm__ volatile("mov %0, %%cr3" ::"r"(root) : "memory");
}

/* Above this many pages one CR3 reload is cheaper than single invalidations. */
#define FLUSH_ALL_PAGES 32

void
pgtable_flush_local(vaddr_t va, uint64_t len)
{
	if (len > FLUSH_ALL_PAGES * PAGE_SIZE) {
		uint64_t cr3;

		__asm__ volatile("mov %%cr3, %0; mov %0, %%cr3"
				 : "=r"(cr3)::"memory");
		return;
	}
	for (uint64_t off = 0; off < len; off += PAGE_SIZE)
		__asm__ volatile("invlpg (%0)" ::"r"(va + off) : "memory");
}
