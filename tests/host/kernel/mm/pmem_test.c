/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/pmem_test.c - the list of physical memory against a
 * table with one row per page: the same after every change, and unchanged
 * after every refusal.
 */
#include "arch/pgtable.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/machine.h"
#include "host.h"
#include "mm/pmem.h"
#include "unit.h"
#include <string.h>

#define PAGES	 400u
#define AT(page) ((paddr_t)(page)*PAGE_SIZE)

struct page {
	enum pmem_type type; /* 0: a gap */
	unsigned int node;
	int owner;
	char name[PMEM_NAME_LEN];
};

static struct page model[PAGES];
static struct rng rng = { 11 };

static unsigned int
rnd(unsigned int n)
{
	return (unsigned int)rng_below(&rng, n);
}

static void
fill(unsigned int from, unsigned int to, enum pmem_type type, unsigned int node,
    const char *name)
{
	for (unsigned int i = from; i < to; i++) {
		model[i] = (struct page){ .type = type, .node = node };
		strscpy(model[i].name, name, PMEM_NAME_LEN);
	}
}

static void
add_range(paddr_t start, paddr_t end, enum mem_kind kind, unsigned int node)
{
	boot_info.ranges[boot_info.nr_ranges++] =
	    (struct mem_range){ start, end, kind, node };
}

static int
setup(void **state)
{
	(void)state;
	/* RAM shrinks to whole pages, what is reserved grows. */
	add_range(AT(2) - 100, AT(100) + 100, MEM_RAM, 0);
	add_range(AT(100) + 100, AT(101), MEM_RAM, 0);
	add_range(AT(101) + 5, AT(110) - 5, MEM_RESERVED, 0);
	add_range(AT(110), AT(200), MEM_RAM, 0);
	add_range(AT(200), AT(300), MEM_RAM, 1);
	add_range(AT(320), AT(330), MEM_ACPI, 1);
	add_range(AT(330), AT(PAGES), MEM_RAM, 1);
	pmem_init();
	fill(2, 100, PMEM_FREE, 0, "");
	fill(101, 110, PMEM_FIRMWARE, 0, "reserved");
	fill(110, 200, PMEM_FREE, 0, "");
	fill(200, 300, PMEM_FREE, 1, "");
	fill(320, 330, PMEM_FIRMWARE, 1, "acpi");
	fill(330, PAGES, PMEM_FREE, 1, "");
	return 0;
}

static bool
same(const struct page *a, const struct page *b)
{
	return a->type == b->type && a->node == b->node &&
	       a->owner == b->owner && !strcmp(a->name, b->name);
}

/* The end of the run of like pages that begins at page i. */
static unsigned int
run_end(unsigned int i)
{
	unsigned int e = i + 1;

	while (e < PAGES && same(&model[e], &model[i]))
		e++;
	return e;
}

/* Every range of the list is one run of the model, and the other way round. */
static void
check_all(void)
{
	uint64_t bytes[PMEM_FIRMWARE + 1][2] = { 0 };
	unsigned int i = 0;
	struct pmem_range r;

	while (i < PAGES) {
		unsigned int e = run_end(i);

		if (!model[i].type) {
			assert_int_equal(
			    pmem_query(AT(i), AT(e), 0, &r), -ENOENT);
			i = e;
			continue;
		}
		assert_int_equal(pmem_query(AT(i), AT(i) + 1, 0, &r), 0);
		assert_int_equal(r.start, AT(i));
		assert_int_equal(r.end, AT(e));
		assert_int_equal(r.type, model[i].type);
		assert_int_equal(r.node, model[i].node);
		assert_int_equal(r.owner, model[i].owner);
		assert_string_equal(r.name, model[i].name);
		bytes[r.type][r.node] += r.end - r.start;
		i = e;
	}
	for (int t = 1; t <= PMEM_FIRMWARE; t++) {
		assert_int_equal(pmem_bytes(t, 0), bytes[t][0]);
		assert_int_equal(pmem_bytes(t, 1), bytes[t][1]);
		assert_int_equal(
		    pmem_bytes(t, PMEM_ANY_NODE), bytes[t][0] + bytes[t][1]);
	}
	assert_int_equal(host_cpus[0].locks_held, 0);
}

static int
model_may(unsigned int from, unsigned int to, int owner)
{
	for (unsigned int i = from; i < to; i++) {
		const struct page *p = &model[i];

		if (i >= PAGES || !p->type)
			return -ENOENT;
		if (p->type == PMEM_KERNEL || p->type == PMEM_FIRMWARE ||
		    (owner && p->owner && p->owner != owner))
			return -EPERM;
	}
	return 0;
}

static void
model_tag(unsigned int from, unsigned int to, enum pmem_type type, int owner,
    const char *name)
{
	for (unsigned int i = from; i < to; i++) {
		if (!model[i].type)
			continue;
		model[i].type = type;
		model[i].owner = owner;
		strscpy(model[i].name, name ? name : "", PMEM_NAME_LEN);
	}
}

static const char *const names[] = { NULL, "", "heap", "a name too long by far",
	"a name too long by now" };

static void
random_update(void)
{
	unsigned int from = rnd(PAGES), to = from + 1 + rnd(60);
	enum pmem_type type = rnd(2) ? PMEM_FREE : PMEM_USER + rnd(2);
	int owner = (int)rnd(4), want = model_may(from, to, owner);
	const char *name = names[rnd(ARRAY_SIZE(names))];
	int got;

	if (!rnd(10)) {
		host_alloc_left = rnd(2);
		want = -ENOMEM;
	}
	got = pmem_update(AT(from), AT(to), type, owner, name);
	host_alloc_left = -1;
	assert_int_equal(got, want);
	if (!got)
		model_tag(from, to, type, type == PMEM_FREE ? 0 : owner, name);
}

/* First fit: where in the model, or PAGES. */
static unsigned int
model_find(unsigned int len, unsigned int align, unsigned int node)
{
	for (unsigned int i = 0; i < PAGES; i = run_end(i)) {
		unsigned int at = (i + align - 1) / align * align;

		if (model[i].type == PMEM_FREE &&
		    (node == PMEM_ANY_NODE || node == model[i].node) &&
		    at + len <= run_end(i))
			return at;
	}
	return PAGES;
}

static void
random_alloc(void)
{
	unsigned int len = 1 + rnd(rnd(4) ? 10 : 120), align = 1u << rnd(6);
	unsigned int node = rnd(2) ? PMEM_ANY_NODE : rnd(3);
	unsigned int at = model_find(len, align, node);
	int owner = (int)rnd(4), got, want = at == PAGES ? -ENOMEM : 0;
	struct pmem_range r;

	if (!rnd(10)) {
		host_alloc_left = rnd(2);
		want = -ENOMEM;
	}
	got = pmem_alloc(AT(len), AT(align), node, PMEM_USER, owner, "new", &r);
	host_alloc_left = -1;
	assert_int_equal(got, want);
	if (got)
		return;
	assert_int_equal(r.start, AT(at));
	assert_int_equal(r.end, AT(at + len));
	assert_int_equal(r.owner, owner);
	assert_int_equal(r.node, model[at].node);
	model_tag(at, at + len, PMEM_USER, owner, "new");
}

static void
random_query(void)
{
	unsigned int from = rnd(PAGES), to = from + 1 + rnd(100), i = from;
	enum pmem_type type = rnd(PMEM_FIRMWARE + 1);
	struct pmem_range r;
	int got = pmem_query(AT(from), AT(to), type, &r);

	while (i < PAGES && i < to &&
	       (!model[i].type || (type && model[i].type != type)))
		i++;
	if (i >= to || i >= PAGES) {
		assert_int_equal(got, -ENOENT);
		return;
	}
	assert_int_equal(got, 0);
	assert_true(r.start <= AT(i) && r.end > AT(i));
}

static void
test_pmem_init_takes_whole_pages(void **state)
{
	(void)state;
	check_all();
}

static void
test_pmem_random(void **state)
{
	(void)state;
	for (int step = 0; step < 30000; step++) {
		switch (rnd(4)) {
		case 0:
		case 1:
			random_update();
			break;
		case 2:
			random_alloc();
			break;
		default:
			random_query();
			continue;
		}
		check_all();
	}
}

static void
test_pmem_malformed(void **state)
{
	struct pmem_range r;

	(void)state;
	assert_int_equal(pmem_update(AT(5), AT(5), PMEM_USER, 0, ""), -EINVAL);
	assert_int_equal(pmem_update(AT(6), AT(5), PMEM_USER, 0, ""), -EINVAL);
	assert_int_equal(pmem_update(5, AT(5), PMEM_USER, 0, ""), -EINVAL);
	assert_int_equal(pmem_update(AT(5), 1, PMEM_USER, 0, ""), -EINVAL);
	assert_int_equal(
	    pmem_update(AT(1), UINT64_MAX & PAGE_MASK, PMEM_USER, 0, ""),
	    -ENOENT);
	assert_int_equal(
	    pmem_alloc(0, PAGE_SIZE, 0, PMEM_USER, 0, "", &r), -EINVAL);
	assert_int_equal(
	    pmem_alloc(100, PAGE_SIZE, 0, PMEM_USER, 0, "", &r), -EINVAL);
	assert_int_equal(
	    pmem_alloc(PAGE_SIZE, 0, 0, PMEM_USER, 0, "", &r), -EINVAL);
	assert_int_equal(
	    pmem_alloc(PAGE_SIZE, 3 * PAGE_SIZE, 0, PMEM_USER, 0, "", &r),
	    -EINVAL);
	assert_int_equal(pmem_alloc(PAGE_SIZE, 1ull << 63, PMEM_ANY_NODE,
			     PMEM_USER, 0, "", &r),
	    -ENOMEM);
	assert_int_equal(pmem_alloc(UINT64_MAX & PAGE_MASK, PAGE_SIZE,
			     PMEM_ANY_NODE, PMEM_USER, 0, "", &r),
	    -ENOMEM);
	check_all();
}

static void
test_pmem_reserve_is_the_kernels(void **state)
{
	(void)state;
	assert_int_equal(pmem_update(AT(2), AT(100), PMEM_FREE, 0, ""), 0);
	model_tag(2, 100, PMEM_FREE, 0, "");
	pmem_reserve(AT(10) + 1, AT(12) - 1, PMEM_KERNEL, "image");
	model_tag(10, 12, PMEM_KERNEL, 0, "image");
	check_all();
	assert_int_equal(pmem_update(AT(9), AT(13), PMEM_USER, 0, ""), -EPERM);
	check_all();
	/* Over gaps: what is there gets the tag. */
	pmem_reserve(AT(290), AT(340), PMEM_INITRD, "initrd");
	model_tag(290, 340, PMEM_INITRD, 0, "initrd");
	check_all();
}

/* All given back is one range per node again: no list entry is lost. */
static void
test_pmem_all_back(void **state)
{
	(void)state;
	assert_int_equal(pmem_update(AT(110), AT(300), PMEM_FREE, 0, ""), 0);
	pmem_reserve(0, AT(PAGES), PMEM_FREE, "");
	assert_int_equal(host_alloc_live, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pmem_init_takes_whole_pages),
		cmocka_unit_test(test_pmem_random),
		cmocka_unit_test(test_pmem_malformed),
		cmocka_unit_test(test_pmem_reserve_is_the_kernels),
		cmocka_unit_test(test_pmem_all_back),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
