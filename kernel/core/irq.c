/* SPDX-License-Identifier: GPL-2.0-only */
/* core/irq.c - who has claimed which device vector.
 *
 * Locking: irq_lock for the table; a slot, once filled, stays (drivers are
 * never unloaded), so dispatch reads it without.
 */
#include "core/irq.h"
#include "arch/ioapic.h"
#include "arch/x86_64/trap/vectors.h"
#include "base/err.h"
#include "base/errno.h"
#include "core/cpu.h"
#include "core/log.h"
#include "sync/spinlock.h"

struct slot {
	irq_handler_t fn; /* [a] set last */
	void *arg;
	const char *name;
};

#define NR_SLOTS (VEC_DEVICE_LAST - VEC_DEVICE_FIRST + 1)

static struct spinlock irq_lock = SPINLOCK_INIT(RANK_IRQ);
static struct slot slots[NR_SLOTS]; /* [l] */
static unsigned int next_slot;	    /* [l] */

int
irq_alloc(irq_handler_t fn, void *arg, const char *name, int *vector)
{
	int err = 0;

	spin_lock(&irq_lock);
	if (next_slot < NR_SLOTS) {
		struct slot *s = &slots[next_slot];

		s->arg = arg;
		s->name = name;
		__atomic_store_n(&s->fn, fn, __ATOMIC_RELEASE);
		*vector = VEC_DEVICE_FIRST + (int)next_slot++;
	} else {
		err = ERR(ENOSPC);
	}
	spin_unlock(&irq_lock);
	return err;
}

int
irq_claim_gsi(unsigned int gsi, bool isa, bool level, irq_handler_t fn,
    void *arg, const char *name)
{
	int vector;
	int err = irq_alloc(fn, arg, name, &vector);

	if (err)
		return err;
	return ioapic_route(
	    gsi, isa, (unsigned int)vector, cpu_table[0]->apic_id, level);
}

void
irq_msi_message(int vector, uint64_t *addr, uint32_t *data)
{
	/* Fixed delivery, edge, physical destination: Intel SDM vol. 3A 11.11.
	 */
	*addr = 0xfee00000ull | (uint64_t)(cpu_table[0]->apic_id & 0xff) << 12;
	*data = (uint32_t)vector;
}

void
irq_dispatch(int vector)
{
	const struct slot *s = &slots[vector - VEC_DEVICE_FIRST];
	irq_handler_t fn = __atomic_load_n(&s->fn, __ATOMIC_ACQUIRE);

	if (fn)
		fn(s->arg);
	else
		noise_count(NOISE_SPURIOUS);
}
