/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/options.c - reads the command line.
 *
 * Idea: options end at the first word that is not one: the program. All that
 * follows is the program's, whatever it looks like. Two exceptions, both asked
 * for: `iso` takes a last `-o FILE` as its own, since its summary puts it
 * there; and `run --multi` splits the words at `--then`.
 */
#define _GNU_SOURCE
#include "options.h"

#include "base/parse.h"
#include "message.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* Local APIC identifiers are 8 bits wide and 255 means all of them. */
#define MAX_CPUS  254
#define MAX_NODES 16

#define MIN_MEMORY (32ULL << 20)
#define MIB	   (1ULL << 20)

enum {
	OPT_NUMA = 256,
	OPT_TIMEOUT,
	OPT_ACCEL,
	OPT_ICOUNT,
	OPT_APPEND,
	OPT_TRACE,
	OPT_GDB,
	OPT_LOG,
	OPT_KERNEL,
	OPT_INIT,
	OPT_MULTI,
	OPT_KEEP_FILES,
	OPT_FILE,
	OPT_QEMU_ARG,
};

static const struct option run_options[] = {
	{ "cpus", required_argument, NULL, 'c' },
	{ "memory", required_argument, NULL, 'm' },
	{ "env", required_argument, NULL, 'e' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ "numa", required_argument, NULL, OPT_NUMA },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "accel", required_argument, NULL, OPT_ACCEL },
	{ "icount", no_argument, NULL, OPT_ICOUNT },
	{ "append", required_argument, NULL, OPT_APPEND },
	{ "trace", no_argument, NULL, OPT_TRACE },
	{ "gdb", no_argument, NULL, OPT_GDB },
	{ "log", required_argument, NULL, OPT_LOG },
	{ "kernel", required_argument, NULL, OPT_KERNEL },
	{ "init", required_argument, NULL, OPT_INIT },
	{ "multi", no_argument, NULL, OPT_MULTI },
	{ "keep-files", no_argument, NULL, OPT_KEEP_FILES },
	{ "file", required_argument, NULL, OPT_FILE },
	{ "qemu-arg", required_argument, NULL, OPT_QEMU_ARG },
	{ 0 },
};

static const struct option iso_options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "env", required_argument, NULL, 'e' },
	{ "help", no_argument, NULL, 'h' },
	{ "append", required_argument, NULL, OPT_APPEND },
	{ "kernel", required_argument, NULL, OPT_KERNEL },
	{ "init", required_argument, NULL, OPT_INIT },
	{ "keep-files", no_argument, NULL, OPT_KEEP_FILES },
	{ "file", required_argument, NULL, OPT_FILE },
	{ 0 },
};

static int
parse_count(
    const char *what, const char *s, unsigned int max, unsigned int *out)
{
	uint64_t v;

	if (parse_u64(s, &v) || v < 1 || v > max)
		return fail(EXIT_KITTEN, "%s %s: give a number from 1 to %u",
		    what, s, max);
	*out = (unsigned int)v;
	return 0;
}

static int
parse_memory(const char *s, uint64_t *out)
{
	uint64_t v;

	if (parse_size(s, &v))
		return fail(
		    EXIT_KITTEN, "-m %s: give a size as in 512M or 4G", s);
	if (v < MIN_MEMORY)
		return fail(EXIT_KITTEN,
		    "-m %s: less than 32M: give a size as in 512M or 4G", s);
	if (v % MIB)
		return fail(EXIT_KITTEN,
		    "-m %s: not whole mebibytes: give a size as in 512M", s);
	*out = v;
	return 0;
}

/* Seconds, with decimals if wanted, to milliseconds; 0 means no limit. */
static int
parse_seconds(const char *s, uint64_t *out_ms)
{
	char *end;
	double v;

	errno = 0;
	v = strtod(s, &end);
	if (end == s || *end || errno || !(v >= 0) || v > 1e9)
		return fail(
		    EXIT_KITTEN, "--timeout %s: give a number of seconds", s);
	*out_ms = (uint64_t)(v * 1000);
	if (v > 0 && !*out_ms)
		*out_ms = 1;
	return 0;
}

static int
parse_accel(const char *s, enum accel *out)
{
	if (!strcmp(s, "tcg"))
		*out = ACCEL_TCG;
	else if (!strcmp(s, "kvm"))
		*out = ACCEL_KVM;
	else
		return fail(EXIT_KITTEN, "--accel %s: give tcg or kvm", s);
	return 0;
}

static int
add_env(struct options *o, const char *s)
{
	if (!strchr(s, '=') || *s == '=')
		return fail(EXIT_KITTEN, "-e %s: give NAME=VALUE", s);
	words_add(&o->env, s);
	return 0;
}

/* The options that have a value to check or keep. */
static int
take_value(int c, const char *s, struct options *o)
{
	switch (c) {
	case 'c':
		return parse_count("-c", s, MAX_CPUS, &o->cpus);
	case 'm':
		return parse_memory(s, &o->memory_bytes);
	case 'e':
		return add_env(o, s);
	case 'o':
		o->output = s;
		return 0;
	case OPT_NUMA:
		return parse_count("--numa", s, MAX_NODES, &o->nodes);
	case OPT_TIMEOUT:
		return parse_seconds(s, &o->timeout_ms);
	case OPT_ACCEL:
		return parse_accel(s, &o->accel);
	case OPT_APPEND:
		words_add(&o->append, s);
		return 0;
	case OPT_LOG:
		o->log = s;
		return 0;
	case OPT_KERNEL:
		o->kernel = s;
		return 0;
	case OPT_INIT:
		o->init = s;
		return 0;
	case OPT_FILE:
		words_add(&o->files, s);
		return 0;
	default:
		words_add(&o->qemu_args, s);
		return 0;
	}
}

/* The options without a value; false: it is not one of them. */
static bool
take_flag(int c, struct options *o)
{
	switch (c) {
	case 'h':
		o->help = true;
		return true;
	case 'v':
		o->verbose = true;
		return true;
	case OPT_ICOUNT:
		o->icount = true;
		return true;
	case OPT_TRACE:
		o->trace = true;
		return true;
	case OPT_GDB:
		o->gdb = true;
		return true;
	case OPT_MULTI:
		o->multi = true;
		return true;
	case OPT_KEEP_FILES:
		o->keep_files = true;
		return true;
	default:
		return false;
	}
}

static void
set_defaults(struct options *o)
{
	*o = (struct options){
		.cpus = 1,
		.memory_bytes = 1ULL << 30,
		.nodes = 1,
	};
}

/* getopt_long(3) answered `c`: ':' or '?'. */
static int
refuse(int c, char **argv)
{
	const char *word = argv[optind - 1];
	bool is_long = !strncmp(word, "--", 2);

	if (c == ':')
		return fail(EXIT_KITTEN,
		    "%s: needs a value: see kitten help %s", word, argv[0]);
	if (is_long && optopt)
		return fail(EXIT_KITTEN,
		    "%s: takes no value: see kitten help %s", word, argv[0]);
	if (is_long)
		return fail(EXIT_KITTEN,
		    "%s: no such option: see kitten help %s", word, argv[0]);
	return fail(EXIT_KITTEN, "-%c: no such option: see kitten help %s",
	    optopt, argv[0]);
}

static int
take_options(int argc, char **argv, const char *shorts,
    const struct option *longs, struct options *o)
{
	int c, status;

	optind = 0; /* glibc: start anew */
	opterr = 0;
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (c == ':' || c == '?')
			return refuse(c, argv);
		if (take_flag(c, o))
			continue;
		status = take_value(c, optarg, o);
		if (status)
			return status;
	}
	return 0;
}

/* Splits the words from argv[at] on into jobs. */
static int
take_jobs(int argc, char **argv, int at, struct options *o)
{
	struct job *job = NULL;

	for (int i = at; i < argc; i++) {
		if (o->multi && !strcmp(argv[i], "--then")) {
			if (!job)
				break;
			job = NULL;
			continue;
		}
		if (!job) {
			o->jobs = mem_grow(
			    o->jobs, (o->job_count + 1) * sizeof(*o->jobs));
			job = &o->jobs[o->job_count++];
			*job = (struct job){ 0 };
		}
		words_add(&job->argv, argv[i]);
	}
	if (o->job_count && job)
		return 0;
	if (o->job_count || (at < argc && o->multi))
		return fail(EXIT_KITTEN, "--then: no program beside it");
	return fail(EXIT_KITTEN, "%s: which program? see kitten help %s",
	    argv[0], argv[0]);
}

int
options_run(int argc, char **argv, struct options *o)
{
	int status;

	set_defaults(o);
	status = take_options(argc, argv, "+:c:m:e:vh", run_options, o);
	if (status || o->help)
		return status;
	if (o->icount && o->accel == ACCEL_KVM)
		return fail(EXIT_KITTEN,
		    "--icount: counts instructions of TCG only: leave out "
		    "--accel kvm");
	if (o->gdb)
		o->timeout_ms = 0;
	return take_jobs(argc, argv, optind, o);
}

int
options_iso(int argc, char **argv, struct options *o)
{
	int status;

	set_defaults(o);
	status = take_options(argc, argv, "+:o:e:h", iso_options, o);
	if (status || o->help)
		return status;
	if (!o->output && argc - optind >= 3 && !strcmp(argv[argc - 2], "-o")) {
		o->output = argv[argc - 1];
		argc -= 2;
	}
	status = take_jobs(argc, argv, optind, o);
	if (!status && !o->output)
		return fail(EXIT_KITTEN,
		    "iso: which image to write? end with -o node.iso");
	return status;
}

void
options_free(struct options *o)
{
	for (unsigned int i = 0; i < o->job_count; i++) {
		words_free(&o->jobs[i].argv);
		free(o->jobs[i].path);
	}
	free(o->jobs);
	words_free(&o->append);
	words_free(&o->env);
	words_free(&o->files);
	words_free(&o->qemu_args);
}
