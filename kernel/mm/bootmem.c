/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/bootmem.c - the kernel's share of memory.
 *
 * Idea: on each node the kernel keeps one contiguous piece, by default a
 * sixteenth of the node's memory (at least 16 MiB in all, at most 1 GiB), for
 * its own data and for files in memory; everything else stays free for user
 * level. The first piece must lie below 4 GiB, where the early map reaches:
 * from it come the tables of the full map, and then the other pieces.
 */
#include "mm/bootmem.h"
#include "base/errno.h"
#include "base/parse.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "core/log.h"
#include "core/machine.h"
#include "core/panic.h"
#include "mm/kmem.h"
#include "mm/pmem.h"

#define MIB	  (1ul << 20)
#define SHARE_MIN (16 * MIB)
#define SHARE_MAX (1024 * MIB)
#define LEFT_MIN  (16 * MIB) /* for user level, or there is no point */
#define LOW_LIMIT (1 * MIB)  /* trampoline, BIOS data: not for the share */
#define EARLY_END (4ul << 30)

struct piece {
	paddr_t start, end;
};

static uint64_t wanted; /* kmem=, 0: by default */

static int
set_kmem(const char *value)
{
	uint64_t v;

	if (!value || parse_size(value, &v) || v < 4 * MIB)
		return -EINVAL;
	wanted = v;
	return 0;
}
CMDLINE_PARAM(param_kmem, "kmem", set_kmem,
    "memory the kernel keeps for itself and for files, e.g. 64M");

static uint64_t memory_limit = UINT64_MAX; /* mem= */

static int
set_mem(const char *value)
{
	uint64_t v;

	if (!value || parse_size(value, &v) || !v)
		return -EINVAL;
	memory_limit = v;
	return 0;
}
CMDLINE_PARAM(param_mem, "mem", set_mem,
    "use at most this much memory, from the lowest address up, e.g. 512M");

/* Take the RAM beyond mem= out of the firmware's list. */
static void
apply_limit(void)
{
	uint64_t left = memory_limit;

	for (unsigned int i = 0; i < boot_info.nr_ranges; i++) {
		struct mem_range *r = &boot_info.ranges[i];

		if (r->kind != MEM_RAM)
			continue;
		r->end = r->start +
			 ALIGN_DOWN(MIN(r->end - r->start, left), PAGE_SIZE);
		left -= MIN(left, r->end - r->start);
	}
}

static uint64_t
ram_bytes(unsigned int node)
{
	uint64_t sum = 0;

	for (unsigned int i = 0; i < boot_info.nr_ranges; i++) {
		const struct mem_range *r = &boot_info.ranges[i];

		if (r->kind == MEM_RAM && r->node == node)
			sum += r->end - r->start;
	}
	return sum;
}

/* Cut [*start, *end) down so that it does not touch [busy, busy_end): the
 * larger remaining side is kept. */
static void
avoid(paddr_t *start, paddr_t *end, paddr_t busy, paddr_t busy_end)
{
	if (busy_end <= *start || busy >= *end)
		return;
	if (busy > *start && busy - *start >= *end - MIN(busy_end, *end))
		*end = busy;
	else
		*start = MIN(busy_end, *end);
}

/* The largest piece of a node's memory, up to size, below limit. */
static struct piece
find_piece(unsigned int node, uint64_t size, paddr_t limit)
{
	struct piece best = { 0, 0 };

	for (unsigned int i = 0; i < boot_info.nr_ranges; i++) {
		const struct mem_range *r = &boot_info.ranges[i];
		paddr_t s = MAX(r->start, LOW_LIMIT), e = MIN(r->end, limit);

		if (r->kind != MEM_RAM || r->node != node || s >= e)
			continue;
		avoid(&s, &e, boot_info.kernel_start, boot_info.kernel_end);
		if (s < e && boot_info.initrd_len)
			avoid(&s, &e, boot_info.initrd,
			    boot_info.initrd + boot_info.initrd_len);
		s = ALIGN_UP(s, PAGE_2M);
		e = ALIGN_DOWN(e, PAGE_SIZE);
		if (s >= e)
			continue;
		e = MIN(e, s + size);
		if (e - s > best.end - best.start)
			best = (struct piece){ s, e };
	}
	return best;
}

static uint64_t
share_of(unsigned int node, uint64_t total)
{
	uint64_t all =
	    wanted ? wanted : MIN(MAX(total / 16, SHARE_MIN), SHARE_MAX);
	uint64_t part = all * (ram_bytes(node) / MIB) / (total / MIB);

	return ALIGN_UP(MAX(part, 4 * MIB), PAGE_2M);
}

static void
check_enough(uint64_t total, const struct piece *first)
{
	uint64_t need = SHARE_MIN + LEFT_MIN;

	if (total < need || first->end - first->start < SHARE_MIN / 4)
		panic("too little memory: %lu MiB; at least %lu MiB are needed",
		    total / MIB, need / MIB);
}

static void
take(const struct piece *p, unsigned int node)
{
	kmem_add(p->start, p->end, node);
	log_debug("mm: node %u: kernel keeps %#lx-%#lx (%lu MiB)", node,
	    p->start, p->end, (p->end - p->start) / MIB);
}

static void
reserve_used(const struct piece *pieces)
{
	pmem_reserve(
	    boot_info.kernel_start, boot_info.kernel_end, PMEM_KERNEL, "image");
	if (boot_info.initrd_len)
		pmem_reserve(boot_info.initrd,
		    boot_info.initrd + boot_info.initrd_len, PMEM_INITRD,
		    "initrd");
	for (unsigned int n = 0; n < node_count; n++) {
		if (pieces[n].start < pieces[n].end)
			pmem_reserve(pieces[n].start, pieces[n].end,
			    PMEM_KERNEL, "kmem");
	}
	/* Below 1 MiB: BIOS data, the trampoline of starting CPUs. */
	pmem_reserve(0, LOW_LIMIT, PMEM_KERNEL, "low");
}

void
bootmem_init(void)
{
	struct piece pieces[MAX_NODES];
	uint64_t total = 0;
	unsigned int first = 0;

	apply_limit();
	for (unsigned int n = 0; n < node_count; n++)
		total += ram_bytes(n);
	if (total < MIB)
		panic(
		    "too little memory: the firmware reports %lu bytes", total);
	for (unsigned int n = 0; n < node_count; n++)
		pieces[n] = find_piece(n, share_of(n, total), EARLY_END);
	while (first < node_count && pieces[first].start == pieces[first].end)
		first++;
	if (first == node_count)
		panic("too little memory: none below 4 GiB");
	check_enough(total, &pieces[first]);
	take(&pieces[first], first);
	pgtable_init();
	for (unsigned int n = 0; n < node_count; n++) {
		if (n == first)
			continue;
		if (pieces[n].start == pieces[n].end)
			pieces[n] =
			    find_piece(n, share_of(n, total), UINT64_MAX);
		if (pieces[n].start < pieces[n].end)
			take(&pieces[n], n);
	}
	pmem_init();
	reserve_used(pieces);
	log_info("mm: %lu MiB of memory on %u node%s, %lu MiB for user level",
	    total / MIB, node_count, node_count == 1 ? "" : "s",
	    pmem_bytes(PMEM_FREE, PMEM_ANY_NODE) / MIB);
}
