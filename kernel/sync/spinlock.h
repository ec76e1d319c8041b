/* SPDX-License-Identifier: GPL-2.0-only */
/* sync/spinlock.h - the one kind of spinlock: interrupts are off while it is
 * held, so it may be taken anywhere.
 *
 * Rules: never sleep, never wait for another CPU (xcall) with one held; take
 * them in the order of core/lockrank.h (checked in debug builds).
 */
#ifndef SYNC_SPINLOCK_H
#define SYNC_SPINLOCK_H

#include "arch/cpu.h"
#include "base/types.h"
#include "core/lockrank.h"

struct spinlock {
	uint32_t locked;      /* [a] */
	uint32_t owner;	      /* [l] cpu id + 1, debug builds */
	uint64_t saved_flags; /* [l] interrupt flag to restore */
	uint32_t rank;	      /* [I] */
};

#define SPINLOCK_INIT(r)    \
	{                   \
		.rank = (r) \
	}

#ifdef CONFIG_DEBUG
#define SPIN_CHECKED 1
#else
#define SPIN_CHECKED 0
#endif

void spin_init(struct spinlock *lock, enum lock_rank rank);

/* The parts of spin_lock and spin_unlock that are not taken on every call:
 * spin until the lock is free; keep a debug build's books. */
void spin_wait(struct spinlock *lock);
void spin_check_taken(struct spinlock *lock);
void spin_check_release(struct spinlock *lock);

/* Take: interrupts off, spin. Context: any. */
static inline void
spin_lock(struct spinlock *lock)
{
	uint64_t flags = arch_irq_save();

	if (unlikely(__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE)))
		spin_wait(lock);
	lock->saved_flags = flags;
	if (SPIN_CHECKED)
		spin_check_taken(lock);
}

/* Take if free; true when taken. */
bool spin_trylock(struct spinlock *lock) __must_check;

/* Give back, restoring the interrupt flag as before spin_lock. Locks must be
 * released in the reverse order (or the flags be the same). */
static inline void
spin_unlock(struct spinlock *lock)
{
	uint64_t flags = lock->saved_flags;

	if (SPIN_CHECKED)
		spin_check_release(lock);
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
	arch_irq_restore(flags);
}

/* Debug builds: panic unless this CPU holds it. */
void spin_assert_held(const struct spinlock *lock);

#endif
