/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/races.c - threads that move, signal, map, wait and end at the
 * same time, for the races between processors in the kernel.
 *
 * Idea: each thread does small things in a random order for a second, many of
 * them to the other threads; what is checked is that nothing is lost: every
 * thread comes to its end, memory holds what was written, nobody hangs. The
 * last test ends the process while its threads are busy.
 */
#include "lib/check.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define THREADS	   8
#define RUN_MS	   1200
#define PAGE	   4096UL
#define SMALL_WAIT 200000 /* ns */

static pid_t tids[THREADS];
static cpu_set_t allowed;
static uint32_t words[4];
static int go_on;
static unsigned long handled;
static char *volatile shared_page;
static timer_t timers[THREADS];

static uint32_t
next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(*state >> 33);
}

static void
handler(int sig)
{
	(void)sig;
	__atomic_add_fetch(&handled, 1, __ATOMIC_RELAXED);
}

static long
futex(uint32_t *word, int op, uint32_t val, void *timeout, uint32_t *word2)
{
	return syscall(
	    SYS_futex, word, op | FUTEX_PRIVATE_FLAG, val, timeout, word2, 0);
}

static void
do_move(uint64_t *r)
{
	cpu_set_t set;
	int cpu = (int)(next_random(r) % CPU_SETSIZE);
	pid_t tid = tids[next_random(r) % THREADS];

	for (int i = 0; i < CPU_SETSIZE; i++, cpu = (cpu + 1) % CPU_SETSIZE)
		if (CPU_ISSET(cpu, &allowed))
			break;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (next_random(r) % 4 == 0)
		set = allowed;
	EXPECT(sched_setaffinity(tid, sizeof(set), &set) == 0);
}

static void
do_signal(uint64_t *r)
{
	(void)syscall(
	    SYS_tgkill, getpid(), tids[next_random(r) % THREADS], SIGUSR1);
}

static void
do_wait(uint64_t *r)
{
	struct timespec ts = { 0, (long)(next_random(r) % SMALL_WAIT) };
	uint32_t *w = &words[next_random(r) % 4];

	if (next_random(r) % 2)
		(void)futex(w, FUTEX_WAIT, 0, &ts, NULL);
	else
		nanosleep(&ts, NULL);
}

static void
do_wake(uint64_t *r)
{
	uint32_t *a = &words[next_random(r) % 4];
	uint32_t *b = &words[next_random(r) % 4];

	if (next_random(r) % 2)
		(void)futex(a, FUTEX_WAKE, next_random(r) % 3, NULL, NULL);
	else
		(void)futex(a, FUTEX_REQUEUE, 1, (void *)2ul, b);
}

/* Memory of its own: zero at first, keeps what is written while its rights
 * change, zero again after a discard. */
static void
do_memory(uint64_t *r)
{
	size_t len = (1 + next_random(r) % 700) * PAGE;
	size_t at = next_random(r) % (len / PAGE) * PAGE;
	char *p = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	EXPECT(p != MAP_FAILED);
	if (p == MAP_FAILED)
		return;
	EXPECT(p[at] == 0 && p[len - 1] == 0);
	p[at] = 7;
	EXPECT(mprotect(p + at, PAGE, PROT_READ) == 0);
	EXPECT(p[at] == 7);
	EXPECT(mprotect(p + at, PAGE, PROT_READ | PROT_WRITE) == 0);
	p[at + 1] = 8;
	EXPECT(p[at] == 7 && p[at + 1] == 8);
	if (next_random(r) % 2) {
		EXPECT(madvise(p + at, PAGE, MADV_DONTNEED) == 0);
		EXPECT(p[at] == 0);
	}
	EXPECT(munmap(p, len) == 0);
}

/* System calls on a page that comes and goes: an error or not, no more. */
static void
do_shared_page(uint64_t *r)
{
	char *p = shared_page;
	struct timespec ts;

	switch (next_random(r) % 4) {
	case 0:
		(void)mprotect(p, PAGE, PROT_NONE);
		break;
	case 1:
		(void)mprotect(p, PAGE, PROT_READ | PROT_WRITE);
		break;
	case 2:
		(void)mmap(p, PAGE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1,
		    0);
		break;
	default:
		(void)syscall(SYS_clock_gettime, CLOCK_MONOTONIC, p);
		ts = (struct timespec){ 0, 1000 };
		(void)futex((uint32_t *)(void *)p, FUTEX_WAIT, 0, &ts, NULL);
	}
}

static void *
short_life(void *arg)
{
	return arg;
}

static void
do_thread(uint64_t *r)
{
	pthread_t t;
	void *ret = NULL;

	(void)r;
	EXPECT(pthread_create(&t, NULL, short_life, &words) == 0);
	EXPECT(pthread_join(t, &ret) == 0);
	EXPECT(ret == &words);
}

static void
do_timer(uint64_t *r)
{
	struct itimerspec its = {
		.it_value.tv_nsec = 1 + (long)(next_random(r) % SMALL_WAIT),
		.it_interval.tv_nsec = 50000 + (long)(next_random(r) % 200000),
	};
	timer_t t = timers[next_random(r) % THREADS];

	if (next_random(r) % 3 == 0)
		its = (struct itimerspec){ 0 };
	EXPECT(timer_settime(t, 0, &its, NULL) == 0);
}

static void (*const deeds[])(uint64_t *r) = { do_move, do_signal, do_wait,
	do_wake, do_memory, do_shared_page, do_thread, do_timer, do_wait,
	do_wake };

static void *
worker(void *arg)
{
	uintptr_t me = (uintptr_t)arg;
	uint64_t r = me * 7919 + 17;

	__atomic_store_n(&tids[me], gettid(), __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&go_on, __ATOMIC_ACQUIRE) == 1)
		sched_yield();
	while (__atomic_load_n(&go_on, __ATOMIC_ACQUIRE) == 2)
		deeds[next_random(&r) % (sizeof(deeds) / sizeof(deeds[0]))](&r);
	return arg;
}

static void
start(pthread_t *threads)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = SA_RESTART };
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGUSR2 };

	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGUSR2, &sa, NULL);
	CHECK(sched_getaffinity(0, sizeof(allowed), &allowed) == 0);
	shared_page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(shared_page != MAP_FAILED);
	go_on = 1;
	for (uintptr_t i = 0; i < THREADS; i++) {
		CHECK(timer_create(CLOCK_MONOTONIC, &ev, &timers[i]) == 0);
		CHECK(
		    pthread_create(&threads[i], NULL, worker, (void *)i) == 0);
	}
	for (unsigned int i = 0; i < THREADS; i++)
		while (!__atomic_load_n(&tids[i], __ATOMIC_SEQ_CST))
			sched_yield();
	__atomic_store_n(&go_on, 2, __ATOMIC_SEQ_CST);
}

static void
pause_ms(long ms)
{
	struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}

static void
test_everything_at_once(void)
{
	pthread_t threads[THREADS];
	void *ret;

	start(threads);
	pause_ms(RUN_MS);
	__atomic_store_n(&go_on, 0, __ATOMIC_SEQ_CST);
	for (uintptr_t i = 0; i < THREADS; i++) {
		CHECK(pthread_join(threads[i], &ret) == 0);
		CHECK(ret == (void *)i);
	}
	for (unsigned int i = 0; i < THREADS; i++)
		CHECK(timer_delete(timers[i]) == 0);
	CHECK(handled > 0);
}

/* The process ends with its threads in the middle of everything. */
static void
test_end_in_the_middle(void)
{
	pthread_t threads[THREADS];

	memset(tids, 0, sizeof(tids));
	start(threads);
	pause_ms(RUN_MS / 4);
}

static const struct check_test tests[] = {
	T(test_everything_at_once),
	T(test_end_in_the_middle),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
