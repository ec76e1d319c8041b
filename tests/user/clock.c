/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/clock.c - clocks, sleeping, CPU time, and the vDSO beside the call.
 */
#include "lib/check.h"

#include <pthread.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>

#define MS 1000000LL

static const clockid_t clocks[] = { CLOCK_REALTIME, CLOCK_MONOTONIC,
	CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW,
	CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME };
enum { CLOCKS = sizeof(clocks) / sizeof(clocks[0]) };

static int64_t
raw_ns(clockid_t clock)
{
	struct timespec ts;

	if (syscall(SYS_clock_gettime, clock, &ts))
		return -1;
	return ts.tv_sec * 1000 * MS + ts.tv_nsec;
}

static void
test_clock_ids(void)
{
	struct timespec ts;

	for (int i = 0; i < CLOCKS; i++) {
		CHECK_EQ(clock_gettime(clocks[i], &ts), 0);
		CHECK(ts.tv_sec >= 0 && ts.tv_nsec >= 0 &&
		      ts.tv_nsec < 1000 * MS);
		CHECK_EQ(clock_getres(clocks[i], &ts), 0);
		CHECK(ts.tv_sec == 0 && ts.tv_nsec > 0);
		CHECK_EQ(clock_getres(clocks[i], NULL), 0);
	}
	CHECK_ERR(clock_gettime(999, &ts), EINVAL);
	CHECK_ERR(clock_getres(999, &ts), EINVAL);
}

static void
test_clock_resolution(void)
{
	struct timespec ts;

	CHECK_EQ(clock_getres(CLOCK_MONOTONIC, &ts), 0);
	CHECK_EQ(ts.tv_nsec, 1);
	CHECK_EQ(clock_getres(CLOCK_REALTIME, &ts), 0);
	CHECK_EQ(ts.tv_nsec, 1);
}

static void
test_clock_realtime_is_now(void)
{
	struct timeval tv;
	int64_t ns = check_clock_ns(CLOCK_REALTIME);

	/* Between 2020 and 2100. */
	CHECK(ns > 1577836800LL * 1000 * MS && ns < 4102444800LL * 1000 * MS);
	CHECK_EQ(gettimeofday(&tv, NULL), 0);
	CHECK(
	    llabs(tv.tv_sec * 1000 * MS + tv.tv_usec * 1000 - ns) < 10000 * MS);
	CHECK(llabs((long long)time(NULL) - tv.tv_sec) <= 10);
}

static void
test_vdso_agrees_with_call(void)
{
	for (int i = 0; i < CLOCKS; i++) {
		for (int k = 0; k < 200; k++) {
			/* The coarse clocks may stand while the call's goes. */
			int64_t a = raw_ns(clocks[i]);
			int64_t b = check_clock_ns(clocks[i]);
			int64_t c = raw_ns(clocks[i]);

			CHECK(a > 0 || clocks[i] == CLOCK_THREAD_CPUTIME_ID);
			CHECK(a <= b && b <= c);
		}
	}
}

static void
test_vdso_is_there(void)
{
	const unsigned char *p =
	    (const unsigned char *)getauxval(AT_SYSINFO_EHDR);

	CHECK(p && !memcmp(p, "\177ELF\2", 5));
}

static int64_t latest;

static void *
never_back(void *arg)
{
	for (int i = 0; i < 20000; i++) {
		int64_t before = __atomic_load_n(&latest, __ATOMIC_SEQ_CST);
		int64_t now = check_clock_ns(CLOCK_MONOTONIC), old = before;

		EXPECT(now >= before);
		while (old < now &&
		       !__atomic_compare_exchange_n(&latest, &old, now, 0,
			   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			;
		if (i % 1000 == 0)
			sched_yield();
	}
	return arg;
}

static void
test_monotonic_across_threads(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		CHECK_EQ(
		    pthread_create(&threads[i], NULL, never_back, NULL), 0);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
}

static void
test_nanosleep_is_long_enough(void)
{
	static const int ms[] = { 0, 1, 2, 5, 20 };

	for (size_t i = 0; i < sizeof(ms) / sizeof(ms[0]); i++) {
		struct timespec ts = { 0, ms[i] * MS };
		int64_t t = check_clock_ns(CLOCK_MONOTONIC);

		CHECK_EQ(nanosleep(&ts, NULL), 0);
		CHECK(check_clock_ns(CLOCK_MONOTONIC) - t >= ms[i] * MS);
	}
}

static void
test_nanosleep_errors(void)
{
	struct timespec bad = { 0, 1000 * MS }, negative = { -1, 0 };

	CHECK_ERR(nanosleep(&bad, NULL), EINVAL);
	CHECK_ERR(nanosleep(&negative, NULL), EINVAL);
	CHECK_EQ(clock_nanosleep(999, 0, &bad, NULL), EINVAL);
	CHECK_EQ(
	    clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &bad, NULL), EINVAL);
}

static void
test_clock_nanosleep_absolute(void)
{
	static const clockid_t ids[] = { CLOCK_REALTIME, CLOCK_MONOTONIC,
		CLOCK_BOOTTIME };

	for (int i = 0; i < 3; i++) {
		struct timespec ts = check_after_ns(ids[i], 8 * MS);

		CHECK_EQ(clock_nanosleep(ids[i], TIMER_ABSTIME, &ts, NULL), 0);
		CHECK(check_clock_ns(ids[i]) >=
		      ts.tv_sec * 1000 * MS + ts.tv_nsec);
		ts.tv_sec = 0;
		CHECK_EQ(clock_nanosleep(ids[i], TIMER_ABSTIME, &ts, NULL), 0);
	}
}

static void
test_many_sleepers(void)
{
	struct timespec ts = { 0, 100000 };

	for (int i = 0; i < 100; i++)
		CHECK_EQ(nanosleep(&ts, NULL), 0);
}

static volatile uint64_t sink;

static void
burn(void)
{
	for (int i = 0; i < 1000000; i++)
		sink += (uint64_t)i * 7;
}

static void
test_cpu_time_grows_with_work(void)
{
	int64_t p = check_clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	int64_t t = check_clock_ns(CLOCK_THREAD_CPUTIME_ID);

	for (int i = 0; i < 5; i++)
		burn();
	CHECK(check_clock_ns(CLOCK_PROCESS_CPUTIME_ID) > p);
	CHECK(check_clock_ns(CLOCK_THREAD_CPUTIME_ID) > t);
}

static void
test_cpu_time_stands_in_sleep(void)
{
	int64_t t = check_clock_ns(CLOCK_THREAD_CPUTIME_ID);

	check_sleep_ms(200);
	CHECK(check_clock_ns(CLOCK_THREAD_CPUTIME_ID) - t < 150 * MS);
}

static void *
burn_thread(void *arg)
{
	int64_t *used = arg;

	for (int i = 0; i < 5; i++)
		burn();
	*used = check_clock_ns(CLOCK_THREAD_CPUTIME_ID);
	return NULL;
}

static void
test_process_time_counts_threads(void)
{
	pthread_t thread;
	int64_t used = 0, p = check_clock_ns(CLOCK_PROCESS_CPUTIME_ID);

	CHECK_EQ(pthread_create(&thread, NULL, burn_thread, &used), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK(used > 0);
	CHECK(check_clock_ns(CLOCK_PROCESS_CPUTIME_ID) - p >= used / 2);
}

static void
test_rusage_and_times(void)
{
	struct rusage ru;
	struct tms tms;
	clock_t t;

	for (int i = 0; i < 20; i++)
		burn();
	CHECK_EQ(getrusage(RUSAGE_SELF, &ru), 0);
	CHECK(ru.ru_utime.tv_sec * 1000000L + ru.ru_utime.tv_usec +
		  ru.ru_stime.tv_sec * 1000000L + ru.ru_stime.tv_usec >
	      0);
	CHECK(ru.ru_maxrss > 0);
	CHECK_EQ(getrusage(RUSAGE_THREAD, &ru), 0);
	CHECK_EQ(getrusage(RUSAGE_CHILDREN, &ru), 0);
	CHECK(ru.ru_utime.tv_sec == 0 && ru.ru_utime.tv_usec == 0);
	CHECK_ERR(getrusage(77, &ru), EINVAL);
	t = times(&tms);
	CHECK(t != (clock_t)-1 && tms.tms_cutime == 0);
	check_sleep_ms(30);
	CHECK(times(&tms) >= t + 2);
}

static void
test_cpu_clock_of_thread(void)
{
	clockid_t id;
	struct timespec ts;

	CHECK_EQ(pthread_getcpuclockid(pthread_self(), &id), 0);
	CHECK_EQ(clock_gettime(id, &ts), 0);
	CHECK_EQ(clock_getcpuclockid(0, &id), 0);
	CHECK_EQ(clock_gettime(id, &ts), 0);
}

static void
test_tsc_ticks(void)
{
	uint64_t a = __builtin_ia32_rdtsc(), b;

	burn();
	b = __builtin_ia32_rdtsc();
	CHECK(b > a);
}

static const struct check_test tests[] = {
	T(test_clock_ids),
	T(test_clock_resolution),
	T(test_clock_realtime_is_now),
	T(test_vdso_agrees_with_call),
	T(test_vdso_is_there),
	T(test_monotonic_across_threads),
	T(test_nanosleep_is_long_enough),
	T(test_nanosleep_errors),
	T(test_clock_nanosleep_absolute),
	T(test_many_sleepers),
	T(test_cpu_time_grows_with_work),
	T(test_cpu_time_stands_in_sleep),
	T(test_process_time_counts_threads),
	T(test_rusage_and_times),
	T(test_cpu_clock_of_thread),
	T(test_tsc_ticks),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
