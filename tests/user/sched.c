/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/sched.c - affinity, policies, priorities, yielding.
 */
#include "lib/check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static cpu_set_t all;

static void
test_getaffinity(void)
{
	unsigned long mask[128] = { 0 };
	long n = syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask);

	CHECK(n > 0 && n % 8 == 0);
	CHECK_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	CHECK(CPU_COUNT(&all) >= 1);
	CHECK(CPU_ISSET((size_t)sched_getcpu(), &all));
	CHECK_ERR(syscall(SYS_sched_getaffinity, 0, 4, mask), EINVAL);
	CHECK_ERR(sched_getaffinity(0x3fffffff, sizeof(all), &all), ESRCH);
}

static void
test_setaffinity_moves(void)
{
	CHECK_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		cpu_set_t one, now;
		unsigned int c = 0;

		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		CHECK_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
		CHECK_EQ(sched_getcpu(), cpu);
		CHECK_EQ(syscall(SYS_getcpu, &c, NULL, NULL), 0);
		CHECK_EQ(c, cpu);
		CHECK_EQ(sched_getaffinity(0, sizeof(now), &now), 0);
		CHECK(CPU_EQUAL(&one, &now));
	}
	CHECK_EQ(sched_setaffinity(0, sizeof(all), &all), 0);
}

static void
test_setaffinity_errors(void)
{
	cpu_set_t none;

	CPU_ZERO(&none);
	CHECK_ERR(sched_setaffinity(0, sizeof(none), &none), EINVAL);
	CPU_SET(1000, &none);
	CHECK_ERR(sched_setaffinity(0, sizeof(none), &none), EINVAL);
	CHECK_ERR(sched_setaffinity(0x3fffffff, sizeof(all), &all), ESRCH);
}

static void *
inherit(void *arg)
{
	cpu_set_t now;

	EXPECT_EQ(sched_getaffinity(0, sizeof(now), &now), 0);
	EXPECT(CPU_EQUAL((cpu_set_t *)arg, &now));
	EXPECT(CPU_ISSET((size_t)sched_getcpu(), &now));
	return NULL;
}

static void
test_affinity_inherited(void)
{
	cpu_set_t one;
	pthread_t thread;

	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	CHECK_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
	CHECK_EQ(pthread_create(&thread, NULL, inherit, &one), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(sched_setaffinity(0, sizeof(all), &all), 0);
	CHECK_EQ(pthread_create(&thread, NULL, inherit, &all), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

static volatile int stop, moved_to;

static void *
follow(void *arg)
{
	while (!stop)
		moved_to = sched_getcpu();
	return arg;
}

/* One thread moves another that never sleeps. */
static void
test_setaffinity_of_running_thread(void)
{
	pthread_t thread;

	stop = 0;
	CHECK_EQ(pthread_create(&thread, NULL, follow, NULL), 0);
	for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		cpu_set_t one;
		int tries = 0;

		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		CHECK_EQ(pthread_setaffinity_np(thread, sizeof(one), &one), 0);
		while (moved_to != (int)cpu && tries++ < 10000)
			check_sleep_ms(1);
		CHECK_EQ(moved_to, cpu);
	}
	stop = 1;
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

static volatile int flag;

static void *
set_flag(void *arg)
{
	cpu_set_t *one = arg;

	EXPECT_EQ(sched_setaffinity(0, sizeof(*one), one), 0);
	flag = 1;
	return NULL;
}

/* Two threads on one CPU: yielding lets the other one run. */
static void
test_yield_lets_others_run(void)
{
	cpu_set_t one;
	pthread_t thread;
	int64_t end = check_clock_ns(CLOCK_MONOTONIC) + 60000000000LL;

	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	CHECK_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
	flag = 0;
	CHECK_EQ(pthread_create(&thread, NULL, set_flag, &one), 0);
	while (!flag && check_clock_ns(CLOCK_MONOTONIC) < end)
		sched_yield();
	CHECK(flag);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(sched_setaffinity(0, sizeof(all), &all), 0);
}

/* And without a call: the timer takes turns. */
static void
test_spinning_is_preempted(void)
{
	cpu_set_t one;
	pthread_t thread;
	int64_t end = check_clock_ns(CLOCK_MONOTONIC) + 60000000000LL;

	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	CHECK_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
	flag = 0;
	CHECK_EQ(pthread_create(&thread, NULL, set_flag, &one), 0);
	while (!flag && check_clock_ns(CLOCK_MONOTONIC) < end)
		;
	CHECK(flag);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(sched_setaffinity(0, sizeof(all), &all), 0);
}

static void
test_policies(void)
{
	struct sched_param param = { 0 };

	CHECK_EQ(sched_getscheduler(0), SCHED_OTHER);
	CHECK_EQ(sched_getparam(0, &param), 0);
	CHECK_EQ(param.sched_priority, 0);
	CHECK_EQ(sched_get_priority_min(SCHED_FIFO), 1);
	CHECK_EQ(sched_get_priority_max(SCHED_FIFO), 99);
	CHECK_EQ(sched_get_priority_min(SCHED_RR), 1);
	CHECK_EQ(sched_get_priority_max(SCHED_OTHER), 0);
	CHECK_ERR(sched_get_priority_max(77), EINVAL);
	CHECK_EQ(sched_setscheduler(0, SCHED_OTHER, &param), 0);
	CHECK_EQ(sched_setscheduler(0, SCHED_BATCH, &param), 0);
	CHECK_EQ(sched_setscheduler(0, SCHED_OTHER, &param), 0);
	param.sched_priority = 5;
	CHECK_ERR(sched_setscheduler(0, SCHED_OTHER, &param), EINVAL);
	CHECK_ERR(sched_setscheduler(0, 77, &param), EINVAL);
	param.sched_priority = 0;
	CHECK_ERR(sched_setscheduler(0x3fffffff, SCHED_OTHER, &param), ESRCH);
}

static void
test_round_robin_interval(void)
{
	struct timespec ts = { -1, -1 };

	CHECK_EQ(sched_rr_get_interval(0, &ts), 0);
	CHECK(ts.tv_sec >= 0 && ts.tv_nsec >= 0);
}

static void
test_nice(void)
{
	errno = 0;
	CHECK_EQ(getpriority(PRIO_PROCESS, 0), 0);
	CHECK_EQ(errno, 0);
	CHECK_EQ(setpriority(PRIO_PROCESS, 0, 0), 0);
	CHECK_ERR(getpriority(77, 0), EINVAL);
	CHECK_ERR(getpriority(PRIO_PROCESS, 0x3fffffff), ESRCH);
}

/* As many spinning threads as CPUs reach a barrier together: all run. */
static int arrived;

static void *
arrive_spinning(void *arg)
{
	int want = *(int *)arg;

	__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < want)
		;
	return NULL;
}

static void
test_threads_run_at_the_same_time(void)
{
	static pthread_t threads[CPU_SETSIZE];
	int count = CPU_COUNT(&all);

	arrived = 0;
	for (int i = 0; i < count; i++)
		CHECK_EQ(
		    pthread_create(&threads[i], NULL, arrive_spinning, &count),
		    0);
	for (int i = 0; i < count; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
}

static const struct check_test tests[] = {
	T(test_getaffinity),
	T(test_setaffinity_moves),
	T(test_setaffinity_errors),
	T(test_affinity_inherited),
	T(test_setaffinity_of_running_thread),
	T(test_yield_lets_others_run),
	T(test_spinning_is_preempted),
	T(test_policies),
	T(test_round_robin_interval),
	T(test_nice),
	T(test_threads_run_at_the_same_time),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
