/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/snap.c - a copy of what /proc tells about a process.
 *
 * Idea: processes have no reference count for us; so all that is wanted is
 * copied, and the objects that have one are referenced, under proctree_lock.
 */
#include "base/str.h"
#include "fs/fdtable.h"
#include "fs/proc/proc.h"
#include "fs/vfs.h"
#include "mm/kmem.h"
#include "proc/signal.h"
#include "sched/sched.h"

static char
state_of(const struct process *p, const struct task *t)
{
	if (p->zombie || !t || t->state == TASK_DEAD)
		return 'Z';
	if (t->work & WORK_STOP)
		return 'T';
	if (t->state == TASK_RUNNABLE || t->state == TASK_NEW)
		return 'R';
	return t->interruptible ? 'S' : 'D';
}

static void
snap_task(struct proc_snap *s, struct process *p, struct task *t)
{
	struct signal_masks m = { 0 };

	s->state = state_of(p, t);
	if (!t)
		return;
	signal_masks(t, &m);
	s->pending = m.pending;
	s->shared = m.shared;
	s->blocked = m.blocked;
	s->ignored = m.ignored;
	s->caught = m.caught;
	s->queued = m.queued;
	memcpy(s->name, t->name, sizeof(s->name));
	s->name[sizeof(s->name) - 1] = '\0';
	s->cpu = t->cpu;
	s->nice = t->nice;
	s->policy = t->policy;
	s->rt_priority = t->rt_priority;
	s->allowed = t->allowed;
	s->start_ns = t->start_ns;
}

static void
snap_times(struct proc_snap *s, struct process *p, struct task *only)
{
	struct task *t;

	if (only) {
		s->run_ns = task_cpu_ns(only);
		s->switches_vol = only->switches_vol;
		s->switches_invol = only->switches_invol;
		return;
	}
	s->run_ns = p->dead_run_ns;
	s->switches_vol = p->dead_sw_vol;
	s->switches_invol = p->dead_sw_invol;
	list_for_each(t, &p->threads, thread_link) {
		s->run_ns += task_cpu_ns(t);
		s->switches_vol += t->switches_vol;
		s->switches_invol += t->switches_invol;
	}
}

static void
snap_process(struct proc_snap *s, struct process *p)
{
	s->pid = p->pid;
	s->ppid = p->parent ? p->parent->pid : 0;
	s->pgid = p->pgid;
	s->sid = p->sid;
	s->uid = p->uid;
	s->euid = p->euid;
	s->suid = p->suid;
	s->gid = p->gid;
	s->egid = p->egid;
	s->sgid = p->sgid;
	s->ngroups = p->ngroups;
	memcpy(s->groups, p->groups, sizeof(s->groups));
	s->nthreads = p->nthreads;
	s->arg_start = p->arg_start;
	s->arg_end = p->arg_end;
	s->env_start = p->env_start;
	s->env_end = p->env_end;
	s->child_run_ns = p->child_run_ns;
	s->exit_signal = p->exit_signal;
	memcpy(s->limits, p->limits, sizeof(s->limits));
	memcpy(s->auxv, p->auxv, sizeof(s->auxv));
	s->auxv_len = MIN(p->auxv_len, (unsigned int)sizeof(s->auxv));
	s->as = p->aspace;
	s->files = p->files;
	s->fs = p->fs;
	if (s->as)
		aspace_get(s->as);
	if (s->files)
		fdtable_get(s->files);
	if (s->fs)
		fs_context_get(s->fs);
}

/* The thread of p with that id, or NULL. */
static struct task *
thread_of(struct process *p, int tid)
{
	struct task *t;

	list_for_each(t, &p->threads, thread_link) {
		if (t->tid == tid)
			return t;
	}
	return NULL;
}

bool
proc_exists(int pid, int tid)
{
	struct process *p;
	bool there;

	spin_lock(&proctree_lock);
	p = process_find(pid);
	there = p && (!tid || thread_of(p, tid));
	spin_unlock(&proctree_lock);
	return there;
}

struct proc_snap *
proc_snap_get(int pid, int tid)
{
	struct proc_snap *s = kzalloc(sizeof(*s));
	struct process *p;
	struct task *t = NULL;

	if (!s)
		return NULL;
	spin_lock(&proctree_lock);
	p = process_find(pid);
	if (p && tid)
		t = thread_of(p, tid);
	else if (p)
		t = p->leader
			? p->leader
			: list_first(&p->threads, struct task, thread_link);
	if (!p || (tid && !t)) {
		spin_unlock(&proctree_lock);
		kfree(s);
		return NULL;
	}
	snap_process(s, p);
	snap_task(s, p, t);
	snap_times(s, p, tid ? t : NULL);
	s->tid = tid ? tid : pid;
	spin_unlock(&proctree_lock);
	return s;
}

void
proc_snap_put(struct proc_snap *s)
{
	if (s->as)
		aspace_put(s->as);
	if (s->files)
		fdtable_put(s->files);
	if (s->fs)
		fs_context_put(s->fs);
	kfree(s);
}
