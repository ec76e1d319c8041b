/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/id.c - the ids of processes and threads.
 *
 * Idea: a table of two levels, pages of 512 slots made when their first id is
 * given out and freed with their last one. A slot holds a process or a task,
 * told apart by bit 0. Ids are given out in turn, so that one that was given
 * back does not come again soon.
 *
 * Locking: everything under proctree_lock.
 */
#include "proc/id.h"
#include "arch/pgtable.h"
#include "base/err.h"
#include "base/str.h"
#include "core/panic.h"
#include "mm/kmem.h"
#include "proc/process.h"

#define SLOTS	     (PAGE_SIZE / sizeof(uintptr_t))
#define TAG_PROCESS  1u
#define SLOT_PENDING 2u /* reserved, stands for nothing yet */

static struct id_page {
	uintptr_t *slot;
	unsigned int used;
} pages[ID_MAX / SLOTS];

static int last_id;
static unsigned int ids_used;

static uintptr_t
slot_read(int id)
{
	struct id_page *pg;

	if (id <= 0 || id >= ID_MAX)
		return 0;
	pg = &pages[(unsigned int)id / SLOTS];
	return pg->slot ? pg->slot[(unsigned int)id % SLOTS] : 0;
}

static void
slot_write(int id, uintptr_t v)
{
	pages[(unsigned int)id / SLOTS].slot[(unsigned int)id % SLOTS] = v;
}

int
id_alloc(int *id)
{
	int n = last_id;
	struct id_page *pg;

	spin_assert_held(&proctree_lock);
	if (ids_used >= ID_MAX - ID_FIRST_AGAIN)
		return ERR(EAGAIN);
	do {
		if (++n >= ID_MAX)
			n = ID_FIRST_AGAIN;
	} while (slot_read(n) != 0);
	pg = &pages[(unsigned int)n / SLOTS];
	if (!pg->slot) {
		pg->slot = kpages_alloc(0, -1);
		if (!pg->slot)
			return ERR(ENOMEM);
		memset(pg->slot, 0, PAGE_SIZE);
	}
	slot_write(n, SLOT_PENDING);
	pg->used++;
	ids_used++;
	last_id = n;
	*id = n;
	return 0;
}

void
id_set_process(int id, struct process *p)
{
	slot_write(id, (uintptr_t)p | TAG_PROCESS);
}

void
id_set_task(int id, struct task *t)
{
	slot_write(id, (uintptr_t)t);
}

void
id_free(int id)
{
	struct id_page *pg = &pages[(unsigned int)id / SLOTS];

	spin_assert_held(&proctree_lock);
	VERIFY(slot_read(id) != 0);
	slot_write(id, 0);
	ids_used--;
	if (--pg->used == 0) {
		kpages_free(pg->slot, 0);
		pg->slot = NULL;
	}
}

struct process *
id_process(int id)
{
	uintptr_t v = slot_read(id);

	if (!(v & TAG_PROCESS))
		return NULL;
	return (struct process *)(v & ~(uintptr_t)TAG_PROCESS);
}

struct task *
id_task(int id)
{
	uintptr_t v = slot_read(id);

	if (v & TAG_PROCESS)
		return ((struct process *)(v & ~(uintptr_t)TAG_PROCESS))
		    ->leader;
	return v == SLOT_PENDING ? NULL : (struct task *)v;
}
