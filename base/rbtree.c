/* SPDX-License-Identifier: BSD-2-Clause */
/* base/rbtree.c - balancing.
 *
 * Source: Cormen, Leiserson, Rivest, Stein, Introduction to Algorithms,
 * chapter 13; NULL is the black leaf.
 *
 * Invariants: a red node has black children; every way from a node down to a
 * leaf passes the same number of black nodes; the root is black.
 *
 * A rotation leaves the set of nodes below its top the same, so that only the
 * two nodes that turned need new summaries.
 */
#include "base/rbtree.h"

static inline bool
is_red(const struct rb_node *n)
{
	return n && n->red;
}

/* Let what pointed at old, child of parent (NULL: the root), point at new. */
static inline void
relink(struct rb_root *root, struct rb_node *parent, struct rb_node *old,
    struct rb_node *new)
{
	if (!parent)
		root->node = new;
	else if (parent->left == old)
		parent->left = new;
	else
		parent->right = new;
	if (new)
		new->parent = parent;
}

/* x goes down to the left, its right child up to its place. */
static void
rotate_left(struct rb_root *root, struct rb_node *x, rb_augment_t augment)
{
	struct rb_node *y = x->right;

	relink(root, x->parent, x, y);
	x->right = y->left;
	if (x->right)
		x->right->parent = x;
	y->left = x;
	x->parent = y;
	if (augment) {
		augment(x);
		augment(y);
	}
}

static void
rotate_right(struct rb_root *root, struct rb_node *x, rb_augment_t augment)
{
	struct rb_node *y = x->left;

	relink(root, x->parent, x, y);
	x->left = y->right;
	if (x->left)
		x->left->parent = x;
	y->right = x;
	x->parent = y;
	if (augment) {
		augment(x);
		augment(y);
	}
}

void
rb_augment_up(struct rb_node *node, rb_augment_t augment)
{
	for (; node; node = node->parent)
		augment(node);
}

/* n is red and its parent too: put that right without changing the number of
 * black nodes on any way. */
static void
fix_insert(struct rb_root *root, struct rb_node *n, rb_augment_t augment)
{
	struct rb_node *p, *g, *uncle;

	while ((p = n->parent) && p->red) {
		g = p->parent; /* exists: the root is black */
		uncle = g->left == p ? g->right : g->left;
		if (is_red(uncle)) {
			p->red = false;
			uncle->red = false;
			g->red = true;
			n = g;
			continue;
		}
		if (p == g->left) {
			if (n == p->right) {
				rotate_left(root, p, augment);
				p = n;
			}
			rotate_right(root, g, augment);
		} else {
			if (n == p->left) {
				rotate_right(root, p, augment);
				p = n;
			}
			rotate_left(root, g, augment);
		}
		p->red = false;
		g->red = true;
		break;
	}
	root->node->red = false;
}

void
rb_insert_at(struct rb_root *root, struct rb_node *node, struct rb_node *parent,
    struct rb_node **link, rb_augment_t augment)
{
	node->left = NULL;
	node->right = NULL;
	node->parent = parent;
	node->red = true;
	*link = node;
	if (augment)
		rb_augment_up(node, augment);
	fix_insert(root, node, augment);
}

/* The ways through n (may be NULL), a child of p, lack one black node; n is
 * p's left child. Returns the node that lacks one now, NULL if none does. */
static struct rb_node *
fix_left(struct rb_root *root, struct rb_node *p, rb_augment_t augment)
{
	struct rb_node *s = p->right; /* exists: its ways are longer */

	if (s->red) {
		s->red = false;
		p->red = true;
		rotate_left(root, p, augment);
		s = p->right;
	}
	if (!is_red(s->left) && !is_red(s->right)) {
		s->red = true;
		return p;
	}
	if (!is_red(s->right)) {
		s->left->red = false;
		s->red = true;
		rotate_right(root, s, augment);
		s = p->right;
	}
	s->red = p->red;
	p->red = false;
	s->right->red = false;
	rotate_left(root, p, augment);
	return NULL;
}

/* The same with right and left exchanged. */
static struct rb_node *
fix_right(struct rb_root *root, struct rb_node *p, rb_augment_t augment)
{
	struct rb_node *s = p->left;

	if (s->red) {
		s->red = false;
		p->red = true;
		rotate_right(root, p, augment);
		s = p->left;
	}
	if (!is_red(s->left) && !is_red(s->right)) {
		s->red = true;
		return p;
	}
	if (!is_red(s->left)) {
		s->right->red = false;
		s->red = true;
		rotate_left(root, s, augment);
		s = p->left;
	}
	s->red = p->red;
	p->red = false;
	s->left->red = false;
	rotate_right(root, p, augment);
	return NULL;
}

/* A black node above n (may be NULL), child of p, was taken out. */
static void
fix_erase(struct rb_root *root, struct rb_node *n, struct rb_node *p,
    rb_augment_t augment)
{
	while (p && !is_red(n)) {
		n = n == p->left ? fix_left(root, p, augment)
				 : fix_right(root, p, augment);
		if (!n)
			return;
		p = n->parent;
	}
	if (n)
		n->red = false;
}

void
rb_erase(struct rb_root *root, struct rb_node *node, rb_augment_t augment)
{
	struct rb_node *child, *parent, *next;
	bool red;

	if (node->left && node->right) {
		/* The next node, which has no left child, takes the place. */
		for (next = node->right; next->left; next = next->left)
			;
		red = next->red;
		child = next->right;
		parent = next->parent;
		if (parent == node) {
			parent = next;
		} else {
			relink(root, parent, next, child);
			next->right = node->right;
			next->right->parent = next;
		}
		relink(root, node->parent, node, next);
		next->left = node->left;
		next->left->parent = next;
		next->red = node->red;
	} else {
		red = node->red;
		child = node->left ? node->left : node->right;
		parent = node->parent;
		relink(root, parent, node, child);
	}
	if (augment)
		rb_augment_up(parent, augment);
	if (!red)
		fix_erase(root, child, parent, augment);
	node->left = node->right = node->parent = NULL;
}

struct rb_node *
rb_first(const struct rb_root *root)
{
	struct rb_node *n = root->node;

	while (n && n->left)
		n = n->left;
	return n;
}

struct rb_node *
rb_last(const struct rb_root *root)
{
	struct rb_node *n = root->node;

	while (n && n->right)
		n = n->right;
	return n;
}

struct rb_node *
rb_next(const struct rb_node *node)
{
	struct rb_node *n = node->right;

	if (n) {
		while (n->left)
			n = n->left;
		return n;
	}
	for (n = node->parent; n && node == n->right; n = n->parent)
		node = n;
	return n;
}

struct rb_node *
rb_prev(const struct rb_node *node)
{
	struct rb_node *n = node->left;

	if (n) {
		while (n->right)
			n = n->right;
		return n;
	}
	for (n = node->parent; n && node == n->left; n = n->parent)
		node = n;
	return n;
}
