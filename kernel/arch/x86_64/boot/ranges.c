/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/boot/ranges.c - make a firmware's memory map sane: sorted, no
 * overlaps, no empty ranges, neighbours joined.
 *
 * Idea: insertion into a growing sorted list. A new range is cut at the
 * borders of those it overlaps; each piece in common gets the kind that is
 * less usable (kinds are numbered in that order).
 * Limits: when the table is full, further pieces are dropped: RAM is lost, but
 * no reserved range turns into RAM, because those are put in first.
 */
#include "arch/x86_64/boot/boot.h"
#include "base/str.h"
#include "core/machine.h"

struct table {
	struct mem_range *r;
	unsigned int n, max;
};

static void
insert_at(struct table *t, unsigned int i, struct mem_range piece)
{
	if (t->n == t->max || piece.start >= piece.end)
		return;
	memmove(&t->r[i + 1], &t->r[i], (t->n - i) * sizeof(t->r[0]));
	t->r[i] = piece;
	t->n++;
}

/* Add what of `add` is not covered yet: what is there was put in before and
 * has precedence. */
static void
add_uncovered(struct table *t, struct mem_range add)
{
	unsigned int i = 0;

	while (i < t->n && add.start < add.end) {
		struct mem_range *r = &t->r[i];

		if (r->end <= add.start) {
			i++;
			continue;
		}
		if (add.start < r->start) {
			struct mem_range piece = add;

			piece.end = MIN(add.end, r->start);
			add.start = piece.end;
			insert_at(t, i, piece);
			i++;
			continue;
		}
		add.start = MIN(r->end, add.end);
	}
	insert_at(t, i, add);
}

static void
join_neighbours(struct table *t)
{
	unsigned int i, out = 0;

	for (i = 1; i < t->n; i++) {
		struct mem_range *last = &t->r[out], *r = &t->r[i];

		if (last->end == r->start && last->kind == r->kind &&
		    last->node == r->node)
			last->end = r->end;
		else
			t->r[++out] = *r;
	}
	if (t->n)
		t->n = out + 1;
}

unsigned int
boot_ranges_sanitize(struct mem_range *ranges, unsigned int n, unsigned int max)
{
	static struct mem_range scratch[BOOT_MAX_RANGES];
	struct table t = { scratch, 0, MIN(max, BOOT_MAX_RANGES) };
	int kind;

	for (kind = MEM_BAD; kind >= MEM_RAM; kind--) {
		for (unsigned int i = 0; i < n; i++) {
			if ((int)ranges[i].kind == kind)
				add_uncovered(&t, ranges[i]);
		}
	}
	join_neighbours(&t);
	memcpy(ranges, scratch, t.n * sizeof(ranges[0]));
	return t.n;
}
