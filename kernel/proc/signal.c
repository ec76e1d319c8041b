/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/signal.c - queueing signals and choosing who takes them.
 *
 * Idea: a signal goes to a queue, the process's or one thread's: a bit, and an
 * entry with what it carries. Then one thread that does not block it is told
 * (WORK_SIGNAL) and takes it on its way to user level (signal_deliver.c).
 * SIGKILL is not queued: it marks the process as ending at once.
 *
 * Invariants: WORK_SIGNAL is set by anybody but cleared only by the task
 * itself under sig->lock (signal_recalc). Entries of one number are in order of
 * arrival; ordinary signals (below SIGNO_RTMIN) have one entry at most per
 * queue.
 *
 * Locking: process_signals.lock. Senders hold proctree_lock or are the process
 * itself, so the process can't go away.
 */
#include "proc/signal.h"
#include "base/err.h"
#include "base/str.h"
#include "mm/kmem.h"
#include "proc/signal_state.h"
#include "proc/timers.h"
#include "sched/sched.h"

#define LIMIT_SIGPENDING 11

struct signal_entry {
	struct list link;
	struct signal_info info;
};

#define STOP_SIGNALS                                       \
	(SIGNAL_BIT(SIGNO_STOP) | SIGNAL_BIT(SIGNO_TSTP) | \
	    SIGNAL_BIT(SIGNO_TTIN) | SIGNAL_BIT(SIGNO_TTOU))
#define DEFAULT_IGNORED                                    \
	(SIGNAL_BIT(SIGNO_CHLD) | SIGNAL_BIT(SIGNO_CONT) | \
	    SIGNAL_BIT(SIGNO_URG) | SIGNAL_BIT(SIGNO_WINCH))
/* Faults go before all others. */
#define FAULT_SIGNALS                                        \
	(SIGNAL_BIT(SIGNO_SEGV) | SIGNAL_BIT(SIGNO_BUS) |    \
	    SIGNAL_BIT(SIGNO_ILL) | SIGNAL_BIT(SIGNO_TRAP) | \
	    SIGNAL_BIT(SIGNO_FPE) | SIGNAL_BIT(SIGNO_SYS))

static void
queue_init(struct signal_queue *q)
{
	q->pending = 0;
	list_init(&q->entries);
}

int
process_signals_init(struct process *p, struct process *parent)
{
	struct process_signals *s = kzalloc(sizeof(*s));

	if (!s)
		return ERR(ENOMEM);
	spin_init(&s->lock, RANK_SIGNAL);
	queue_init(&s->shared);
	waitq_init(&s->arrivals);
	p->sig = s;
	(void)parent; /* a new program begins with default actions */
	return 0;
}

/* Drop entries whose numbers are in set. */
static void
queue_drop(struct process_signals *s, struct signal_queue *q, uint64_t set)
{
	struct signal_entry *e, *tmp;

	if (!(q->pending & set))
		return;
	q->pending &= ~set;
	list_for_each_safe(e, tmp, &q->entries, link) {
		if (!(SIGNAL_BIT(e->info.signo) & set))
			continue;
		list_del(&e->link);
		s->queued--;
		kfree(e);
	}
}

static void
drop_everywhere(struct process *p, uint64_t set)
{
	struct task *t;

	queue_drop(p->sig, &p->sig->shared, set);
	list_for_each(t, &p->threads, thread_link)
		queue_drop(p->sig, &t->signals->own, set);
}

void
process_signals_free(struct process *p)
{
	if (!p->sig)
		return;
	queue_drop(p->sig, &p->sig->shared, ~0ull);
	kfree(p->sig);
}

int
task_signals_init(struct task *t, const struct task *from)
{
	struct task_signals *ts = kzalloc(sizeof(*ts));

	if (!ts)
		return ERR(ENOMEM);
	queue_init(&ts->own);
	ts->alt_flags = ALT_DISABLE;
	if (from)
		ts->blocked = from->signals->blocked;
	t->signals = ts;
	return 0;
}

void
task_signals_free(struct task *t)
{
	struct task_signals *ts = t->signals;

	spin_assert_held(&t->process->sig->lock);
	queue_drop(t->process->sig, &ts->own, ~0ull);
	t->signals = NULL;
	kfree(ts);
}

static bool
is_ignored(const struct process *p, int signo)
{
	const struct signal_action *a = &p->sig->actions[signo - 1];

	if (a->handler == SIGNAL_IGNORE)
		return true;
	if (a->handler != SIGNAL_DEFAULT)
		return false;
	/* the first task is not ended by what it does not handle */
	return (SIGNAL_BIT(signo) & DEFAULT_IGNORED) || p == init_process;
}

static bool
wants(const struct task *t, int signo)
{
	const struct task_signals *ts = t->signals;

	return (~ts->blocked | ts->waiting) & SIGNAL_BIT(signo);
}

static void
tell(struct task *t, int signo)
{
	if (t->signals->waiting & SIGNAL_BIT(signo))
		(void)task_wake(t);
	if (t->signals->blocked & SIGNAL_BIT(signo))
		return;
	task_work_set(t, WORK_SIGNAL);
	if (t != current)
		task_kick(t);
}

/* Somebody must take a signal of the shared queue: the sender if it can, else
 * the first thread that does not block it. */
static void
tell_somebody(struct process *p, int signo)
{
	struct task *t;

	if (current->process == p && !(current->flags & TASK_F_EXITING) &&
	    current->signals && wants(current, signo)) {
		tell(current, signo);
		return;
	}
	list_for_each(t, &p->threads, thread_link) {
		if (!(t->flags & TASK_F_EXITING) && wants(t, signo)) {
			tell(t, signo);
			return;
		}
	}
}

void
signal_kill_all(struct process *p, int status)
{
	struct task *t;

	spin_assert_held(&p->sig->lock);
	if (p->exiting)
		return;
	p->exiting = true;
	p->exit_status = status;
	p->sig->stop_signal = 0;
	list_for_each(t, &p->threads, thread_link) {
		task_work_set(t, WORK_SIGNAL);
		if (t == current)
			continue;
		if (t->signals->stopped)
			(void)task_wake(t);
		else
			task_kick(t);
	}
}

/* SIGCONT undoes a stop even when it is blocked or ignored. */
static void
continue_all(struct process *p)
{
	struct task *t;
	bool was_stopped = p->sig->stop_signal != 0;

	p->sig->stop_signal = 0;
	p->sig->nstopped = 0;
	if (!was_stopped)
		return;
	list_for_each(t, &p->threads, thread_link) {
		if (t->signals->stopped)
			(void)task_wake(t);
	}
	p->sig->continued = true;
}

static int
enqueue(
    struct process *p, struct signal_queue *q, const struct signal_info *info)
{
	uint64_t bit = SIGNAL_BIT(info->signo);
	struct signal_entry *e = NULL;
	bool timer = info->code == SIGCODE_TIMER; /* each has its own entry */

	if (info->signo < SIGNO_RTMIN && (q->pending & bit) && !timer)
		return 0;
	if (p->sig->queued < p->limits[LIMIT_SIGPENDING].cur ||
	    (info->signo < SIGNO_RTMIN && !timer))
		e = kmalloc(sizeof(*e));
	if (e) {
		e->info = *info;
		list_add_tail(&q->entries, &e->link);
		p->sig->queued++;
	} else if (timer ||
		   (info->signo >= SIGNO_RTMIN && info->code != SIGCODE_USER)) {
		return ERR(EAGAIN);
	}
	q->pending |= bit;
	return 0;
}

/* What must happen before the question whether it is ignored. True: the
 * signal is done with. */
static bool
send_prepare(struct process *p, int signo)
{
	if (p->exiting || list_empty(&p->threads))
		return true;
	if (signo == SIGNO_KILL) {
		if (p != init_process)
			signal_kill_all(p, SIGNO_KILL);
		return true;
	}
	if (signo == SIGNO_CONT) {
		drop_everywhere(p, STOP_SIGNALS);
		continue_all(p);
	} else if (SIGNAL_BIT(signo) & STOP_SIGNALS) {
		drop_everywhere(p, SIGNAL_BIT(SIGNO_CONT));
	}
	return false;
}

/* t: NULL for the process. Returns 0, 1 (ignored), -EAGAIN. */
static int
send_locked(struct process *p, struct task *t, const struct signal_info *info)
{
	const struct task *look =
	    t ? t : list_first(&p->threads, struct task, thread_link);
	int err;

	if (send_prepare(p, info->signo))
		return 0;
	if (is_ignored(p, info->signo) &&
	    !(look->signals->blocked & SIGNAL_BIT(info->signo)))
		return 1;
	err = enqueue(p, t ? &t->signals->own : &p->sig->shared, info);
	if (err)
		return err;
	if (t)
		tell(t, info->signo);
	else
		tell_somebody(p, info->signo);
	if (!list_empty(&p->sig->arrivals.waiters))
		(void)waitq_wake_all(&p->sig->arrivals);
	return 0;
}

int
signal_send(struct process *p, struct task *t, const struct signal_info *info)
{
	int err;

	if (info->signo <= 0)
		return 0;
	spin_lock(&p->sig->lock);
	err = t && (!t->signals || t->flags & TASK_F_EXITING)
		  ? 0
		  : send_locked(p, t, info);
	spin_unlock(&p->sig->lock);
	return err;
}

int
signal_send_process(struct process *p, const struct signal_info *info)
{
	int err = signal_send(p, NULL, info);

	return err < 0 ? err : 0;
}

int
signal_send_task(struct task *t, const struct signal_info *info)
{
	int err = signal_send(t->process, t, info);

	return err < 0 ? err : 0;
}

void
signal_sigpipe(void)
{
	struct signal_info info = { .signo = SIGNO_PIPE,
		.code = SIGCODE_USER,
		.pid = current->process->pid,
		.uid = current->process->uid };

	(void)signal_send_task(current, &info);
}

/* A signal that must not be lost: neither blocked nor ignored. */
static void
force_locked(struct process *p, const struct signal_info *info)
{
	struct task_signals *ts = current->signals;
	struct signal_action *a = &p->sig->actions[info->signo - 1];
	uint64_t bit = SIGNAL_BIT(info->signo);

	if ((ts->blocked & bit) || a->handler == SIGNAL_IGNORE) {
		a->handler = SIGNAL_DEFAULT;
		ts->blocked &= ~bit;
	}
	queue_drop(p->sig, &ts->own, bit);
	(void)enqueue(p, &ts->own, info);
	task_work_set(current, WORK_SIGNAL);
}

void
signal_fault(int signo, int code, uint64_t addr, int trapno)
{
	struct process *p = current->process;
	struct task_signals *ts = current->signals;
	struct signal_info info = {
		.signo = signo, .code = code, .addr = addr, .trapno = trapno
	};

	ts->fault_trapno = (uint64_t)trapno;
	ts->fault_error = task_frame(current)->error;
	ts->fault_addr = addr;
	spin_lock(&p->sig->lock);
	force_locked(p, &info);
	spin_unlock(&p->sig->lock);
}

void
signal_force(int signo)
{
	struct process *p = current->process;
	struct signal_info info = { .signo = signo, .code = SIGCODE_KERNEL };

	spin_lock(&p->sig->lock);
	force_locked(p, &info);
	spin_unlock(&p->sig->lock);
}

/* Which of the pending ones is next: faults, then the lowest number. */
static int
next_signal(uint64_t set)
{
	if (set & FAULT_SIGNALS)
		set &= FAULT_SIGNALS;
	return __builtin_ctzll(set) + 1;
}

/* Take the first entry of signo off q. */
static void
queue_take(struct process_signals *s, struct signal_queue *q, int signo,
    struct signal_info *out)
{
	struct signal_entry *e, *found = NULL;
	bool more = false;

	list_for_each(e, &q->entries, link) {
		if (e->info.signo != signo)
			continue;
		if (found) {
			more = true;
			break;
		}
		found = e;
	}
	*out = (struct signal_info){ .signo = signo };
	if (found) {
		*out = found->info;
		list_del(&found->link);
		s->queued--;
		kfree(found);
	}
	if (!more)
		q->pending &= ~SIGNAL_BIT(signo);
}

int
signal_take(struct task *t, uint64_t set, struct signal_info *out)
{
	struct process *p = t->process;
	struct signal_queue *own = &t->signals->own, *shared = &p->sig->shared;
	int signo;

	spin_assert_held(&p->sig->lock);
	if (own->pending & set) {
		signo = next_signal(own->pending & set);
		queue_take(p->sig, own, signo, out);
	} else if (shared->pending & set) {
		signo = next_signal(shared->pending & set);
		queue_take(p->sig, shared, signo, out);
	} else {
		return 0;
	}
	if (p->ntimers || p->itimers)
		timers_signal_taken(p, out);
	return signo;
}

void
signal_recalc(struct task *t)
{
	struct process *p = t->process;
	uint64_t pending = t->signals->own.pending | p->sig->shared.pending;

	spin_assert_held(&p->sig->lock);
	if ((pending & ~t->signals->blocked) || p->exiting ||
	    p->sig->stop_signal)
		task_work_set(t, WORK_SIGNAL);
	else if (READ_ONCE(t->work) & (WORK_SIGNAL | WORK_STOP))
		task_work_clear(t, WORK_SIGNAL | WORK_STOP);
}

void
signal_set_action(
    int signo, const struct signal_action *act, struct signal_action *old)
{
	struct process *p = current->process;
	struct signal_action *a = &p->sig->actions[signo - 1];

	spin_lock(&p->sig->lock);
	if (old)
		*old = *a;
	if (act) {
		*a = *act;
		a->mask &= ~SIGNAL_UNBLOCKABLE;
		if (is_ignored(p, signo) && p != init_process)
			drop_everywhere(p, SIGNAL_BIT(signo));
	}
	spin_unlock(&p->sig->lock);
}

void
signal_masks(struct task *t, struct signal_masks *out)
{
	struct process *p = t->process;

	spin_lock(&p->sig->lock);
	*out = (struct signal_masks){ .shared = p->sig->shared.pending,
		.queued = p->sig->queued };
	if (t->signals) {
		out->pending = t->signals->own.pending;
		out->blocked = t->signals->blocked;
	}
	for (int i = 0; i < SIGNO_MAX; i++) {
		uint64_t h = p->sig->actions[i].handler;

		if (h == SIGNAL_IGNORE)
			out->ignored |= 1ull << i;
		else if (h != SIGNAL_DEFAULT)
			out->caught |= 1ull << i;
	}
	spin_unlock(&p->sig->lock);
}
