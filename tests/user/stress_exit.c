/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/stress_exit.c - a process that ends while its threads are busy.
 *
 * Idea: `stress_exit HOW SEED`: threads make and join threads, wait on futexes,
 * sleep, read pipes, map memory, signal each other, move between processors,
 * compute. After a time that depends on SEED the process ends: `exit` by
 * exit_group(7), `kill` by SIGKILL to itself, `segv` by a fault in one thread,
 * `main` by the main thread's pthread_exit and exit_group(7) from another,
 * `race` by several threads at once. It must always end, with that status.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 24 };

static pthread_t threads[THREADS];
static int pipes[2];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static volatile int go;
static const char *how;
static int *volatile null;

static void
nap_us(long us)
{
	struct timespec ts = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&ts, NULL);
}

static void *
short_life(void *arg)
{
	sched_yield();
	return arg;
}

static void
make_threads(void)
{
	pthread_t t[3];

	for (int i = 0; i < 3; i++)
		if (pthread_create(&t[i], NULL, short_life, NULL))
			return;
	for (int i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
}

static void
wait_for_another(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_nsec = (ts.tv_nsec + 300000) % 1000000000;
	pthread_mutex_lock(&mutex);
	pthread_cond_broadcast(&cond);
	pthread_cond_timedwait(&cond, &mutex, &ts);
	pthread_mutex_unlock(&mutex);
}

static void
use_pipe(unsigned int i)
{
	char byte = 'x';

	if (i & 8)
		(void)!write(pipes[1], &byte, 1);
	else
		(void)!read(pipes[0], &byte, 1);
}

static void
use_memory(void)
{
	char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return;
	memset(p, 1, 8192);
	mprotect(p, 4096, PROT_READ);
	munmap(p, 1 << 20);
}

static void
move_about(unsigned int i)
{
	cpu_set_t all, one;

	if (sched_getaffinity(0, sizeof(all), &all))
		return;
	for (size_t cpu = i % 4; cpu < 70; cpu++) {
		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		sched_setaffinity(0, sizeof(one), &one);
		break;
	}
	sched_setaffinity(0, sizeof(all), &all);
}

static void
on_signal(int sig)
{
	(void)sig;
}

static void *
busy(void *arg)
{
	unsigned int i = (unsigned int)(uintptr_t)arg;

	for (;;) {
		switch (i % 8) {
		case 0:
			make_threads();
			break;
		case 1:
		case 2:
			wait_for_another();
			break;
		case 3:
			nap_us(50);
			break;
		case 4:
			use_pipe(i);
			break;
		case 5:
			use_memory();
			break;
		case 6:
			pthread_kill(threads[i * 7 % THREADS], SIGUSR1);
			break;
		default:
			move_about(i);
			break;
		}
		if (go && i >= THREADS - 3)
			syscall(SYS_exit_group, 7);
	}
	return NULL;
}

static void *
ends_it(void *arg)
{
	nap_us((long)(uintptr_t)arg);
	syscall(SYS_exit_group, 7);
	return NULL;
}

static void
finish(long after_us)
{
	pthread_t t;

	if (!strcmp(how, "main")) {
		pthread_create(&t, NULL, ends_it, (void *)(uintptr_t)after_us);
		pthread_exit(NULL);
	}
	nap_us(after_us);
	if (!strcmp(how, "kill"))
		kill(getpid(), SIGKILL);
	if (!strcmp(how, "segv"))
		*null = 1;
	if (!strcmp(how, "race"))
		go = 1;
	else
		syscall(SYS_exit_group, 7);
	for (;;)
		pause();
}

int
main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_signal };
	unsigned int seed = argc > 2 ? (unsigned int)atoi(argv[2]) : 1;

	how = argc > 1 ? argv[1] : "exit";
	if (pipe(pipes))
		return 1;
	sigaction(SIGUSR1, &sa, NULL);
	for (uintptr_t i = 0; i < THREADS; i++)
		threads[i] = pthread_self();
	for (uintptr_t i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, busy, (void *)i))
			return 2;
	finish(200 + rand_r(&seed) % 30000);
	return 3;
}
