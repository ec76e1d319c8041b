/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/machine.c - says what machine it runs on; for the boot tests.
 *
 * Idea: `machine` prints one line, `cpus N nodes N memory N MiB`: CPUs it may
 * use, memory nodes and memory as user level sees them, after a thread on each
 * CPU ran. `machine env NAME` prints a variable; `machine wait` prints
 * `waiting` and waits for a signal.
 */
#include "lib/check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/sysinfo.h>

static void *
count_cpu(void *arg)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((size_t)(intptr_t)arg, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		return NULL;
	return (void *)(intptr_t)(sched_getcpu() == (int)(intptr_t)arg);
}

/* CPUs of the affinity on which a thread really ran. */
static int
cpus_that_run(void)
{
	cpu_set_t all;
	int count = 0;

	if (sched_getaffinity(0, sizeof(all), &all))
		return -1;
	for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		pthread_t thread;
		void *ran = NULL;

		if (CPU_ISSET(cpu, &all) &&
		    !pthread_create(
			&thread, NULL, count_cpu, (void *)(intptr_t)cpu) &&
		    !pthread_join(thread, &ran))
			count += ran != NULL;
	}
	return count;
}

static int
nodes(void)
{
	int count = 0;
	char path[64];

	do
		snprintf(path, sizeof(path), "/sys/devices/system/node/node%d",
		    count);
	while (access(path, F_OK) == 0 && ++count);
	return count;
}

int
main(int argc, char **argv)
{
	struct sysinfo s;

	if (argc > 2 && !strcmp(argv[1], "env")) {
		const char *value = getenv(argv[2]);

		printf("%s=%s\n", argv[2], value ? value : "(not set)");
		return 0;
	}
	if (argc > 1 && !strcmp(argv[1], "wait")) {
		printf("waiting\n");
		fflush(stdout);
		for (;;)
			pause();
	}
	if (sysinfo(&s))
		return 1;
	printf("cpus %d nodes %d memory %lu MiB\n", cpus_that_run(), nodes(),
	    (unsigned long)((uint64_t)s.totalram * s.mem_unit >> 20));
	return 0;
}
