/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/openmp.c - OpenMP by libgomp: teams, tasks, places, binding.
 *
 * Idea: OMP_NUM_THREADS, OMP_PLACES and OMP_PROC_BIND are set by the runner;
 * each test holds whatever they are. Places may be more or fewer than CPUs.
 */
#include "lib/check.h"

#include <omp.h>
#include <sched.h>

static void
test_omp_thread_count(void)
{
	cpu_set_t set;
	const char *wanted = getenv("OMP_NUM_THREADS");
	int n = 0;

	CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
#pragma omp parallel reduction(+ : n)
	n++;
	if (wanted)
		CHECK_EQ(n, atoi(wanted));
	CHECK_EQ(n, omp_get_max_threads());
	/* Binding shrinks the main thread's own set. */
	if (!wanted && omp_get_proc_bind() == omp_proc_bind_false)
		CHECK_EQ(n, CPU_COUNT(&set));
	CHECK_EQ(omp_get_num_threads(), 1);
}

static void
test_omp_loop_schedules(void)
{
	long a = 0, b = 0, c = 0;

#pragma omp parallel for reduction(+ : a) schedule(static, 7)
	for (int i = 0; i < 10000; i++)
		a += i;
#pragma omp parallel for reduction(+ : b) schedule(dynamic, 13)
	for (int i = 0; i < 10000; i++)
		b += i;
#pragma omp parallel for reduction(+ : c) schedule(guided)
	for (int i = 0; i < 10000; i++)
		c += i;
	CHECK_EQ(a, 49995000);
	CHECK_EQ(b, 49995000);
	CHECK_EQ(c, 49995000);
}

static void
test_omp_critical_and_atomic(void)
{
	long a = 0, b = 0;

#pragma omp parallel num_threads(4)
	for (int i = 0; i < 2000; i++) {
#pragma omp critical
		a++;
#pragma omp atomic
		b++;
	}
	CHECK_EQ(a, 8000);
	CHECK_EQ(b, 8000);
}

static void
test_omp_barriers(void)
{
	int phase[4] = { 0 }, bad = 0;

#pragma omp parallel num_threads(4) shared(phase) reduction(+ : bad)
	{
		int me = omp_get_thread_num();

		for (int i = 1; i <= 200; i++) {
			phase[me] = i;
#pragma omp barrier
			for (int k = 0; k < 4; k++)
				bad += phase[k] != i;
#pragma omp barrier
		}
	}
	CHECK_EQ(bad, 0);
}

static long
fib(int n)
{
	long a, b;

	if (n < 2)
		return n;
#pragma omp task shared(a) if (n > 10)
	a = fib(n - 1);
#pragma omp task shared(b) if (n > 10)
	b = fib(n - 2);
#pragma omp taskwait
	return a + b;
}

static void
test_omp_tasks(void)
{
	long result = 0;

#pragma omp parallel num_threads(4)
#pragma omp single
	result = fib(18);
	CHECK_EQ(result, 2584);
}

static void
test_omp_task_dependences(void)
{
	int a = 0, b = 0, c = 0;

#pragma omp parallel num_threads(4)
#pragma omp single
	{
#pragma omp task depend(out : a) shared(a)
		a = 1;
#pragma omp task depend(in : a) depend(out : b) shared(a, b)
		b = a + 1;
#pragma omp task depend(in : a, b) shared(a, b, c)
		c = a + b + 1;
#pragma omp taskwait
	}
	CHECK(a == 1 && b == 2 && c == 4);
}

static void
test_omp_sections_and_single(void)
{
	int seen = 0, single = 0;

#pragma omp parallel num_threads(3) reduction(+ : single) shared(seen)
	{
#pragma omp sections
		{
#pragma omp section
#pragma omp atomic
			seen |= 1;
#pragma omp section
#pragma omp atomic
			seen |= 2;
#pragma omp section
#pragma omp atomic
			seen |= 4;
		}
#pragma omp single
		single++;
	}
	CHECK(seen == 7 && single == 1);
}

static void
test_omp_nested(void)
{
	int n = 0;

	omp_set_max_active_levels(2);
#pragma omp parallel num_threads(2) reduction(+ : n)
	{
#pragma omp parallel num_threads(3) reduction(+ : n)
		n++;
	}
	omp_set_max_active_levels(1);
	CHECK_EQ(n, 6);
}

static void
test_omp_locks(void)
{
	omp_lock_t lock;
	omp_nest_lock_t nest;
	int n = 0;

	omp_init_lock(&lock);
	omp_init_nest_lock(&nest);
#pragma omp parallel num_threads(4)
	for (int i = 0; i < 500; i++) {
		omp_set_lock(&lock);
		n++;
		omp_unset_lock(&lock);
		omp_set_nest_lock(&nest);
		omp_set_nest_lock(&nest);
		n += 0;
		omp_unset_nest_lock(&nest);
		omp_unset_nest_lock(&nest);
	}
	CHECK_EQ(n, 2000);
	omp_destroy_lock(&lock);
	omp_destroy_nest_lock(&nest);
}

/* A bound thread's processors are those of its place. */
static void
test_omp_places(void)
{
	int places = omp_get_num_places(), bad = 0;

	if (omp_get_proc_bind() == omp_proc_bind_false)
		SKIP("not bound");
	CHECK(places >= 1);
#pragma omp parallel reduction(+ : bad)
	{
		int place = omp_get_place_num(), ids[CPU_SETSIZE], in = 0;
		int n = omp_get_place_num_procs(place);
		cpu_set_t set;

		bad += place < 0 || place >= places || n > CPU_SETSIZE;
		omp_get_place_proc_ids(place, ids);
		bad += sched_getaffinity(0, sizeof(set), &set) != 0;
		bad += CPU_COUNT(&set) != n;
		for (int i = 0; i < n; i++) {
			bad += !CPU_ISSET((size_t)ids[i], &set);
			in += ids[i] == sched_getcpu();
		}
		bad += in != 1;
	}
	CHECK_EQ(bad, 0);
}

static void
test_omp_spread_uses_all_places(void)
{
	int places = omp_get_num_places(), used = 0;
	static int hit[CPU_SETSIZE];

	if (omp_get_proc_bind() == omp_proc_bind_false)
		SKIP("not bound");
	memset(hit, 0, sizeof(hit));
#pragma omp parallel num_threads(places) proc_bind(spread)
	__atomic_store_n(&hit[omp_get_place_num()], 1, __ATOMIC_SEQ_CST);
	for (int i = 0; i < places; i++)
		used += hit[i];
	CHECK_EQ(used, places);
}

static void
test_omp_procs(void)
{
	CHECK(omp_get_num_procs() >= 1);
	CHECK(omp_get_wtime() > 0 && omp_get_wtick() > 0);
}

static void
test_omp_many_regions(void)
{
	long n = 0;

	for (int i = 0; i < 1000; i++) {
#pragma omp parallel num_threads(2) reduction(+ : n)
		n++;
	}
	CHECK_EQ(n, 2000);
}

static const struct check_test tests[] = {
	T(test_omp_thread_count),
	T(test_omp_loop_schedules),
	T(test_omp_critical_and_atomic),
	T(test_omp_barriers),
	T(test_omp_tasks),
	T(test_omp_task_dependences),
	T(test_omp_sections_and_single),
	T(test_omp_nested),
	T(test_omp_locks),
	T(test_omp_places),
	T(test_omp_spread_uses_all_places),
	T(test_omp_procs),
	T(test_omp_many_regions),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
