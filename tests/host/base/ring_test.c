/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/ring_test.c - rings of bytes against a plain queue. */
#include "unit.h"

#include "base/ring.h"

#include <string.h>

static void
test_ring_is_a_queue(void **state)
{
	uint8_t buf[16], in[20], out[20];
	uint8_t put = 0, got = 0; /* the bytes count up */
	struct rng rng = { 8 };
	struct ring r;

	(void)state;
	ring_init(&r, buf, sizeof(buf));
	/* Let the counters wrap on the way. */
	r.head = r.tail = UINT32_MAX - 1000;
	for (int round = 0; round < 20000; round++) {
		size_t n = rng_below(&rng, sizeof(in) + 1);
		size_t used = ring_used(&r), skip, done;

		for (size_t i = 0; i < n; i++)
			in[i] = (uint8_t)(put + i);
		done = ring_put(&r, in, n);
		assert_int_equal(done, MIN(n, 16 - used));
		put = (uint8_t)(put + done);
		used += done;
		assert_int_equal(ring_used(&r), used);
		assert_int_equal(ring_space(&r), 16 - used);

		n = rng_below(&rng, sizeof(out) + 1);
		skip = rng_below(&rng, sizeof(out));
		done = ring_peek(&r, skip, out, n);
		assert_int_equal(done, skip > used ? 0 : MIN(n, used - skip));
		for (size_t i = 0; i < done; i++)
			assert_int_equal(out[i], (uint8_t)(got + skip + i));
		assert_int_equal(ring_used(&r), used);

		done = ring_get(&r, round % 5 ? out : NULL, n);
		assert_int_equal(done, MIN(n, used));
		for (size_t i = 0; round % 5 && i < done; i++)
			assert_int_equal(out[i], (uint8_t)(got + i));
		got = (uint8_t)(got + done);
	}
}

static void
test_ring_reset_empties(void **state)
{
	uint8_t buf[4];
	struct ring r;

	(void)state;
	ring_init(&r, buf, sizeof(buf));
	assert_int_equal(ring_put(&r, "abcdef", 6), 4);
	assert_int_equal(ring_space(&r), 0);
	ring_reset(&r);
	assert_int_equal(ring_used(&r), 0);
	assert_int_equal(ring_space(&r), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ring_is_a_queue),
		cmocka_unit_test(test_ring_reset_empties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
