/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_proc.c - the end of threads and processes, waiting, and what a
 * process says about itself (prctl, arch_prctl).
 *
 * Tests: tests/user/{limits,bad_pointers}.
 */
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "arch/task_arch.h"
#include "base/str.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "uapi/linux/prctl.h"
#include "uapi/linux/signal.h"
#include "uapi/linux/wait.h"

long
sys_exit(struct syscall_args *a)
{
	task_exit((int)(ARG0(a) & 0xff));
}

long
sys_exit_group(struct syscall_args *a)
{
	process_exit((int)(ARG0(a) & 0xff) << 8);
}

long
sys_set_tid_address(struct syscall_args *a)
{
	current->clear_tid = ARG0(a);
	return current->tid;
}

#define WAIT4_FLAGS                                                           \
	(LX_WNOHANG | LX_WUNTRACED | LX_WCONTINUED | LX_WNOTHREAD | LX_WALL | \
	    LX_WCLONE)
#define WAITID_FLAGS                                                          \
	(LX_WNOHANG | LX_WNOWAIT | LX_WEXITED | LX_WSTOPPED | LX_WCONTINUED | \
	    LX_WNOTHREAD | LX_WALL | LX_WCLONE)

static unsigned int
wait_flags(uint32_t options)
{
	unsigned int f = 0;

	if (options & LX_WNOHANG)
		f |= WAIT_NOHANG;
	if (options & LX_WSTOPPED)
		f |= WAIT_STOPPED;
	if (options & LX_WCONTINUED)
		f |= WAIT_CONTINUED;
	if (options & LX_WEXITED)
		f |= WAIT_EXITED;
	if (options & LX_WNOWAIT)
		f |= WAIT_KEEP;
	return f;
}

static void
wait_rusage(const struct wait_result *r, struct lx_rusage *ru)
{
	*ru = (struct lx_rusage){ .maxrss = (int64_t)(r->peak_bound / 1024),
		.nvcsw = (int64_t)r->sw_vol,
		.nivcsw = (int64_t)r->sw_invol };
	ru->utime = timeval_from_ns(r->cpu_ns);
}

static long
wait_errno(int err)
{
	return err == -EINTR ? -ERESTART : err;
}

long
sys_wait4(struct syscall_args *a)
{
	int id = (int)ARG0(a);
	uint32_t options = (uint32_t)ARG2(a);
	enum wait_which which = WAIT_ANY;
	struct wait_result r;
	struct lx_rusage ru;
	int err;

	if (options & ~WAIT4_FLAGS)
		return ERR(EINVAL);
	if (id == INT32_MIN)
		return ERR(ESRCH);
	if (id > 0) {
		which = WAIT_PID;
	} else if (id != -1) {
		which = WAIT_PGID;
		id = id ? -id : current->process->pgid;
	}
	err = process_wait(which, id, wait_flags(options) | WAIT_EXITED, &r);
	if (err || r.pid == 0)
		return wait_errno(err);
	wait_rusage(&r, &ru);
	if (ARG1(a) && copyout_obj(ARG1(a), &r.word))
		return ERR(EFAULT);
	if (ARG3(a) && copyout_obj(ARG3(a), &ru))
		return ERR(EFAULT);
	return r.pid;
}

static long
waitid_store(const struct syscall_args *a, const struct wait_result *r)
{
	struct lx_siginfo si = { 0 };
	struct lx_rusage ru;

	wait_rusage(r, &ru);
	if (r->pid) {
		si.si_signo = SIGNO_CHLD;
		si.si_code = r->code;
		si.u.chld.pid = r->pid;
		si.u.chld.uid = r->uid;
		si.u.chld.status = r->status;
		if (ARG4(a) && copyout_obj(ARG4(a), &ru))
			return ERR(EFAULT);
	}
	/* Linux writes up to si_status only */
	if (ARG2(a) &&
	    copyout(ARG2(a), &si, offsetof(struct lx_siginfo, u.chld.pad)))
		return ERR(EFAULT);
	return 0;
}

long
sys_waitid(struct syscall_args *a)
{
	int id = (int)ARG1(a);
	uint32_t options = (uint32_t)ARG3(a);
	enum wait_which which;
	struct wait_result r;
	int err;

	if ((options & ~WAITID_FLAGS) ||
	    !(options & (LX_WEXITED | LX_WSTOPPED | LX_WCONTINUED)))
		return ERR(EINVAL);
	switch ((int)ARG0(a)) {
	case LX_P_ALL:
		which = WAIT_ANY;
		break;
	case LX_P_PID:
		which = WAIT_PID;
		if (id <= 0)
			return ERR(EINVAL);
		break;
	case LX_P_PGID:
		which = WAIT_PGID;
		if (id < 0)
			return ERR(EINVAL);
		if (id == 0)
			id = current->process->pgid;
		break;
	default:
		return ERR(EINVAL);
	}
	err = process_wait(which, id, wait_flags(options), &r);
	return err ? wait_errno(err) : waitid_store(a, &r);
}

/* The thread's name, at most 15 characters. */
static long
name_set(vaddr_t uaddr)
{
	char name[16] = { 0 };

	for (unsigned int i = 0; i < sizeof(name) - 1; i++) {
		if (copyin(&name[i], uaddr + i, 1))
			return ERR(EFAULT);
		if (!name[i])
			break;
	}
	memcpy(current->name, name, sizeof(name));
	return 0;
}

static long
int_store(vaddr_t uaddr, int v)
{
	return copyout_obj(uaddr, &v);
}

/* Values of 0 or 1 only. */
static long
flag_set(bool *flag, uint64_t v)
{
	if (v > 1)
		return ERR(EINVAL);
	*flag = v;
	return 0;
}

static long
pdeathsig_set(struct process *p, uint64_t signo)
{
	if (signo > SIGNO_MAX)
		return ERR(EINVAL);
	p->pdeathsig = (int)signo;
	return 0;
}

static long
no_new_privs(struct syscall_args *a, struct process *p)
{
	if (ARG2(a) || ARG3(a) || ARG4(a) || ARG1(a) != 1)
		return ERR(EINVAL);
	p->no_new_privs = true;
	return 0;
}

/* Is any argument from the n-th on given that must be 0? */
static bool
args_after(struct syscall_args *a, int n)
{
	return (n <= 2 && ARG2(a)) || (n <= 3 && ARG3(a)) || ARG4(a);
}

enum { MCE_KILL_CLEAR = 0, MCE_KILL_SET = 1, MCE_KILL_DEFAULT = 2 };

/* Accepted: no memory error is ever reported to a program. */
static long
mce_kill(struct syscall_args *a)
{
	if (args_after(a, 3))
		return ERR(EINVAL);
	if (ARG1(a) == MCE_KILL_CLEAR)
		return ARG2(a) ? ERR(EINVAL) : 0;
	return ARG1(a) == MCE_KILL_SET && ARG2(a) <= MCE_KILL_DEFAULT
		   ? 0
		   : ERR(EINVAL);
}

enum { AMBIENT_IS_SET = 1, AMBIENT_RAISE, AMBIENT_LOWER, AMBIENT_CLEAR_ALL };

/* The set of ambient capabilities is empty and stays so. */
static long
cap_ambient(struct syscall_args *a)
{
	uint64_t op = ARG1(a);

	if (args_after(a, 3) || op < AMBIENT_IS_SET || op > AMBIENT_CLEAR_ALL)
		return ERR(EINVAL);
	if (op == AMBIENT_CLEAR_ALL)
		return ARG2(a) ? ERR(EINVAL) : 0;
	if (ARG2(a) > 40)
		return ERR(EINVAL);
	return op == AMBIENT_RAISE ? ERR(EPERM) : 0;
}

long
sys_prctl(struct syscall_args *a)
{
	struct process *p = current->process;
	uint64_t v = ARG1(a);

	switch ((int)ARG0(a)) {
	case LX_PR_SET_NAME:
		return name_set(v);
	case LX_PR_GET_NAME:
		return copyout(v, current->name, sizeof(current->name));
	case LX_PR_SET_PDEATHSIG:
		return pdeathsig_set(p, v);
	case LX_PR_GET_PDEATHSIG:
		return int_store(v, p->pdeathsig);
	case LX_PR_GET_DUMPABLE:
		return p->dumpable;
	case LX_PR_SET_DUMPABLE:
		if (v > 1)
			return ERR(EINVAL);
		p->dumpable = (int)v;
		return 0;
	case LX_PR_GET_KEEPCAPS:
		return p->keepcaps;
	case LX_PR_SET_KEEPCAPS:
		return flag_set(&p->keepcaps, v);
	case LX_PR_GET_SECCOMP:
	case LX_PR_GET_SECUREBITS:
	case LX_PR_GET_TIMING:
	case LX_PR_TASK_PERF_DISABLE:
	case LX_PR_TASK_PERF_ENABLE:
		return 0;
	case LX_PR_SET_TIMING:
		return v ? ERR(EINVAL) : 0; /* statistical */
	case LX_PR_GET_THP_DISABLE:
		return v || args_after(a, 2) ? ERR(EINVAL) : p->thp_disabled;
	case LX_PR_SET_THP_DISABLE:
		if (args_after(a, 2))
			return ERR(EINVAL);
		p->thp_disabled = v != 0;
		return 0;
	case LX_PR_MCE_KILL:
		return mce_kill(a);
	case LX_PR_MCE_KILL_GET:
		return v || args_after(a, 2) ? ERR(EINVAL) : MCE_KILL_DEFAULT;
	case LX_PR_CAP_AMBIENT:
		return cap_ambient(a);
	case LX_PR_CAPBSET_READ:
		return v > 40 ? ERR(EINVAL) : 1;
	case LX_PR_GET_TSC:
		return int_store(v, 1);
	case LX_PR_SET_TSC:
		return v == 1 ? 0 : ERR(EINVAL);
	case LX_PR_SET_TIMERSLACK: /* kept; timers are exact */
		p->timer_slack = (int64_t)v <= 0 ? 0 : v;
		return 0;
	case LX_PR_GET_TIMERSLACK:
		return (long)(p->timer_slack ? p->timer_slack : 50000);
	case LX_PR_SET_CHILD_SUBREAPER:
		p->subreaper = v != 0;
		return 0;
	case LX_PR_GET_CHILD_SUBREAPER:
		return int_store(v, p->subreaper);
	case LX_PR_SET_NO_NEW_PRIVS:
		return no_new_privs(a, p);
	case LX_PR_GET_NO_NEW_PRIVS:
		if (v || ARG2(a) || ARG3(a) || ARG4(a))
			return ERR(EINVAL);
		return p->no_new_privs;
	case LX_PR_GET_TID_ADDRESS:
		return copyout_obj(v, &current->clear_tid);
	default:
		return ERR(EINVAL);
	}
}

long
sys_arch_prctl(struct syscall_args *a)
{
	uint64_t v = ARG1(a), fs, gs;

	switch ((int)ARG0(a)) {
	case LX_ARCH_SET_FS:
	case LX_ARCH_SET_GS:
		if (v >= USER_END)
			return ERR(EPERM);
		if ((int)ARG0(a) == LX_ARCH_SET_FS)
			arch_fs_base_set(v);
		else
			arch_gs_base_set(v);
		return 0;
	case LX_ARCH_GET_FS:
		arch_bases_get(&fs, &gs);
		return copyout_obj(v, &fs);
	case LX_ARCH_GET_GS:
		arch_bases_get(&fs, &gs);
		return copyout_obj(v, &gs);
	default:
		return ERR(EINVAL);
	}
}
