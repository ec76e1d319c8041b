/* SPDX-License-Identifier: GPL-2.0-only */
/* sync/spinlock.c - test-and-test-and-set, interrupts off while held.
 *
 * Debug builds check three things: a CPU does not take a lock it holds, ranks
 * rise, and nobody sleeps or waits for another CPU with a lock held.
 */
#include "sync/spinlock.h"
#include "arch/cpu.h"
#include "core/cpu.h"
#include "core/panic.h"

#ifdef CONFIG_DEBUG
static const bool debug = true;
#else
static const bool debug = false;
#endif

#define RANKS_KEPT 16

/* Ranks held by each CPU, in the order taken. [p] */
static uint8_t held[MAX_CPUS][RANKS_KEPT];

void
spin_init(struct spinlock *lock, enum lock_rank rank)
{
	*lock = (struct spinlock){ .rank = rank };
}

static void
check_order(const struct spinlock *lock, struct cpu *c)
{
	unsigned int n = c->locks_held;

	if (n >= RANKS_KEPT)
		return;
	if (lock->rank && n && held[c->id][n - 1] > lock->rank)
		panic("lock order: rank %u after rank %u", lock->rank,
		    held[c->id][n - 1]);
	held[c->id][n] = lock->rank ? (uint8_t)lock->rank :
	    n			    ? held[c->id][n - 1] :
				      0;
}

static void
taken(struct spinlock *lock, uint64_t flags)
{
	struct cpu *c = this_cpu();

	lock->saved_flags = flags;
	lock->owner = c->id + 1;
	if (debug)
		check_order(lock, c);
	c->locks_held++;
}

void
spin_lock(struct spinlock *lock)
{
	uint64_t flags = arch_irq_save();

	while (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE)) {
		if (debug && lock->owner == this_cpu()->id + 1 &&
		    !panic_active())
			panic("spinlock of rank %u taken twice", lock->rank);
		if (panic_active())
			break;
		while (READ_ONCE(lock->locked) && !panic_active())
			arch_relax();
	}
	taken(lock, flags);
}

bool
spin_trylock(struct spinlock *lock)
{
	uint64_t flags = arch_irq_save();

	if (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE)) {
		arch_irq_restore(flags);
		return false;
	}
	taken(lock, flags);
	return true;
}

void
spin_unlock(struct spinlock *lock)
{
	uint64_t flags = lock->saved_flags;

	this_cpu()->locks_held--;
	lock->owner = 0;
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
	arch_irq_restore(flags);
}

void
spin_assert_held(const struct spinlock *lock)
{
	if (debug)
		VERIFY(lock->locked && lock->owner == this_cpu()->id + 1);
}
