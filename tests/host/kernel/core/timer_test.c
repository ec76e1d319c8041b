/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/core/timer_test.c - timers fire in order and never early,
 * a cancelled one never, and the hardware is set to the first or not at all.
 */
#include "arch/cpu.h"
#include "core/time.h"
#include "core/timer.h"
#include "host.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

#define TIMERS 60

/* The one-shot timer of each processor. */
static uint64_t hw_ns[HOST_CPUS];
static unsigned int hw_writes;

void
arch_timer_arm(uint64_t when_ns)
{
	hw_ns[this_cpu()->id] = when_ns;
	hw_writes++;
}

void
arch_timer_disarm(void)
{
	hw_ns[this_cpu()->id] = TIME_NEVER;
	hw_writes++;
}

/* The model: which are armed, for when, and in which order they were. */
static struct model {
	struct ktimer timer;
	bool armed;
	uint64_t when, turn;
	unsigned int fired;
} m[TIMERS];
static uint64_t turns;
static struct rng rng;
static bool rearm_in_fn;

static struct model *
model_first(void)
{
	struct model *first = NULL;

	for (int i = 0; i < TIMERS; i++) {
		if (m[i].armed &&
		    (!first || m[i].when < first->when ||
			(m[i].when == first->when && m[i].turn < first->turn)))
			first = &m[i];
	}
	return first;
}

static void
arm(struct model *t, uint64_t when)
{
	t->armed = true;
	t->when = when;
	t->turn = turns++;
	ktimer_arm(&t->timer, when);
}

static void
cancel(struct model *t)
{
	assert_int_equal(ktimer_cancel(&t->timer), t->armed);
	t->armed = false;
}

static void
fired(struct ktimer *timer)
{
	struct model *t = container_of(timer, struct model, timer);

	assert_ptr_equal(t, model_first());
	assert_true(t->when <= host_now_ns);
	assert_int_equal(this_cpu()->locks_held, 0);
	t->armed = false;
	t->fired++;
	if (!rearm_in_fn)
		return;
	switch (rng_below(&rng, 4)) {
	case 0:
		arm(t, host_now_ns + 1 + rng_below(&rng, 50));
		break;
	case 1:
		cancel(&m[rng_below(&rng, TIMERS)]);
		break;
	case 2:
		arm(&m[rng_below(&rng, TIMERS)],
		    host_now_ns + 1 + rng_below(&rng, 50));
		break;
	}
}

static int
setup(void **state)
{
	(void)state;
	host_run_on(0);
	memset(m, 0, sizeof(m));
	host_now_ns = 1000;
	rearm_in_fn = false;
	rng.state = 5;
	for (unsigned int i = 0; i < HOST_CPUS; i++) {
		hw_ns[i] = TIME_NEVER;
		assert_int_equal(ktimer_cpu_init(&host_cpus[i]), 0);
	}
	for (int i = 0; i < TIMERS; i++)
		ktimer_init(&m[i].timer, fired);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < HOST_CPUS; i++)
		free(host_cpus[i].timerq);
	return 0;
}

static void
check_hardware(void)
{
	struct model *first = model_first();

	assert_int_equal(hw_ns[0], first ? first->when : TIME_NEVER);
}

/* The running processor's interrupt; the hardware is spent by it. */
static void
interrupt(void)
{
	hw_ns[this_cpu()->id] = TIME_NEVER;
	ktimer_interrupt();
}

/* Time goes on; the hardware does its part. */
static void
pass(uint64_t ns)
{
	host_now_ns += ns;
	if (hw_ns[0] <= host_now_ns)
		interrupt();
	check_hardware();
	assert_true(!model_first() || model_first()->when > host_now_ns);
}

static void
test_timer_fires_in_order(void **state)
{
	(void)state;
	for (int i = 0; i < TIMERS; i++)
		arm(&m[i], 2000 + (uint64_t)(i * 37 % TIMERS) / 3);
	check_hardware();
	pass(999);
	for (int i = 0; i < TIMERS; i++)
		assert_int_equal(m[i].fired, 0);
	pass(10);
	pass(1000);
	for (int i = 0; i < TIMERS; i++)
		assert_int_equal(m[i].fired, 1);
	assert_int_equal(hw_ns[0], TIME_NEVER);
}

static void
test_timer_past_fires_at_once(void **state)
{
	(void)state;
	arm(&m[0], 1);
	assert_int_equal(hw_ns[0], 1);
	pass(0);
	assert_int_equal(m[0].fired, 1);
}

static void
test_timer_later_one_costs_no_hardware(void **state)
{
	(void)state;
	arm(&m[0], 5000);
	hw_writes = 0;
	for (int i = 1; i < TIMERS; i++)
		arm(&m[i], 6000 + rng_below(&rng, 100));
	cancel(&m[5]);
	assert_int_equal(hw_writes, 0);
	cancel(&m[0]);
	assert_int_equal(hw_writes, 1);
	check_hardware();
}

static void
test_timer_cancel(void **state)
{
	(void)state;
	cancel(&m[0]);
	arm(&m[0], 1500);
	arm(&m[1], 1500);
	cancel(&m[0]);
	cancel(&m[0]);
	pass(1000);
	assert_int_equal(m[0].fired, 0);
	assert_int_equal(m[1].fired, 1);
	cancel(&m[1]);
}

static void
test_timer_rearm_moves_it(void **state)
{
	(void)state;
	arm(&m[0], 1500);
	arm(&m[0], 3000);
	pass(1000);
	assert_int_equal(m[0].fired, 0);
	arm(&m[0], 2100);
	pass(150);
	pass(5000);
	assert_int_equal(m[0].fired, 1);
}

static void
test_timer_cancel_from_another_processor(void **state)
{
	(void)state;
	arm(&m[0], 1500);
	arm(&m[1], 1600);
	host_run_on(1);
	cancel(&m[0]);
	assert_int_equal(hw_ns[1], TIME_NEVER);
	host_run_on(0);
	assert_int_equal(hw_ns[0], 1500); /* for nothing, and then right */
	pass(510);
	pass(100);
	assert_int_equal(m[0].fired, 0);
	assert_int_equal(m[1].fired, 1);
}

static void
test_timer_rearm_moves_to_this_processor(void **state)
{
	(void)state;
	arm(&m[0], 1500);
	host_run_on(1);
	arm(&m[0], 1400);
	assert_int_equal(hw_ns[1], 1400);
	host_run_on(0);
	host_now_ns = 1600;
	interrupt();
	assert_int_equal(m[0].fired, 0);
	assert_int_equal(hw_ns[0], TIME_NEVER);
	host_run_on(1);
	interrupt();
	assert_int_equal(m[0].fired, 1);
}

static void
test_timer_random(void **state)
{
	(void)state;
	for (int step = 0; step < 200000; step++) {
		struct model *t = &m[rng_below(&rng, TIMERS)];

		rearm_in_fn = step % 3 != 0;
		switch (rng_below(&rng, 4)) {
		case 0:
		case 1:
			arm(t, host_now_ns + rng_below(&rng, 300));
			break;
		case 2:
			cancel(t);
			break;
		default:
			pass(rng_below(&rng, 40));
			continue;
		}
		check_hardware();
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_timer_fires_in_order),
		T(test_timer_past_fires_at_once),
		T(test_timer_later_one_costs_no_hardware),
		T(test_timer_cancel),
		T(test_timer_rearm_moves_it),
		T(test_timer_cancel_from_another_processor),
		T(test_timer_rearm_moves_to_this_processor),
		T(test_timer_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
