/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/sched/edf_test.c - what a processor may promise to
 * real-time tasks, and the order in which they wait. Nobody is switched to.
 */
#include "arch/cpu.h"
#include "base/errno.h"
#include "core/time.h"
#include "host.h"
#include "sched/runq.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

#define TASKS 30
#define MS    NSEC_PER_MSEC

/* ---- what sched.c calls and no test here reaches ---- */
void
arch_switch(struct task *prev, struct task *next)
{
	(void)prev, (void)next;
	abort();
}

void
arch_ipi_resched(unsigned int cpu)
{
	(void)cpu;
	abort();
}

void
arch_timer_arm(uint64_t when_ns)
{
	(void)when_ns;
}

void
arch_timer_disarm(void)
{
}

void
sched_migrate_self(void)
{
	abort();
}

void
task_init_fields(struct task *t, const char *name, unsigned int cpu)
{
	(void)t, (void)name, (void)cpu;
	abort();
}

void
task_put(struct task *t)
{
	(void)t;
	abort();
}

static struct runq q;
static struct task t[TASKS];
static struct rng rng;

static int
setup(void **state)
{
	(void)state;
	memset(&q, 0, sizeof(q));
	memset(t, 0, sizeof(t));
	spin_init(&q.lock, RANK_RUNQ);
	list_init(&q.queued);
	list_init(&q.edf);
	q.cpu = &host_cpus[0];
	host_cpus[0].runq = &q;
	host_now_ns = 1000 * MS;
	rng.state = 81;
	for (int i = 0; i < TASKS; i++) {
		t[i].state = TASK_RUNNABLE;
		list_init(&t[i].run_link);
		runq_insert(&q, &t[i]);
	}
	return 0;
}

static void
test_edf_malformed(void **state)
{
	(void)state;
	assert_int_equal(sched_set_edf(t, 10 * MS, 11 * MS), -EINVAL);
	assert_int_equal(sched_set_edf(t, 10 * MS, 0), -EINVAL);
	assert_int_equal(sched_set_edf(t, 10 * MS, 9999), -EINVAL);
	assert_int_equal(sched_set_edf(t, 0, 1), -EINVAL);
	assert_int_equal(sched_set_edf(t, UINT64_MAX, UINT64_MAX), -EINVAL);
	assert_int_equal(
	    sched_set_edf(t, 3600 * NSEC_PER_SEC + 1, MS), -EINVAL);
	assert_int_equal(t[0].class, SCHED_CLASS_RR);
	assert_int_equal(q.edf_load, 0);
}

static void
test_edf_admission(void **state)
{
	(void)state;
	assert_int_equal(sched_set_edf(&t[0], 10 * MS, 10 * MS), -EBUSY);
	assert_int_equal(sched_set_edf(&t[0], 10 * MS, 9 * MS), 0);
	assert_int_equal(sched_set_edf(&t[1], 100 * MS, 6 * MS), -EBUSY);
	assert_int_equal(sched_set_edf(&t[1], 100 * MS, 5 * MS), 0);
	assert_int_equal(sched_set_edf(&t[2], 1000 * MS, 1 * MS), -EBUSY);
	/* One's own share is given back first. */
	assert_int_equal(sched_set_edf(&t[0], 20 * MS, 18 * MS), 0);
	assert_int_equal(q.edf_load, 950000);
	assert_int_equal(sched_set_edf(&t[0], 0, 0), 0);
	assert_int_equal(t[0].class, SCHED_CLASS_RR);
	assert_int_equal(q.edf_load, 50000);
	sched_edf_release(&q, &t[1]);
	assert_int_equal(q.edf_load, 0);
	assert_int_equal(host_cpus[0].locks_held, 0);
}

static unsigned int
check_order(void)
{
	uint64_t before = 0;
	unsigned int n = 0;
	struct task *x;

	list_for_each(x, &q.edf, run_link) {
		assert_int_equal(x->class, SCHED_CLASS_EDF);
		assert_true(x->edf_deadline_ns >= before);
		before = x->edf_deadline_ns;
		n++;
	}
	list_for_each(x, &q.queued, run_link) {
		assert_int_equal(x->class, SCHED_CLASS_RR);
		n++;
	}
	return n;
}

static void
test_edf_order_random(void **state)
{
	(void)state;
	for (int step = 0; step < 50000; step++) {
		struct task *x = &t[rng_below(&rng, TASKS)];
		uint64_t period = (1 + rng_below(&rng, 50)) * MS, load = 0;
		int err;

		host_now_ns += rng_below(&rng, MS);
		if (rng_below(&rng, 4) == 0)
			err = sched_set_edf(x, 0, 0);
		else
			err = sched_set_edf(x, period, period / 20);
		assert_true(err == 0 || err == -EBUSY);
		for (int i = 0; i < TASKS; i++)
			load += t[i].edf_period_ns
				    ? t[i].edf_slice_ns * 1000000 /
					  t[i].edf_period_ns
				    : 0;
		assert_int_equal(q.edf_load, load);
		assert_true(load <= 950000);
		assert_int_equal(check_order(), TASKS);
	}
}

static void
test_edf_equal_deadlines_keep_arrival(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(sched_set_edf(&t[i], 10 * MS, MS), 0);
	assert_ptr_equal(list_first(&q.edf, struct task, run_link), &t[0]);
	assert_ptr_equal(list_entry(q.edf.prev, struct task, run_link), &t[2]);
}

static void
test_edf_renew(void **state)
{
	(void)state;
	assert_int_equal(sched_set_edf(&t[0], 10 * MS, MS), 0);
	assert_int_equal(t[0].edf_deadline_ns, host_now_ns + 10 * MS);
	sched_edf_renew(&t[0]);
	assert_int_equal(t[0].edf_deadline_ns, host_now_ns + 20 * MS);
	/* One that slept long starts anew. */
	host_now_ns += 500 * MS;
	sched_edf_renew(&t[0]);
	assert_int_equal(t[0].edf_deadline_ns, host_now_ns + 10 * MS);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		T(test_edf_malformed),
		T(test_edf_admission),
		T(test_edf_order_random),
		T(test_edf_equal_deadlines_keep_arrival),
		T(test_edf_renew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
