/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/edf.c - the real-time class: earliest deadline first.
 *
 * A task declares a period and a slice of it; the sum of slice/period on a CPU
 * may not pass 95 %. Its deadline is the end of its current period; when its
 * slice is used up it waits behind later deadlines until the next period.
 */
#include "base/err.h"
#include "base/errno.h"
#include "core/time.h"
#include "sched/runq.h"
#include "sched/sched.h"

#define LOAD_UNIT 1000000ull
#define LOAD_MAX  950000ull

static uint32_t
load_of(uint64_t period_ns, uint64_t slice_ns)
{
	return period_ns ? (uint32_t)(slice_ns * LOAD_UNIT / period_ns) : 0;
}

static void
load_add(struct runq *q, uint32_t change)
{
	__atomic_add_fetch(&q->edf_load, change, __ATOMIC_RELAXED);
}

/* The new CPU was not asked whether it has room: a task that moves keeps what
 * it was promised, and later ones are refused. */
void
sched_edf_moved(struct runq *from, struct runq *to, struct task *t)
{
	uint32_t load = load_of(t->edf_period_ns, t->edf_slice_ns);

	load_add(from, 0u - load);
	load_add(to, load);
}

void
sched_edf_release(struct runq *q, struct task *t)
{
	load_add(q, 0u - load_of(t->edf_period_ns, t->edf_slice_ns));
	t->edf_period_ns = 0;
	t->edf_slice_ns = 0;
}

/* The slice is used up or given away: the next period's deadline counts. */
void
sched_edf_renew(struct task *t)
{
	uint64_t now = time_mono_ns();

	t->edf_deadline_ns += t->edf_period_ns;
	if (t->edf_deadline_ns < now)
		t->edf_deadline_ns = now + t->edf_period_ns;
}

int
sched_set_edf(struct task *t, uint64_t period_ns, uint64_t slice_ns)
{
	struct runq *q;
	int err = 0;

	if (slice_ns > period_ns || period_ns > 3600 * NSEC_PER_SEC ||
	    (period_ns && slice_ns < 10 * NSEC_PER_USEC))
		return ERR(EINVAL);
	q = task_runq_lock(t);
	uint32_t old = load_of(t->edf_period_ns, t->edf_slice_ns);
	uint32_t load = load_of(period_ns, slice_ns);

	if (t->state == TASK_DEAD) {
		err = ERR(ESRCH); /* its share would never be given back */
	} else if (READ_ONCE(q->edf_load) - old + load > LOAD_MAX) {
		err = ERR(EBUSY);
	} else {
		bool queued = t->state == TASK_RUNNABLE && t != q->cpu->running;

		if (queued)
			list_del_init(&t->run_link);
		load_add(q, load - old);
		t->edf_period_ns = period_ns;
		t->edf_slice_ns = slice_ns;
		t->edf_deadline_ns = time_mono_ns() + period_ns;
		t->class = period_ns ? SCHED_CLASS_EDF : SCHED_CLASS_RR;
		if (queued)
			runq_insert(q, t);
	}
	spin_unlock(&q->lock);
	return err;
}
