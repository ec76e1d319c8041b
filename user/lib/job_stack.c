/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/job_stack.c - the initial stack, as the System V ABI (x86-64
 * supplement 3.4.1) and Linux lay it out.
 *
 *	STACK_TOP  8 to 23 zero bytes
 *	           path of the program, environment, arguments (strings)
 *	           platform name, 16 random bytes
 *	           auxiliary vector, NULL, envp[], NULL, argv[], argc  <- sp
 *
 * The block is put together here and written at one go. Below the stack's
 * lowest page lie GUARD bytes that nothing is mapped into.
 */
#include "job_priv.h"

#include "uapi/linux/auxv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/resource.h>

#define STACK_DEFAULT (8 * MIB)
#define STACK_MIN     (64ull << 10)
#define GUARD	      MIB
#define PLATFORM      "x86_64"
/* The auxiliary vector's length is the same for all programs. */
#define AUXV_BYTES (21 * 2 * sizeof(uint64_t))

/* The block under construction: addr is where its first byte will be. */
struct block {
	char *buf;
	uint64_t addr, at; /* at: offset of the next byte */
};

static size_t
count(char *const *list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n;
}

static size_t
strings_len(char *const *list)
{
	size_t len = 0;

	for (; *list; list++)
		len += strlen(*list) + 1;
	return len;
}

static uint64_t
put(struct block *b, const void *data, size_t len)
{
	uint64_t where = b->addr + b->at;

	memcpy(b->buf + b->at, data, len);
	b->at += len;
	return where;
}

/* The strings of a list; their addresses go to *ptr, then a NULL. */
static char *
put_list(struct block *b, char *const *list, char *ptr)
{
	uint64_t where = 0;

	for (; *list; list++) {
		where = put(b, *list, strlen(*list) + 1);
		memcpy(ptr, &where, sizeof(where));
		ptr += sizeof(where);
	}
	where = 0;
	memcpy(ptr, &where, sizeof(where));
	return ptr + sizeof(where);
}

static void
make_auxv(struct lwk_job *job, uint64_t vdso, uint64_t execfn,
    uint64_t platform, uint64_t seed)
{
	const uint64_t v[] = {
		LX_AT_SYSINFO_EHDR,
		vdso,
		LX_AT_HWCAP,
		getauxval(AT_HWCAP),
		LX_AT_PAGESZ,
		PAGE,
		LX_AT_CLKTCK,
		getauxval(AT_CLKTCK),
		LX_AT_PHDR,
		job->phdr,
		LX_AT_PHENT,
		job->phent,
		LX_AT_PHNUM,
		job->phnum,
		LX_AT_BASE,
		0,
		LX_AT_FLAGS,
		0,
		LX_AT_ENTRY,
		job->entry,
		LX_AT_UID,
		getauxval(AT_UID),
		LX_AT_EUID,
		getauxval(AT_EUID),
		LX_AT_GID,
		getauxval(AT_GID),
		LX_AT_EGID,
		getauxval(AT_EGID),
		LX_AT_SECURE,
		0,
		LX_AT_RANDOM,
		seed,
		LX_AT_HWCAP2,
		getauxval(AT_HWCAP2),
		LX_AT_EXECFN,
		execfn,
		LX_AT_PLATFORM,
		platform,
		LX_AT_MINSIGSTKSZ,
		getauxval(LX_AT_MINSIGSTKSZ),
		LX_AT_NULL,
		0,
	};

	_Static_assert(sizeof(v) == AUXV_BYTES, "its length is known");
	_Static_assert(sizeof(v) <= sizeof(job->auxv), "room for all");
	memcpy(job->auxv, v, sizeof(v));
	job->auxv_len = sizeof(v) / sizeof(v[0]);
}

static enum lwk_job_result
write_block(struct lwk_job *job, uint64_t vdso, uint64_t stack_len)
{
	size_t argc = count(job->argv), envc = count(job->envp);
	size_t vectors = (1 + argc + 1 + envc + 1) * 8 + AUXV_BYTES;
	size_t strings = strings_len(job->argv) + strings_len(job->envp) +
			 strlen(job->exe) + 1 + sizeof(PLATFORM) + 16;
	size_t total = (vectors + strings + 8 + 15) & ~(size_t)15;
	struct block b = { .addr = STACK_TOP - total, .at = vectors };
	uint64_t execfn, platform, seed_at, n = argc;
	char seed[16], *ptr;
	int err;

	if (total > stack_len / 4)
		return lwk_job_fail(job, LWK_JOB_NOEXEC,
		    "arguments and environment are too long (%zu bytes)",
		    strings);
	b.buf = calloc(1, total);
	if (!b.buf)
		return lwk_job_fail(job, LWK_JOB_FAIL, "init is out of memory");
	if (getrandom(seed, sizeof(seed), 0) != sizeof(seed))
		memset(seed, 0x5a, sizeof(seed));
	seed_at = put(&b, seed, sizeof(seed));
	platform = put(&b, PLATFORM, sizeof(PLATFORM));
	memcpy(b.buf, &n, sizeof(n));
	job->arg_start = b.addr + b.at;
	ptr = put_list(&b, job->argv, b.buf + 8);
	job->arg_end = job->env_start = b.addr + b.at;
	ptr = put_list(&b, job->envp, ptr);
	job->env_end = b.addr + b.at;
	execfn = put(&b, job->exe, strlen(job->exe) + 1);
	make_auxv(job, vdso, execfn, platform, seed_at);
	memcpy(ptr, job->auxv, AUXV_BYTES);
	job->sp = b.addr;
	err = lwk_aspace_write(job->aspace, b.addr, b.buf, total);
	free(b.buf);
	if (err)
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "its stack can't be written: %s", strerror(-err));
	return LWK_JOB_OK;
}

static uint64_t
stack_len(const struct lwk_job *job)
{
	uint64_t len = job->stack;
	struct rlimit rl;

	if (!len) {
		len = STACK_DEFAULT;
		if (!getrlimit(RLIMIT_STACK, &rl) &&
		    rl.rlim_cur != RLIM_INFINITY)
			len = rl.rlim_cur;
	}
	if (len > job->budget / 8)
		len = job->budget / 8;
	len &= ~(STACK_MIN - 1);
	return len < STACK_MIN ? STACK_MIN : len;
}

enum lwk_job_result
lwk_job_make_stack(struct lwk_job *job)
{
	uint64_t len = stack_len(job), vdso = 0;
	int err;

	err = lwk_job_map(job, STACK_TOP - len, len,
	    LWK_PROT_READ | LWK_PROT_WRITE, LWK_REGION_STACK, "[stack]");
	if (!err)
		err = lwk_job_map(
		    job, STACK_TOP - len - GUARD, GUARD, 0, 0, "[guard]");
	if (err == -ENOMEM)
		return lwk_job_no_memory(job, "its stack", len);
	if (!err)
		err = lwk_aspace_vdso(job->aspace, &vdso);
	if (err)
		return lwk_job_fail(job, LWK_JOB_FAIL,
		    "its stack can't be made: %s", strerror(-err));
	return write_block(job, vdso, len);
}
