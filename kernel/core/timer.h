/* SPDX-License-Identifier: GPL-2.0-only */
/* core/timer.h - one-shot timers: a queue per CPU, the hardware armed for the
 * earliest one, and not at all when the queue is empty.
 *
 * A timer lives on the CPU that armed it; its function runs there in interrupt
 * context. Locking: each queue has its spinlock, not held while fn runs.
 */
#ifndef CORE_TIMER_H
#define CORE_TIMER_H

#include "base/rbtree.h"
#include "base/types.h"

struct cpu;

struct ktimer {
	struct rb_node node;		  /* [q] */
	uint64_t when_ns;		  /* [q] monotonic */
	void (*fn)(struct ktimer *timer); /* [I] interrupt context */
	struct timerq *queue;		  /* [a] NULL when not armed */
};

/* Prepare a timer. */
void ktimer_init(struct ktimer *timer, void (*fn)(struct ktimer *timer));
/* Arm (or re-arm) for monotonic time when_ns on this CPU; a time in the past
 * fires at once. Context: any, also from fn itself. */
void ktimer_arm(struct ktimer *timer, uint64_t when_ns);
/* Disarm; true when it was armed. When it returns, fn is not running on any
 * CPU - unless called from fn itself. Context: any but with a lock that fn
 * takes. */
bool ktimer_cancel(struct ktimer *timer);
/* The scheduler's slice shares the hardware with the queue, but is one word
 * per CPU: armed and disarmed at every other switch, it must cost next to
 * nothing. fn (set once) runs in interrupt context when the time has come.
 * Context: interrupts off, on the CPU itself. when_ns TIME_NEVER: disarm. */
void ktimer_slice_arm(uint64_t when_ns);
void ktimer_slice_fn(void (*fn)(void));

/* The timer interrupt. Context: trap. */
void ktimer_interrupt(void);
/* Make the running CPU's queue. */
int ktimer_cpu_init(struct cpu *cpu);

#endif
