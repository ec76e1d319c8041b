/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/process.h - processes: groups of tasks with one address space, one set
 * of files, one set of signal handlers; parents, children, exit status.
 *
 * Life: process_create (by LWK task_create or, later, fork); becomes a zombie
 * when its last task ends; the parent's wait reaps it, init adopts orphans.
 */
#ifndef PROC_PROCESS_H
#define PROC_PROCESS_H

#include "base/list.h"
#include "mm/aspace.h"
#include "sched/task.h"
#include "sync/waitq.h"

struct fdtable;
struct fs_context;
struct process_signals;

#define PROC_NLIMITS 16

struct proc_limit {
	uint64_t cur, max;
};

struct process {
	int pid;		     /* [I] */
	struct list all_link;	     /* [proctree] */
	struct process *parent;	     /* [proctree] */
	int ppid;		     /* [a] parent's pid, 0 for init */
	struct list children;	     /* [proctree] */
	struct list sibling;	     /* [proctree] */
	struct list threads;	     /* [proctree] task.thread_link */
	unsigned int nthreads;	     /* [proctree] */
	struct aspace *aspace;	     /* [I] one reference */
	struct fdtable *files;	     /* [p..] fs/fdtable.h, shared by threads */
	struct fs_context *fs;	     /* cwd, root, umask: fs/vfs.h */
	struct process_signals *sig; /* proc/signal.h */
	struct waitq child_wait;     /* wait4 of this process */
	bool zombie;		     /* [proctree] */
	bool exiting;		     /* [proctree] exit_group under way */
	int exit_status;	     /* wait status word */
	int pgid, sid;		     /* [proctree] */
	unsigned int uid, euid, suid, gid, egid, sgid;
	unsigned int ngroups;
	unsigned int groups[32];
	struct proc_limit limits[PROC_NLIMITS];
	char exe[4096]; /* [I] path of the executable */
	vaddr_t arg_start, arg_end, env_start, env_end;
	uint64_t auxv[64];     /* copy for /proc/self/auxv */
	unsigned int auxv_len; /* bytes */
	struct cpuset cpus;    /* the job's CPUs */
	uint64_t start_ns;
	uint64_t dead_run_ns;  /* CPU time of ended threads */
	uint64_t child_run_ns; /* of reaped children */
	uint64_t dead_sw_vol, dead_sw_invol;
	bool trace;
	struct posix_timer **timers; /* sig->lock: by id, proc/timers.h */
	unsigned int ntimers;	     /* sig->lock: slots */
	struct posix_timer *itimers; /* sig->lock: 3 of them, or NULL */
	bool pi_used;		     /* [a] pi_states was ever used */
	int dumpable;
	int exit_signal; /* sent to the parent, SIGCHLD */
	bool may_lwk;	 /* init and what it trusts: LWK calls */

	struct task *leader; /* [proctree] task whose tid is pid, or NULL */
	int leader_code;     /* its exit code, once it ended */
	int stop_report;     /* [proctree] signal to report by wait, or 0 */
	bool cont_report;    /* [proctree] continued, not yet reported */
	int pdeathsig;	     /* sent when the parent ends, or 0 */
	bool no_new_privs, subreaper, keepcaps, thp_disabled;
	bool membarrier_known; /* registered for private barriers */
	uint64_t timer_slack;  /* as set, 0: the default */
	uint64_t peak_bound;   /* most memory bound, set at the end */
	uint64_t child_peak_bound;
	uint64_t child_sw_vol, child_sw_invol;
	struct mutex pi_lock;	 /* contended PI futexes: proc/futex_pi.c */
	struct list pi_states;	 /* [pi_lock] */
	struct mutex timer_lock; /* timer calls: proc/posix_timer.c */
	uint32_t personality;	 /* [p] as set */
	int mempolicy;		 /* as set, for get_mempolicy */
	uint64_t mempolicy_nodes;
};

/* Locking of what is marked [proctree]: proctree_lock. The list of threads is
 * changed under both proctree_lock and sig->lock, so that either is enough to
 * read it. `exiting` and `exit_status` belong to sig->lock. `aspace`, `files`
 * and `fs` become NULL (under proctree_lock) when the last task has ended. */
extern struct spinlock proctree_lock;
extern struct list process_list; /* [proctree] all_link */
extern struct process *init_process;

/* Everything needed to begin a process whose image is already loaded. */
struct process_start {
	struct aspace *aspace;
	struct process *parent; /* NULL for init */
	const char *exe;
	const char *cwd;
	vaddr_t entry, stack;
	vaddr_t arg_start, arg_end, env_start, env_end;
	const uint64_t *auxv;
	unsigned int auxv_len;
	struct cpuset cpus;
	int cpu; /* first task's CPU, -1: place */
	unsigned int uid, gid;
	bool trace, may_lwk;
	unsigned int nfds;
	const int *fds; /* parent's descriptors become 0..nfds-1 */
};

/* Make the process and its first task, and start it. *pid gets its id.
 * -ENOMEM, -EAGAIN (no ids), -EBADF, -EINVAL (address not user's, CPU).
 * Context: task or boot. */
int process_create(const struct process_start *start, int *pid);
/* By id, with proctree_lock held; NULL when there is none (for tasks: also
 * when it is ending). */
struct process *process_find(int pid);
struct task *task_find(int tid);

/* A new thread of the current process. */
struct thread_start {
	const struct trapframe *frame; /* its registers, complete */
	bool set_tls;
	uint64_t tls;				  /* FS base */
	vaddr_t parent_tid, child_tid, clear_tid; /* user words, 0: none */
};
/* Make and start it. *tid gets its id (also stored in the words asked for).
 * -EAGAIN (no ids, limit, no memory for it), -EFAULT is not reported: a word
 * that can't be written is left. Context: task. */
int thread_create(const struct thread_start *start, int *tid);

/* CPU time of the whole process. Context: any without proctree_lock. */
uint64_t process_cpu_ns(struct process *p);
/* The same with proctree_lock held. */
uint64_t process_cpu_ns_locked(const struct process *p);
/* Tasks of user processes. */
unsigned int process_task_count(void);

/* What a wait looks for, and what it found. */
enum wait_which { WAIT_ANY, WAIT_PID, WAIT_PGID };
enum {
	WAIT_NOHANG = 1,
	WAIT_EXITED = 2,
	WAIT_STOPPED = 4,
	WAIT_CONTINUED = 8,
	WAIT_KEEP = 16 /* leave it to be waited for again */
};
struct wait_result {
	int pid; /* 0: nothing (WAIT_NOHANG) */
	unsigned int uid;
	int code;   /* CLD_* */
	int status; /* exit code or signal */
	int word;   /* the wait4 status word */
	uint64_t cpu_ns, peak_bound, sw_vol, sw_invol;
};
/* Wait for a child of the current process. -ECHILD, -EINTR. Context: task. */
int process_wait(
    enum wait_which which, int id, unsigned int flags, struct wait_result *out);
/* End the whole process: status is a wait status (code << 8 or signal). */
__noreturn void process_exit(int status);
/* End the current task only (exit(2)); the last one ends the process. */
__noreturn void task_exit(int code);

#endif
