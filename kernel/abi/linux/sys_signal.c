/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_signal.c - signal calls: decode, check, call proc/signal.
 *
 * Tests: tests/user/signal*.
 */
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "base/str.h"
#include "core/time.h"
#include "proc/signal_state.h"
#include "sched/sched.h"

STATIC_ASSERT(
    SIGACT_NOCLDSTOP == LX_SA_NOCLDSTOP &&
    SIGACT_NOCLDWAIT == LX_SA_NOCLDWAIT && SIGACT_INFO == LX_SA_SIGINFO &&
    SIGACT_RESTORER == LX_SA_RESTORER && SIGACT_ONSTACK == LX_SA_ONSTACK &&
    SIGACT_RESTART == LX_SA_RESTART && SIGACT_NODEFER == LX_SA_NODEFER &&
    SIGACT_RESETHAND == LX_SA_RESETHAND);
STATIC_ASSERT(sizeof(struct signal_action) == sizeof(struct lx_sigaction));

#define SIGSET_SIZE 8

static bool
signo_ok(int signo)
{
	return signo >= 1 && signo <= SIGNO_MAX;
}

long
sys_rt_sigaction(struct syscall_args *a)
{
	int signo = (int)ARG0(a);
	struct lx_sigaction u;
	struct signal_action act, old;

	if (ARG3(a) != SIGSET_SIZE)
		return ERR(EINVAL);
	if (ARG1(a) && copyin_obj(&u, ARG1(a)))
		return ERR(EFAULT);
	if (!signo_ok(signo) ||
	    (ARG1(a) && (SIGNAL_BIT(signo) & SIGNAL_UNBLOCKABLE)))
		return ERR(EINVAL);
	if (ARG1(a))
		act = (struct signal_action){ u.handler, u.flags & LX_SA_KNOWN,
			u.restorer, u.mask };
	signal_set_action(signo, ARG1(a) ? &act : NULL, &old);
	if (!ARG2(a))
		return 0;
	u = (struct lx_sigaction){ old.handler, old.flags, old.restorer,
		old.mask };
	return copyout_obj(ARG2(a), &u);
}

long
sys_rt_sigprocmask(struct syscall_args *a)
{
	uint64_t old = current->signals->blocked, set;

	if (ARG3(a) != SIGSET_SIZE)
		return ERR(EINVAL);
	if (ARG1(a)) {
		if (copyin_obj(&set, ARG1(a)))
			return ERR(EFAULT);
		switch ((int)ARG0(a)) {
		case LX_SIG_BLOCK:
			set |= old;
			break;
		case LX_SIG_UNBLOCK:
			set = old & ~set;
			break;
		case LX_SIG_SETMASK:
			break;
		default:
			return ERR(EINVAL);
		}
		if (set != old)
			signal_set_blocked(set);
	}
	return ARG2(a) ? copyout_obj(ARG2(a), &old) : 0;
}

long
sys_rt_sigpending(struct syscall_args *a)
{
	uint64_t set;

	if (ARG1(a) > SIGSET_SIZE)
		return ERR(EINVAL);
	set = signal_pending_set(current->signals->blocked);
	return copyout(ARG0(a), &set, ARG1(a));
}

long
sys_rt_sigsuspend(struct syscall_args *a)
{
	uint64_t set;

	if (ARG1(a) != SIGSET_SIZE)
		return ERR(EINVAL);
	if (copyin_obj(&set, ARG0(a)))
		return ERR(EFAULT);
	return signal_suspend(set);
}

long
sys_pause(struct syscall_args *a)
{
	(void)a;
	return signal_suspend(current->signals->blocked);
}

long
sys_rt_sigtimedwait(struct syscall_args *a)
{
	struct signal_info info;
	struct lx_siginfo si;
	uint64_t set, ns, deadline = TIME_NEVER;
	int signo, err;

	if (ARG3(a) != SIGSET_SIZE)
		return ERR(EINVAL);
	if (copyin_obj(&set, ARG0(a)))
		return ERR(EFAULT);
	if (ARG2(a)) {
		err = timespec_read(ARG2(a), &ns);
		if (err)
			return err;
		deadline = ns ? time_add(time_mono_ns(), ns) : 0;
	}
	signo = signal_wait(set, deadline, &info);
	if (signo < 0 || !ARG1(a))
		return signo;
	siginfo_from(&info, &si);
	return copyout_obj(ARG1(a), &si) ? ERR(EFAULT) : signo;
}

/* The alternate stack is in use when the stack pointer is inside. */
static bool
on_alt_stack(const struct task_signals *ts, uint64_t rsp)
{
	return !(ts->alt_flags & LX_SS_AUTODISARM) && rsp > ts->alt_sp &&
	       rsp - ts->alt_sp <= ts->alt_size;
}

static int
alt_stack_set(struct task_signals *ts, const struct lx_stack *s)
{
	uint32_t mode = (uint32_t)s->ss_flags & ~LX_SS_AUTODISARM;

	if (mode != LX_SS_DISABLE && mode != LX_SS_ONSTACK && mode != 0)
		return ERR(EINVAL);
	if (mode == LX_SS_DISABLE) {
		ts->alt_sp = 0;
		ts->alt_size = 0;
	} else if (s->ss_size < LX_MINSIGSTKSZ) {
		return ERR(ENOMEM);
	} else {
		ts->alt_sp = s->ss_sp;
		ts->alt_size = s->ss_size;
	}
	ts->alt_flags = (uint32_t)s->ss_flags;
	return 0;
}

long
sys_sigaltstack(struct syscall_args *a)
{
	struct task_signals *ts = current->signals;
	struct lx_stack s,
	    old = { .ss_sp = ts->alt_sp, .ss_size = ts->alt_size };
	uint64_t rsp = a->tf.rsp;
	int err;

	if (ARG0(a) && copyin_obj(&s, ARG0(a)))
		return ERR(EFAULT);
	if (!ts->alt_size)
		old.ss_flags = LX_SS_DISABLE;
	else if (on_alt_stack(ts, rsp))
		old.ss_flags = LX_SS_ONSTACK;
	old.ss_flags |= (int32_t)(ts->alt_flags & LX_SS_AUTODISARM);
	if (ARG0(a)) {
		if (on_alt_stack(ts, rsp))
			return ERR(EPERM);
		err = alt_stack_set(ts, &s);
		if (err)
			return err;
	}
	return ARG1(a) ? copyout_obj(ARG1(a), &old) : 0;
}

/* The sender as the receiver sees it. */
static struct signal_info
info_from_self(int signo, int code)
{
	return (struct signal_info){ .signo = signo,
		.code = code,
		.pid = current->process->pid,
		.uid = current->process->uid };
}

static bool
may_signal(const struct process *to, int signo)
{
	const struct process *p = current->process;

	return p->euid == 0 || p->euid == to->suid || p->euid == to->uid ||
	       p->uid == to->suid || p->uid == to->uid ||
	       (signo == SIGNO_CONT && p->sid == to->sid);
}

/* signo 0 only asks whether the target is there. proctree_lock held. */
static int
send_one(struct process *p, struct task *t, const struct signal_info *info)
{
	int err;

	if (!may_signal(p, info->signo))
		return ERR(EPERM);
	if (!info->signo)
		return 0;
	err = signal_send(p, t, info);
	return err < 0 ? err : 0;
}

/* kill(0), kill(-1), kill(-group): success when one was reached. */
static long
send_many(int id, const struct signal_info *info)
{
	struct process *self = current->process, *p;
	int pgid = id == 0 ? self->pgid : -id;
	long result = ERR(ESRCH);

	list_for_each(p, &process_list, all_link) {
		int err;

		if (p->zombie)
			continue;
		if (id == -1 ? p == init_process || p == self : p->pgid != pgid)
			continue;
		err = send_one(p, NULL, info);
		if (!err || result == -ESRCH)
			result = err;
	}
	return result;
}

long
sys_kill(struct syscall_args *a)
{
	int id = (int)ARG0(a), signo = (int)ARG1(a);
	struct signal_info info = info_from_self(signo, SIGCODE_USER);
	struct process *p;
	long err;

	if (signo && !signo_ok(signo))
		return ERR(EINVAL);
	if (id == INT32_MIN)
		return ERR(ESRCH);
	spin_lock(&proctree_lock);
	if (id > 0) {
		p = process_find(id);
		err = p ? send_one(p, NULL, &info) : ERR(ESRCH);
	} else {
		err = send_many(id, &info);
	}
	spin_unlock(&proctree_lock);
	return err;
}

/* To one thread; pid 0: of any process. */
static long
send_thread(int pid, int tid, const struct signal_info *info)
{
	struct task *t;
	long err = ERR(ESRCH);

	if (tid <= 0 || (info->signo && !signo_ok(info->signo)))
		return ERR(EINVAL);
	spin_lock(&proctree_lock);
	t = task_find(tid);
	if (t && (!pid || t->process->pid == pid))
		err = send_one(t->process, t, info);
	spin_unlock(&proctree_lock);
	return err;
}

long
sys_tkill(struct syscall_args *a)
{
	struct signal_info info = info_from_self((int)ARG1(a), SIGCODE_TKILL);

	return send_thread(0, (int)ARG0(a), &info);
}

long
sys_tgkill(struct syscall_args *a)
{
	struct signal_info info = info_from_self((int)ARG2(a), SIGCODE_TKILL);

	if ((int)ARG0(a) <= 0)
		return ERR(EINVAL);
	return send_thread((int)ARG0(a), (int)ARG1(a), &info);
}

/* A user's siginfo: codes that only the kernel may use are refused, unless it
 * is for the sender itself. */
static int
info_read(vaddr_t uaddr, int signo, int pid, struct signal_info *info)
{
	struct lx_siginfo si;

	if (copyin_obj(&si, uaddr))
		return ERR(EFAULT);
	siginfo_to(&si, info);
	info->signo = signo;
	if ((info->code >= 0 || info->code == SIGCODE_TKILL) &&
	    pid != current->process->pid)
		return ERR(EPERM);
	/* An entry of a timer is the kernel's to make. */
	if (info->code == SIGCODE_TIMER)
		info->timerid = -1;
	return 0;
}

long
sys_rt_sigqueueinfo(struct syscall_args *a)
{
	int pid = (int)ARG0(a), signo = (int)ARG1(a);
	struct signal_info info;
	struct process *p;
	long err = info_read(ARG2(a), signo, pid, &info);

	if (err)
		return err;
	if (signo && !signo_ok(signo))
		return ERR(EINVAL);
	spin_lock(&proctree_lock);
	p = process_find(pid);
	err = p ? send_one(p, NULL, &info) : ERR(ESRCH);
	spin_unlock(&proctree_lock);
	return err;
}

long
sys_rt_tgsigqueueinfo(struct syscall_args *a)
{
	int pid = (int)ARG0(a), tid = (int)ARG1(a);
	struct signal_info info;
	long err = info_read(ARG3(a), (int)ARG2(a),
	    tid == current->tid ? current->process->pid : -1, &info);

	if (err == -EFAULT)
		return err;
	if (pid <= 0 || tid <= 0)
		return ERR(EINVAL);
	if (err)
		return err;
	return send_thread(pid, tid, &info);
}

long
sys_restart_syscall(struct syscall_args *a)
{
	struct restart *r = signal_restart();
	long (*fn)(struct restart *) = r->fn;

	(void)a;
	r->fn = NULL;
	return fn ? fn(r) : ERR(EINTR);
}
