/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/exit.c - the end of threads and processes.
 *
 * Idea: a thread ends only by itself, in task_exit. To end a process, one
 * thread marks it (`exiting`) and makes the others look (WORK_SIGNAL); each
 * ends on its way back to user level. The last one closes the files, gives the
 * memory back and leaves a zombie for the parent.
 *
 * Invariants: a task leaves the address space before it is taken off its
 * process, so when the last one drops the process's reference no processor
 * runs in it. Once the zombie is visible (proctree_lock given back), the ending
 * task does not touch its process any more.
 */
#include "base/err.h"
#include "core/log.h"
#include "core/panic.h"
#include "core/time.h"
#include "fs/fdtable.h"
#include "fs/vfs.h"
#include "mm/aspace.h"
#include "mm/copyio.h"
#include "proc/futex.h"
#include "proc/id.h"
#include "proc/proc_priv.h"
#include "proc/signal_state.h"
#include "proc/timers.h"
#include "sched/sched.h"

/* Robust locks, then the word that pthread_join waits for. */
static void
user_memory_exit(struct task *t)
{
	uint32_t zero = 0;

	if (t->robust_list)
		futex_robust_exit(t);
	futex_pi_exit(t);
	if (t->clear_tid && t->process->nthreads > 1 &&
	    copyout_obj(t->clear_tid, &zero) == 0)
		(void)futex_wake(t->clear_tid, 1, FUTEX_ANY);
}

/* Take t off its process: true when it was the last. */
static bool
task_unlink(struct process *p, struct task *t)
{
	bool last;
	int stopped = 0;

	spin_lock(&proctree_lock);
	spin_lock(&p->sig->lock);
	list_del_init(&t->thread_link);
	p->nthreads--;
	process_tasks--;
	p->dead_run_ns += task_cpu_ns(t);
	p->dead_sw_vol += t->switches_vol;
	p->dead_sw_invol += t->switches_invol;
	if (p->leader == t) {
		p->leader = NULL;
		p->leader_code = t->exit_code;
	} else {
		id_free(t->tid);
	}
	task_signals_free(t);
	last = p->nthreads == 0;
	if (!last)
		stopped = signal_thread_left(p);
	else if (!p->exiting) {
		p->exiting = true;
		p->exit_status = (p->leader_code & 0xff) << 8;
	}
	spin_unlock(&p->sig->lock);
	if (stopped)
		process_notify_parent(p, CHILD_STOPPED, stopped);
	spin_unlock(&proctree_lock);
	return last;
}

/* What the process holds besides memory of the kernel. */
static void
resources_release(struct process *p)
{
	struct aspace_usage usage;
	struct fdtable *files = p->files;
	struct fs_context *fs = p->fs;
	struct aspace *as = p->aspace;

	timers_process_exit(p);
	aspace_usage(as, &usage);
	spin_lock(&proctree_lock);
	p->peak_bound = usage.peak;
	p->files = NULL;
	p->fs = NULL;
	p->aspace = NULL;
	spin_unlock(&proctree_lock);
	fdtable_put(files);
	fs_context_put(fs);
	aspace_put(as);
}

/* The nearest ancestor that adopts, else init. proctree_lock held. */
static struct process *
adopter(struct process *p)
{
	struct process *a;

	for (a = p->parent; a; a = a->parent)
		if (a->subreaper && !a->exiting)
			return a;
	return init_process;
}

static void
orphan(struct process *child, struct process *to, struct list *reap)
{
	struct signal_info info = { .signo = child->pdeathsig };

	child->parent = to;
	WRITE_ONCE(child->ppid, to->pid);
	list_add_tail(&to->children, &child->sibling);
	if (child->pdeathsig && !child->zombie)
		(void)signal_send_process(child, &info);
	if (!child->zombie)
		return;
	if (process_autoreap(to)) {
		process_unlink(child);
		list_add_tail(reap, &child->all_link);
	} else {
		process_notify_parent(child,
		    child->exit_status & 0x7f ? CHILD_KILLED : CHILD_EXITED,
		    child->exit_status);
	}
}

static void
children_give_away(struct process *p, struct list *reap)
{
	struct process *to = adopter(p), *c, *tmp;

	list_for_each_safe(c, tmp, &p->children, sibling) {
		list_del(&c->sibling);
		orphan(c, to, reap);
	}
}

/* Become a zombie, or vanish when nobody will wait. */
static void
process_bury(struct process *p)
{
	struct list reap = LIST_INIT(reap);
	struct process *c, *tmp;
	int code = p->exit_status & 0x7f ? CHILD_KILLED : CHILD_EXITED;

	spin_lock(&proctree_lock);
	children_give_away(p, &reap);
	p->zombie = true;
	p->stop_report = 0;
	p->cont_report = false;
	process_notify_parent(p, code, p->exit_status);
	if (process_autoreap(p->parent)) {
		process_unlink(p);
		list_add_tail(&reap, &p->all_link);
	}
	current->process = NULL;
	spin_unlock(&proctree_lock);
	list_for_each_safe(c, tmp, &reap, all_link) {
		list_del(&c->all_link);
		process_free(c);
	}
}

void
process_unlink(struct process *p)
{
	spin_assert_held(&proctree_lock);
	list_del_init(&p->sibling);
	list_del_init(&p->all_link);
	id_free(p->pid);
}

void
task_exit(int code)
{
	struct task *t = current;
	struct process *p = t->process;

	t->exit_code = code;
	t->flags |= TASK_F_EXITING;
	__atomic_thread_fence(__ATOMIC_SEQ_CST); /* see futex_pi_exit */
	user_memory_exit(t);
	t->aspace = NULL;
	aspace_switch(NULL);
	if (task_unlink(p, t)) {
		if (p == init_process)
			panic("init ended, wait status %#x", p->exit_status);
		resources_release(p);
		process_bury(p);
	}
	t->process = NULL;
	task_put(t); /* the process's reference; the scheduler has its own */
	sched_exit();
}

void
process_exit(int status)
{
	struct process *p = current->process;

	spin_lock(&p->sig->lock);
	signal_kill_all(p, status);
	spin_unlock(&p->sig->lock);
	task_exit((status >> 8) & 0xff);
}
