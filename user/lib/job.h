/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/job.h - liblwk's loader: a static Linux executable becomes a
 * process with memory, processors, descriptors of its own.
 *
 *	struct lwk_job job = { .exe = "/bin/cg", .cwd = "/", ... };
 *	if (lwk_job_load(&job) || lwk_job_start(&job)) report(job.why);
 *	wait for job.pid; lwk_job_end(&job);
 *
 * Needs base/elf.c linked too (user/apps/init/app.mk).
 */
#ifndef LWK_JOB_H
#define LWK_JOB_H

#include "lwk.h"

#include <stdbool.h>

enum lwk_job_result {
	LWK_JOB_OK,
	LWK_JOB_NOTFOUND, /* no such program */
	LWK_JOB_NOEXEC,	  /* not one that Kitten runs */
	LWK_JOB_FAIL	  /* memory, processors, our own fault */
};

#define LWK_JOB_WHY 192

struct lwk_job {
	/* Wanted. The strings must last until lwk_job_start has returned. */
	const char *exe; /* absolute path */
	const char *cwd;
	char *const *argv; /* both end with NULL */
	char *const *envp;
	int fds[3]; /* the caller's, for 0, 1, 2; -1: none */
	bool trace;
	uint64_t memory;	      /* bytes; 0: all that is free */
	uint64_t stack;		      /* bytes; 0: the limit's */
	uint64_t cpus[LWK_CPU_WORDS]; /* all zero: all job processors */

	/* Made. */
	int32_t aspace;	 /* id, 0: none */
	uint64_t budget; /* bytes */
	uint64_t entry, heap, sp;
	int pid;
	char why[LWK_JOB_WHY]; /* after a failure: what, and what to do */

	/* The loader's own. */
	uint64_t phdr, phnum, phent, bias;
	uint64_t arg_start, arg_end, env_start, env_end;
	uint64_t auxv[LWK_MAX_AUXV];
	unsigned int auxv_len; /* words */
};

/* Make its address space, give it memory, load the program, lay out the
 * stack. On failure nothing is left. */
enum lwk_job_result lwk_job_load(struct lwk_job *job);
/* Make the process; it runs at once. On failure the job is ended. */
enum lwk_job_result lwk_job_start(struct lwk_job *job);
/* Let go of the address space; its memory is free when the last process in it
 * has ended. */
void lwk_job_end(struct lwk_job *job);

#endif
