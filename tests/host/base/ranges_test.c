/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/ranges_test.c - ranges against a map with a byte for each
 * unit of the line, through random operations, some without memory for nodes.
 */
#include "unit.h"

#include "base/err.h"
#include "base/ranges.h"

#include <stdlib.h>
#include <string.h>

#define LINE  512
#define STEPS 60000

struct pool {
	int live;  /* nodes out */
	bool fail; /* the next alloc gives NULL */
};

static struct range_node *
pool_alloc(void *ctx)
{
	struct pool *p = ctx;

	if (p->fail)
		return NULL;
	p->live++;
	return malloc(sizeof(struct range_node));
}

static void
pool_free(void *ctx, struct range_node *n)
{
	struct pool *p = ctx;

	p->live--;
	free(n);
}

static const struct ranges_ops ops = { pool_alloc, pool_free };

/* Offsets of the line, so that sums near 2^64 are tried too. */
static const uint64_t bases[] = { 0, 1ull << 40, UINT64_MAX - LINE };

static bool
all(const uint8_t *map, uint64_t start, uint64_t len, uint8_t value)
{
	for (uint64_t i = start; i < start + len; i++)
		if (i >= LINE || map[i] != value)
			return false;
	return true;
}

static void
check(const struct ranges *r, const struct pool *p, const uint8_t *map,
    uint64_t base)
{
	uint64_t at = base, start, len, total = 0, largest = 0, count = 0;
	uint8_t seen[LINE] = { 0 };

	while (ranges_next(r, at, &start, &len)) {
		assert_in_range(start - base, at - base, LINE - 1);
		assert_true(len > 0 && start - base + len <= LINE);
		/* Joined: the unit on either side is not free. */
		if (count)
			assert_true(start > at);
		memset(seen + (start - base), 1, len);
		total += len;
		largest = MAX(largest, len);
		count++;
		at = start + len;
	}
	assert_memory_equal(seen, map, LINE);
	assert_int_equal(r->total, total);
	assert_int_equal(r->count, count);
	assert_int_equal(p->live, count);
	assert_int_equal(ranges_largest(r), largest);
}

/* The lowest or highest place by looking at every one. */
static int
model_find(const uint8_t *map, uint64_t base, uint64_t len, uint64_t align,
    uint64_t lo, uint64_t hi, bool top, uint64_t *out)
{
	int err = -ENOSPC;

	for (uint64_t i = 0; i + len <= LINE; i++) {
		uint64_t at = base + i;

		if (at % align || at < lo || at + len > hi)
			continue;
		if (!all(map, i, len, 1))
			continue;
		*out = at;
		err = 0;
		if (!top)
			break;
	}
	return err;
}

static void
step_add(struct ranges *r, struct pool *p, uint8_t *map, uint64_t base,
    struct rng *rng)
{
	uint64_t i = rng_below(rng, LINE);
	uint64_t len = 1 + rng_below(rng, 24);
	int err;

	len = MIN(len, LINE - i);
	p->fail = rng_below(rng, 10) == 0;
	err = ranges_add(r, base + i, len);
	if (!all(map, i, len, 0)) {
		assert_int_equal(err, -EEXIST);
	} else if (err) {
		/* Only a range that touches none needs a node. */
		assert_int_equal(err, -ENOMEM);
		assert_true(p->fail);
		assert_true(i == 0 || !map[i - 1]);
		assert_true(i + len == LINE || !map[i + len]);
	} else {
		memset(map + i, 1, len);
	}
	p->fail = false;
}

static void
step_remove(struct ranges *r, struct pool *p, uint8_t *map, uint64_t base,
    struct rng *rng)
{
	uint64_t i = rng_below(rng, LINE);
	uint64_t len = 1 + rng_below(rng, 16);
	int err;

	len = MIN(len, LINE - i);
	p->fail = rng_below(rng, 10) == 0;
	err = ranges_remove(r, base + i, len);
	if (!all(map, i, len, 1)) {
		assert_int_equal(err, -ENOENT);
	} else if (err) {
		assert_int_equal(err, -ENOMEM);
		assert_true(p->fail && i && map[i - 1] && map[i + len]);
	} else {
		memset(map + i, 0, len);
	}
	p->fail = false;
}

static void
step_alloc(
    struct ranges *r, uint8_t *map, uint64_t base, struct rng *rng, bool top)
{
	uint64_t len = 1 + rng_below(rng, 20);
	uint64_t align = 1ull << rng_below(rng, 6);
	uint64_t lo = 0, hi = UINT64_MAX, want = 0, got = 0;
	int err;

	if (rng_below(rng, 2)) {
		lo = base + rng_below(rng, LINE);
		hi = base + rng_below(rng, LINE);
	}
	err = top ? ranges_alloc_top(r, len, align, lo, hi, &got)
		  : ranges_alloc(r, len, align, lo, hi, &got);
	assert_int_equal(
	    err, model_find(map, base, len, align, lo, hi, top, &want));
	if (err)
		return;
	assert_int_equal(got, want);
	memset(map + (got - base), 0, len);
}

static void
test_ranges_model(void **state)
{
	(void)state;
	for (size_t b = 0; b < ARRAY_SIZE(bases); b++) {
		uint8_t map[LINE + 1] = { 0 };
		struct pool p = { 0 };
		struct rng rng = { 9 + b };
		struct ranges r;

		ranges_init(&r, &ops, &p);
		for (int step = 0; step < STEPS; step++) {
			uint64_t what = rng_below(&rng, 10);

			if (what < 5)
				step_add(&r, &p, map, bases[b], &rng);
			else if (what < 7)
				step_remove(&r, &p, map, bases[b], &rng);
			else
				step_alloc(&r, map, bases[b], &rng, what == 9);
			if (step % 8 == 0)
				check(&r, &p, map, bases[b]);
		}
		ranges_fini(&r);
		assert_int_equal(p.live, 0);
		assert_int_equal(r.total, 0);
		assert_int_equal(ranges_largest(&r), 0);
	}
}

static void
test_ranges_refuse_nonsense(void **state)
{
	struct pool p = { 0 };
	struct ranges r;
	uint64_t out;

	(void)state;
	ranges_init(&r, &ops, &p);
	assert_int_equal(ranges_add(&r, 5, 0), -EINVAL);
	assert_int_equal(ranges_add(&r, 1, UINT64_MAX), -EINVAL);
	assert_int_equal(ranges_add(&r, UINT64_MAX, 1), -EINVAL);
	assert_int_equal(ranges_remove(&r, 5, 0), -EINVAL);
	assert_int_equal(ranges_remove(&r, 2, UINT64_MAX), -EINVAL);
	assert_int_equal(ranges_remove(&r, 2, 1), -ENOENT);
	assert_int_equal(ranges_alloc(&r, 0, 1, 0, 99, &out), -EINVAL);
	assert_int_equal(ranges_alloc(&r, 1, 0, 0, 99, &out), -EINVAL);
	assert_int_equal(ranges_alloc(&r, 1, 3, 0, 99, &out), -EINVAL);
	assert_int_equal(ranges_alloc(&r, 1, 1, 0, 99, &out), -ENOSPC);
	assert_false(ranges_next(&r, 0, &out, &out));
	assert_int_equal(p.live, 0);
}

static void
test_ranges_whole_line(void **state)
{
	struct pool p = { 0 };
	struct ranges r;
	uint64_t out;

	(void)state;
	ranges_init(&r, &ops, &p);
	assert_int_equal(ranges_add(&r, 0, UINT64_MAX), 0);
	assert_int_equal(ranges_add(&r, 0, 1), -EEXIST);
	assert_int_equal(
	    ranges_alloc_top(&r, 1, 1ull << 63, 0, UINT64_MAX, &out), 0);
	assert_int_equal(out, 1ull << 63);
	assert_int_equal(
	    ranges_alloc(&r, 1ull << 63, 1, 0, UINT64_MAX, &out), 0);
	assert_int_equal(out, 0);
	assert_int_equal(
	    ranges_alloc(&r, 1ull << 63, 1, 0, UINT64_MAX, &out), -ENOSPC);
	ranges_fini(&r);
	assert_int_equal(p.live, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges_model),
		cmocka_unit_test(test_ranges_refuse_nonsense),
		cmocka_unit_test(test_ranges_whole_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
