/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/job.c - the loader's course: address space, memory, image, stack,
 * task.
 *
 * Life: job->aspace is the only thing that outlives a call; lwk_job_end, or a
 * failure on the way, gives it back and with it the memory.
 * Tests: every program that runs; tests/boot for the refusals.
 */
#include "job_priv.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum lwk_job_result
lwk_job_fail(
    struct lwk_job *job, enum lwk_job_result result, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(job->why, sizeof(job->why), fmt, ap);
	va_end(ap);
	return result;
}

enum lwk_job_result
lwk_job_no_memory(struct lwk_job *job, const char *what, uint64_t bytes)
{
	return lwk_job_fail(job, LWK_JOB_FAIL,
	    "out of memory: %s needs %llu MiB, the machine has %llu MiB left "
	    "for it: give it more with -m",
	    what, (unsigned long long)((bytes + MIB - 1) / MIB),
	    (unsigned long long)(job->budget / MIB));
}

int
lwk_job_map(struct lwk_job *job, uint64_t start, uint64_t len,
    unsigned int prot, unsigned int flags, const char *name)
{
	struct lwk_region r = {
		.start = start,
		.len = len,
		.prot = prot,
		.flags = flags,
	};
	size_t n = strlen(name);

	/* of a long path the end tells more */
	if (n >= sizeof(r.name))
		name += n - (sizeof(r.name) - 1);
	strcpy(r.name, name);
	return lwk_aspace_map(job->aspace, &r);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

enum lwk_job_result
lwk_job_load(struct lwk_job *job)
{
	char name[LWK_NAME_LEN] = { 0 };
	enum lwk_job_result res;
	int err;

	job->pid = 0;
	job->budget = 0;
	strncpy(name, base_name(job->exe), sizeof(name) - 1);
	err = lwk_aspace_create(name, &job->aspace);
	if (err) {
		job->aspace = 0;
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "no address space: %s: give the kernel more memory "
		    "(--append kmem=SIZE)",
		    strerror(-err));
	}
	res = lwk_job_choose_cpus(job);
	if (!res)
		res = lwk_job_give_memory(job);
	if (!res)
		res = lwk_job_load_image(job);
	if (!res)
		res = lwk_job_make_stack(job);
	if (res)
		lwk_job_end(job);
	return res;
}

static enum lwk_job_result
start_failed(struct lwk_job *job, int err)
{
	lwk_job_end(job);
	if (err == -ENOENT || err == -ENOTDIR)
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "its working directory %s is not in the initial archive",
		    job->cwd);
	return lwk_job_fail(job, LWK_JOB_FAIL,
	    "no process could be made: %s: see the kernel's log",
	    strerror(-err));
}

enum lwk_job_result
lwk_job_start(struct lwk_job *job)
{
	struct lwk_task_start s = {
		.aspace = job->aspace,
		.flags = job->trace ? LWK_TASK_TRACE : 0,
		.entry = job->entry,
		.stack = job->sp,
		.arg_start = job->arg_start,
		.arg_end = job->arg_end,
		.env_start = job->env_start,
		.env_end = job->env_end,
		.exe = (uintptr_t)job->exe,
		.cwd = (uintptr_t)job->cwd,
		.uid = getuid(),
		.gid = getgid(),
		.cpu = LWK_ANY_CPU,
		.nfds = 3,
		.auxv_len = job->auxv_len,
	};
	int pid;

	memcpy(s.fds, job->fds, sizeof(job->fds));
	memcpy(s.cpus, job->cpus, sizeof(s.cpus));
	memcpy(s.auxv, job->auxv, sizeof(s.auxv));
	pid = lwk_task_create(&s);
	if (pid < 0)
		return start_failed(job, pid);
	job->pid = pid;
	return LWK_JOB_OK;
}

void
lwk_job_end(struct lwk_job *job)
{
	if (job->aspace)
		lwk_aspace_destroy(job->aspace);
	job->aspace = 0;
}
