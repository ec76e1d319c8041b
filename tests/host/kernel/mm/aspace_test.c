/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/aspace_test.c - address spaces against a model.
 *
 * The model is an array of page descriptors over a small window of addresses:
 * mapped?, access, a byte the page must hold. Random mmap, munmap, mprotect,
 * mremap, discard and brk run on both; after each step every page of the
 * window is compared through the page tables, and the budget is added up.
 */
#include "arch/pgtable.h"
#include "base/errno.h"
#include "host_kernel.h"
#include "mm/aspace_priv.h"
#include "mm/kmem.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BUDGET (96ul << 20)
#define WINDOW 0x40000000ul /* 1 GiB: 2 MiB aligned */
#define PAGES  4096u	    /* 16 MiB of addresses */
#define RWX    (PG_READ | PG_WRITE)

struct model_page {
	bool mapped;
	unsigned int prot;
	unsigned char byte; /* first byte of the page */
};

static struct model_page model[PAGES];
static struct aspace *as;
static uint64_t seed = 0x9e3779b97f4a7c15ull;

static uint64_t
rnd(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) % n;
}

static vaddr_t
va_of(unsigned int page)
{
	return WINDOW + page * PAGE_SIZE;
}

static unsigned char *
memory_at(vaddr_t va)
{
	paddr_t pa;

	return aspace_virt_to_phys(as, va, &pa) ? NULL : phys_to_virt(pa);
}

/* What a user's store does: the byte and the dirty bit. */
static void
user_store(vaddr_t va, unsigned char byte)
{
	uint64_t *t = phys_to_virt(as->root);

	for (int level = 3; level >= 0; level--) {
		uint64_t *e = &t[va >> (12 + 9 * level) & 511];

		assert_true(*e & 1);
		if (level == 0 || (*e & 0x80)) {
			*e |= 0x40;
			break;
		}
		t = phys_to_virt(*e & 0x000ffffffffff000ull);
	}
	*memory_at(va) = byte;
}

static int
setup(void **state)
{
	int err;
	paddr_t pa;

	(void)state;
	host_kernel_init(64ul << 20);
	pgtable_has_1g = true;
	as = aspace_create("test", &err);
	assert_non_null(as);
	pa = host_phys(BUDGET);
	assert_int_equal(aspace_budget_add(as, pa, BUDGET), 0);
	return 0;
}

static void
check_all(void)
{
	uint64_t bound = bound_bytes(as, 0, USER_END), total, left;

	aspace_budget_info(as, &total, &left);
	assert_int_equal(total, left + bound);
	for (unsigned int i = 0; i < PAGES; i++) {
		const struct model_page *m = &model[i];
		unsigned int prot = 0;
		paddr_t pa = 0, seg = 0;
		int err = pgtable_walk(as->root, va_of(i), &pa, NULL, &prot);

		if (!m->mapped || !(m->prot & RWX)) {
			assert_int_equal(err, -EFAULT);
		} else {
			assert_int_equal(err, 0);
			assert_int_equal(
			    aspace_virt_to_phys(as, va_of(i), &seg), 0);
			assert_int_equal(pa, seg);
			assert_int_equal(prot & PG_WRITE, m->prot & PG_WRITE);
			assert_int_equal(
			    *(unsigned char *)phys_to_virt(pa), m->byte);
		}
	}
}

static void
check_merged(void)
{
	struct region *r = region_at_or_after(as, 0), *n;

	for (; r && (n = region_next(r)) != NULL; r = n)
		assert_false(r->end == n->start && r->prot == n->prot &&
			     r->flags == n->flags);
}

static void
model_set(unsigned int at, unsigned int n, bool mapped, unsigned int prot)
{
	for (unsigned int i = at; i < at + n; i++)
		model[i] = (struct model_page){ mapped, prot, 0 };
}

static bool
model_all_mapped(unsigned int at, unsigned int n)
{
	for (unsigned int i = at; i < at + n; i++) {
		if (!model[i].mapped)
			return false;
	}
	return true;
}

static void
pick_range(unsigned int *at, unsigned int *n)
{
	*n = (unsigned int)(rnd(4) ? rnd(40) + 1 : rnd(1500) + 1);
	*at = (unsigned int)rnd(PAGES - *n);
	if (rnd(3) == 0)
		*at &= ~511u;
}

static unsigned int
pick_prot(void)
{
	static const unsigned int prots[] = { 0, PG_READ, RWX, RWX };

	return prots[rnd(4)];
}

static void
step_map(void)
{
	unsigned int at, n;
	struct map_request req = { .prot = pick_prot(), .fixed = true };
	vaddr_t out;

	pick_range(&at, &n);
	req.hint = va_of(at);
	req.len = n * PAGE_SIZE;
	assert_int_equal(aspace_mmap(as, &req, &out), 0);
	assert_int_equal(out, req.hint);
	model_set(at, n, true, req.prot);
}

static void
step_unmap(void)
{
	unsigned int at, n;

	pick_range(&at, &n);
	assert_int_equal(aspace_munmap(as, va_of(at), n * PAGE_SIZE), 0);
	model_set(at, n, false, 0);
}

static void
step_protect(void)
{
	unsigned int at, n, prot = pick_prot();
	int err;

	pick_range(&at, &n);
	err = aspace_mprotect(as, va_of(at), n * PAGE_SIZE, prot);
	if (!model_all_mapped(at, n)) {
		assert_int_equal(err, -ENOMEM);
		return;
	}
	assert_int_equal(err, 0);
	for (unsigned int i = at; i < at + n; i++)
		model[i].prot = prot;
}

static void
step_store(void)
{
	for (int k = 0; k < 20; k++) {
		unsigned int i = (unsigned int)rnd(PAGES);

		if (!model[i].mapped || !(model[i].prot & PG_WRITE))
			continue;
		model[i].byte = (unsigned char)rnd(256);
		user_store(va_of(i), model[i].byte);
	}
}

static void
step_discard(void)
{
	unsigned int at, n;
	int err;

	pick_range(&at, &n);
	err = aspace_discard(as, va_of(at), n * PAGE_SIZE);
	assert_int_equal(err, model_all_mapped(at, n) ? 0 : -ENOMEM);
	for (unsigned int i = at; i < at + n; i++)
		model[i].byte = 0;
}

/* Move a run of like pages somewhere else in the window. */
static void
step_remap(void)
{
	unsigned int at = (unsigned int)rnd(PAGES), n = 0, to, more;
	struct model_page moved[64];
	vaddr_t out;
	int err;

	while (at + n < PAGES && n < 64 && model[at + n].mapped &&
	       model[at + n].prot == model[at].prot)
		n++;
	if (!n)
		return;
	more = (unsigned int)rnd(8);
	to = (unsigned int)rnd(PAGES - n - more);
	err = aspace_mremap(as, va_of(at), n * PAGE_SIZE,
	    (n + more) * PAGE_SIZE, true, true, va_of(to), &out);
	if (to < at + n && at < to + n + more) {
		assert_int_equal(err, -EINVAL);
		return;
	}
	assert_int_equal(err, 0);
	memcpy(moved, &model[at], n * sizeof(moved[0]));
	model_set(to, n + more, true, model[at].prot);
	memcpy(&model[to], moved, n * sizeof(moved[0]));
	model_set(at, n, false, 0);
}

static void
test_aspace_random_against_model(void **state)
{
	static void (*const steps[])(void) = { step_map, step_unmap,
		step_protect, step_store, step_store, step_discard,
		step_remap };

	(void)state;
	for (int i = 0; i < 3000; i++) {
		steps[rnd(sizeof(steps) / sizeof(steps[0]))]();
		check_merged();
		check_all();
	}
	assert_int_equal(aspace_munmap(as, WINDOW, PAGES * PAGE_SIZE), 0);
	model_set(0, PAGES, false, 0);
	check_all();
}

static void
test_mmap_budget_end_is_enomem(void **state)
{
	struct map_request req = { .prot = RWX, .len = BUDGET + PAGE_2M };
	uint64_t total, left, before;
	vaddr_t out;

	(void)state;
	aspace_budget_info(as, &total, &before);
	assert_int_equal(aspace_mmap(as, &req, &out), -ENOMEM);
	aspace_budget_info(as, &total, &left);
	assert_int_equal(left, before);
	req.prot = 0; /* a reservation costs nothing */
	assert_int_equal(aspace_mmap(as, &req, &out), 0);
	assert_int_equal(aspace_mprotect(as, out, req.len, RWX), -ENOMEM);
	assert_int_equal(aspace_munmap(as, out, req.len), 0);
	aspace_budget_info(as, &total, &left);
	assert_int_equal(left, before);
}

static void
test_mmap_large_is_large_pages(void **state)
{
	struct map_request req = { .prot = RWX, .len = 64ul << 20 };
	uint64_t size;
	vaddr_t out;

	(void)state;
	assert_int_equal(aspace_mmap(as, &req, &out), 0);
	for (uint64_t off = 0; off < req.len; off += PAGE_2M) {
		assert_int_equal(
		    pgtable_walk(as->root, out + off, NULL, &size, NULL), 0);
		assert_int_equal(size, PAGE_2M);
	}
	assert_int_equal(aspace_munmap(as, out, req.len), 0);
}

static void
test_reservation_binds_on_touch(void **state)
{
	struct map_request req = {
		.prot = RWX, .len = 1ul << 40, .flags = REGION_RESERVE
	};
	vaddr_t out;

	(void)state;
	assert_int_equal(aspace_mmap(as, &req, &out), 0);
	assert_null(memory_at(out + 12345 * PAGE_SIZE));
	assert_int_equal(
	    aspace_fault(as, out + 12345 * PAGE_SIZE + 7, PG_WRITE), 0);
	assert_non_null(memory_at(out + 12345 * PAGE_SIZE));
	assert_int_equal(aspace_fault(as, out - 1, PG_READ), -EFAULT);
	assert_int_equal(aspace_munmap(as, out, req.len), 0);
}

static void
test_brk_grows_and_shrinks(void **state)
{
	vaddr_t base = 0x10000000;

	(void)state;
	aspace_set_heap(as, base);
	assert_int_equal(aspace_brk(as, 0), base);
	assert_int_equal(aspace_brk(as, base + 10000), base + 10000);
	user_store(base + 9000, 5);
	assert_int_equal(aspace_brk(as, base + 100), base + 100);
	assert_int_equal(aspace_brk(as, base + 10000), base + 10000);
	assert_int_equal(*memory_at(base + 9000), 0);
	assert_int_equal(aspace_brk(as, base + (1ul << 40)), base + 10000);
	assert_int_equal(aspace_brk(as, base), base);
}

static int
teardown(void **state)
{
	struct kmem_stats s;
	uint64_t total, left;

	(void)state;
	aspace_budget_info(as, &total, &left);
	assert_int_equal(total, left);
	aspace_put(as);
	kmem_stats(&s);
	assert_int_equal(s.slab_used, 0);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aspace_random_against_model),
		cmocka_unit_test(test_mmap_budget_end_is_enomem),
		cmocka_unit_test(test_mmap_large_is_large_pages),
		cmocka_unit_test(test_reservation_binds_on_touch),
		cmocka_unit_test(test_brk_grows_and_shrinks),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
