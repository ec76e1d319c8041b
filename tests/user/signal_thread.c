/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/signal_thread.c - signals in a program of several threads.
 */
#include "lib/check.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/syscall.h>

static sem_t ready;
static volatile int stop, seen_by, seen_count;

static void
note(int sig)
{
	(void)sig;
	seen_by = (int)syscall(SYS_gettid);
	__atomic_fetch_add(&seen_count, 1, __ATOMIC_SEQ_CST);
}

static void
handle(int sig)
{
	struct sigaction sa = { .sa_handler = note };

	EXPECT_EQ(sigaction(sig, &sa, NULL), 0);
	seen_by = seen_count = 0;
}

static int
wait_seen(int want)
{
	for (int i = 0; i < 60000; i++) {
		if (__atomic_load_n(&seen_count, __ATOMIC_SEQ_CST) >= want)
			return 1;
		check_sleep_ms(1);
	}
	return 0;
}

struct worker {
	pthread_t thread;
	int id;
	int blocked;
};

static void *
idle(void *arg)
{
	struct worker *w = arg;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	if (w->blocked)
		pthread_sigmask(SIG_BLOCK, &set, NULL);
	w->id = (int)syscall(SYS_gettid);
	sem_post(&ready);
	while (!stop)
		check_sleep_ms(2);
	return NULL;
}

static void
start(struct worker *workers, int count)
{
	stop = 0;
	sem_init(&ready, 0, 0);
	for (int i = 0; i < count; i++)
		EXPECT_EQ(
		    pthread_create(&workers[i].thread, NULL, idle, &workers[i]),
		    0);
	for (int i = 0; i < count; i++)
		while (sem_wait(&ready))
			;
}

static void
end(struct worker *workers, int count)
{
	stop = 1;
	for (int i = 0; i < count; i++)
		EXPECT_EQ(pthread_join(workers[i].thread, NULL), 0);
}

static void
test_pthread_kill_reaches_that_thread(void)
{
	struct worker w[4] = { { .blocked = 0 } };

	handle(SIGUSR1);
	start(w, 4);
	for (int i = 0; i < 4; i++) {
		seen_count = 0;
		CHECK_EQ(pthread_kill(w[i].thread, SIGUSR1), 0);
		CHECK(wait_seen(1));
		CHECK_EQ(seen_by, w[i].id);
	}
	CHECK_EQ(pthread_kill(w[0].thread, 0), 0);
	CHECK_EQ(pthread_kill(w[0].thread, 100), EINVAL);
	end(w, 4);
}

static void
test_kill_picks_a_thread_that_may(void)
{
	struct worker w[3] = { { .blocked = 1 }, { .blocked = 0 },
		{ .blocked = 1 } };
	sigset_t set;

	handle(SIGUSR1);
	start(w, 3);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	CHECK_EQ(kill(getpid(), SIGUSR1), 0);
	CHECK(wait_seen(1));
	CHECK_EQ(seen_by, w[1].id);
	end(w, 3);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static void
test_mask_inherited_by_new_thread(void)
{
	struct worker w = { .blocked = 0 };
	sigset_t set;

	handle(SIGUSR1);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	start(&w, 1);
	CHECK_EQ(pthread_kill(w.thread, SIGUSR1), 0);
	check_sleep_ms(20);
	CHECK_EQ(seen_count, 0);
	end(&w, 1);
	/* It ended with the signal pending for itself only. */
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	CHECK_EQ(seen_count, 0);
}

static void *
sigwait_main(void *arg)
{
	sigset_t set;
	int sig = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	for (int i = 0; i < 10; i++) {
		sem_post(&ready);
		EXPECT_EQ(sigwait(&set, &sig), 0);
		EXPECT_EQ(sig, SIGUSR2);
		__atomic_fetch_add((int *)arg, 1, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

static void
test_sigwait_thread_gets_process_signals(void)
{
	pthread_t thread;
	sigset_t set;
	int got = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sem_init(&ready, 0, 0);
	CHECK_EQ(pthread_create(&thread, NULL, sigwait_main, &got), 0);
	for (int i = 0; i < 10; i++) {
		while (sem_wait(&ready))
			;
		CHECK_EQ(kill(getpid(), SIGUSR2), 0);
	}
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(got, 10);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static volatile uint64_t spins;

static void *
spin(void *arg)
{
	((struct worker *)arg)->id = (int)syscall(SYS_gettid);
	sem_post(&ready);
	while (!stop)
		spins++;
	return NULL;
}

/* A thread that never enters the kernel must be interrupted too. */
static void
test_signal_reaches_spinning_thread(void)
{
	struct worker w = { .blocked = 0 };

	handle(SIGUSR1);
	stop = 0;
	sem_init(&ready, 0, 0);
	CHECK_EQ(pthread_create(&w.thread, NULL, spin, &w), 0);
	while (sem_wait(&ready))
		;
	for (int i = 1; i <= 20; i++) {
		CHECK_EQ(pthread_kill(w.thread, SIGUSR1), 0);
		CHECK(wait_seen(i));
		CHECK_EQ(seen_by, w.id);
	}
	end(&w, 1);
}

static void
test_many_signals_from_many_threads(void)
{
	struct worker w[4] = { { .blocked = 0 } };

	handle(SIGUSR1);
	start(w, 4);
	for (int i = 0; i < 400; i++)
		CHECK_EQ(pthread_kill(w[i % 4].thread, SIGUSR1), 0);
	CHECK(wait_seen(4));
	end(w, 4);
}

static void *
own_altstack(void *arg)
{
	stack_t ss;

	EXPECT_EQ(sigaltstack(NULL, &ss), 0);
	EXPECT(ss.ss_flags & SS_DISABLE);
	return arg;
}

static void
test_altstack_not_inherited(void)
{
	static char stack[64 * 1024];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	pthread_t thread;

	CHECK_EQ(sigaltstack(&ss, NULL), 0);
	CHECK_EQ(pthread_create(&thread, NULL, own_altstack, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	ss.ss_flags = SS_DISABLE;
	CHECK_EQ(sigaltstack(&ss, NULL), 0);
}

static const struct check_test tests[] = {
	T(test_pthread_kill_reaches_that_thread),
	T(test_kill_picks_a_thread_that_may),
	T(test_mask_inherited_by_new_thread),
	T(test_sigwait_thread_gets_process_signals),
	T(test_signal_reaches_spinning_thread),
	T(test_many_signals_from_many_threads),
	T(test_altstack_not_inherited),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
