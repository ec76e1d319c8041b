/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/clock.c - reading and sleeping on clocks, CPU time among them.
 *
 * Idea: nobody counts CPU time while it passes (there is no tick). Whoever
 * waits for a CPU-time clock computes the earliest moment at which it can get
 * there, if every thread ran all the time, and looks again then.
 */
#include "base/err.h"
#include "core/cpu.h"
#include "core/time.h"
#include "proc/process.h"
#include "proc/timers.h"
#include "sched/sched.h"

/* How often a CPU-time clock is looked at, at most. */
#define CPU_LOOK_NS NSEC_PER_MSEC

static int
cpu_clock_read(const struct clock_ref *clock, uint64_t *ns, unsigned int *n)
{
	const struct process *p = NULL;
	const struct task *t = NULL;
	int err = 0;

	*n = 1;
	spin_lock(&proctree_lock);
	if (clock->kind == CLOCK_KIND_PROCESS)
		p = process_find(clock->id);
	else
		t = task_find(clock->id);
	if (p) {
		*ns = process_cpu_ns_locked(p);
		*n = MAX(1u, MIN(p->nthreads, cpu_count));
	} else if (t) {
		*ns = task_cpu_ns(t);
	} else {
		err = ERR(EINVAL);
	}
	spin_unlock(&proctree_lock);
	return err;
}

int
clock_read(const struct clock_ref *clock, uint64_t *ns)
{
	unsigned int n;

	switch (clock->kind) {
	case CLOCK_KIND_MONO:
		*ns = time_mono_ns();
		return 0;
	case CLOCK_KIND_REAL:
		*ns = time_real_ns();
		return 0;
	default:
		if (clock->kind == CLOCK_KIND_THREAD &&
		    clock->id == current->tid) {
			*ns = task_cpu_ns(current);
			return 0;
		}
		return cpu_clock_read(clock, ns, &n);
	}
}

uint64_t
clock_when(const struct clock_ref *clock, uint64_t when)
{
	uint64_t now, mono = time_mono_ns();
	unsigned int n = 1;

	if (clock->kind == CLOCK_KIND_MONO || when == TIME_NEVER)
		return when;
	if (clock->kind == CLOCK_KIND_REAL)
		now = time_real_ns();
	else if (cpu_clock_read(clock, &now, &n))
		return TIME_NEVER;
	if (when <= now)
		return mono;
	when = (when - now) / n;
	if (clock->kind != CLOCK_KIND_REAL && when < CPU_LOOK_NS)
		when = CPU_LOOK_NS;
	return when > TIME_NEVER - mono ? TIME_NEVER : mono + when;
}

int
clock_sleep(const struct clock_ref *clock, uint64_t when)
{
	for (;;) {
		uint64_t now;
		int err = clock_read(clock, &now);

		if (err)
			return err;
		if (now >= when)
			return 0;
		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		err = task_sleep(clock_when(clock, when));
		if (err == -EINTR)
			return err;
	}
}
