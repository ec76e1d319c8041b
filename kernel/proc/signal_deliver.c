/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/signal_deliver.c - on the way back to user level: end, stop, or run a
 * handler; and what becomes of the interrupted system call.
 *
 * Idea: each call takes at most one signal with a handler; trap_return_work
 * calls again while WORK_SIGNAL is set, so several handlers nest. The system
 * call's result is looked at once: after that the frame is marked as a trap's.
 *
 * Job control: the thread that takes a stop signal sets sig->stop_signal; each
 * thread that sees it sleeps; the last one tells the parent.
 */
#include "base/err.h"
#include "core/panic.h"
#include "core/time.h"
#include "proc/proc_priv.h"
#include "proc/signal.h"
#include "proc/signal_state.h"
#include "sched/sched.h"

static const struct signal_abi *abi;

void
signal_set_abi(const struct signal_abi *a)
{
	abi = a;
}

struct restart *
signal_restart(void)
{
	return &current->signals->restart;
}

/* Run the call again: the instruction is 2 bytes long (SYSCALL). */
static void
call_again(struct trapframe *tf, uint64_t nr)
{
	tf->rax = nr;
	tf->rip -= 2;
}

/* The interrupted call when a handler with these flags is about to run. */
static void
call_with_handler(struct trapframe *tf, uint64_t flags)
{
	if (!trapframe_is_syscall(tf))
		return;
	switch ((long)tf->rax) {
	case -ERESTART:
		if (flags & SIGACT_RESTART)
			call_again(tf, tf->nr);
		else
			tf->rax = (uint64_t)-EINTR;
		break;
	case -ERESTART_NOINTR:
		call_again(tf, tf->nr);
		break;
	case -ERESTART_NOHAND:
	case -ERESTART_BLOCK:
		tf->rax = (uint64_t)-EINTR;
		break;
	default:
		break;
	}
	tf->nr |= TRAPFRAME_TRAP;
}

/* The same when none will run. */
static void
call_without_handler(struct trapframe *tf)
{
	if (!trapframe_is_syscall(tf))
		return;
	switch ((long)tf->rax) {
	case -ERESTART:
	case -ERESTART_NOINTR:
	case -ERESTART_NOHAND:
		call_again(tf, tf->nr);
		break;
	case -ERESTART_BLOCK:
		call_again(tf, abi->restart_nr);
		break;
	default:
		break;
	}
	tf->nr |= TRAPFRAME_TRAP;
}

/* Tell the parent. sig->lock held, given back for a while: it comes after
 * proctree_lock. */
static void
report(struct process *p, int code, int signo)
{
	spin_unlock(&p->sig->lock);
	spin_lock(&proctree_lock);
	p->stop_report = code == CHILD_STOPPED ? signo : 0;
	p->cont_report = code == CHILD_CONTINUED;
	process_notify_parent(p, code, signo);
	spin_unlock(&proctree_lock);
	spin_lock(&p->sig->lock);
}

/* Sleep while the process is stopped. sig->lock held, and again on return. */
static void
stop_here(struct process *p)
{
	struct task_signals *ts = current->signals;
	int signo = p->sig->stop_signal;

	ts->stopped = true;
	if (++p->sig->nstopped == p->nthreads)
		report(p, CHILD_STOPPED, signo);
	while (p->sig->stop_signal && !p->exiting) {
		task_sleep_prepare(WAIT_UNINTERRUPTIBLE);
		spin_unlock(&p->sig->lock);
		(void)!task_sleep(TIME_NEVER);
		spin_lock(&p->sig->lock);
	}
	ts->stopped = false;
	if (p->sig->continued) {
		p->sig->continued = false;
		report(p, CHILD_CONTINUED, SIGNO_CONT);
	}
}

/* What the leaving thread was told to take, others may have to. */
static void
retell(struct process *p)
{
	uint64_t pending = p->sig->shared.pending;
	struct task *t;

	if (!pending)
		return;
	list_for_each(t, &p->threads, thread_link) {
		if (!(pending & ~t->signals->blocked))
			continue;
		task_work_set(t, WORK_SIGNAL);
		task_kick(t);
	}
}

int
signal_thread_left(struct process *p)
{
	retell(p);
	if (!p->sig->stop_signal || p->sig->nstopped != p->nthreads)
		return 0;
	p->stop_report = p->sig->stop_signal;
	return p->sig->stop_signal;
}

static void
stop_begin(struct process *p, int signo)
{
	struct task *t;

	if (p->sig->stop_signal)
		return;
	p->sig->stop_signal = signo;
	p->sig->nstopped = 0;
	list_for_each(t, &p->threads, thread_link) {
		/* one that was continued, but has not run yet, stays */
		if (t->signals->stopped)
			p->sig->nstopped++;
		task_work_set(t, WORK_SIGNAL | WORK_STOP);
		if (t != current)
			task_kick(t);
	}
}

/* Has the process group nobody outside it, in its session, to continue it? */
static bool
group_is_orphaned(const struct process *p)
{
	const struct process *q;
	bool orphaned = true;

	spin_lock(&proctree_lock);
	list_for_each(q, &process_list, all_link) {
		if (q->pgid == p->pgid && !q->zombie && q->parent &&
		    q->parent->pgid != q->pgid && q->parent->sid == q->sid)
			orphaned = false;
	}
	spin_unlock(&proctree_lock);
	return orphaned;
}

enum default_action { DO_IGNORE, DO_STOP, DO_END };

static enum default_action
default_action(int signo)
{
	switch (signo) {
	case SIGNO_CHLD:
	case SIGNO_CONT:
	case SIGNO_URG:
	case SIGNO_WINCH:
		return DO_IGNORE;
	case SIGNO_STOP:
	case SIGNO_TSTP:
	case SIGNO_TTIN:
	case SIGNO_TTOU:
		return DO_STOP;
	default:
		return DO_END;
	}
}

/* sig->lock held; given back and taken again, or never returns. */
static void
act_by_default(struct process *p, int signo)
{
	bool stop = true;

	switch (default_action(signo)) {
	case DO_IGNORE:
		return;
	case DO_STOP:
		if (signo != SIGNO_STOP) {
			spin_unlock(&p->sig->lock);
			stop = !group_is_orphaned(p);
			spin_lock(&p->sig->lock);
		}
		/* A SIGCONT in between has dropped pending stops, this one
		 * was no longer pending: as if it had come first. */
		if (stop && p != init_process)
			stop_begin(p, signo);
		return;
	case DO_END:
		signal_kill_all(p, signo);
		return;
	}
}

/* The next signal with a handler: its number, or 0. sig->lock held. */
static int
next_handled(
    struct process *p, struct signal_info *info, struct signal_action *act)
{
	struct task_signals *ts = current->signals;

	for (;;) {
		struct signal_action *a;
		int signo;

		if (p->exiting) {
			spin_unlock(&p->sig->lock);
			task_exit(0);
		}
		if (p->sig->stop_signal) {
			stop_here(p);
			continue;
		}
		signo = signal_take(current, ~ts->blocked, info);
		if (!signo)
			return 0;
		a = &p->sig->actions[signo - 1];
		if (a->handler == SIGNAL_IGNORE)
			continue;
		if (a->handler == SIGNAL_DEFAULT) {
			act_by_default(p, signo);
			continue;
		}
		*act = *a;
		if (a->flags & SIGACT_RESETHAND)
			a->handler = SIGNAL_DEFAULT;
		return signo;
	}
}

/* Build the frame and block what the handler wants blocked. */
static void
run_handler(struct trapframe *tf, struct process *p, int signo,
    const struct signal_info *info, const struct signal_action *act)
{
	struct task_signals *ts = current->signals;
	uint64_t saved = ts->restore_mask ? ts->saved_mask : ts->blocked;
	uint64_t add = act->mask;

	ts->restore_mask = false;
	call_with_handler(tf, act->flags);
	if (abi->frame_build(tf, info, act, saved)) {
		/* A SIGSEGV whose own frame does not fit ends the process. */
		if (signo == SIGNO_SEGV) {
			spin_lock(&p->sig->lock);
			p->sig->actions[signo - 1].handler = SIGNAL_DEFAULT;
			spin_unlock(&p->sig->lock);
		}
		signal_force(SIGNO_SEGV);
		return;
	}
	if (!(act->flags & SIGACT_NODEFER))
		add |= SIGNAL_BIT(signo);
	signal_set_blocked(ts->blocked | add);
}

void
signal_deliver(struct trapframe *tf)
{
	struct process *p = current->process;
	struct task_signals *ts = current->signals;
	struct signal_info info;
	struct signal_action act;
	int signo;

	spin_lock(&p->sig->lock);
	signo = next_handled(p, &info, &act);
	if (!signo && ts->restore_mask) {
		ts->restore_mask = false;
		ts->blocked = ts->saved_mask;
	}
	signal_recalc(current);
	spin_unlock(&p->sig->lock);
	if (signo)
		run_handler(tf, p, signo, &info, &act);
	else
		call_without_handler(tf);
}
