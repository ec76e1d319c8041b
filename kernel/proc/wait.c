/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/wait.c - a process waits for its children. */
#include "base/err.h"
#include "core/time.h"
#include "proc/proc_priv.h"
#include "proc/signal_state.h"
#include "sched/sched.h"

struct wait_query {
	enum wait_which which;
	int id;
	unsigned int flags;
};

static bool
child_matches(const struct process *c, const struct wait_query *q)
{
	switch (q->which) {
	case WAIT_PID:
		return c->pid == q->id;
	case WAIT_PGID:
		return c->pgid == q->id;
	default:
		return true;
	}
}

static void
result_zombie(const struct process *c, struct wait_result *out)
{
	int sig = c->exit_status & 0x7f;

	out->word = c->exit_status;
	out->code = sig ? CHILD_KILLED : CHILD_EXITED;
	out->status = sig ? sig : (c->exit_status >> 8) & 0xff;
}

/* Does c have something to report? Fills out. */
static bool
child_report(struct process *c, unsigned int flags, struct wait_result *out)
{
	bool keep = flags & WAIT_KEEP;

	if (c->zombie) {
		if (!(flags & WAIT_EXITED))
			return false;
		result_zombie(c, out);
	} else if (c->stop_report && (flags & WAIT_STOPPED)) {
		out->code = CHILD_STOPPED;
		out->status = c->stop_report;
		out->word = c->stop_report << 8 | 0x7f;
		if (!keep)
			c->stop_report = 0;
	} else if (c->cont_report && (flags & WAIT_CONTINUED)) {
		out->code = CHILD_CONTINUED;
		out->status = SIGNO_CONT;
		out->word = 0xffff;
		if (!keep)
			c->cont_report = false;
	} else {
		return false;
	}
	out->pid = c->pid;
	out->uid = c->uid;
	out->cpu_ns = process_cpu_ns_locked(c) + c->child_run_ns;
	out->peak_bound = MAX(c->peak_bound, c->child_peak_bound);
	out->sw_vol = c->dead_sw_vol + c->child_sw_vol;
	out->sw_invol = c->dead_sw_invol + c->child_sw_invol;
	return true;
}

static void
child_account(struct process *p, const struct wait_result *r)
{
	p->child_run_ns += r->cpu_ns;
	p->child_sw_vol += r->sw_vol;
	p->child_sw_invol += r->sw_invol;
	p->child_peak_bound = MAX(p->child_peak_bound, r->peak_bound);
}

/* One look: 1 found, 0 nothing yet, -ECHILD. *dead: a process to free. */
static int
wait_look(struct process *p, const struct wait_query *q,
    struct wait_result *out, struct process **dead)
{
	struct process *c;
	int found = ERR(ECHILD);

	spin_lock(&proctree_lock);
	list_for_each(c, &p->children, sibling) {
		if (!child_matches(c, q))
			continue;
		found = 0;
		if (child_report(c, q->flags, out)) {
			found = 1;
			break;
		}
	}
	if (found == 1 && c->zombie && !(q->flags & WAIT_KEEP)) {
		child_account(p, out);
		process_unlink(c);
		*dead = c;
	}
	spin_unlock(&proctree_lock);
	return found;
}

static int
wait_loop(struct process *p, const struct wait_query *q,
    struct wait_result *out, struct process **dead)
{
	for (;;) {
		int n, err;

		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		n = wait_look(p, q, out, dead);
		if (n != 0 || (q->flags & WAIT_NOHANG)) {
			task_sleep_cancel();
			return n < 0 ? n : 0;
		}
		err = task_sleep(TIME_NEVER);
		if (err)
			return err;
	}
}

int
process_wait(
    enum wait_which which, int id, unsigned int flags, struct wait_result *out)
{
	struct process *p = current->process, *dead = NULL;
	struct wait_query q = { which, id, flags };
	struct waiter w;
	int err;

	*out = (struct wait_result){ 0 };
	waiter_init(&w);
	waitq_add(&p->child_wait, &w);
	err = wait_loop(p, &q, out, &dead);
	waitq_remove(&p->child_wait, &w);
	if (dead)
		process_free(dead);
	return err;
}
