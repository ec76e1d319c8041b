/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/options.h - what the user asked for.
 */
#ifndef TOOLS_KITTEN_OPTIONS_H
#define TOOLS_KITTEN_OPTIONS_H

#include "text.h"

#include <stdbool.h>
#include <stdint.h>

enum accel {
	ACCEL_AUTO,
	ACCEL_TCG,
	ACCEL_KVM,
};

/* One program with its words; argv[0] is the name as the user wrote it. */
struct job {
	struct words argv;
	char *path; /* absolute; set once the program was found */
};

struct options {
	unsigned int cpus;     /* the program's own */
	uint64_t memory_bytes; /* of the whole machine */
	unsigned int nodes;    /* NUMA nodes */
	uint64_t timeout_ms;   /* 0: none */
	enum accel accel;
	bool icount;
	bool trace;
	bool gdb;
	bool verbose;
	bool multi;
	bool keep_files;
	bool help;
	struct words append; /* kernel arguments, one or more in a word */
	struct words env;    /* K=V to add */
	struct words files;  /* HOST[:GUEST] */
	struct words qemu_args;
	const char *log;    /* NULL: the default place */
	const char *kernel; /* NULL: found beside the command */
	const char *init;   /* likewise */
	const char *output; /* of `iso` */
	struct job *jobs;
	unsigned int job_count; /* at least 1 unless `help` */
};

/*
 * Reads the words after `kitten run` or `kitten iso`; argv[0] is that word.
 * Returns 0, or 125 after having said what is wrong.
 */
int options_run(int argc, char **argv, struct options *o);
int options_iso(int argc, char **argv, struct options *o);

void options_free(struct options *o);

#endif
