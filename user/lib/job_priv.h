/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/job_priv.h - what the files of the loader share. */
#ifndef LWK_JOB_PRIV_H
#define LWK_JOB_PRIV_H

#include "job.h"

#define PAGE	  4096ull
#define MIB	  (1ull << 20)
#define SLOT_END  (1ull << 39) /* a process lives below: 512 GiB */
#define STACK_TOP (SLOT_END - 2 * MIB)

/* Note why, as printf does; returns result. */
enum lwk_job_result lwk_job_fail(
    struct lwk_job *job, enum lwk_job_result result, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The budget: job->memory bytes (or all but a reserve) of the free memory on
 * all nodes, in whole extents. */
enum lwk_job_result lwk_job_give_memory(struct lwk_job *job);
/* The job's processors, all job CPUs unless the caller chose. */
enum lwk_job_result lwk_job_choose_cpus(struct lwk_job *job);
/* Map and fill the segments of job->exe; sets entry, heap, phdr.. */
enum lwk_job_result lwk_job_load_image(struct lwk_job *job);
/* Map the stack and write arguments, environment, auxiliary vector. */
enum lwk_job_result lwk_job_make_stack(struct lwk_job *job);
/* lwk_aspace_map of a range; 0 or -errno. */
int lwk_job_map(struct lwk_job *job, uint64_t start, uint64_t len,
    unsigned int prot, unsigned int flags, const char *name);
/* The reason text for a lack of memory. */
enum lwk_job_result lwk_job_no_memory(
    struct lwk_job *job, const char *what, uint64_t bytes);

#endif
