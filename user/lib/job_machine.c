/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/job_machine.c - the part of the machine that a job gets: processors
 * and memory.
 *
 * Idea: a job gets the memory of all nodes; which piece of it is used first is
 * the kernel's to choose, by the CPU that maps (mm/bind.c). It is taken from the highest addresses down, whole free ranges as
 * far as they go, so that what is left over (the reserve) is a piece of the
 * lowest range and does not cut large pages.
 */
#include "job_priv.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#define MAX_RANGES 128
#define SMALLEST   (64ull << 10) /* a range below is not worth an extent */
#define RESERVE	   (4 * MIB)	 /* left free, at most */

/* Free ranges, by address. */
struct free_list {
	unsigned int n;
	uint64_t total;
	struct lwk_pmem range[MAX_RANGES];
};

static bool
any_cpu(const uint64_t *words)
{
	for (unsigned int i = 0; i < LWK_CPU_WORDS; i++)
		if (words[i])
			return true;
	return false;
}

enum lwk_job_result
lwk_job_choose_cpus(struct lwk_job *job)
{
	static struct lwk_cpu_info info;
	int err;

	if (any_cpu(job->cpus))
		return LWK_JOB_OK;
	err = lwk_cpu_info(&info);
	if (err)
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "the kernel does not tell its processors: %s",
		    strerror(-err));
	memcpy(job->cpus, any_cpu(info.job) ? info.job : info.online,
	    sizeof(job->cpus));
	return LWK_JOB_OK;
}

static void
list_free(struct free_list *l)
{
	struct lwk_pmem r;
	uint64_t at = 0;

	l->n = 0;
	l->total = 0;
	while (l->n < MAX_RANGES &&
	       !lwk_pmem_query(at, UINT64_MAX, LWK_PMEM_FREE_MEM, &r)) {
		at = r.end;
		if (r.end - r.start < SMALLEST)
			continue;
		l->range[l->n++] = r;
		l->total += r.end - r.start;
	}
}

static int
give(struct lwk_job *job, const struct lwk_pmem *range, uint64_t len)
{
	struct lwk_pmem r = *range;
	int err;

	if (len < r.end - r.start)
		r.start = r.end - len;
	r.type = LWK_PMEM_USER;
	strcpy(r.name, "job");
	err = lwk_pmem_update(&r);
	if (!err)
		err = lwk_aspace_budget(job->aspace, r.start, r.end - r.start);
	if (!err)
		job->budget += r.end - r.start;
	return err;
}

enum lwk_job_result
lwk_job_give_memory(struct lwk_job *job)
{
	static struct free_list list;
	uint64_t want, reserve;
	int err = 0;

	list_free(&list);
	reserve = list.total / 64 < RESERVE ? list.total / 64 : RESERVE;
	want = job->memory ? job->memory : list.total - reserve;
	want &= ~(PAGE - 1);
	if (want > list.total)
		want = list.total;
	for (unsigned int i = list.n; i-- > 0 && job->budget < want && !err;)
		err = give(job, &list.range[i], want - job->budget);
	if (err)
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "its memory could not be set aside: %s", strerror(-err));
	if (!job->budget)
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "out of memory: none is free: give the machine more with "
		    "-m");
	return LWK_JOB_OK;
}
