/* SPDX-License-Identifier: BSD-2-Clause */
/* base/list.h - doubly linked circular lists, linked through the members.
 *
 * Idea: a head and the nodes are the same struct; an empty head points at
 * itself. Every operation is O(1).
 * Locking: the caller's.
 * Tests: tests/host/base/list_test.c
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/types.h"

struct list {
	struct list *next;
	struct list *prev;
};

/* A static list head that is empty: struct list x = LIST_INIT(x); */
#define LIST_INIT(head)          \
	{                        \
		&(head), &(head) \
	}

/* Make head an empty list, or n a node that is on no list. */
static inline void
list_init(struct list *head)
{
	head->next = head;
	head->prev = head;
}

static inline bool
list_empty(const struct list *head)
{
	return head->next == head;
}

static inline void
list_insert_(struct list *n, struct list *prev, struct list *next)
{
	n->next = next;
	n->prev = prev;
	next->prev = n;
	prev->next = n;
}

/* Put n first (right behind head; head may be any node of the list). */
static inline void
list_add(struct list *head, struct list *n)
{
	list_insert_(n, head, head->next);
}

/* Put n last (right before head; head may be any node of the list). */
static inline void
list_add_tail(struct list *head, struct list *n)
{
	list_insert_(n, head->prev, head);
}

/* Take n off its list; its links are NULL after it. */
static inline void
list_del(struct list *n)
{
	n->prev->next = n->next;
	n->next->prev = n->prev;
	n->next = NULL;
	n->prev = NULL;
}

/* Take n off its list, if it is on one; list_empty(n) is true after it. */
static inline void
list_del_init(struct list *n)
{
	n->prev->next = n->next;
	n->next->prev = n->prev;
	list_init(n);
}

/* Move all nodes of from to the end of head; from is empty after it. */
static inline void
list_splice_tail(struct list *head, struct list *from)
{
	if (list_empty(from))
		return;
	from->next->prev = head->prev;
	head->prev->next = from->next;
	from->prev->next = head;
	head->prev = from->prev;
	list_init(from);
}

/* The structure that holds node ptr as its member. */
#define list_entry(ptr, type, member) container_of(ptr, type, member)

/* The first or last structure of the list, NULL if it is empty. */
#define list_first(head, type, member) \
	(list_empty(head) ? NULL : list_entry((head)->next, type, member))
#define list_last(head, type, member) \
	(list_empty(head) ? NULL : list_entry((head)->prev, type, member))

/* pos (a pointer to the structure) goes over the list. The body must not take
 * pos off the list; the _safe form, with a second pointer tmp, allows that. */
#define list_for_each(pos, head, member)                                      \
	for ((pos) = list_entry((head)->next, __typeof__(*(pos)), member);    \
	     &(pos)->member != (head); (pos) = list_entry((pos)->member.next, \
					   __typeof__(*(pos)), member))

#define list_for_each_safe(pos, tmp, head, member)                           \
	for ((pos) = list_entry((head)->next, __typeof__(*(pos)), member),   \
	    (tmp) =                                                          \
		 list_entry((pos)->member.next, __typeof__(*(pos)), member); \
	     &(pos)->member != (head); (pos) = (tmp),                        \
	    (tmp) =                                                          \
		 list_entry((tmp)->member.next, __typeof__(*(pos)), member))

#endif
