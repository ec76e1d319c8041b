/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/signal_wait.c - masks, and taking signals without a handler.
 */
#include "base/err.h"
#include "core/time.h"
#include "proc/signal.h"
#include "proc/signal_state.h"
#include "sched/sched.h"

bool
signal_pending(void)
{
	return READ_ONCE(current->work) & (WORK_SIGNAL | WORK_STOP);
}

/* Another thread may have to take what this one has just blocked. */
static void
hand_over(struct process *p, uint64_t newly_blocked)
{
	uint64_t set = p->sig->shared.pending & newly_blocked;
	struct task *t;

	if (!set)
		return;
	list_for_each(t, &p->threads, thread_link) {
		if (t == current || !(set & ~t->signals->blocked))
			continue;
		task_work_set(t, WORK_SIGNAL);
		task_kick(t);
		set &= t->signals->blocked;
		if (!set)
			return;
	}
}

static void
blocked_set_locked(struct process *p, uint64_t mask)
{
	struct task_signals *ts = current->signals;
	uint64_t old = ts->blocked;

	ts->blocked = mask & ~SIGNAL_UNBLOCKABLE;
	hand_over(p, ts->blocked & ~old);
	signal_recalc(current);
}

void
signal_set_blocked(uint64_t mask)
{
	struct process *p = current->process;

	spin_lock(&p->sig->lock);
	blocked_set_locked(p, mask);
	spin_unlock(&p->sig->lock);
}

int
signal_mask_begin(uint64_t newmask)
{
	struct process *p = current->process;
	struct task_signals *ts = current->signals;

	spin_lock(&p->sig->lock);
	ts->saved_mask = ts->blocked;
	ts->restore_mask = true;
	blocked_set_locked(p, newmask);
	spin_unlock(&p->sig->lock);
	return 0;
}

void
signal_mask_end(void)
{
	struct process *p = current->process;
	struct task_signals *ts = current->signals;

	spin_lock(&p->sig->lock);
	signal_recalc(current);
	if (!signal_pending()) {
		ts->restore_mask = false;
		blocked_set_locked(p, ts->saved_mask);
	}
	spin_unlock(&p->sig->lock);
}

int
signal_dequeue(uint64_t set, struct signal_info *out)
{
	struct process *p = current->process;
	int signo;

	spin_lock(&p->sig->lock);
	signo = signal_take(current, set & ~SIGNAL_UNBLOCKABLE, out);
	signal_recalc(current);
	spin_unlock(&p->sig->lock);
	return signo;
}

struct waitq *
signal_waitq(void)
{
	return &current->process->sig->arrivals;
}

uint64_t
signal_pending_set(uint64_t set)
{
	struct process *p = current->process;
	uint64_t pending;

	spin_lock(&p->sig->lock);
	pending =
	    (current->signals->own.pending | p->sig->shared.pending) & set;
	spin_unlock(&p->sig->lock);
	return pending;
}

static void
waiting_set(struct process *p, uint64_t set)
{
	spin_lock(&p->sig->lock);
	current->signals->waiting = set;
	spin_unlock(&p->sig->lock);
}

int
signal_wait(uint64_t set, uint64_t deadline, struct signal_info *out)
{
	struct process *p = current->process;
	int signo, err = 0;

	set &= ~SIGNAL_UNBLOCKABLE;
	signo = signal_dequeue(set, out);
	if (signo || deadline == 0)
		return signo ? signo : ERR(EAGAIN);
	waiting_set(p, set);
	for (;;) {
		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		signo = signal_dequeue(set, out);
		if (signo || err) {
			task_sleep_cancel();
			break;
		}
		err = task_sleep(deadline);
	}
	waiting_set(p, 0);
	if (signo)
		return signo;
	return err == -ETIMEDOUT ? ERR(EAGAIN) : err;
}

long
signal_suspend(uint64_t mask)
{
	(void)signal_mask_begin(mask);
	while (!signal_pending()) {
		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		if (task_sleep(TIME_NEVER) == -EINTR)
			break;
	}
	return -ERESTART_NOHAND;
}

bool
process_autoreap(const struct process *parent)
{
	const struct signal_action *a = &parent->sig->actions[SIGNO_CHLD - 1];

	return a->handler == SIGNAL_IGNORE || (a->flags & SIGACT_NOCLDWAIT);
}

void
process_notify_parent(struct process *p, int code, int status)
{
	struct process *parent = p->parent;
	struct signal_info info = {
		.signo = SIGNO_CHLD, .code = code, .pid = p->pid, .uid = p->uid
	};
	const struct signal_action *a;

	spin_assert_held(&proctree_lock);
	if (!parent)
		return;
	a = &parent->sig->actions[SIGNO_CHLD - 1];
	if (code == CHILD_EXITED)
		info.status = (status >> 8) & 0xff;
	else if (code == CHILD_KILLED)
		info.status = status & 0x7f;
	else
		info.status = status;
	info.utime = process_cpu_ns_locked(p);
	if (code < CHILD_STOPPED || !(a->flags & SIGACT_NOCLDSTOP))
		(void)signal_send_process(parent, &info);
	(void)waitq_wake_all(&parent->child_wait);
}
