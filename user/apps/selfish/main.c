/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * main.c - selfish: what the system takes from a program that only computes.
 *
 * Idea: the selfish detour benchmark of Beckman et al. A thread reads the time
 * stamp counter in the tightest loop there is. Two readings further apart
 * than the threshold are a detour: something else had the processor.
 *
 * Invariants: the list of detours has its memory before the loop begins, and
 * the loop calls nothing. Detours that begin within the first 10^6 cycles are
 * counted but also told apart, because a thread that has just started still
 * meets the end of its own start.
 *
 * Limits: a list of at most LIST_MAX detours is kept; all are counted.
 *
 * Tests: the program checks itself: the counter must not run backwards, and
 * the loop must have lasted as long as asked.
 */
#define _GNU_SOURCE
#include "common/args.h"

#include <getopt.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 65536, SETTLE_CYCLES = 1000000, CPUS_MAX = 1024 };

struct detour {
	uint64_t start, length; /* in cycles; start from the first reading */
};

struct run {
	/* Asked for. */
	uint64_t threshold, cycles;
	int cpu; /* to run on, -1 for any */
	pthread_barrier_t *together;
	/* Found. */
	int error;
	uint64_t elapsed, count, late, lost, shortest, longest, min_loop;
	bool backwards;
	struct detour *list;
	pthread_t thread;
};

struct options {
	uint64_t threshold, cycles;
	bool list, json, all;
};

static const char help[] =
    "usage: selfish [OPTIONS]\n"
    "\n"
    "Read the cycle counter in a tight loop and record the detours: the times\n"
    "the loop lost the processor for longer than a threshold.\n"
    "\n"
    "  -t, --threshold CYCLES  shortest detour (1000)\n"
    "  -n, --cycles TOTAL      length of the run (2500000000)\n"
    "  -a, --all-cpus          a thread on each CPU this program may use\n"
    "  -l, --list              print each detour: CPU, start, length\n"
    "  -j, --json              one JSON object for each thread\n"
    "  -h, --help              this text\n"
    "\n"
    "Exit status: 0 measured, 1 the measurement failed, 2 bad arguments.\n";

/* Note a detour of d cycles that ended at `now` (both from the start). */
static void
note(struct run *r, uint64_t now, uint64_t d)
{
	uint64_t start = now - d;

	if (r->count < LIST_MAX)
		r->list[r->count] = (struct detour){ start, d };
	r->count++;
	r->late += start >= SETTLE_CYCLES;
	r->lost += d;
	r->shortest = d < r->shortest ? d : r->shortest;
	r->longest = d > r->longest ? d : r->longest;
}

static void
measure(struct run *r)
{
	uint64_t threshold = r->threshold, min = UINT64_MAX;
	uint64_t first = clock_cycles(), last = first, end = first + r->cycles;

	while (last < end) {
		uint64_t now = clock_cycles(), d = now - last;

		min = d < min ? d : min;
		/* A counter that ran backwards makes d huge. */
		if (__builtin_expect(d > threshold, 0)) {
			if (now < last) {
				r->backwards = true;
				break;
			}
			note(r, now - first, d);
		}
		last = now;
	}
	r->elapsed = last - first;
	r->min_loop = min;
}

static void *
thread_main(void *arg)
{
	struct run *r = arg;
	cpu_set_t set;

	if (r->cpu >= 0) {
		CPU_ZERO(&set);
		CPU_SET(r->cpu, &set);
		r->error = sched_setaffinity(0, sizeof set, &set) != 0;
	}
	/* Touch the list now: no page of it is new in the loop. */
	memset(r->list, 0xff, LIST_MAX * sizeof *r->list);
	if (r->together != NULL)
		pthread_barrier_wait(r->together);
	if (!r->error)
		measure(r);
	return NULL;
}

static double
lost_percent(const struct run *r)
{
	return r->elapsed != 0 ? 100.0 * (double)r->lost / (double)r->elapsed
			       : 0.0;
}

static void
print_json(const struct run *r)
{
	printf("{\"program\": \"selfish\", \"cpu\": %d, \"threshold\": %lu, "
	       "\"cycles\": %lu, \"detours\": %lu, \"late_detours\": %lu, "
	       "\"lost_cycles\": %lu, \"lost_percent\": %.6f, \"min\": %lu, "
	       "\"max\": %lu, \"min_loop\": %lu}\n",
	    r->cpu, r->threshold, r->elapsed, r->count, r->late, r->lost,
	    lost_percent(r), r->count != 0 ? r->shortest : 0, r->longest,
	    r->min_loop);
}

static void
print_text(const struct run *r)
{
	if (r->cpu >= 0)
		printf("cpu: %d\n", r->cpu);
	printf("cycles: %lu\n", r->elapsed);
	printf("shortest loop: %lu cycles\n", r->min_loop);
	printf("detours longer than %lu cycles: %lu\n", r->threshold, r->count);
	printf(
	    "detours after the first %d cycles: %lu\n", SETTLE_CYCLES, r->late);
	printf("lost: %lu cycles, %.6f %%\n", r->lost, lost_percent(r));
	if (r->count != 0)
		printf("detour length: min %lu, max %lu, mean %.1f\n",
		    r->shortest, r->longest,
		    (double)r->lost / (double)r->count);
}

static int
report(const struct run *r, const struct options *o)
{
	uint64_t listed = r->count < LIST_MAX ? r->count : LIST_MAX;

	if (r->error) {
		printf("result: WRONG, cannot run on CPU %d\n", r->cpu);
		return EXIT_WRONG;
	}
	if (r->backwards) {
		printf("result: WRONG, the cycle counter ran backwards\n");
		return EXIT_WRONG;
	}
	for (uint64_t i = 0; o->list && i < listed; i++)
		printf("detour %d %lu %lu\n", r->cpu, r->list[i].start,
		    r->list[i].length);
	if (o->list && listed < r->count)
		printf("and %lu more\n", r->count - listed);
	if (o->json)
		print_json(r);
	else
		print_text(r);
	return 0;
}

static void
run_init(struct run *r, const struct options *o, int cpu)
{
	*r = (struct run){
		.threshold = o->threshold,
		.cycles = o->cycles,
		.cpu = cpu,
		.shortest = UINT64_MAX,
		.list = args_alloc(LIST_MAX, sizeof(struct detour)),
	};
}

static int
run_all(const struct options *o)
{
	static struct run runs[CPUS_MAX];
	pthread_barrier_t together;
	cpu_set_t set;
	int n = 0, status = 0;

	if (sched_getaffinity(0, sizeof set, &set) != 0) {
		perror("selfish: sched_getaffinity");
		return EXIT_WRONG;
	}
	for (int cpu = 0; cpu < CPU_SETSIZE && cpu < CPUS_MAX; cpu++)
		if (CPU_ISSET(cpu, &set))
			run_init(&runs[n++], o, cpu);
	pthread_barrier_init(&together, NULL, (unsigned int)n);
	for (int i = 0; i < n; i++) {
		int error;

		runs[i].together = &together;
		error = pthread_create(
		    &runs[i].thread, NULL, thread_main, &runs[i]);
		if (error == 0)
			continue;
		fprintf(stderr, "selfish: cannot start thread %d of %d: %s\n",
		    i + 1, n, strerror(error));
		exit(EXIT_WRONG);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(runs[i].thread, NULL);
		status |= report(&runs[i], o);
		free(runs[i].list);
	}
	return status;
}

int
main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "threshold", required_argument, NULL, 't' },
		{ "cycles", required_argument, NULL, 'n' },
		{ "all-cpus", no_argument, NULL, 'a' },
		{ "list", no_argument, NULL, 'l' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct options o = { .threshold = 1000, .cycles = 2500000000 };
	struct run one;
	int c;

	while ((c = getopt_long(argc, argv, "t:n:aljh", longs, NULL)) != -1) {
		if (c == 't') {
			o.threshold =
			    args_u64("threshold", optarg, 1, INT64_MAX);
		} else if (c == 'n') {
			o.cycles =
			    args_u64("cycles", optarg, 1, UINT64_C(1) << 50);
		} else if (c == 'a') {
			o.all = true;
		} else if (c == 'l') {
			o.list = true;
		} else if (c == 'j') {
			o.json = true;
		} else if (c == 'h') {
			fputs(help, stdout);
			return args_flush(0);
		} else {
			return EXIT_USAGE;
		}
	}
	if (optind < argc)
		args_fail("'%s' is one argument too many", argv[optind]);
	if (o.all)
		return args_flush(run_all(&o));
	run_init(&one, &o, -1);
	thread_main(&one);
	c = report(&one, &o);
	free(one.list);
	return args_flush(c);
}
