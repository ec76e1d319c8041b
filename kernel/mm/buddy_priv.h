/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/buddy_priv.h - what slab.c needs of buddy.c. */
#ifndef MM_BUDDY_PRIV_H
#define MM_BUDDY_PRIV_H

#include "base/types.h"
#include "core/cpu.h"

#define SLAB_PAGE 0x20

/* Mark an allocated block as a slab's. */
void buddy_mark_slab(void *pages);
void buddy_unmark_slab(void *pages);
/* Order of the allocated block that p lies at the start of (or, for slabs, in);
 * -1 when p is no such thing. */
int buddy_block_order(const void *p, bool *slab);
/* Bytes over all nodes. */
void buddy_totals(uint64_t *total, uint64_t *free);

#endif
