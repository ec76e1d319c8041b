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
	held[c->id][n] = lock->rank ? (uint8_t)lock->rank
			 : n	    ? held[c->id][n - 1]
				    : 0;
}

void
spin_check_taken(struct spinlock *lock)
{
	struct cpu *c = this_cpu();

	lock->owner = c->id + 1;
	check_order(lock, c);
	c->locks_held++;
}

void
spin_check_release(struct spinlock *lock)
{
	this_cpu()->locks_held--;
	lock->owner = 0;
}

void
spin_wait(struct spinlock *lock)
{
	do {
		if (panic_active())
			return; /* the last words need no lock */
		if (SPIN_CHECKED && lock->owner == this_cpu()->id + 1)
			panic("spinlock of rank %u taken twice", lock->rank);
		while (READ_ONCE(lock->locked) && !panic_active())
			arch_relax();
	} while (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE));
}

bool
spin_trylock(struct spinlock *lock)
{
	uint64_t flags = arch_irq_save();

	if (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE)) {
		arch_irq_restore(flags);
		return false;
	}
	lock->saved_flags = flags;
	if (SPIN_CHECKED)
		spin_check_taken(lock);
	return true;
}

void
spin_assert_held(const struct spinlock *lock)
{
	if (SPIN_CHECKED)
		VERIFY(lock->locked && lock->owner == this_cpu()->id + 1);
}
