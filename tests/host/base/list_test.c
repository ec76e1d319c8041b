/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/list_test.c - lists. */
#include "unit.h"

#include "base/list.h"

struct item {
	int value;
	struct list link;
};

static void
assert_list(struct list *head, const int *want, size_t n)
{
	struct item *it;
	struct list *back = head;
	size_t i = 0;

	list_for_each(it, head, link) {
		assert_in_range(i, 0, n - 1);
		assert_int_equal(it->value, want[i]);
		assert_ptr_equal(it->link.prev, back);
		back = &it->link;
		i++;
	}
	assert_int_equal(i, n);
	assert_ptr_equal(head->prev, back);
}

static void
test_list_add_orders(void **state)
{
	struct item a = { .value = 1 }, b = { .value = 2 }, c = { .value = 3 };
	struct list head;

	(void)state;
	list_init(&head);
	assert_true(list_empty(&head));
	assert_null(list_first(&head, struct item, link));
	assert_null(list_last(&head, struct item, link));
	list_add(&head, &b.link);
	list_add(&head, &a.link);
	list_add_tail(&head, &c.link);
	assert_list(&head, (int[]){ 1, 2, 3 }, 3);
	assert_ptr_equal(list_first(&head, struct item, link), &a);
	assert_ptr_equal(list_last(&head, struct item, link), &c);
	list_del(&b.link);
	assert_list(&head, (int[]){ 1, 3 }, 2);
	assert_null(b.link.next);
}

static void
test_list_del_init_twice(void **state)
{
	struct list head = LIST_INIT(head);
	struct item a = { .value = 1 };

	(void)state;
	list_add(&head, &a.link);
	list_del_init(&a.link);
	assert_true(list_empty(&head));
	assert_true(list_empty(&a.link));
	list_del_init(&a.link);
	assert_true(list_empty(&a.link));
}

static void
test_list_safe_allows_delete(void **state)
{
	struct item items[6], *it, *tmp;
	struct list head;
	int i;

	(void)state;
	list_init(&head);
	for (i = 0; i < 6; i++) {
		items[i].value = i;
		list_add_tail(&head, &items[i].link);
	}
	list_for_each_safe(it, tmp, &head, link) {
		if (it->value % 2 == 0)
			list_del(&it->link);
	}
	assert_list(&head, (int[]){ 1, 3, 5 }, 3);
}

static void
test_list_splice_moves_all(void **state)
{
	struct item a = { .value = 1 }, b = { .value = 2 }, c = { .value = 3 };
	struct list x = LIST_INIT(x), y = LIST_INIT(y);

	(void)state;
	list_splice_tail(&x, &y);
	assert_true(list_empty(&x));
	list_add_tail(&x, &a.link);
	list_add_tail(&y, &b.link);
	list_add_tail(&y, &c.link);
	list_splice_tail(&x, &y);
	assert_list(&x, (int[]){ 1, 2, 3 }, 3);
	assert_true(list_empty(&y));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list_add_orders),
		cmocka_unit_test(test_list_del_init_twice),
		cmocka_unit_test(test_list_safe_allows_delete),
		cmocka_unit_test(test_list_splice_moves_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
