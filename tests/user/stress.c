/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/stress.c - 64 threads on everything that waits, for some time.
 *
 * Idea: `stress [MILLISECONDS]`. Groups of threads hammer a mutex, a condition
 * variable, a priority-inheriting mutex, futex requeue, pipes; two send signals
 * to all, two move themselves between processors, two make threads. Each group
 * keeps counts that must agree at the end; a wake-up that is lost is a program
 * that never ends.
 */
#include "lib/check.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

enum { LOCKERS = 14, PI = 8, PAIRS = 8, PIPES = 8, PARKED = 8, ODD = 2 };
/* All of these run before the first signal is sent. */
enum { AT_FIRST = LOCKERS + PI + 2 * PAIRS + PIPES + PARKED, MOST = 64 };

static pthread_t threads[MOST];
static int count;
static int stop;

static int
stopped(void)
{
	return __atomic_load_n(&stop, __ATOMIC_SEQ_CST);
}

/* A mutex, and one that lends priority: the counts must add up. */
struct guarded {
	pthread_mutex_t mutex;
	long total;
	long own;
};
static struct guarded plain = { .mutex = PTHREAD_MUTEX_INITIALIZER };
static struct guarded lending;

static void *
locks(void *arg)
{
	struct guarded *g = arg;
	long mine = 0;

	while (!stopped()) {
		pthread_mutex_lock(&g->mutex);
		g->total++;
		if (mine % 32 == 0)
			sched_yield();
		pthread_mutex_unlock(&g->mutex);
		mine++;
	}
	__atomic_fetch_add(&g->own, mine, __ATOMIC_SEQ_CST);
	return NULL;
}

/* Two threads take turns by a condition variable. */
static struct turn {
	pthread_mutex_t mutex;
	pthread_cond_t cond;
	int whose, ended;
	long turns[2];
} turns[PAIRS];

static void
takes_turns(struct turn *t, int me)
{
	pthread_mutex_lock(&t->mutex);
	while (!t->ended) {
		while (t->whose != me && !t->ended)
			pthread_cond_wait(&t->cond, &t->mutex);
		t->turns[me]++;
		t->whose = !me;
		if (stopped())
			t->ended = 1;
		pthread_cond_signal(&t->cond);
	}
	pthread_mutex_unlock(&t->mutex);
}

static void *
turns_0(void *arg)
{
	takes_turns(arg, 0);
	return NULL;
}

static void *
turns_1(void *arg)
{
	takes_turns(arg, 1);
	return NULL;
}

/* A pipe each: the bytes come in order. */
static struct line {
	int fds[2];
	long sent, got;
} lines[PIPES];

static void *
sends(void *arg)
{
	struct line *l = arg;
	unsigned char bytes[64];
	unsigned char next = 0;

	while (!stopped()) {
		size_t n = 1 + (size_t)l->sent % sizeof(bytes);
		ssize_t done;

		for (size_t i = 0; i < n; i++)
			bytes[i] = (unsigned char)(next + i);
		done = write(l->fds[1], bytes, n);
		if (done > 0) {
			next = (unsigned char)(next + done);
			l->sent += done;
		}
	}
	close(l->fds[1]);
	return NULL;
}

static void *
receives(void *arg)
{
	struct line *l = arg;
	unsigned char bytes[50];
	unsigned char next = 0;

	for (;;) {
		ssize_t n = read(l->fds[0], bytes, sizeof(bytes));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++)
			EXPECT_EQ(bytes[i], next++);
		l->got += n;
	}
	return NULL;
}

/* Threads parked on one word are moved to another and woken there. */
static uint32_t words[2];
static int parked_ended;

static void *
parks(void *arg)
{
	while (!stopped())
		syscall(SYS_futex, &words[0], FUTEX_WAIT_PRIVATE,
		    __atomic_load_n(&words[0], __ATOMIC_SEQ_CST), NULL);
	__atomic_fetch_add(&parked_ended, 1, __ATOMIC_SEQ_CST);
	return arg;
}

static void *
requeues(void *arg)
{
	while (__atomic_load_n(&parked_ended, __ATOMIC_SEQ_CST) < PARKED) {
		uint32_t v = __atomic_add_fetch(&words[0], 1, __ATOMIC_SEQ_CST);

		syscall(SYS_futex, &words[0], FUTEX_CMP_REQUEUE_PRIVATE, 1,
		    PARKED / 2, &words[1], v);
		syscall(SYS_futex, &words[1], FUTEX_WAKE_PRIVATE, PARKED);
		if (v % 64 == 0)
			check_sleep_ms(1);
	}
	return arg;
}

static void
on_signal(int sig)
{
	(void)sig;
}

static void *
signals(void *arg)
{
	for (unsigned int i = 0; !stopped(); i++) {
		pthread_kill(threads[i * 7 % AT_FIRST], SIGUSR1);
		if (i % 64 == 0)
			check_sleep_ms(1);
	}
	return arg;
}

static void *
moves(void *arg)
{
	cpu_set_t all, one;

	EXPECT_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	for (size_t cpu = 0; !stopped(); cpu = (cpu + 1) % 128) {
		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		EXPECT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
		EXPECT_EQ(sched_getcpu(), cpu);
	}
	return arg;
}

static void *
nothing(void *arg)
{
	return arg;
}

static void *
makes(void *arg)
{
	while (!stopped()) {
		pthread_t t;
		void *got = NULL;

		EXPECT_EQ(pthread_create(&t, NULL, nothing, &stop), 0);
		EXPECT_EQ(pthread_join(t, &got), 0);
		EXPECT(got == &stop);
	}
	return arg;
}

static void
add(int n, void *(*fn)(void *), void *arg)
{
	for (int i = 0; i < n; i++)
		EXPECT_EQ(pthread_create(&threads[count++], NULL, fn, arg), 0);
}

static int milliseconds = 1500;

static void
start_all(void)
{
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&lending.mutex, &attr);
	add(LOCKERS, locks, &plain);
	add(PI, locks, &lending);
	for (int i = 0; i < PAIRS; i++) {
		pthread_mutex_init(&turns[i].mutex, NULL);
		pthread_cond_init(&turns[i].cond, NULL);
		add(1, turns_0, &turns[i]);
		add(1, turns_1, &turns[i]);
	}
	for (int i = 0; i < PIPES / 2; i++) {
		EXPECT_EQ(pipe(lines[i].fds), 0);
		add(1, sends, &lines[i]);
		add(1, receives, &lines[i]);
	}
	add(PARKED, parks, NULL);
	add(1, requeues, NULL);
	add(ODD, moves, NULL);
	add(ODD, makes, NULL);
	add(ODD, signals, NULL);
}

static void
test_everything_at_once(void)
{
	struct sigaction sa = { .sa_handler = on_signal,
		.sa_flags = SA_RESTART };

	CHECK_EQ(sigaction(SIGUSR1, &sa, NULL), 0);
	start_all();
	check_sleep_ms(milliseconds);
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (int i = 0; i < count; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	CHECK(plain.own > 0);
	CHECK_EQ(plain.total, plain.own);
	CHECK(lending.own > 0);
	CHECK_EQ(lending.total, lending.own);
	for (int i = 0; i < PAIRS; i++)
		CHECK(labs(turns[i].turns[0] - turns[i].turns[1]) <= 2);
	for (int i = 0; i < PIPES / 2; i++)
		CHECK_EQ(lines[i].sent, lines[i].got);
}

static const struct check_test tests[] = {
	T(test_everything_at_once),
};

int
main(int argc, char **argv)
{
	if (argc > 1)
		milliseconds = atoi(argv[1]);
	return check_run(tests, sizeof(tests) / sizeof(tests[0]));
}
