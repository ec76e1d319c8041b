/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/thread.c - further threads of a process, and what every user task has
 * besides what the scheduler gives it.
 */
#include "base/err.h"
#include "base/str.h"
#include "mm/copyio.h"
#include "mm/kmem.h"
#include "proc/id.h"
#include "proc/proc_priv.h"
#include "proc/signal_state.h"
#include "sched/sched.h"

int
task_user_init(struct task *t, const struct task *from)
{
	arch_task_user_init(t);
	if (!from)
		fpu_init_state(t->arch.fpu);
	return task_signals_init(t, from);
}

void
task_user_undo(struct task *t)
{
	kfree(t->signals);
	t->signals = NULL;
	t->process = NULL;
	t->aspace = NULL;
}

/* A thread begins with its maker's floating-point state: rounding mode and
 * exception masks are inherited. */
static void
fpu_inherit(struct task *t)
{
	fpu_save_current();
	memcpy(t->arch.fpu, current->arch.fpu, fpu_size());
}

static struct task *
thread_prepare(const struct thread_start *start, int *err)
{
	struct task *self = current;
	struct task *t =
	    task_alloc(self->name, sched_place(&self->allowed), err);

	if (!t)
		return NULL;
	t->process = self->process;
	t->aspace = self->aspace;
	t->allowed = self->allowed;
	t->nice = self->nice;
	t->policy = self->policy;
	t->rt_priority = self->rt_priority;
	*err = task_user_init(t, self);
	if (*err) {
		task_user_undo(t);
		task_put(t);
		return NULL;
	}
	fpu_inherit(t);
	arch_bases_get(&t->arch.fs_base, &t->arch.gs_base);
	if (start->set_tls)
		t->arch.fs_base = start->tls;
	*task_frame(t) = *start->frame;
	task_frame(t)->nr = TRAPFRAME_TRAP;
	t->clear_tid = start->clear_tid;
	arch_task_setup(t, NULL, NULL);
	if (self->work & WORK_TRACE)
		task_work_set(t, WORK_TRACE);
	return t;
}

/* Give it an id and link it, unless the process is ending. */
static int
thread_link(struct process *p, struct task *t)
{
	int err = ERR(EAGAIN);

	spin_lock(&proctree_lock);
	if (process_may_add_task(p))
		err = id_alloc(&t->tid);
	if (!err) {
		spin_lock(&p->sig->lock);
		if (p->exiting || p->sig->stop_signal) {
			id_free(t->tid);
			err = ERR(ERESTART_NOINTR);
		} else {
			id_set_task(t->tid, t);
			process_add_task(p, t);
		}
		spin_unlock(&p->sig->lock);
	}
	spin_unlock(&proctree_lock);
	return err;
}

static void
tid_store(vaddr_t word, int tid)
{
	/* An address that can't be written is the caller's loss, as in Linux:
	 * the thread exists. */
	if (word && copyout_obj(word, &tid))
		return;
}

int
thread_create(const struct thread_start *start, int *tid)
{
	int err;
	struct task *t = thread_prepare(start, &err);

	if (!t)
		return err == -ENOMEM ? ERR(EAGAIN) : err;
	err = thread_link(current->process, t);
	if (err) {
		task_user_undo(t);
		task_put(t);
		return err;
	}
	*tid = t->tid;
	tid_store(start->parent_tid, t->tid);
	tid_store(start->child_tid, t->tid);
	task_start(t);
	return 0;
}
