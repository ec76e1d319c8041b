/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_sched.c - scheduling, affinity, priorities, memory policy.
 *
 * Limits: the round-robin queue knows no priorities: nice values and the
 * policies FIFO, RR, BATCH, IDLE are kept and shown, not acted on. DEADLINE is
 * the earliest-deadline class. Memory policy is checked and kept; where memory
 * comes from is decided when it is mapped (docs/tours/memory.md).
 * Tests: tests/user/sched.
 */
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "base/str.h"
#include "core/cpu.h"
#include "mm/pmem.h"
#include "proc/process.h"
#include "sched/sched.h"
#include "uapi/linux/sched.h"

long
sys_sched_yield(struct syscall_args *a)
{
	(void)a;
	sched_yield();
	return 0;
}

/* The thread (0: the caller) with a reference, or NULL. */
static struct task *
task_hold(int tid)
{
	struct task *t;

	if (tid == 0) {
		task_get(current);
		return current;
	}
	spin_lock(&proctree_lock);
	t = task_find(tid);
	if (t)
		task_get(t);
	spin_unlock(&proctree_lock);
	return t;
}

/* The same; set loses what t may not have: a program stays on the CPUs of its
 * job. A task's process is certain only while it is found under the lock. */
static struct task *
task_hold_set(int tid, struct cpuset *set)
{
	const struct process *p;
	struct task *t;

	spin_lock(&proctree_lock);
	t = tid ? task_find(tid) : current;
	if (t) {
		task_get(t);
		p = t->process;
		if (!p->may_lwk)
			bitmap_and(
			    set->bits, set->bits, p->cpus.bits, MAX_CPUS);
	}
	spin_unlock(&proctree_lock);
	return t;
}

long
sys_sched_setaffinity(struct syscall_args *a)
{
	uint64_t len = (unsigned int)ARG1(a);
	struct cpuset set = { 0 };
	struct task *t;
	long err;

	if (copyin(&set, ARG2(a), MIN(len, sizeof(set))))
		return ERR(EFAULT);
	t = task_hold_set((int)ARG0(a), &set);
	if (!t)
		return ERR(ESRCH);
	err = sched_set_affinity(t, &set);
	task_put(t);
	return err;
}

long
sys_sched_getaffinity(struct syscall_args *a)
{
	uint64_t len = (unsigned int)ARG1(a);
	struct cpuset set;
	struct task *t;

	if (len * 8 < cpu_count || (len & 7))
		return ERR(EINVAL);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	bitmap_and(set.bits, t->allowed.bits, cpus_online.bits, MAX_CPUS);
	task_put(t);
	len = MIN(len, sizeof(set));
	return copyout(ARG2(a), &set, len) ? ERR(EFAULT) : (long)len;
}

#define LIMIT_NICE   13
#define LIMIT_RTPRIO 14

static bool
is_realtime(int policy)
{
	return policy == LX_SCHED_FIFO || policy == LX_SCHED_RR;
}

static int
policy_check(int policy, int priority)
{
	if (policy < 0 || policy > LX_SCHED_IDLE || policy == 4)
		return ERR(EINVAL);
	if (is_realtime(policy) ? priority < 1 || priority > 99 : priority != 0)
		return ERR(EINVAL);
	return 0;
}

static int
policy_set(struct task *t, int policy, int priority)
{
	int err = policy_check(policy, priority);

	if (!err && t->class == SCHED_CLASS_EDF)
		err = sched_set_edf(t, 0, 0);
	if (err)
		return err;
	t->policy = policy;
	t->rt_priority = priority;
	return 0;
}

/* Who is not root: own tasks only, and no real-time policy beyond
 * RLIMIT_RTPRIO. */
static int
policy_allowed(const struct task *t, int policy, int priority)
{
	const struct process *p = current->process;

	if (p->euid == 0)
		return 0;
	if (p->euid != t->process->euid && p->euid != t->process->uid)
		return ERR(EPERM);
	if (policy == LX_SCHED_DEADLINE)
		return ERR(EPERM);
	if (!is_realtime(policy) ||
	    (t->policy == policy && priority <= t->rt_priority))
		return 0;
	return (uint64_t)priority > p->limits[LIMIT_RTPRIO].cur ? ERR(EPERM)
								: 0;
}

/* As the caller asks: bad arguments first, then the right to. */
static int
policy_change(struct task *t, int policy, int priority)
{
	int err = policy_check(policy, priority);

	if (!err)
		err = policy_allowed(t, policy, priority);
	return err ? err : policy_set(t, policy, priority);
}

long
sys_sched_setscheduler(struct syscall_args *a)
{
	int policy = (int)ARG1(a) & ~LX_SCHED_RESET_ON_FORK, priority;
	bool reset = (int)ARG1(a) & LX_SCHED_RESET_ON_FORK;
	struct task *t;
	long err;

	if ((int)ARG0(a) < 0 || !ARG2(a) || policy < 0)
		return ERR(EINVAL);
	if (copyin_obj(&priority, ARG2(a)))
		return ERR(EFAULT);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	err = policy_change(t, policy, priority);
	if (!err)
		t->reset_on_fork = reset;
	task_put(t);
	return err;
}

long
sys_sched_setparam(struct syscall_args *a)
{
	struct task *t;
	int priority;
	long err;

	if ((int)ARG0(a) < 0 || !ARG1(a))
		return ERR(EINVAL);
	if (copyin_obj(&priority, ARG1(a)))
		return ERR(EFAULT);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	err = policy_change(t, t->policy, priority);
	task_put(t);
	return err;
}

long
sys_sched_getscheduler(struct syscall_args *a)
{
	struct task *t;
	long policy;

	if ((int)ARG0(a) < 0)
		return ERR(EINVAL);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	policy = t->policy;
	if (t->reset_on_fork)
		policy |= LX_SCHED_RESET_ON_FORK;
	task_put(t);
	return policy;
}

long
sys_sched_getparam(struct syscall_args *a)
{
	struct task *t;
	int priority;

	if ((int)ARG0(a) < 0 || !ARG1(a))
		return ERR(EINVAL);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	priority = t->rt_priority;
	task_put(t);
	return copyout_obj(ARG1(a), &priority);
}

static long
priority_bound(int policy, int realtime)
{
	if (is_realtime(policy))
		return realtime;
	if (policy < 0 || policy > LX_SCHED_DEADLINE || policy == 4)
		return ERR(EINVAL);
	return 0;
}

long
sys_sched_get_priority_max(struct syscall_args *a)
{
	return priority_bound((int)ARG0(a), 99);
}

long
sys_sched_get_priority_min(struct syscall_args *a)
{
	return priority_bound((int)ARG0(a), 1);
}

long
sys_sched_rr_get_interval(struct syscall_args *a)
{
	struct lx_timespec ts = timespec_from_ns(SCHED_SLICE_NS);
	struct task *t;

	if ((int)ARG0(a) < 0)
		return ERR(EINVAL);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	if (t->policy == LX_SCHED_FIFO)
		ts = timespec_from_ns(0);
	task_put(t);
	return copyout_obj(ARG1(a), &ts);
}

static int
attr_apply(struct task *t, const struct lx_sched_attr *at)
{
	int err;

	if (at->policy == LX_SCHED_DEADLINE) {
		uint64_t period = at->period ? at->period : at->deadline;

		if (!at->runtime || at->runtime > period ||
		    at->deadline > period)
			return ERR(EINVAL);
		err = sched_set_edf(t, period, at->runtime);
	} else {
		err = policy_set(t, (int)at->policy, (int)at->priority);
	}
	if (err)
		return err;
	t->policy = (int)at->policy;
	if (at->policy == LX_SCHED_OTHER || at->policy == LX_SCHED_BATCH)
		t->nice = MAX(-20, MIN(19, at->nice));
	return 0;
}

/* A longer structure than ours is fine as long as the rest is 0; for others
 * the size that would do is stored. */
static int
attr_tail_check(vaddr_t uaddr, uint32_t size)
{
	uint32_t want = sizeof(struct lx_sched_attr);
	uint64_t word = 0;

	if (!size)
		return 0;
	for (uint32_t i = want; i < size && size <= PAGE_SIZE && !word; i += 8)
		if (copyin(&word, uaddr + i, MIN(8u, size - i)))
			return ERR(EFAULT);
	if (size >= LX_SCHED_ATTR_SIZE_VER0 && size <= PAGE_SIZE && !word)
		return 0;
	return copyout_obj(uaddr, &want) ? ERR(EFAULT) : ERR(E2BIG);
}

long
sys_sched_setattr(struct syscall_args *a)
{
	struct lx_sched_attr at;
	struct task *t;
	uint32_t size;
	long err;

	if (!ARG1(a) || (int)ARG0(a) < 0 || ARG2(a))
		return ERR(EINVAL);
	if (copyin_obj(&size, ARG1(a)))
		return ERR(EFAULT);
	err = attr_tail_check(ARG1(a), size);
	if (err)
		return err;
	if (copyin_obj(&at, ARG1(a)))
		return ERR(EFAULT);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	err = policy_allowed(t, (int)at.policy, (int)at.priority);
	if (!err)
		err = attr_apply(t, &at);
	task_put(t);
	return err;
}

long
sys_sched_getattr(struct syscall_args *a)
{
	struct lx_sched_attr at = { .size = sizeof(at) };
	uint64_t size = (unsigned int)ARG2(a);
	struct task *t;

	if (!ARG1(a) || (int)ARG0(a) < 0 || ARG3(a) ||
	    size < LX_SCHED_ATTR_SIZE_VER0 || size > PAGE_SIZE)
		return ERR(EINVAL);
	t = task_hold((int)ARG0(a));
	if (!t)
		return ERR(ESRCH);
	at.policy = (uint32_t)t->policy;
	at.nice = t->nice;
	at.priority = (uint32_t)t->rt_priority;
	at.runtime = t->edf_slice_ns;
	at.period = at.deadline = t->edf_period_ns;
	task_put(t);
	return copyout_obj(ARG1(a), &at);
}

/* Does get/setpriority's (which, who) mean this task? proctree_lock held. */
static bool
priority_meant(const struct task *t, int which, int who)
{
	const struct process *p = t->process, *self = current->process;

	if (which == LX_PRIO_PROCESS)
		return t->tid == (who ? who : current->tid);
	if (which == LX_PRIO_PGRP)
		return p->pgid == (who ? who : self->pgid);
	return p->uid == (who ? (unsigned int)who : self->uid);
}

/* Less nice than before is root's, or within RLIMIT_NICE. so_far: what the
 * tasks before gave. */
static long
nice_set(struct task *t, int nice, long so_far)
{
	const struct process *p = current->process;

	if (p->euid != 0 && p->euid != t->process->uid &&
	    p->euid != t->process->euid)
		return ERR(EPERM);
	if (p->euid != 0 && nice < t->nice &&
	    (uint64_t)(20 - nice) > p->limits[LIMIT_NICE].cur)
		return ERR(EACCES);
	t->nice = nice;
	return so_far == -ESRCH ? 0 : so_far;
}

/* Over all tasks meant: set (value not NULL), or find the least nice. */
static long
priority_walk(int which, int who, const int *value)
{
	struct process *p;
	struct task *t;
	long best = ERR(ESRCH);

	if (which < LX_PRIO_PROCESS || which > LX_PRIO_USER)
		return ERR(EINVAL);
	spin_lock(&proctree_lock);
	list_for_each(p, &process_list, all_link) {
		list_for_each(t, &p->threads, thread_link) {
			if (!priority_meant(t, which, who))
				continue;
			if (value) {
				best = nice_set(t, *value, best);
			} else if (best < 20 - t->nice) {
				best = 20 - t->nice;
			}
		}
	}
	spin_unlock(&proctree_lock);
	return best;
}

/* The result is 20 - nice, so that it is never an error. */
long
sys_getpriority(struct syscall_args *a)
{
	return priority_walk((int)ARG0(a), (int)ARG1(a), NULL);
}

long
sys_setpriority(struct syscall_args *a)
{
	int nice = MAX(-20, MIN(19, (int)ARG2(a)));

	return priority_walk((int)ARG0(a), (int)ARG1(a), &nice);
}

#define MPOL_MODE_FLAGS 0xe000u /* STATIC, RELATIVE, NUMA_BALANCING */

/* A mode and a mask of nodes, both sane for the nodes there are. maxnode counts
 * one bit more than it reads, as Linux has it. */
static int
policy_read(int mode_arg, vaddr_t uaddr, uint64_t maxnode, uint64_t *nodes)
{
	int mode = mode_arg & ~(int)MPOL_MODE_FLAGS;
	uint64_t bits = maxnode ? maxnode - 1 : 0;

	*nodes = 0;
	if (mode < 0 || mode >= LX_MPOL_MAX)
		return ERR(EINVAL);
	if (bits > PAGE_SIZE * 8)
		return ERR(EINVAL);
	for (uint64_t i = 0; uaddr && i < bits; i += 64) {
		uint64_t word;

		if (copyin_obj(&word, uaddr + i / 8))
			return ERR(EFAULT);
		if (bits - i < 64)
			word &= (1ull << (bits - i)) - 1;
		if (i == 0)
			*nodes = word;
		else if (word)
			return ERR(EINVAL);
	}
	if (node_count < 64 && *nodes >> node_count)
		return ERR(EINVAL);
	if (mode == LX_MPOL_DEFAULT || mode == LX_MPOL_LOCAL)
		return *nodes ? ERR(EINVAL) : 0;
	if (!*nodes && mode != LX_MPOL_PREFERRED)
		return ERR(EINVAL);
	return 0;
}

long
sys_set_mempolicy(struct syscall_args *a)
{
	uint64_t nodes;
	int err = policy_read((int)ARG0(a), ARG1(a), ARG2(a), &nodes);

	if (err)
		return err;
	current->process->mempolicy = (int)ARG0(a);
	current->process->mempolicy_nodes = nodes;
	return 0;
}

long
sys_mbind(struct syscall_args *a)
{
	uint64_t nodes;
	int err = policy_read((int)ARG2(a), ARG3(a), ARG4(a), &nodes);

	if (err)
		return err;
	if ((ARG0(a) & (PAGE_SIZE - 1)) || (ARG5(a) & ~7ull))
		return ERR(EINVAL);
	if (!user_range_ok(ARG0(a), ARG1(a)))
		return ERR(EFAULT);
	return 0;
}

static int
node_of_address(vaddr_t va, int *node)
{
	struct pmem_range r;
	paddr_t pa;

	if (aspace_virt_to_phys(current->aspace, va, &pa) ||
	    pmem_query(pa, pa + 1, 0, &r))
		return ERR(EFAULT);
	*node = (int)r.node;
	return 0;
}

static int
nodes_store(vaddr_t uaddr, uint64_t maxnode, uint64_t nodes)
{
	uint64_t len = ALIGN_UP(maxnode, 64ull) / 8;

	if (!uaddr)
		return 0;
	if (maxnode < node_count || maxnode > PAGE_SIZE * 8)
		return ERR(EINVAL);
	if (copyout_obj(uaddr, &nodes))
		return ERR(EFAULT);
	return len > 8 ? zero_user(uaddr + 8, len - 8) : 0;
}

long
sys_get_mempolicy(struct syscall_args *a)
{
	struct process *p = current->process;
	uint64_t flags = ARG4(a), nodes = p->mempolicy_nodes;
	int mode = p->mempolicy, err = 0;

	if (flags & ~7ull)
		return ERR(EINVAL);
	if (flags & LX_MPOL_F_MEMS_ALLOWED) {
		if (flags != LX_MPOL_F_MEMS_ALLOWED)
			return ERR(EINVAL);
		mode = 0;
		nodes = node_count < 64 ? (1ull << node_count) - 1 : ~0ull;
	} else if (flags & LX_MPOL_F_ADDR) {
		nodes = 0;
		mode = 0;
		if (flags & LX_MPOL_F_NODE)
			err = node_of_address(ARG3(a), &mode);
	} else if (ARG3(a)) {
		return ERR(EINVAL);
	}
	if (err)
		return err;
	if (ARG0(a) && copyout_obj(ARG0(a), &mode))
		return ERR(EFAULT);
	return nodes_store(ARG1(a), ARG2(a), nodes);
}
