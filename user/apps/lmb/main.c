/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * main.c - lmb: what the kernel's commonest services cost, in cycles.
 *
 * Idea: each benchmark is warmed, then repeated in batches between readings
 * of the cycle counter. "mean" is over all operations, "min" over the batch
 * with the lowest mean. Where the emulator counts instructions as cycles, so
 * does this program, and the figures repeat exactly.
 *
 * Limits: the numbers of repetitions are chosen so that everything stays below
 * 300 million instructions on Linux; --scale multiplies them.
 *
 * Tests: the program checks itself. Each operation verifies its effect (the
 * byte that came back, the status of the child, the memory's contents); a
 * benchmark that fails is named and the exit status is 1. One the kernel does
 * not have at all (ENOSYS) is skipped with a note.
 */
#include "lmb/lmb.h"

#include "common/args.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct bench benches[] = {
	{ "null_call", "getppid through syscall()", 100, 100, 200,
	    call_null_setup, call_null, NULL },
	{ "sched_yield", "sched_yield, nobody else to run", 100, 100, 200, NULL,
	    call_yield, NULL },
	{ "thread_create_join", "pthread_create and pthread_join", 20, 10, 20,
	    NULL, create_thread, NULL },
	{ "fork_exit_wait", "fork, _exit, waitpid", 20, 1, 3, NULL,
	    create_process, NULL },
	{ "mmap_munmap", "map and unmap 4 KiB, untouched", 50, 20, 20, NULL,
	    memory_map, NULL },
	{ "touch_64m", "map 64 MiB, a store to each 4 KiB, unmap", 1, 1, 0,
	    memory_touch_warm, memory_touch, NULL },
	{ "pipe_round_trip", "a byte there and back, two threads", 50, 20, 40,
	    turns_pipe_setup, turns_pipe, turns_pipe_teardown },
	{ "cond_round_trip", "condition variable there and back, two threads",
	    50, 20, 40, turns_cond_setup, turns_cond, turns_cond_teardown },
};

enum { BENCHES = sizeof benches / sizeof benches[0] };

struct result {
	double min, mean; /* cycles for an operation */
	uint64_t operations;
};

struct options {
	bool json, list;
	uint64_t scale;
	const char *only; /* NULL: all */
};

static const char help[] =
    "usage: lmb [OPTIONS] [NAME]\n"
    "\n"
    "The cost of kernel services, in cycles of the time stamp counter: all, "
    "or\n"
    "the one called NAME.\n"
    "\n"
    "  -j, --json     a JSON object with one line for each service\n"
    "  -s, --scale N  N times as many repetitions (1)\n"
    "  -l, --list     print the names\n"
    "  -h, --help     this text\n"
    "\n"
    "Exit status: 0 measured (services the kernel does not have are skipped\n"
    "and named), 1 a service failed, 2 bad arguments.\n";

static int
measure(const struct bench *b, uint64_t scale, struct result *r)
{
	uint64_t batches = b->batches * scale, sum = 0, min = UINT64_MAX;
	int error = b->warm != 0 ? b->run(b->warm) : 0;

	for (uint64_t i = 0; error == 0 && i < batches; i++) {
		uint64_t t = clock_cycles();

		error = b->run(b->inner);
		t = clock_cycles() - t;
		sum += t;
		min = t < min ? t : min;
	}
	r->operations = batches * b->inner;
	r->min = (double)min / (double)b->inner;
	r->mean = (double)sum / (double)r->operations;
	return error;
}

static void
print_json(const struct bench *b, int error, const struct result *r)
{
	static bool later;

	printf("%s\n  {\"name\": \"%s\", ", later ? "," : "", b->name);
	later = true;
	if (error != 0)
		printf("\"%s\": \"%s\"}",
		    error == ENOSYS ? "skipped" : "failed", strerror(error));
	else
		printf("\"unit\": \"cycles\", \"min\": %.1f, \"mean\": %.1f, "
		       "\"operations\": %lu}",
		    r->min, r->mean, r->operations);
}

static void
print_text(const struct bench *b, int error, const struct result *r)
{
	if (error != 0)
		printf("%-20s %s: %s\n", b->name,
		    error == ENOSYS ? "skipped" : "failed", strerror(error));
	else
		printf("%-20s %14.1f %14.1f %10lu  %s\n", b->name, r->min,
		    r->mean, r->operations, b->what);
}

static int
bench_run(const struct bench *b, const struct options *o)
{
	struct result r = { 0 };
	int error = b->setup != NULL ? b->setup() : 0;

	if (error == 0) {
		error = measure(b, o->scale, &r);
		if (b->teardown != NULL)
			b->teardown();
	}
	if (o->json)
		print_json(b, error, &r);
	else
		print_text(b, error, &r);
	fflush(stdout);
	return error != 0 && error != ENOSYS ? EXIT_WRONG : 0;
}

static int
run(const struct options *o)
{
	int status = 0;

	if (o->json)
		printf("{\"program\": \"lmb\", \"results\": [");
	else if (!o->list)
		printf("%-20s %14s %14s %10s\n", "cycles", "min", "mean",
		    "operations");
	for (int i = 0; i < BENCHES; i++) {
		if (o->only != NULL && strcmp(o->only, benches[i].name) != 0)
			continue;
		if (o->list)
			puts(benches[i].name);
		else
			status |= bench_run(&benches[i], o);
	}
	if (o->json)
		printf("\n]}\n");
	return status;
}

static bool
name_known(const char *name)
{
	for (int i = 0; i < BENCHES; i++)
		if (strcmp(name, benches[i].name) == 0)
			return true;
	return false;
}

int
main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "scale", required_argument, NULL, 's' },
		{ "list", no_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct options o = { .scale = 1 };
	int c;

	while ((c = getopt_long(argc, argv, "js:lh", longs, NULL)) != -1) {
		if (c == 'j') {
			o.json = true;
		} else if (c == 's') {
			o.scale = args_u64("scale", optarg, 1, 1000000);
		} else if (c == 'l') {
			o.list = true;
		} else if (c == 'h') {
			fputs(help, stdout);
			return args_flush(0);
		} else {
			return EXIT_USAGE;
		}
	}
	if (argc - optind > 1)
		args_fail("too many arguments");
	if (optind < argc)
		o.only = argv[optind];
	if (o.only != NULL && !name_known(o.only))
		args_fail("'%s' is not the name of a service", o.only);
	return args_flush(run(&o));
}
