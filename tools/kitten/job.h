/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/job.h - the description of the programs to run, as the first
 * program (init) reads it from /etc/kitten/job.
 *
 *	exe=/abs/path  cwd=/abs  arg=... (argv[0] first)  env=K=V ...
 *	tty=DIGITS  winsize=ROWSxCOLS  trace=1
 *
 * Each record ends with a NUL; the record `next=` stands between two programs.
 */
#ifndef TOOLS_KITTEN_JOB_H
#define TOOLS_KITTEN_JOB_H

#include "options.h"

/*
 * Finds the programs of all of `o`'s jobs. Returns 0, or the exit status of
 * the first that cannot run, after having said why.
 */
int jobs_find(struct options *o);

/*
 * Appends the records of all jobs, which were found. They get the working
 * environment and descriptors of this process. Returns 0 or 125.
 */
int jobs_describe(const struct options *o, struct buf *b);

/*
 * As jobs_describe(), for a machine that will boot elsewhere: a plain
 * environment, the console as terminal.
 */
int jobs_describe_away(const struct options *o, struct buf *b);

#endif
