/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/lwk/task.c - LWK calls that make processes and tell of processors. */
#include "abi/lwk/lwk.h"
#include "base/str.h"
#include "core/log.h"
#include "fs/inode.h"
#include "fs/vfs.h"
#include "mm/kmem.h"

STATIC_ASSERT(MAX_CPUS <= LWK_MAX_CPUS);
STATIC_ASSERT(
    sizeof(((struct process *)0)->auxv) >= LWK_MAX_AUXV * sizeof(uint64_t));

#define PATH_LEN 4096

/* What task_create needs memory for. */
struct start_request {
	struct lwk_task_start u;
	char exe[PATH_LEN];
	char cwd[PATH_LEN];
};

static int
paths_get(struct start_request *q)
{
	struct inode *dir;
	long n = copyin_str(q->exe, q->u.exe, sizeof(q->exe));
	int err;

	if (n >= 0)
		n = copyin_str(q->cwd, q->u.cwd, sizeof(q->cwd));
	if (n < 0)
		return (int)n;
	err = path_find(NULL, q->cwd, WALK_DIRECTORY, &dir);
	if (!err)
		inode_put(dir);
	return err;
}

/* The set of processors, which must all be there. */
static int
cpus_get(const struct lwk_task_start *u, struct cpuset *set)
{
	*set = (struct cpuset){ { 0 } };
	for (unsigned int cpu = 0; cpu < LWK_MAX_CPUS; cpu++) {
		if (!(u->cpus[cpu / 64] >> (cpu % 64) & 1))
			continue;
		if (cpu >= MAX_CPUS || !cpuset_has(&cpus_online, cpu))
			return ERR(EINVAL);
		bitmap_set(set->bits, cpu);
	}
	return 0;
}

static int
start_check(const struct lwk_task_start *u)
{
	if ((u->flags & ~(LWK_TASK_TRACE | LWK_TASK_TRUSTED)) ||
	    u->nfds > LWK_MAX_FDS || u->auxv_len > LWK_MAX_AUXV ||
	    u->cpu < LWK_ANY_CPU || u->reserved)
		return ERR(EINVAL);
	return 0;
}

static long
start(const struct start_request *q)
{
	const struct lwk_task_start *u = &q->u;
	struct process_start s = {
		.parent = current->process,
		.exe = q->exe,
		.cwd = q->cwd,
		.entry = u->entry,
		.stack = u->stack,
		.arg_start = u->arg_start,
		.arg_end = u->arg_end,
		.env_start = u->env_start,
		.env_end = u->env_end,
		.auxv = u->auxv,
		.auxv_len = u->auxv_len * (unsigned int)sizeof(uint64_t),
		.cpu = u->cpu,
		.uid = u->uid,
		.gid = u->gid,
		.trace = u->flags & LWK_TASK_TRACE,
		.may_lwk = u->flags & LWK_TASK_TRUSTED,
		.nfds = u->nfds,
		.fds = u->fds,
	};
	int pid, err = cpus_get(u, &s.cpus);

	if (err)
		return err;
	s.aspace = lwk_aspace_get(u->aspace, &err);
	if (!s.aspace)
		return err;
	err = process_create(&s, &pid);
	aspace_put(s.aspace);
	return err ? err : pid;
}

long
sys_lwk_task_create(struct syscall_args *a)
{
	struct start_request *q;
	long ret;

	if (!lwk_allowed())
		return ERR(EPERM);
	q = kmalloc(sizeof(*q));
	if (!q)
		return ERR(ENOMEM);
	ret = copyin_obj(&q->u, ARG0(a));
	if (!ret)
		ret = start_check(&q->u);
	if (!ret)
		ret = paths_get(q);
	if (!ret)
		ret = start(q);
	kfree(q);
	return ret;
}

static void
set_out(uint64_t *words, const struct cpuset *set)
{
	unsigned int cpu;

	cpu_for_each(cpu, set)
		words[cpu / 64] |= 1ull << (cpu % 64);
}

long
sys_lwk_cpu_info(struct syscall_args *a)
{
	struct lwk_cpu_info *u;
	long err;

	if (!lwk_allowed())
		return ERR(EPERM);
	u = kzalloc(sizeof(*u));
	if (!u)
		return ERR(ENOMEM);
	u->cpus = cpu_count;
	u->nodes = node_count;
	set_out(u->online, &cpus_online);
	set_out(u->system, &cpus_system);
	set_out(u->job, &cpus_job);
	for (unsigned int cpu = 0; cpu < cpu_count; cpu++)
		u->node_of[cpu] = (uint8_t)cpu_table[cpu]->node;
	err = copyout_obj(ARG0(a), u);
	kfree(u);
	return err;
}

long
sys_lwk_log(struct syscall_args *a)
{
	char text[LWK_LOG_MAX + 1];
	size_t len = MIN(ARG1(a), (uint64_t)LWK_LOG_MAX);

	if (!lwk_allowed())
		return ERR(EPERM);
	if (copyin(text, ARG0(a), len))
		return ERR(EFAULT);
	while (len && text[len - 1] == '\n')
		len--;
	text[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			text[i] = '?';
	log_info("%s: %s", current->name, text);
	return 0;
}
