/* SPDX-License-Identifier: GPL-2.0-only */
/* core/timer.c - one-shot timers, a queue per CPU ordered by time.
 *
 * Idea: the hardware is armed for the first timer of the queue only; with an
 * empty queue it is disarmed, so an idle or computing CPU is not disturbed.
 * Arming for a later time than what is armed costs no hardware access.
 *
 * Locking: queue.lock (RANK_TIMERQ); not held while a function runs. `running`
 * tells ktimer_cancel to wait. first_ns copies the first timer's time so that
 * arming the slice needs no lock; a stale value costs one idle interrupt.
 */
#include "core/timer.h"
#include "arch/cpu.h"
#include "base/err.h"
#include "base/errno.h"
#include "core/cpu.h"
#include "core/time.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

struct timerq {
	struct spinlock lock;
	struct rb_root tree;	/* [l] */
	uint64_t first_ns;	/* [a] of the first timer */
	uint64_t slice_ns;	/* [p] end of the scheduler's slice */
	uint64_t armed_ns;	/* [p] what the hardware is set to */
	struct ktimer *running; /* [l] whose function runs now */
	struct cpu *cpu;	/* [I] */
};

#define to_timer(n) rb_entry((n), struct ktimer, node)

void
ktimer_init(struct ktimer *timer, void (*fn)(struct ktimer *timer))
{
	timer->queue = NULL;
	timer->fn = fn;
}

int
ktimer_cpu_init(struct cpu *cpu)
{
	struct timerq *q = kzalloc_node(sizeof(*q), (int)cpu->node);

	if (!q)
		return ERR(ENOMEM);
	spin_init(&q->lock, RANK_TIMERQ);
	q->first_ns = TIME_NEVER;
	q->slice_ns = TIME_NEVER;
	q->armed_ns = TIME_NEVER;
	q->cpu = cpu;
	cpu->timerq = q;
	return 0;
}

static void
tree_insert(struct timerq *q, struct ktimer *t)
{
	struct rb_node **link = &q->tree.node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = t->when_ns < to_timer(parent)->when_ns ? &parent->left
							      : &parent->right;
	}
	rb_insert_at(&q->tree, &t->node, parent, link, NULL);
	t->queue = q;
}

/* Set the hardware. Interrupts off, on q's CPU. */
static inline void
program(struct timerq *q)
{
	uint64_t when = MIN(q->first_ns, q->slice_ns);

	if (when == q->armed_ns)
		return;
	q->armed_ns = when;
	if (when == TIME_NEVER)
		arch_timer_disarm();
	else
		arch_timer_arm(when);
}

/* The tree has changed. Lock held. */
static void
note_first(struct timerq *q)
{
	struct rb_node *first = rb_first(&q->tree);

	WRITE_ONCE(q->first_ns, first ? to_timer(first)->when_ns : TIME_NEVER);
	/* Another CPU's hardware fires once for nothing. */
	if (q->cpu == this_cpu())
		program(q);
}

static void (*slice_fn)(void); /* [I] */

void
ktimer_slice_fn(void (*fn)(void))
{
	slice_fn = fn;
}

void
ktimer_slice_arm(uint64_t when_ns)
{
	struct timerq *q = this_cpu()->timerq;

	q->slice_ns = when_ns;
	program(q);
}

static void
wait_not_running(struct timerq *q, struct ktimer *timer)
{
	if (q->cpu == this_cpu())
		return; /* from fn itself, or nothing runs here */
	while (READ_ONCE(q->running) == timer)
		arch_relax();
}

/* Take it out of its queue. False: it was in none. */
static bool
timer_remove(struct ktimer *timer)
{
	struct timerq *q;
	bool was = false;

	while ((q = READ_ONCE(timer->queue)) != NULL) {
		spin_lock(&q->lock);
		if (timer->queue == q) {
			rb_erase(&q->tree, &timer->node, NULL);
			timer->queue = NULL;
			was = true;
			note_first(q);
		}
		spin_unlock(&q->lock);
	}
	return was;
}

bool
ktimer_cancel(struct ktimer *timer)
{
	bool was = timer_remove(timer);

	for (unsigned int i = 0; !was && i < cpu_count; i++) {
		struct timerq *q = cpu_table[i]->timerq;

		if (q && READ_ONCE(q->running) == timer)
			wait_not_running(q, timer);
	}
	return was;
}

void
ktimer_arm(struct ktimer *timer, uint64_t when_ns)
{
	uint64_t flags = arch_irq_save();
	struct timerq *q = this_cpu()->timerq;

	/* Not ktimer_cancel: the caller may hold a lock that the timer's
	 * function, running elsewhere, waits for. */
	if (READ_ONCE(timer->queue))
		(void)timer_remove(timer);
	spin_lock(&q->lock);
	timer->when_ns = when_ns;
	tree_insert(q, timer);
	note_first(q);
	spin_unlock(&q->lock);
	arch_irq_restore(flags);
}

void
ktimer_interrupt(void)
{
	struct timerq *q = this_cpu()->timerq;
	struct rb_node *n;

	spin_lock(&q->lock);
	q->armed_ns = TIME_NEVER; /* one shot: it is spent */
	if (q->slice_ns <= time_mono_ns()) {
		q->slice_ns = TIME_NEVER;
		slice_fn();
	}
	while ((n = rb_first(&q->tree)) != NULL) {
		struct ktimer *t = to_timer(n);

		if (t->when_ns > time_mono_ns())
			break;
		rb_erase(&q->tree, n, NULL);
		q->running = t;
		t->queue = NULL;
		spin_unlock(&q->lock);
		t->fn(t);
		spin_lock(&q->lock);
		q->running = NULL;
	}
	note_first(q);
	spin_unlock(&q->lock);
}
