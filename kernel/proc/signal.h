/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/signal.h - signals: POSIX semantics, Linux' numbers.
 *
 * This page is what other rooms need; the rest is in proc/signal_state.h.
 * Locking: process_signals.lock (RANK_SIGNAL) guards both queues of a process
 * and its threads' masks.
 */
#ifndef PROC_SIGNAL_H
#define PROC_SIGNAL_H

#include "arch/trapframe.h"
#include "base/types.h"

struct task;
struct process;
struct waitq;

enum {
	SIGNO_HUP = 1,
	SIGNO_INT,
	SIGNO_QUIT,
	SIGNO_ILL,
	SIGNO_TRAP,
	SIGNO_ABRT,
	SIGNO_BUS,
	SIGNO_FPE,
	SIGNO_KILL,
	SIGNO_USR1,
	SIGNO_SEGV,
	SIGNO_USR2,
	SIGNO_PIPE,
	SIGNO_ALRM,
	SIGNO_TERM,
	SIGNO_STKFLT,
	SIGNO_CHLD,
	SIGNO_CONT,
	SIGNO_STOP,
	SIGNO_TSTP,
	SIGNO_TTIN,
	SIGNO_TTOU,
	SIGNO_URG,
	SIGNO_XCPU,
	SIGNO_XFSZ,
	SIGNO_VTALRM,
	SIGNO_PROF,
	SIGNO_WINCH,
	SIGNO_IO,
	SIGNO_PWR,
	SIGNO_SYS,
	SIGNO_RTMIN = 32,
	SIGNO_MAX = 64
};

#define SIGNAL_BIT(signo)  (1ull << ((signo)-1))
#define SIGNAL_UNBLOCKABLE (SIGNAL_BIT(SIGNO_KILL) | SIGNAL_BIT(SIGNO_STOP))

/* Where a signal came from (signal_info.code). */
enum {
	SIGCODE_USER = 0,
	SIGCODE_KERNEL = 0x80,
	SIGCODE_QUEUE = -1,
	SIGCODE_TIMER = -2,
	SIGCODE_TKILL = -6
};

/* What a signal carries; abi/linux turns it into siginfo_t. */
struct signal_info {
	int signo;
	int code; /* SIGCODE_* or the fault's code */
	int err;
	int pid; /* sender */
	unsigned int uid;
	uint64_t value; /* sigqueue's value, timer's value */
	uint64_t addr;	/* fault address */
	int trapno, timerid, overrun, status;
	unsigned int timer_gen; /* which setting of the timer */
	uint64_t utime, stime;
};

/* Actions; flags are Linux' SA_* bits. handler 0 default, 1 ignore. */
enum { SIGNAL_DEFAULT = 0, SIGNAL_IGNORE = 1 };
#define SIGACT_NOCLDSTOP 0x00000001u
#define SIGACT_NOCLDWAIT 0x00000002u
#define SIGACT_INFO	 0x00000004u
#define SIGACT_RESTORER	 0x04000000u
#define SIGACT_ONSTACK	 0x08000000u
#define SIGACT_RESTART	 0x10000000u
#define SIGACT_NODEFER	 0x40000000u
#define SIGACT_RESETHAND 0x80000000u

struct signal_action {
	uint64_t handler, flags, restorer, mask;
};

/* Results of system calls that are never seen by user level: signal_deliver
 * turns them into -EINTR or a restart. (abi/linux/syscall.h has them too.) */
#define ERESTART	512 /* restart if the handler has SA_RESTART */
#define ERESTART_NOINTR 513 /* always restart */
#define ERESTART_NOHAND 514 /* restart only if no handler runs */
#define ERESTART_BLOCK	516 /* restart through restart_syscall */

/* How to go on after -ERESTART_BLOCK: fn is called by restart_syscall. */
struct restart {
	long (*fn)(struct restart *r);
	uint64_t arg[6];
};
/* The current task's; fill it, then return -ERESTART_BLOCK. Context: task. */
struct restart *signal_restart(void);

/* What the ABI supplies: one const struct, set at boot. */
struct signal_abi {
	unsigned int restart_nr; /* number of restart_syscall */
	/* Put a frame on the user's stack and point tf at the handler;
	 * saved_mask is what the frame gives back. 0, or -errno when it can't
	 * be written (the task gets SIGSEGV). */
	int (*frame_build)(struct trapframe *tf, const struct signal_info *info,
	    const struct signal_action *act, uint64_t saved_mask);
};
void signal_set_abi(const struct signal_abi *abi);

/* Queue a signal to a process / one task. 0, -EAGAIN (queue full).
 * Context: any, no lock of rank >= RANK_SIGNAL held. The target must be kept:
 * the current process, or proctree_lock held. */
int signal_send_process(struct process *p, const struct signal_info *info);
int signal_send_task(struct task *t, const struct signal_info *info);
/* To the current task, cannot be blocked or ignored: a fault. */
void signal_fault(int signo, int code, uint64_t addr, int trapno);
/* Is a signal deliverable to the current task? */
bool signal_pending(void);
/* On return to user level with WORK_SIGNAL: deliver one, restart calls.
 * May not return (default action: end). */
void signal_deliver(struct trapframe *tf);
/* SIGPIPE to the current process (write to a broken pipe). */
void signal_sigpipe(void);

/* For calls that sleep with another mask (ppoll, pselect, epoll_pwait): begin
 * swaps the mask; end puts the old one back, or, when a signal is about to be
 * delivered, leaves that to the return from its handler. Between them: task
 * context, one pair at a time. begin returns 0. */
int signal_mask_begin(uint64_t newmask);
void signal_mask_end(void);
/* Take the first pending signal of set (own queue, then the process's):
 * its number, or 0 when there is none. Does not sleep. Context: task. */
int signal_dequeue(uint64_t set, struct signal_info *out);
/* Woken when a signal is queued to the current process. */
struct waitq *signal_waitq(void);
/* Signals of set that are pending for the current task. */
uint64_t signal_pending_set(uint64_t set);

/* For /proc: masks of a task or process (proctree_lock held). */
struct signal_masks {
	uint64_t pending, shared, blocked, ignored, caught;
	unsigned int queued;
};
void signal_masks(struct task *t, struct signal_masks *out);

#endif
