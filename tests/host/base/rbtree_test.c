/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/rbtree_test.c - red-black trees against an array of flags.
 *
 * After each of many random insertions and deletions the whole tree is
 * checked: order, links, colours, equal black height, summaries.
 */
#include "unit.h"

#include "base/rbtree.h"

#include <string.h>

#define KEYS  300
#define STEPS 20000

struct node {
	struct rb_node rb;
	unsigned int key;
	unsigned int sum; /* of the keys in this subtree */
};

#define to_node(n) rb_entry(n, struct node, rb)

static struct node nodes[KEYS];
static bool present[KEYS];

static void
sum_up(struct rb_node *rb)
{
	struct node *n = to_node(rb);

	n->sum = n->key;
	if (rb->left)
		n->sum += to_node(rb->left)->sum;
	if (rb->right)
		n->sum += to_node(rb->right)->sum;
}

static void
insert(struct rb_root *root, struct node *n, rb_augment_t augment)
{
	struct rb_node **link = &root->node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = n->key < to_node(parent)->key ? &parent->left
						     : &parent->right;
	}
	rb_insert_at(root, &n->rb, parent, link, augment);
}

/* Returns the black height. */
static int
check_subtree(const struct rb_node *rb, bool augmented)
{
	struct node *n;
	unsigned int sum;
	int left, right;

	if (!rb)
		return 0;
	n = to_node(rb);
	sum = n->key;
	if (rb->left) {
		assert_ptr_equal(rb->left->parent, rb);
		assert_true(to_node(rb->left)->key < n->key);
		assert_false(rb->red && rb->left->red);
		sum += to_node(rb->left)->sum;
	}
	if (rb->right) {
		assert_ptr_equal(rb->right->parent, rb);
		assert_true(to_node(rb->right)->key > n->key);
		assert_false(rb->red && rb->right->red);
		sum += to_node(rb->right)->sum;
	}
	if (augmented)
		assert_int_equal(n->sum, sum);
	left = check_subtree(rb->left, augmented);
	right = check_subtree(rb->right, augmented);
	assert_int_equal(left, right);
	return left + !rb->red;
}

static void
check_tree(const struct rb_root *root, bool augmented)
{
	struct rb_node *n = rb_first(root), *prev = NULL;
	unsigned int i;

	assert_true(!root->node || (!root->node->red && !root->node->parent));
	check_subtree(root->node, augmented);
	for (i = 0; i < KEYS; i++) {
		if (!present[i])
			continue;
		assert_non_null(n);
		assert_int_equal(to_node(n)->key, i);
		assert_ptr_equal(rb_prev(n), prev);
		prev = n;
		n = rb_next(n);
	}
	assert_null(n);
	assert_ptr_equal(rb_last(root), prev);
}

static void
run_model(rb_augment_t augment)
{
	struct rb_root root = RB_ROOT;
	struct rng rng = { 1 };
	unsigned int step, i;

	memset(nodes, 0, sizeof(nodes));
	memset(present, 0, sizeof(present));
	for (step = 0; step < STEPS; step++) {
		/* Waves, so that the tree is small, large and in between. */
		bool grow =
		    rng_below(&rng, 100) < (step / 1000 % 2 ? 30u : 70u);

		i = (unsigned int)rng_below(&rng, KEYS);
		nodes[i].key = i;
		if (grow && !present[i])
			insert(&root, &nodes[i], augment);
		else if (!grow && present[i])
			rb_erase(&root, &nodes[i].rb, augment);
		else
			continue;
		present[i] = grow;
		check_tree(&root, augment != NULL);
	}
	for (i = 0; i < KEYS; i++) {
		if (!present[i])
			continue;
		rb_erase(&root, &nodes[i].rb, augment);
		present[i] = false;
		check_tree(&root, augment != NULL);
	}
	assert_true(rb_empty(&root));
}

static void
test_rbtree_model_plain(void **state)
{
	(void)state;
	run_model(NULL);
}

static void
test_rbtree_model_augmented(void **state)
{
	(void)state;
	run_model(sum_up);
}

static void
test_rbtree_height_is_logarithmic(void **state)
{
	struct rb_root root = RB_ROOT;
	struct rb_node *n;
	unsigned int i, depth, most = 0;

	(void)state;
	memset(nodes, 0, sizeof(nodes));
	for (i = 0; i < KEYS; i++) {
		nodes[i].key = i;
		insert(&root, &nodes[i], NULL);
	}
	for (i = 0; i < KEYS; i++) {
		depth = 0;
		for (n = &nodes[i].rb; n; n = n->parent)
			depth++;
		most = MAX(most, depth);
	}
	assert_in_range(most, 9, 17); /* 2 * log2(301) = 16.5 */
}

static void
test_rbtree_augment_up_renews_ancestors(void **state)
{
	struct rb_root root = RB_ROOT;
	unsigned int i;

	(void)state;
	memset(nodes, 0, sizeof(nodes));
	for (i = 0; i < 100; i++) {
		nodes[i].key = 2 * i;
		insert(&root, &nodes[i], sum_up);
	}
	assert_int_equal(to_node(root.node)->sum, 9900);
	nodes[7].key++;
	rb_augment_up(&nodes[7].rb, sum_up);
	assert_int_equal(to_node(root.node)->sum, 9901);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rbtree_model_plain),
		cmocka_unit_test(test_rbtree_model_augmented),
		cmocka_unit_test(test_rbtree_height_is_logarithmic),
		cmocka_unit_test(test_rbtree_augment_up_renews_ancestors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
