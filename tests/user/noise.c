/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/user/noise.c - a job's processors enter the kernel only when the job
 * asks: while one thread a processor computes, no counter of /proc/kitten/noise
 * moves on any of them, but for the system calls of the thread that reads it.
 */
#include "lib/check.h"
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_CPUS   256
#define MAX_CAUSES 16
#define COMPUTE_NS 500000000ll

struct table {
	int ncauses;
	char cause[MAX_CAUSES][24];
	bool job[MAX_CPUS];
	unsigned long long count[MAX_CPUS][MAX_CAUSES];
};

static volatile int running, stop;

static void
read_table(struct table *t)
{
	char line[512], *word, *save;
	FILE *f = fopen("/proc/kitten/noise", "r");
	int cpu;

	CHECK(f != NULL);
	memset(t, 0, sizeof(*t));
	CHECK(fgets(line, sizeof(line), f) != NULL);
	word = strtok_r(line, " \n", &save); /* cpu */
	word = strtok_r(NULL, " \n", &save); /* role */
	while ((word = strtok_r(NULL, " \n", &save)) != NULL)
		snprintf(t->cause[t->ncauses++], 24, "%s", word);
	while (fgets(line, sizeof(line), f)) {
		cpu = atoi(strtok_r(line, " \n", &save));
		t->job[cpu] = !strcmp(strtok_r(NULL, " \n", &save), "job");
		for (int i = 0; i < t->ncauses; i++)
			t->count[cpu][i] =
			    strtoull(strtok_r(NULL, " \n", &save), NULL, 10);
	}
	fclose(f);
}

static void *
compute(void *arg)
{
	volatile double x = 1;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((long)arg, &set);
	EXPECT(pthread_setaffinity_np(pthread_self(), sizeof(set), &set) == 0);
	EXPECT(sched_getcpu() == (long)arg);
	__atomic_add_fetch(&running, 1, __ATOMIC_SEQ_CST);
	while (!stop)
		x = x * 1.0000001;
	return NULL;
}

static long long
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts); /* the vDSO: no system call */
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

static void
compare(const struct table *a, const struct table *b, int reader)
{
	for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
		for (int i = 0; b->job[cpu] && i < b->ncauses; i++) {
			unsigned long long d =
			    b->count[cpu][i] - a->count[cpu][i];

			if (cpu == reader && !strcmp(b->cause[i], "syscall"))
				continue;
			if (d)
				printf("# cpu %d: %llu x %s\n", cpu, d,
				    b->cause[i]);
			CHECK(d == 0);
		}
	}
}

static void
test_noise_job_cpus_silent(void)
{
	static struct table before, after;
	pthread_t thread[MAX_CPUS];
	int n = 0, self = sched_getcpu();
	long long until;
	cpu_set_t all, one;

	CHECK(sched_getaffinity(0, sizeof(all), &all) == 0);
	CPU_ZERO(&one);
	CPU_SET(self, &one);
	CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
	for (long cpu = 0; cpu < MAX_CPUS; cpu++) {
		if (cpu != self && CPU_ISSET(cpu, &all))
			CHECK(pthread_create(&thread[n++], NULL, compute,
				  (void *)cpu) == 0);
	}
	while (running < n)
		sched_yield();
	read_table(&before);
	for (until = now_ns() + COMPUTE_NS; now_ns() < until;)
		;
	read_table(&after);
	stop = 1;
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
	compare(&before, &after, self);
}

static const struct check_test tests[] = {
	T(test_noise_job_cpus_silent),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
