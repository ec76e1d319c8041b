/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/musl_hello.c - a program against musl, non-PIE and static-PIE.
 *
 * Idea: musl starts, allocates, makes threads and prints with other system
 * calls than glibc does (brk and mmap of its own, writev, plain clone).
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static __thread int local = 5;
static sem_t sem;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void *
thread_main(void *arg)
{
	local += *(int *)arg;
	for (int i = 0; i < 1000; i++) {
		pthread_mutex_lock(&lock);
		sum++;
		pthread_mutex_unlock(&lock);
	}
	sem_post(&sem);
	return arg;
}

static int
threads_work(void)
{
	pthread_t threads[4];
	int args[4] = { 1, 2, 3, 4 };

	sem_init(&sem, 0, 0);
	for (int i = 0; i < 4; i++)
		if (pthread_create(&threads[i], NULL, thread_main, &args[i]))
			return 0;
	for (int i = 0; i < 4; i++)
		sem_wait(&sem);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	return sum == 4000 && local == 5;
}

static int
memory_works(void)
{
	char *blocks[200];
	int good = 1;

	for (int i = 0; i < 200; i++) {
		blocks[i] = malloc((size_t)i * i * 50 + 1);
		if (!blocks[i])
			return 0;
		memset(blocks[i], i, (size_t)i * i * 50 + 1);
	}
	for (int i = 0; i < 200; i++) {
		good &= blocks[i][i * i * 50] == (char)i;
		free(blocks[i]);
	}
	return good;
}

static int
sleep_works(void)
{
	struct timespec a, b, t = { 0, 2000000 };

	clock_gettime(CLOCK_MONOTONIC, &a);
	if (nanosleep(&t, NULL))
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &b);
	return (b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec >=
	       2000000;
}

static int
report(const char *name, int good)
{
	printf("%s %s\n", good ? "ok" : "not ok", name);
	return !good;
}

int
main(int argc, char **argv)
{
	int bad = 0;

	printf("hello from musl, %d argument(s)\n", argc - 1);
	for (int i = 1; i < argc; i++)
		printf("%d %s\n", i, argv[i]);
	bad += report("test_musl_threads", threads_work());
	bad += report("test_musl_memory", memory_works());
	bad += report("test_musl_sleep", sleep_works());
	bad += report("test_musl_errno", close(-1) == -1 && errno == EBADF);
	return bad != 0;
}
