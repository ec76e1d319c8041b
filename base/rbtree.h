/* SPDX-License-Identifier: BSD-2-Clause */
/* base/rbtree.h - red-black trees, linked through the members.
 *
 * Idea: the user descends by his own order and hands over the place where the
 * new node hangs; this code only keeps the tree balanced. Height is at most
 * 2 * log2(n + 1).
 *
 *	struct rb_node **link = &root->node, *parent = NULL;
 *	while (*link) {
 *		parent = *link;
 *		link = less(node, parent) ? &parent->left : &parent->right;
 *	}
 *	rb_insert_at(root, node, parent, link, NULL);
 *
 * An augmented tree keeps in each node a summary of its subtree (such as the
 * largest size). augment(n) computes it for n from n itself and its children's
 * summaries; it is called, children first, for every node whose subtree
 * changed, up to the root.
 *
 * Locking: the caller's.
 * Tests: tests/host/base/rbtree_test.c
 */
#ifndef BASE_RBTREE_H
#define BASE_RBTREE_H

#include "base/types.h"

struct rb_node {
	struct rb_node *left;
	struct rb_node *right;
	struct rb_node *parent;
	bool red;
};

struct rb_root {
	struct rb_node *node; /* NULL: empty */
};

#define RB_ROOT      \
	{            \
		NULL \
	}

typedef void (*rb_augment_t)(struct rb_node *n);

#define rb_entry(ptr, type, member) container_of(ptr, type, member)

static inline void
rb_init(struct rb_root *root)
{
	root->node = NULL;
}

static inline bool
rb_empty(const struct rb_root *root)
{
	return !root->node;
}

/* Hang node at *link, which is NULL and is the root's or parent's link (parent
 * is NULL for an empty tree), and rebalance. augment may be NULL. */
void rb_insert_at(struct rb_root *root, struct rb_node *node,
    struct rb_node *parent, struct rb_node **link, rb_augment_t augment);

/* Take node, which is in the tree, out of it. augment may be NULL. */
void rb_erase(struct rb_root *root, struct rb_node *node, rb_augment_t augment);

/* node's own contribution to its summary changed: renew it and those above. */
void rb_augment_up(struct rb_node *node, rb_augment_t augment);

/* The first, last, following, preceding node in order; NULL if there is none.
 */
struct rb_node *rb_first(const struct rb_root *root);
struct rb_node *rb_last(const struct rb_root *root);
struct rb_node *rb_next(const struct rb_node *node);
struct rb_node *rb_prev(const struct rb_node *node);

#endif
