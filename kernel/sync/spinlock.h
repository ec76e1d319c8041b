/* SPDX-License-Identifier: GPL-2.0-only */
/* sync/spinlock.h - the one kind of spinlock: interrupts are off while it is
 * held, so it may be taken anywhere.
 *
 * Rules: never sleep, never wait for another CPU (xcall) with one held; take
 * them in the order of core/lockrank.h (checked in debug builds).
 */
#ifndef SYNC_SPINLOCK_H
#define SYNC_SPINLOCK_H

#include "base/types.h"
#include "core/lockrank.h"

struct spinlock {
	uint32_t locked;      /* [a] */
	uint32_t owner;       /* [l] cpu id + 1, debug builds */
	uint64_t saved_flags; /* [l] interrupt flag to restore */
	uint32_t rank;        /* [I] */
};

#define SPINLOCK_INIT(r)                                                       \
	{                                                                      \
		.rank = (r)                                                    \
	}

void spin_init(struct spinlock *lock, enum lock_rank rank);
/* Take: interrupts off, spin. Context: any. */
void spin_lock(struct spinlock *lock);
/* Take if free; true when taken. */
bool spin_trylock(struct spinlock *lock) __must_check;
/* Give back, restoring the interrupt flag as before spin_lock. Locks must be
 * released in the reverse order (or the flags be the same). */
void spin_unlock(struct spinlock *lock);
/* Debug builds: panic unless this CPU holds it. */
void spin_assert_held(const struct spinlock *lock);

#endif
