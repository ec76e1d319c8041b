/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/proc/id_test.c - ids are given out in turn, once each, and
 * lead to what they were set to. */
#include "base/errno.h"
#include "host.h"
#include "proc/id.h"
#include "proc/process.h"
#include "unit.h"
#include <string.h>

struct spinlock proctree_lock = SPINLOCK_INIT(RANK_PROCTREE);

static struct task task[2];
static struct process process = { .leader = &task[1] };

static int
setup(void **state)
{
	(void)state;
	spin_lock(&proctree_lock);
	return 0;
}

static void
test_id_in_turn(void **state)
{
	int a, b;

	(void)state;
	assert_int_equal(id_alloc(&a), 0);
	assert_int_equal(a, 1);
	assert_int_equal(id_alloc(&b), 0);
	assert_int_equal(b, 2);
	id_free(a);
	assert_int_equal(id_alloc(&a), 0);
	assert_int_equal(a, 3);
	id_free(a);
	id_free(b);
	assert_int_equal(host_alloc_live, 0);
}

static void
test_id_stands_for(void **state)
{
	int a;

	(void)state;
	assert_int_equal(id_alloc(&a), 0);
	assert_null(id_process(a));
	assert_null(id_task(a));
	id_set_task(a, &task[0]);
	assert_null(id_process(a));
	assert_ptr_equal(id_task(a), &task[0]);
	id_set_process(a, &process);
	assert_ptr_equal(id_process(a), &process);
	assert_ptr_equal(id_task(a), &task[1]);
	id_free(a);
	assert_null(id_process(a));
	assert_null(id_task(a));
}

static void
test_id_none_for_odd_numbers(void **state)
{
	static const int odd[] = { 0, -1, INT32_MIN, ID_MAX, INT32_MAX, 7777 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(odd); i++) {
		assert_null(id_process(odd[i]));
		assert_null(id_task(odd[i]));
	}
}

static void
test_id_no_memory_changes_nothing(void **state)
{
	int a = -5, b;

	(void)state;
	host_alloc_left = 0;
	assert_int_equal(id_alloc(&a), -ENOMEM);
	assert_int_equal(id_alloc(&a), -ENOMEM);
	host_alloc_left = -1;
	assert_int_equal(a, -5);
	assert_int_equal(id_alloc(&a), 0);
	assert_int_equal(id_alloc(&b), 0);
	assert_int_equal(b, a + 1);
	id_free(a);
	id_free(b);
	assert_int_equal(host_alloc_live, 0);
}

static void
test_id_all_in_use(void **state)
{
	static bool used[ID_MAX];
	int id, n = 0;

	(void)state;
	while (!id_alloc(&id)) {
		assert_in_range(id, 1, ID_MAX - 1);
		assert_false(used[id]);
		used[id] = true;
		n++;
	}
	assert_int_equal(n, ID_MAX - ID_FIRST_AGAIN);
	assert_int_equal(id_alloc(&id), -EAGAIN);
	for (id = 1000; id < 1003; id++) {
		id_free(id);
		used[id] = false;
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(id_alloc(&id), 0);
		assert_false(used[id]);
		used[id] = true;
	}
	assert_int_equal(id_alloc(&id), -EAGAIN);
	for (id = 1; id < ID_MAX; id++) {
		if (used[id])
			id_free(id);
	}
	assert_int_equal(host_alloc_live, 0);
}

static void
test_id_random(void **state)
{
	static struct task *model[ID_MAX];
	struct rng r = { 61 };
	int held[500], n = 0;

	(void)state;
	memset(model, 0, sizeof(model));
	for (int step = 0; step < 300000; step++) {
		int id, k = n ? (int)rng_below(&r, (uint64_t)n) : 0;

		if (n < 500 && rng_below(&r, 2)) {
			assert_int_equal(id_alloc(&id), 0);
			assert_null(model[id]);
			model[id] = &task[rng_below(&r, 2)];
			id_set_task(id, model[id]);
			held[n++] = id;
		} else if (n) {
			id = held[k];
			assert_ptr_equal(id_task(id), model[id]);
			id_free(id);
			model[id] = NULL;
			held[k] = held[--n];
		}
		id = (int)rng_below(&r, ID_MAX);
		assert_ptr_equal(id_task(id), model[id]);
	}
	while (n)
		id_free(held[--n]);
	assert_int_equal(host_alloc_live, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_id_in_turn),
		cmocka_unit_test(test_id_stands_for),
		cmocka_unit_test(test_id_none_for_odd_numbers),
		cmocka_unit_test(test_id_no_memory_changes_nothing),
		cmocka_unit_test(test_id_all_in_use),
		cmocka_unit_test(test_id_random),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
