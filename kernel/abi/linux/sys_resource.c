/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_resource.c - limits and usage.
 *
 * Limits: CPU time is not split: all of it is shown as user time. Page faults
 * and block I/O are shown as 0. RLIMIT_CPU is kept, not enforced.
 * Tests: tests/user/{limits,clock}.
 */
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "core/time.h"
#include "mm/aspace.h"
#include "proc/process.h"
#include "sched/sched.h"

STATIC_ASSERT(PROC_NLIMITS == LX_RLIM_NLIMITS);

static int
limit_allowed(const struct process *self, unsigned int which,
    const struct proc_limit *old, const struct lx_rlimit *l)
{
	if (l->cur > l->max)
		return ERR(EINVAL);
	if (l->max > old->max && self->euid != 0)
		return ERR(EPERM);
	if (which == LX_RLIMIT_NOFILE && l->max > 1048576)
		return ERR(EPERM);
	return 0;
}

/* new and old: user addresses or 0. */
static long
limit_access(int pid, unsigned int which, vaddr_t new, vaddr_t old)
{
	struct process *self = current->process, *p;
	struct lx_rlimit want, had = { 0 };
	int err = 0;

	if (which >= LX_RLIM_NLIMITS)
		return ERR(EINVAL);
	if (new &&copyin_obj(&want, new))
		return ERR(EFAULT);
	spin_lock(&proctree_lock);
	p = pid ? process_find(pid) : self;
	if (!p)
		err = ERR(ESRCH);
	else if (p != self && self->euid != 0 && self->uid != p->uid)
		err = ERR(EPERM);
	if (!err) {
		struct proc_limit *l = &p->limits[which];

		had = (struct lx_rlimit){ l->cur, l->max };
		if (new)
			err = limit_allowed(self, which, l, &want);
		if (new && !err)
			*l = (struct proc_limit){ want.cur, want.max };
	}
	spin_unlock(&proctree_lock);
	if (err || !old)
		return err;
	return copyout_obj(old, &had);
}

long
sys_getrlimit(struct syscall_args *a)
{
	if (!ARG1(a))
		return ERR(EFAULT);
	return limit_access(0, (unsigned int)ARG0(a), 0, ARG1(a));
}

long
sys_setrlimit(struct syscall_args *a)
{
	if (!ARG1(a))
		return ERR(EFAULT);
	return limit_access(0, (unsigned int)ARG0(a), ARG1(a), 0);
}

long
sys_prlimit64(struct syscall_args *a)
{
	if ((int)ARG0(a) < 0)
		return ERR(ESRCH);
	return limit_access(
	    (int)ARG0(a), (unsigned int)ARG1(a), ARG2(a), ARG3(a));
}

static void
usage_self(struct process *p, struct lx_rusage *ru)
{
	struct aspace_usage usage;
	uint64_t ns, vol, invol;
	const struct task *t;

	aspace_usage(p->aspace, &usage);
	spin_lock(&proctree_lock);
	ns = process_cpu_ns_locked(p);
	vol = p->dead_sw_vol;
	invol = p->dead_sw_invol;
	list_for_each(t, &p->threads, thread_link) {
		vol += t->switches_vol;
		invol += t->switches_invol;
	}
	spin_unlock(&proctree_lock);
	ru->utime = timeval_from_ns(ns);
	ru->maxrss = (int64_t)(usage.peak / 1024);
	ru->nvcsw = (int64_t)vol;
	ru->nivcsw = (int64_t)invol;
}

long
sys_getrusage(struct syscall_args *a)
{
	struct process *p = current->process;
	struct lx_rusage ru = { 0 };

	switch ((int)ARG0(a)) {
	case LX_RUSAGE_SELF:
		usage_self(p, &ru);
		break;
	case LX_RUSAGE_CHILDREN:
		ru.utime = timeval_from_ns(p->child_run_ns);
		ru.maxrss = (int64_t)(p->child_peak_bound / 1024);
		ru.nvcsw = (int64_t)p->child_sw_vol;
		ru.nivcsw = (int64_t)p->child_sw_invol;
		break;
	case LX_RUSAGE_THREAD:
		usage_self(p, &ru);
		ru.utime = timeval_from_ns(task_cpu_ns(current));
		ru.nvcsw = (int64_t)current->switches_vol;
		ru.nivcsw = (int64_t)current->switches_invol;
		break;
	default:
		return ERR(EINVAL);
	}
	return copyout_obj(ARG1(a), &ru);
}

static int64_t
ticks(uint64_t ns)
{
	return (int64_t)(ns / (NSEC_PER_SEC / LX_CLK_TCK));
}

long
sys_times(struct syscall_args *a)
{
	struct process *p = current->process;
	struct lx_tms t = { .tms_utime = ticks(process_cpu_ns(p)),
		.tms_cutime = ticks(p->child_run_ns) };

	if (ARG0(a) && copyout_obj(ARG0(a), &t))
		return ERR(EFAULT);
	return ticks(time_mono_ns());
}
