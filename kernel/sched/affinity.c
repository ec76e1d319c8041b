/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/affinity.c - which CPU a task is on: placement and migration.
 *
 * There is no balancing: a task moves only when its set of CPUs changes so
 * that it must. A running task is told by WORK_RESCHED and moves itself: it
 * sleeps, and a timer of the old CPU, firing when the stack there is free,
 * wakes it on the new one.
 */
#include "arch/cpu.h"
#include "base/err.h"
#include "base/errno.h"
#include "core/panic.h"
#include "core/time.h"
#include "sched/runq.h"
#include "sched/sched.h"

static unsigned int place_next; /* [a] where the last search ended */

unsigned int
sched_place(const struct cpuset *allowed)
{
	unsigned int start = READ_ONCE(place_next) + 1;
	unsigned int best = MAX_CPUS, best_load = ~0u;

	for (unsigned int i = 0; i < cpu_count; i++) {
		unsigned int cpu = (start + i) % cpu_count;
		unsigned int load;

		if (!cpuset_has(allowed, cpu) || !cpuset_has(&cpus_online, cpu))
			continue;
		load = READ_ONCE(cpu_table[cpu]->runq->assigned);
		if (load < best_load) {
			best = cpu;
			best_load = load;
		}
	}
	if (best == MAX_CPUS)
		return this_cpu()->id;
	WRITE_ONCE(place_next, best);
	return best;
}

static void
count_move(struct runq *from, struct runq *to)
{
	__atomic_sub_fetch(&from->assigned, 1, __ATOMIC_RELAXED);
	__atomic_add_fetch(&to->assigned, 1, __ATOMIC_RELAXED);
}

/* Give t, which does not run, to another CPU; from is locked, and given back.
 * A task of the queue goes over as a sleeping one that is woken: whoever wakes
 * or moves it between the two locks finds it in a state that is whole. */
static void
relocate(struct runq *from, struct runq *to, struct task *t)
{
	bool queued = t->state == TASK_RUNNABLE;

	if (queued) {
		list_del_init(&t->run_link);
		from->nr--;
		t->state = TASK_SLEEPING;
	}
	if (t->state != TASK_NEW) /* else task_start counts it */
		count_move(from, to);
	sched_edf_moved(from, to, t);
	WRITE_ONCE(t->cpu, to->cpu->id);
	spin_unlock(&from->lock);
	if (queued)
		(void)task_wake(t);
}

/* A task that is not running: take it to its new CPU's queue. */
static void
move_waiting(struct task *t, unsigned int cpu)
{
	struct runq *from = task_runq_lock(t), *to = cpu_table[cpu]->runq;

	if (t == from->cpu->running || from == to ||
	    cpuset_has(&t->allowed, t->cpu)) {
		if (t == from->cpu->running && from != to) {
			task_work_set(t, WORK_RESCHED);
			if (from->cpu != this_cpu())
				arch_ipi_resched(from->cpu->id);
		}
		spin_unlock(&from->lock);
		return;
	}
	relocate(from, to, t);
}

int
sched_set_affinity(struct task *t, const struct cpuset *allowed)
{
	struct cpuset usable;

	bitmap_and(usable.bits, allowed->bits, cpus_online.bits, MAX_CPUS);
	if (bitmap_weight(usable.bits, MAX_CPUS) == 0)
		return ERR(EINVAL);
	t->allowed = usable;
	if (cpuset_has(&usable, READ_ONCE(t->cpu)))
		return 0;
	if (t == current)
		sched_migrate_self();
	else
		move_waiting(t, sched_place(&usable));
	return 0;
}

/* Timer function on the old CPU; the task's stack is no longer in use, as the
 * timer can fire only after the switch away. */
static void
carry(struct ktimer *timer)
{
	struct task *t = container_of(timer, struct task, sleep_timer);
	struct runq *from = task_runq_lock(t);
	unsigned int cpu = sched_place(&t->allowed);

	VERIFY(t != from->cpu->running);
	/* Usually it sleeps; a stray wake may have queued it here again. */
	relocate(from, cpu_table[cpu]->runq, t);
	(void)task_wake(t);
}

/* Leave a CPU that is no longer allowed: sleep, and let a timer of this CPU,
 * which fires when the stack is free, wake the task on the other one. */
void
sched_migrate_self(void)
{
	struct task *t = current;

	while (!cpuset_has(&t->allowed, this_cpu()->id)) {
		arch_irq_disable();
		task_sleep_prepare(WAIT_UNINTERRUPTIBLE);
		t->sleep_timer.fn = carry;
		ktimer_arm(&t->sleep_timer, 0);
		(void)!task_sleep(TIME_NEVER);
	}
	arch_irq_enable(); /* a stray wake may have ended the loop */
}
