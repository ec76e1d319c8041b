/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_ids.c - who a process is: ids of process, user, group, session;
 * capabilities.
 *
 * User ids are kept and checked as Linux does, but grant nothing beyond the
 * calls here and kill: every program of a job is its user's own.
 */
#include "abi/linux/handlers_proc.h"
#include "base/str.h"
#include "proc/process.h"

#define UNCHANGED (~0u)

long
sys_getpid(struct syscall_args *a)
{
	(void)a;
	return current->process->pid;
}

long
sys_gettid(struct syscall_args *a)
{
	(void)a;
	return current->tid;
}

long
sys_getppid(struct syscall_args *a)
{
	(void)a;
	return READ_ONCE(current->process->ppid);
}

long
sys_getuid(struct syscall_args *a)
{
	(void)a;
	return current->process->uid;
}

long
sys_geteuid(struct syscall_args *a)
{
	(void)a;
	return current->process->euid;
}

long
sys_getgid(struct syscall_args *a)
{
	(void)a;
	return current->process->gid;
}

long
sys_getegid(struct syscall_args *a)
{
	(void)a;
	return current->process->egid;
}

/* Three ids that change together: real, effective, saved. */
struct id_triple {
	unsigned int *real, *effective, *saved;
};

static struct id_triple
uids_of(struct process *p)
{
	return (struct id_triple){ &p->uid, &p->euid, &p->suid };
}

static struct id_triple
gids_of(struct process *p)
{
	return (struct id_triple){ &p->gid, &p->egid, &p->sgid };
}

/* May the process take on id? */
static bool
id_allowed(const struct process *p, const struct id_triple *t, unsigned int id)
{
	return p->euid == 0 || id == *t->real || id == *t->effective ||
	       id == *t->saved;
}

static long
set_one(struct process *p, struct id_triple t, unsigned int id)
{
	if (id == UNCHANGED)
		return ERR(EINVAL);
	if (p->euid == 0) {
		*t.real = *t.effective = *t.saved = id;
		return 0;
	}
	if (id != *t.real && id != *t.saved)
		return ERR(EPERM);
	*t.effective = id;
	return 0;
}

static long
set_three(struct process *p, struct id_triple t, const unsigned int want[3])
{
	unsigned int *have[3] = { t.real, t.effective, t.saved };

	for (unsigned int i = 0; i < 3; i++)
		if (want[i] != UNCHANGED && !id_allowed(p, &t, want[i]))
			return ERR(EPERM);
	for (unsigned int i = 0; i < 3; i++)
		if (want[i] != UNCHANGED)
			*have[i] = want[i];
	return 0;
}

/* setreuid: the saved id follows when the real one is set or the effective one
 * becomes another than the real one was. */
static long
set_two(struct process *p, struct id_triple t, unsigned int real,
    unsigned int effective)
{
	unsigned int old_real = *t.real;
	unsigned int want[3] = { real, effective, UNCHANGED };
	long err;

	if (real != UNCHANGED && p->euid != 0 && real != *t.real &&
	    real != *t.effective)
		return ERR(EPERM);
	err = set_three(p, t, want);
	if (!err && (real != UNCHANGED ||
			(effective != UNCHANGED && effective != old_real)))
		*t.saved = *t.effective;
	return err;
}

static long
get_three(struct syscall_args *a, struct id_triple t)
{
	if (copyout_obj(ARG0(a), t.real) || copyout_obj(ARG1(a), t.effective) ||
	    copyout_obj(ARG2(a), t.saved))
		return ERR(EFAULT);
	return 0;
}

long
sys_setuid(struct syscall_args *a)
{
	struct process *p = current->process;

	return set_one(p, uids_of(p), (unsigned int)ARG0(a));
}

long
sys_setgid(struct syscall_args *a)
{
	struct process *p = current->process;

	return set_one(p, gids_of(p), (unsigned int)ARG0(a));
}

long
sys_setreuid(struct syscall_args *a)
{
	struct process *p = current->process;

	return set_two(
	    p, uids_of(p), (unsigned int)ARG0(a), (unsigned int)ARG1(a));
}

long
sys_setregid(struct syscall_args *a)
{
	struct process *p = current->process;

	return set_two(
	    p, gids_of(p), (unsigned int)ARG0(a), (unsigned int)ARG1(a));
}

long
sys_setresuid(struct syscall_args *a)
{
	struct process *p = current->process;
	unsigned int want[3] = { (unsigned int)ARG0(a), (unsigned int)ARG1(a),
		(unsigned int)ARG2(a) };

	return set_three(p, uids_of(p), want);
}

long
sys_setresgid(struct syscall_args *a)
{
	struct process *p = current->process;
	unsigned int want[3] = { (unsigned int)ARG0(a), (unsigned int)ARG1(a),
		(unsigned int)ARG2(a) };

	return set_three(p, gids_of(p), want);
}

long
sys_getresuid(struct syscall_args *a)
{
	return get_three(a, uids_of(current->process));
}

long
sys_getresgid(struct syscall_args *a)
{
	return get_three(a, gids_of(current->process));
}

/* File-system ids are the effective ones; the old one is the result. */
long
sys_setfsuid(struct syscall_args *a)
{
	(void)a;
	return current->process->euid;
}

long
sys_setfsgid(struct syscall_args *a)
{
	(void)a;
	return current->process->egid;
}

long
sys_getgroups(struct syscall_args *a)
{
	struct process *p = current->process;
	int n = (int)ARG0(a);

	if (n < 0)
		return ERR(EINVAL);
	if (n == 0)
		return p->ngroups;
	if ((unsigned int)n < p->ngroups)
		return ERR(EINVAL);
	if (copyout(ARG1(a), p->groups, p->ngroups * sizeof(p->groups[0])))
		return ERR(EFAULT);
	return p->ngroups;
}

/* Linux keeps and tells them in order. */
static void
sort_ids(unsigned int *id, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		unsigned int v = id[i], j = i;

		for (; j && id[j - 1] > v; j--)
			id[j] = id[j - 1];
		id[j] = v;
	}
}

long
sys_setgroups(struct syscall_args *a)
{
	struct process *p = current->process;
	unsigned int groups[ARRAY_SIZE(p->groups)];
	uint64_t n = (unsigned int)ARG0(a);

	if (p->euid != 0)
		return ERR(EPERM);
	if (n > ARRAY_SIZE(groups))
		return ERR(EINVAL);
	if (copyin(groups, ARG1(a), n * sizeof(groups[0])))
		return ERR(EFAULT);
	sort_ids(groups, (unsigned int)n);
	memcpy(p->groups, groups, n * sizeof(groups[0]));
	p->ngroups = (unsigned int)n;
	return 0;
}

/* Does the session of p have a process group pgid? proctree_lock held. */
static bool
group_exists(const struct process *p, int pgid)
{
	const struct process *q;

	list_for_each(q, &process_list, all_link) {
		if (q->pgid == pgid && q->sid == p->sid)
			return true;
	}
	return false;
}

static long
pgid_set(struct process *self, int pid, int pgid)
{
	struct process *p = pid ? process_find(pid) : self;

	if (!p || (p != self && p->parent != self))
		return ERR(ESRCH);
	if (p->sid != self->sid || p->sid == p->pid)
		return ERR(EPERM);
	if (!pgid)
		pgid = p->pid;
	if (pgid != p->pid && !group_exists(self, pgid))
		return ERR(EPERM);
	p->pgid = pgid;
	return 0;
}

long
sys_setpgid(struct syscall_args *a)
{
	int pid = (int)ARG0(a), pgid = (int)ARG1(a);
	long err;

	if (pgid < 0 || (!pgid && pid < 0))
		return ERR(EINVAL);
	if (pid < 0)
		return ERR(ESRCH);
	spin_lock(&proctree_lock);
	err = pgid_set(current->process, pid, pgid);
	spin_unlock(&proctree_lock);
	return err;
}

/* Group or session of a process by id, 0 the caller's. */
static long
pgid_or_sid(int pid, bool session)
{
	const struct process *p;
	long id = ERR(ESRCH);

	spin_lock(&proctree_lock);
	p = pid ? process_find(pid) : current->process;
	if (p)
		id = session ? p->sid : p->pgid;
	spin_unlock(&proctree_lock);
	return id;
}

long
sys_getpgid(struct syscall_args *a)
{
	return pgid_or_sid((int)ARG0(a), false);
}

long
sys_getpgrp(struct syscall_args *a)
{
	(void)a;
	return pgid_or_sid(0, false);
}

long
sys_getsid(struct syscall_args *a)
{
	return pgid_or_sid((int)ARG0(a), true);
}

long
sys_setsid(struct syscall_args *a)
{
	struct process *p = current->process;
	long r = p->pid;

	(void)a;
	spin_lock(&proctree_lock);
	if (p->pgid == p->pid || group_exists(p, p->pid))
		r = ERR(EPERM);
	else
		p->sid = p->pgid = p->pid;
	spin_unlock(&proctree_lock);
	return r;
}

struct cap_header {
	uint32_t version;
	int32_t pid;
};
struct cap_data {
	uint32_t effective, permitted, inheritable;
};
#define CAP_VERSION_3 0x20080522u

/* Root has all capabilities, others none. */
long
sys_capget(struct syscall_args *a)
{
	struct cap_header h;
	struct cap_data d[2] = { 0 };
	uint32_t all = current->process->euid == 0 ? ~0u : 0;

	if (copyin_obj(&h, ARG0(a)))
		return ERR(EFAULT);
	if (h.version != CAP_VERSION_3) {
		h.version = CAP_VERSION_3;
		if (copyout_obj(ARG0(a), &h))
			return ERR(EFAULT);
		return ARG1(a) ? ERR(EINVAL) : 0;
	}
	if (h.pid < 0)
		return ERR(EINVAL);
	if (pgid_or_sid(h.pid, false) < 0)
		return ERR(ESRCH);
	d[0] = (struct cap_data){ all, all, 0 };
	d[1] = (struct cap_data){ all & 0x1ff, all & 0x1ff, 0 };
	return copyout(ARG1(a), d, sizeof(d));
}

long
sys_capset(struct syscall_args *a)
{
	struct cap_header h;
	struct cap_data d[2];

	if (copyin_obj(&h, ARG0(a)))
		return ERR(EFAULT);
	if (h.version != CAP_VERSION_3)
		return ERR(EINVAL);
	if (h.pid && h.pid != current->tid && h.pid != current->process->pid)
		return ERR(EPERM);
	if (copyin(d, ARG1(a), sizeof(d)))
		return ERR(EFAULT);
	return current->process->euid == 0 ? 0 : ERR(EPERM);
}
