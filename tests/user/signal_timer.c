/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/signal_timer.c - interval timers, POSIX timers, alarm.
 */
#include "lib/check.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>

#define MS 1000000LL

static volatile int count, last_code, last_value, thread_id;

static void
note(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	last_code = info->si_code;
	last_value = info->si_value.sival_int;
	thread_id = (int)syscall(SYS_gettid);
	__atomic_fetch_add(&count, 1, __ATOMIC_SEQ_CST);
}

static void
handle(int sig)
{
	struct sigaction sa = { .sa_sigaction = note, .sa_flags = SA_SIGINFO };

	EXPECT_EQ(sigaction(sig, &sa, NULL), 0);
	count = last_code = last_value = 0;
}

/* Wait until the handler ran `want` times; a minute is more than enough. */
static int
wait_count(int want)
{
	for (int i = 0; i < 60000 && count < want; i++)
		check_sleep_ms(1);
	return count >= want;
}

static void
test_alarm_and_its_rest(void)
{
	handle(SIGALRM);
	CHECK_EQ(alarm(100), 0);
	CHECK(alarm(1) >= 99);
	CHECK(wait_count(1));
	CHECK_EQ(alarm(0), 0);
}

static void
test_setitimer_repeats(void)
{
	struct itimerval it = { { 0, 2000 }, { 0, 2000 } }, now;
	int64_t t = check_clock_ns(CLOCK_MONOTONIC);

	handle(SIGALRM);
	CHECK_EQ(setitimer(ITIMER_REAL, &it, NULL), 0);
	CHECK(wait_count(5));
	CHECK(check_clock_ns(CLOCK_MONOTONIC) - t >= 10 * MS);
	CHECK_EQ(getitimer(ITIMER_REAL, &now), 0);
	CHECK(now.it_interval.tv_usec == 2000);
	memset(&it, 0, sizeof(it));
	CHECK_EQ(setitimer(ITIMER_REAL, &it, NULL), 0);
	CHECK_EQ(getitimer(ITIMER_REAL, &now), 0);
	CHECK(now.it_value.tv_sec == 0 && now.it_value.tv_usec == 0);
}

static void
spin_cpu(void)
{
	static volatile uint64_t x;

	for (int i = 0; i < 100000; i++)
		x += (uint64_t)i;
}

static void
test_setitimer_cpu_time(void)
{
	struct itimerval it = { { 0, 0 }, { 0, 20000 } };
	int64_t end = check_clock_ns(CLOCK_MONOTONIC) + 60000 * MS;

	handle(SIGVTALRM);
	CHECK_EQ(setitimer(ITIMER_VIRTUAL, &it, NULL), 0);
	while (!count && check_clock_ns(CLOCK_MONOTONIC) < end)
		spin_cpu();
	CHECK_EQ(count, 1);
	handle(SIGPROF);
	CHECK_EQ(setitimer(ITIMER_PROF, &it, NULL), 0);
	while (!count && check_clock_ns(CLOCK_MONOTONIC) < end)
		spin_cpu();
	CHECK_EQ(count, 1);
	CHECK_ERR(setitimer(9, &it, NULL), EINVAL);
}

static void
test_timer_signal(void)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGUSR1,
		.sigev_value.sival_int = 77 };
	struct itimerspec it = { { 0, 0 }, { 0, 5 * MS } }, now;
	timer_t timer;

	handle(SIGUSR1);
	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &ev, &timer), 0);
	CHECK_EQ(timer_gettime(timer, &now), 0);
	CHECK(now.it_value.tv_sec == 0 && now.it_value.tv_nsec == 0);
	CHECK_EQ(timer_settime(timer, 0, &it, NULL), 0);
	CHECK(wait_count(1));
	CHECK(last_code == SI_TIMER && last_value == 77);
	check_sleep_ms(10);
	CHECK_EQ(count, 1);
	CHECK_EQ(timer_delete(timer), 0);
	CHECK_ERR(timer_delete(timer), EINVAL);
}

static void
test_timer_absolute_realtime(void)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGUSR1 };
	struct itimerspec it = { { 0, 0 },
		check_after_ns(CLOCK_REALTIME, 10 * MS) };
	timer_t timer;

	handle(SIGUSR1);
	CHECK_EQ(timer_create(CLOCK_REALTIME, &ev, &timer), 0);
	CHECK_EQ(timer_settime(timer, TIMER_ABSTIME, &it, NULL), 0);
	CHECK(wait_count(1));
	CHECK(check_clock_ns(CLOCK_REALTIME) >=
	      it.it_value.tv_sec * 1000 * MS + it.it_value.tv_nsec);
	it.it_value.tv_sec = 1;
	CHECK_EQ(timer_settime(timer, TIMER_ABSTIME, &it, NULL), 0);
	CHECK(wait_count(2));
	CHECK_EQ(timer_delete(timer), 0);
}

static void
test_timer_repeats_and_overruns(void)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGRTMIN };
	struct itimerspec it = { { 0, 1 * MS }, { 0, 1 * MS } }, old;
	timer_t timer;
	sigset_t set;

	handle(SIGRTMIN);
	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &ev, &timer), 0);
	CHECK_EQ(timer_settime(timer, 0, &it, NULL), 0);
	CHECK(wait_count(5));
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	check_sleep_ms(30);
	CHECK(sigwaitinfo(&set, NULL) == SIGRTMIN);
	CHECK(timer_getoverrun(timer) >= 10);
	memset(&it, 0, sizeof(it));
	CHECK_EQ(timer_settime(timer, 0, &it, &old), 0);
	CHECK_EQ(old.it_interval.tv_nsec, 1 * MS);
	CHECK_EQ(timer_delete(timer), 0);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static int wanted_thread;

static void *
timer_thread(void *arg)
{
	struct sigevent ev = { .sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = SIGUSR2 };
	struct itimerspec it = { { 0, 0 }, { 0, 5 * MS } };
	timer_t timer;

	wanted_thread = (int)syscall(SYS_gettid);
	ev._sigev_un._tid = wanted_thread;
	EXPECT_EQ(timer_create(CLOCK_MONOTONIC, &ev, &timer), 0);
	EXPECT_EQ(timer_settime(timer, 0, &it, NULL), 0);
	EXPECT(wait_count(1));
	EXPECT_EQ(timer_delete(timer), 0);
	return arg;
}

static void
test_timer_to_one_thread(void)
{
	pthread_t thread;

	handle(SIGUSR2);
	CHECK_EQ(pthread_create(&thread, NULL, timer_thread, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(thread_id, wanted_thread);
}

static int notified;

static void
notify(union sigval value)
{
	EXPECT(value.sival_ptr == &notified);
	__atomic_fetch_add(&notified, 1, __ATOMIC_SEQ_CST);
}

static void
test_timer_runs_function(void)
{
	struct sigevent ev = { .sigev_notify = SIGEV_THREAD,
		.sigev_notify_function = notify,
		.sigev_value.sival_ptr = &notified };
	struct itimerspec it = { { 0, 2 * MS }, { 0, 2 * MS } };
	timer_t timer;

	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &ev, &timer), 0);
	CHECK_EQ(timer_settime(timer, 0, &it, NULL), 0);
	for (int i = 0; i < 60000; i++) {
		if (__atomic_load_n(&notified, __ATOMIC_SEQ_CST) >= 3)
			break;
		check_sleep_ms(1);
	}
	CHECK(__atomic_load_n(&notified, __ATOMIC_SEQ_CST) >= 3);
	CHECK_EQ(timer_delete(timer), 0);
	check_sleep_ms(5);
}

static void
test_timer_none_counts_down(void)
{
	struct sigevent ev = { .sigev_notify = SIGEV_NONE };
	struct itimerspec it = { { 0, 0 }, { 1000, 0 } }, now;
	timer_t timer;

	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &ev, &timer), 0);
	CHECK_EQ(timer_settime(timer, 0, &it, NULL), 0);
	CHECK_EQ(timer_gettime(timer, &now), 0);
	CHECK(now.it_value.tv_sec <= 1000 && now.it_value.tv_sec >= 900);
	CHECK_EQ(timer_delete(timer), 0);
}

static void
test_timer_errors(void)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = 100 };
	struct itimerspec it = { { 0, 0 }, { 0, 1000000000 } };
	timer_t timer;

	CHECK_ERR(timer_create(CLOCK_MONOTONIC, &ev, &timer), EINVAL);
	ev.sigev_signo = SIGUSR1;
	CHECK_ERR(timer_create(12345, &ev, &timer), EINVAL);
	CHECK_EQ(timer_create(CLOCK_MONOTONIC, &ev, &timer), 0);
	CHECK_ERR(timer_settime(timer, 0, &it, NULL), EINVAL);
	CHECK_EQ(timer_delete(timer), 0);
}

/* Signals come while the code between them uses vector registers. */
static void
test_timer_while_computing(void)
{
	struct itimerval it = { { 0, 1000 }, { 0, 1000 } };
	int64_t end = check_clock_ns(CLOCK_MONOTONIC) + 60000 * MS;
	double a[64], b[64];

	handle(SIGALRM);
	CHECK_EQ(setitimer(ITIMER_REAL, &it, NULL), 0);
	while (count < 20 && check_clock_ns(CLOCK_MONOTONIC) < end) {
		for (int i = 0; i < 64; i++)
			a[i] = b[i] = 1.0 + i;
		for (int k = 0; k < 1000; k++)
			for (int i = 0; i < 64; i++)
				a[i] = a[i] * 1.0000001 + 0.5;
		for (int k = 0; k < 1000; k++)
			for (int i = 0; i < 64; i++)
				b[i] = b[i] * 1.0000001 + 0.5;
		CHECK(!memcmp(a, b, sizeof(a)));
	}
	memset(&it, 0, sizeof(it));
	CHECK_EQ(setitimer(ITIMER_REAL, &it, NULL), 0);
	CHECK(count >= 20);
}

static const struct check_test tests[] = {
	T(test_alarm_and_its_rest),
	T(test_setitimer_repeats),
	T(test_setitimer_cpu_time),
	T(test_timer_signal),
	T(test_timer_absolute_realtime),
	T(test_timer_repeats_and_overruns),
	T(test_timer_to_one_thread),
	T(test_timer_runs_function),
	T(test_timer_none_counts_down),
	T(test_timer_errors),
	T(test_timer_while_computing),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
