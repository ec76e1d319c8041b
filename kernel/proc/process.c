/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/process.c - making processes, and the tree they form.
 *
 * Idea: process_create prepares everything that can fail (descriptors, the
 * first task, an id) and then links it all under proctree_lock in one go.
 *
 * Life: the tree holds a process until its parent waited for it (wait.c) or,
 * when nobody wants to, until its last task ends (exit.c). A task's `process`
 * pointer is good as long as the task is linked.
 */
#include "proc/process.h"
#include "arch/tsc.h"
#include "base/err.h"
#include "base/str.h"
#include "core/log.h"
#include "core/panic.h"
#include "core/time.h"
#include "fs/fdtable.h"
#include "fs/vfs.h"
#include "mm/kmem.h"
#include "proc/futex.h"
#include "proc/id.h"
#include "proc/proc.h"
#include "proc/proc_priv.h"
#include "proc/signal_state.h"
#include "proc/timers.h"
#include "sched/sched.h"

struct spinlock proctree_lock = SPINLOCK_INIT(RANK_PROCTREE);
struct list process_list = LIST_INIT(process_list);
struct process *init_process;
unsigned int process_tasks;

/* Indexes of limits: POSIX leaves them to the ABI; these are Linux'. */
enum {
	LIMIT_STACK = 3,
	LIMIT_CORE = 4,
	LIMIT_NPROC = 6,
	LIMIT_NOFILE = 7,
	LIMIT_MEMLOCK = 8,
	LIMIT_SIGPENDING = 11,
	LIMIT_MSGQUEUE = 12,
	LIMIT_NICE = 13,
	LIMIT_RTPRIO = 14,
};

/* The user's flags register at the start: interrupts on, and bit 1, which is
 * always set. */
#define START_RFLAGS 0x202
#define USER_CS	     0x2b
#define USER_SS	     0x23

static uint64_t task_limit; /* threads that the kernel's memory can hold */

void
proc_init(void)
{
	struct kmem_stats ks;

	kmem_stats(&ks);
	/* a task costs its stack and about as much again, and half of the
	 * memory is for other things */
	task_limit = ks.total / (KSTACK_SIZE * 4);
	if (task_limit < 64)
		task_limit = 64;
	if (task_limit > ID_MAX / 2)
		task_limit = ID_MAX / 2;
	futex_init();
}

static void
limits_default(struct process *p)
{
	struct proc_limit *l = p->limits;

	for (unsigned int i = 0; i < PROC_NLIMITS; i++)
		l[i] = (struct proc_limit){ UINT64_MAX, UINT64_MAX };
	l[LIMIT_STACK].cur = 8ull << 20;
	l[LIMIT_CORE].cur = 0;
	l[LIMIT_NPROC] = (struct proc_limit){ task_limit, task_limit };
	l[LIMIT_NOFILE] = (struct proc_limit){ 1024, 1048576 };
	l[LIMIT_SIGPENDING] = (struct proc_limit){ 4096, 4096 };
	l[LIMIT_MSGQUEUE] = (struct proc_limit){ 819200, 819200 };
	l[LIMIT_NICE] = (struct proc_limit){ 0, 0 };
	l[LIMIT_RTPRIO] = (struct proc_limit){ 0, 0 };
}

static void
identity_set(struct process *p, const struct process_start *start)
{
	p->uid = p->euid = p->suid = start->uid;
	p->gid = p->egid = p->sgid = start->gid;
	p->dumpable = 1;
	p->exit_signal = SIGNO_CHLD;
	p->trace = start->trace;
	p->may_lwk = start->may_lwk;
	p->cpus = start->cpus;
	p->arg_start = start->arg_start;
	p->arg_end = start->arg_end;
	p->env_start = start->env_start;
	p->env_end = start->env_end;
	p->auxv_len = start->auxv_len;
	memcpy(p->auxv, start->auxv, start->auxv_len);
	p->start_ns = time_mono_ns();
}

static struct process *
process_alloc(const struct process_start *start, int *err)
{
	struct process *p = kzalloc(sizeof(*p));

	*err = ERR(ENOMEM);
	if (!p)
		return NULL;
	list_init(&p->children);
	list_init(&p->threads);
	list_init(&p->pi_states);
	waitq_init(&p->child_wait);
	mutex_init(&p->pi_lock, RANK_PROCESS);
	mutex_init(&p->timer_lock, RANK_PROCESS);
	if (process_signals_init(p, start->parent)) {
		kfree(p);
		return NULL;
	}
	if (strscpy(p->exe, start->exe, sizeof(p->exe)) < 0) {
		*err = ERR(EINVAL);
		process_free(p);
		return NULL;
	}
	if (start->parent)
		memcpy(p->limits, start->parent->limits, sizeof(p->limits));
	else
		limits_default(p);
	identity_set(p, start);
	*err = 0;
	return p;
}

/* The parent's chosen descriptors become 0..nfds-1. */
static int
files_inherit(struct process *p, const struct process_start *start)
{
	uint64_t limit = p->limits[LIMIT_NOFILE].cur;

	p->files = fdtable_create();
	p->fs = fs_context_create(start->cwd ? start->cwd : "/");
	if (!p->files || !p->fs)
		return ERR(ENOMEM);
	for (unsigned int i = 0; start->parent && i < start->nfds; i++) {
		struct file *f;
		int err;

		if (start->fds[i] < 0)
			continue;
		f = fd_get(start->parent->files, start->fds[i]);
		if (!f)
			return ERR(EBADF);
		err = fd_install_at(p->files, f, (int)i, false, limit);
		if (err < 0) {
			file_put(f);
			return err;
		}
	}
	return 0;
}

void
process_free(struct process *p)
{
	if (p->files)
		fdtable_put(p->files);
	if (p->fs)
		fs_context_put(p->fs);
	if (p->aspace)
		aspace_put(p->aspace);
	process_signals_free(p);
	kfree(p);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int
start_check(const struct process_start *s)
{
	if (!s->aspace || !s->exe || s->entry >= USER_END ||
	    s->stack >= USER_END)
		return ERR(EINVAL);
	if (s->auxv_len > sizeof(((struct process *)0)->auxv))
		return ERR(EINVAL);
	if (bitmap_next(s->cpus.bits, MAX_CPUS, 0) >= MAX_CPUS)
		return ERR(EINVAL);
	if (s->cpu >= 0 &&
	    ((unsigned int)s->cpu >= cpu_count ||
		!bitmap_test(s->cpus.bits, (unsigned int)s->cpu)))
		return ERR(EINVAL);
	return 0;
}

static struct task *
first_task(struct process *p, const struct process_start *start, int *err)
{
	unsigned int cpu = start->cpu >= 0 ? (unsigned int)start->cpu
					   : sched_place(&start->cpus);
	struct task *t = task_alloc(base_name(p->exe), cpu, err);
	struct trapframe *tf;

	if (!t)
		return NULL;
	t->process = p;
	t->aspace = p->aspace;
	t->allowed = start->cpus;
	*err = task_user_init(t, NULL);
	if (*err) {
		task_put(t);
		return NULL;
	}
	tf = task_frame(t);
	*tf = (struct trapframe){ 0 };
	tf->nr = TRAPFRAME_TRAP;
	tf->rip = start->entry;
	tf->rsp = start->stack;
	tf->rflags = START_RFLAGS;
	tf->cs = USER_CS;
	tf->ss = USER_SS;
	arch_task_setup(t, NULL, NULL);
	if (p->trace)
		task_work_set(t, WORK_TRACE);
	return t;
}

bool
process_may_add_task(const struct process *p)
{
	spin_assert_held(&proctree_lock);
	return process_tasks < p->limits[LIMIT_NPROC].cur || p->may_lwk;
}

void
process_add_task(struct process *p, struct task *t)
{
	list_add_tail(&p->threads, &t->thread_link);
	p->nthreads++;
	process_tasks++;
}

/* Give it its id and its place in the tree. */
static int
process_link(struct process *p, struct task *t, struct process *parent)
{
	int err;

	spin_lock(&proctree_lock);
	err = process_may_add_task(parent ? parent : p) ? id_alloc(&p->pid)
							: ERR(EAGAIN);
	if (err) {
		spin_unlock(&proctree_lock);
		return err;
	}
	id_set_process(p->pid, p);
	t->tid = p->pid;
	p->leader = t;
	p->parent = parent;
	p->ppid = parent ? parent->pid : 0;
	p->pgid = parent ? parent->pgid : p->pid;
	p->sid = parent ? parent->sid : p->pid;
	list_add_tail(&process_list, &p->all_link);
	if (parent)
		list_add_tail(&parent->children, &p->sibling);
	else
		list_init(&p->sibling);
	spin_lock(&p->sig->lock);
	process_add_task(p, t);
	spin_unlock(&p->sig->lock);
	if (!init_process)
		init_process = p;
	spin_unlock(&proctree_lock);
	return 0;
}

int
process_create(const struct process_start *start, int *pid)
{
	struct process *p;
	struct task *t;
	int err = start_check(start);

	if (err)
		return err;
	p = process_alloc(start, &err);
	if (!p)
		return err;
	aspace_get(start->aspace);
	p->aspace = start->aspace;
	err = files_inherit(p, start);
	if (err)
		goto fail;
	t = first_task(p, start, &err);
	if (!t)
		goto fail;
	err = process_link(p, t, start->parent);
	if (err) {
		task_user_undo(t);
		task_put(t);
		goto fail;
	}
	*pid = p->pid;
	if (!start->may_lwk)
		log_info("start: pid %d tsc=%lu", p->pid, arch_tsc());
	task_start(t);
	return 0;
fail:
	process_free(p);
	return err;
}

struct process *
process_find(int pid)
{
	spin_assert_held(&proctree_lock);
	return id_process(pid);
}

struct task *
task_find(int tid)
{
	spin_assert_held(&proctree_lock);
	return id_task(tid);
}

unsigned int
process_task_count(void)
{
	return READ_ONCE(process_tasks);
}

uint64_t
process_cpu_ns_locked(const struct process *p)
{
	uint64_t sum = p->dead_run_ns;
	const struct task *t;

	list_for_each(t, &p->threads, thread_link)
		sum += task_cpu_ns(t);
	return sum;
}

uint64_t
process_cpu_ns(struct process *p)
{
	uint64_t ns;

	spin_lock(&proctree_lock);
	ns = process_cpu_ns_locked(p);
	spin_unlock(&proctree_lock);
	return ns;
}
