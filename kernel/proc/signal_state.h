/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/signal_state.h - the state of signals; for proc/ and the ABI's signal
 * calls only.
 */
#ifndef PROC_SIGNAL_STATE_H
#define PROC_SIGNAL_STATE_H

#include "base/list.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "sync/waitq.h"

struct signal_queue {
	uint64_t pending;    /* bit per signal */
	struct list entries; /* struct signal_entry, in order of arrival */
};

/* Per process. Everything is guarded by lock unless said. */
struct process_signals {
	struct spinlock lock;
	struct signal_queue shared;
	unsigned int queued;   /* entries of the process and its threads */
	int stop_signal;       /* group stop in effect, or 0 */
	unsigned int nstopped; /* threads that have stopped */
	bool continued;	       /* the parent is to be told */
	struct waitq arrivals; /* signalfd */
	struct signal_action actions[SIGNO_MAX];
};

/* Per task. */
struct task_signals {
	uint64_t blocked;
	uint64_t saved_mask; /* given back when restore_mask */
	bool restore_mask;
	bool stopped;	  /* sleeping in a group stop */
	uint64_t waiting; /* set of a sigtimedwait under way */
	struct signal_queue own;
	/* alternate stack [p] */
	vaddr_t alt_sp;
	uint64_t alt_size;
	uint32_t alt_flags;
	/* the last fault, for the signal frame [p] */
	uint64_t fault_trapno, fault_error, fault_addr;
	struct restart restart; /* [p] */
};

#define ALT_DISABLE 2u /* alt_flags: no alternate stack */

int process_signals_init(struct process *p, struct process *parent);
void process_signals_free(struct process *p);
/* State of a new thread: mask from `from` (NULL: empty). -ENOMEM. */
int task_signals_init(struct task *t, const struct task *from);
/* Drop it. Context: sig->lock of its process held. */
void task_signals_free(struct task *t);

/* sig->lock held: set or clear the current task's WORK_SIGNAL. */
void signal_recalc(struct task *t);
/* sig->lock held: begin the end of all threads with this wait status. */
void signal_kill_all(struct process *p, int status);
/* sig->lock held: take a signal of set off t's or the shared queue. */
int signal_take(struct task *t, uint64_t set, struct signal_info *out);
/* Change the current task's mask. */
void signal_set_blocked(uint64_t mask);
/* Replace an action; old may be NULL. A new "ignore" drops what is pending. */
void signal_set_action(
    int signo, const struct signal_action *act, struct signal_action *old);
/* Wait for a signal of set until deadline. Number, -EAGAIN, -EINTR. */
int signal_wait(uint64_t set, uint64_t deadline, struct signal_info *out);
/* Sleep with mask until a signal is delivered: -ERESTART_NOHAND. */
long signal_suspend(uint64_t mask);
/* A thread left (sig->lock and proctree_lock held): the signal of the group
 * stop that this completes, or 0. */
int signal_thread_left(struct process *p);
/* Send to t, or with t NULL to p. 0, 1 (ignored), -EAGAIN. As
 * signal_send_process. */
int signal_send(
    struct process *p, struct task *t, const struct signal_info *info);
/* The signal can't be delivered or is malformed: end by SIGSEGV semantics. */
void signal_force(int signo);
/* proctree_lock held: tell the parent that p stopped, continued or ended. */
void process_notify_parent(struct process *p, int code, int status);
/* Does the parent not want zombies? proctree_lock held. */
bool process_autoreap(const struct process *parent);

enum {
	CHILD_EXITED = 1,
	CHILD_KILLED,
	CHILD_DUMPED,
	CHILD_TRAPPED,
	CHILD_STOPPED,
	CHILD_CONTINUED
};

#endif
