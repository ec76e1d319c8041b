/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/bitmap_test.c - bitmaps against arrays of bool, with sizes
 * on both sides of the borders of words.
 */
#include "unit.h"

#include "base/bitmap.h"

#include <string.h>

#define MOST 300

static const unsigned int sizes[] = { 1, 2, 63, 64, 65, 127, 128, 129, 256,
	MOST };

struct pair {
	unsigned long map[BITMAP_LONGS(MOST)];
	bool model[MOST];
};

/* Random contents; the bits past the end are on, they must not matter. */
static void
randomize(struct pair *p, unsigned int nbits, struct rng *rng)
{
	unsigned int density = (unsigned int)rng_below(rng, 101);

	memset(p->map, 0xff, sizeof(p->map));
	for (unsigned int i = 0; i < nbits; i++) {
		p->model[i] = rng_below(rng, 100) < density;
		if (p->model[i])
			bitmap_set(p->map, i);
		else
			bitmap_clear(p->map, i);
	}
}

static unsigned int
model_next(const struct pair *p, unsigned int nbits, unsigned int from, bool on)
{
	while (from < nbits && p->model[from] != on)
		from++;
	return MIN(from, nbits);
}

static void
check(const struct pair *p, unsigned int nbits)
{
	unsigned int i, weight = 0;

	for (i = 0; i < nbits; i++) {
		assert_int_equal(bitmap_test(p->map, i), p->model[i]);
		weight += p->model[i];
	}
	assert_int_equal(bitmap_weight(p->map, nbits), weight);
	assert_int_equal(bitmap_empty(p->map, nbits), weight == 0);
	for (i = 0; i <= nbits; i++) {
		assert_int_equal(bitmap_next(p->map, nbits, i),
		    model_next(p, nbits, i, true));
		assert_int_equal(bitmap_next_zero(p->map, nbits, i),
		    model_next(p, nbits, i, false));
	}
	assert_int_equal(
	    bitmap_first(p->map, nbits), model_next(p, nbits, 0, true));
	assert_int_equal(
	    bitmap_first_zero(p->map, nbits), model_next(p, nbits, 0, false));
}

static void
for_all_sizes(void (*fn)(unsigned int nbits, struct rng *rng))
{
	struct rng rng = { 2 };

	for (unsigned int s = 0; s < ARRAY_SIZE(sizes); s++)
		for (int round = 0; round < 30; round++)
			fn(sizes[s], &rng);
}

static void
one_search(unsigned int nbits, struct rng *rng)
{
	struct pair p;

	randomize(&p, nbits, rng);
	check(&p, nbits);
}

static void
test_bitmap_searches(void **state)
{
	(void)state;
	for_all_sizes(one_search);
}

static void
one_fill(unsigned int nbits, struct rng *rng)
{
	struct pair p;
	unsigned int start, count;

	randomize(&p, nbits, rng);
	bitmap_fill(p.map, nbits);
	memset(p.model, true, sizeof(p.model));
	check(&p, nbits);
	if (nbits % 64)
		assert_int_equal(p.map[nbits / 64] >> nbits % 64, 0);
	start = (unsigned int)rng_below(rng, nbits);
	count = (unsigned int)rng_below(rng, nbits - start + 1);
	bitmap_clear_range(p.map, start, count);
	memset(p.model + start, false, count);
	check(&p, nbits);
	bitmap_zero(p.map, nbits);
	memset(p.model, false, sizeof(p.model));
	check(&p, nbits);
	bitmap_set_range(p.map, start, count);
	memset(p.model + start, true, count);
	check(&p, nbits);
}

static void
test_bitmap_fill_zero_ranges(void **state)
{
	(void)state;
	for_all_sizes(one_fill);
}

static void
one_set_op(unsigned int nbits, struct rng *rng)
{
	struct pair a, b, out;
	bool subset = true, equal = true;
	unsigned int i;

	randomize(&a, nbits, rng);
	randomize(&b, nbits, rng);
	bitmap_and(out.map, a.map, b.map, nbits);
	for (i = 0; i < nbits; i++)
		out.model[i] = a.model[i] && b.model[i];
	check(&out, nbits);
	assert_true(bitmap_subset(out.map, a.map, nbits));
	bitmap_or(out.map, a.map, b.map, nbits);
	for (i = 0; i < nbits; i++)
		out.model[i] = a.model[i] || b.model[i];
	check(&out, nbits);
	assert_true(bitmap_subset(a.map, out.map, nbits));
	bitmap_andnot(out.map, a.map, b.map, nbits);
	for (i = 0; i < nbits; i++) {
		out.model[i] = a.model[i] && !b.model[i];
		subset = subset && !out.model[i];
		equal = equal && a.model[i] == b.model[i];
	}
	check(&out, nbits);
	assert_int_equal(bitmap_subset(a.map, b.map, nbits), subset);
	assert_int_equal(bitmap_equal(a.map, b.map, nbits), equal);
	bitmap_copy(out.map, a.map, nbits);
	assert_true(bitmap_equal(out.map, a.map, nbits));
	i = (unsigned int)rng_below(rng, nbits);
	out.map[i / 64] ^= 1ul << i % 64;
	assert_false(bitmap_equal(out.map, a.map, nbits));
}

static void
test_bitmap_set_operations(void **state)
{
	(void)state;
	for_all_sizes(one_set_op);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bitmap_searches),
		cmocka_unit_test(test_bitmap_fill_zero_ranges),
		cmocka_unit_test(test_bitmap_set_operations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
