/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_futex.c - futex and robust lists: decode, call proc/futex.
 *
 * Limits: a deadline on CLOCK_REALTIME is turned into monotonic time at the
 * call; setting the clock later does not move it.
 * Tests: tests/user/futex.
 */
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "core/time.h"
#include "proc/futex.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "uapi/linux/futex.h"

#define __noinline __attribute__((noinline))

static bool
takes_timeout(int cmd)
{
	return cmd == LX_FUTEX_WAIT || cmd == LX_FUTEX_WAIT_BITSET ||
	       cmd == LX_FUTEX_LOCK_PI || cmd == LX_FUTEX_LOCK_PI2 ||
	       cmd == LX_FUTEX_WAIT_REQUEUE_PI;
}

/* The timeout argument as a monotonic deadline. */
static int
deadline_read(int cmd, bool realtime, vaddr_t uaddr, uint64_t *deadline)
{
	uint64_t ns;
	int err;

	*deadline = TIME_NEVER;
	if (!uaddr)
		return 0;
	err = timespec_read(uaddr, &ns);
	if (err)
		return err;
	if (cmd == LX_FUTEX_WAIT)
		*deadline = time_add(time_mono_ns(), ns);
	else if ((realtime || cmd == LX_FUTEX_LOCK_PI) && ns != TIME_NEVER)
		*deadline = ns - MIN(ns, time_base()->real_offset);
	else
		*deadline = ns;
	return 0;
}

static long
wait_again(struct restart *r)
{
	long err = futex_wait(
	    r->arg[0], (uint32_t)r->arg[1], (uint32_t)r->arg[2], r->arg[3]);

	if (err != -EINTR)
		return err;
	r->fn = wait_again;
	return -ERESTART_BLOCK;
}

static long
do_wait(vaddr_t uaddr, uint32_t val, uint32_t bitset, uint64_t deadline)
{
	long err = futex_wait(uaddr, val, bitset, deadline);

	if (err != -EINTR)
		return err;
	if (deadline == TIME_NEVER)
		return -ERESTART;
	*signal_restart() = (struct restart){ .fn = wait_again,
		.arg = { uaddr, val, bitset, deadline } };
	return -ERESTART_BLOCK;
}

/* PI calls go on by themselves after a handler. */
static long
pi_errno(long err)
{
	return err == -EINTR ? -ERESTART_NOINTR : err;
}

static long
do_requeue(struct syscall_args *a, bool check)
{
	int nwake = (int)ARG2(a), nmove = (int)ARG3(a);

	if (nwake < 0 || nmove < 0)
		return ERR(EINVAL);
	return futex_requeue(ARG0(a), ARG4(a), (unsigned int)nwake,
	    (unsigned int)nmove, check, (uint32_t)ARG5(a));
}

static long
do_requeue_pi(struct syscall_args *a)
{
	int nmove = (int)ARG3(a);

	if ((int)ARG2(a) != 1 || nmove < 0)
		return ERR(EINVAL);
	return futex_cmp_requeue_pi(
	    ARG0(a), ARG4(a), (unsigned int)nmove, (uint32_t)ARG5(a));
}

/* Wakes at least one, as Linux does for counts of 0 and below. */
static unsigned int
wake_count(uint64_t arg)
{
	int n = (int)arg;

	return n < 1 ? 1 : (unsigned int)n;
}

static long
do_wake_op(struct syscall_args *a)
{
	return futex_wake_op(ARG0(a), ARG4(a), wake_count(ARG2(a)),
	    wake_count(ARG3(a)), (uint32_t)ARG5(a));
}

static __noinline long
futex_any(struct syscall_args *a)
{
	int op = (int)ARG1(a), cmd = op & LX_FUTEX_CMD_MASK;
	vaddr_t uaddr = ARG0(a);
	uint32_t val = (uint32_t)ARG2(a), word;
	bool realtime = op & LX_FUTEX_CLOCK_REALTIME;
	uint64_t deadline = TIME_NEVER;
	int err;

	if (realtime && cmd != LX_FUTEX_WAIT_BITSET &&
	    cmd != LX_FUTEX_WAIT_REQUEUE_PI && cmd != LX_FUTEX_LOCK_PI2)
		return ERR(ENOSYS);
	if (ARG3(a) && takes_timeout(cmd)) {
		err = deadline_read(cmd, realtime, ARG3(a), &deadline);
		if (err)
			return err;
	}
	switch (cmd) {
	case LX_FUTEX_WAIT:
		return do_wait(uaddr, val, FUTEX_ANY, deadline);
	case LX_FUTEX_WAIT_BITSET:
		return do_wait(uaddr, val, (uint32_t)ARG5(a), deadline);
	case LX_FUTEX_WAKE: /* shared: the word has to be there */
		if (!((unsigned int)ARG1(a) & LX_FUTEX_PRIVATE_FLAG) &&
		    copyin_obj(&word, uaddr))
			return ERR(EFAULT);
		return futex_wake(uaddr, wake_count(val), FUTEX_ANY);
	case LX_FUTEX_WAKE_BITSET:
		return futex_wake(uaddr, wake_count(val), (uint32_t)ARG5(a));
	case LX_FUTEX_REQUEUE:
		return do_requeue(a, false);
	case LX_FUTEX_CMP_REQUEUE:
		return do_requeue(a, true);
	case LX_FUTEX_WAKE_OP:
		return do_wake_op(a);
	case LX_FUTEX_LOCK_PI:
	case LX_FUTEX_LOCK_PI2:
		return pi_errno(futex_lock_pi(uaddr, deadline, false));
	case LX_FUTEX_TRYLOCK_PI:
		return futex_lock_pi(uaddr, TIME_NEVER, true);
	case LX_FUTEX_UNLOCK_PI:
		return futex_unlock_pi(uaddr);
	case LX_FUTEX_WAIT_REQUEUE_PI:
		return pi_errno(futex_wait_requeue_pi(
		    uaddr, val, FUTEX_ANY, deadline, ARG4(a)));
	case LX_FUTEX_CMP_REQUEUE_PI:
		return do_requeue_pi(a);
	default:
		return ERR(ENOSYS);
	}
}

/* The calls of an ordinary lock or condition first, in few instructions. */
long
sys_futex(struct syscall_args *a)
{
	unsigned int cmd = (unsigned int)ARG1(a) & ~LX_FUTEX_PRIVATE_FLAG;

	if (cmd == LX_FUTEX_WAKE &&
	    ((unsigned int)ARG1(a) & LX_FUTEX_PRIVATE_FLAG))
		return futex_wake(ARG0(a), wake_count(ARG2(a)), FUTEX_ANY);
	if (!ARG3(a)) {
		uint32_t val = (uint32_t)ARG2(a);

		if (cmd == LX_FUTEX_WAIT)
			return do_wait(ARG0(a), val, FUTEX_ANY, TIME_NEVER);
		if ((cmd & ~LX_FUTEX_CLOCK_REALTIME) == LX_FUTEX_WAIT_BITSET)
			return do_wait(
			    ARG0(a), val, (uint32_t)ARG5(a), TIME_NEVER);
	}
	return futex_any(a);
}

long
sys_set_robust_list(struct syscall_args *a)
{
	if (ARG1(a) != sizeof(struct lx_robust_list_head))
		return ERR(EINVAL);
	current->robust_list = ARG0(a);
	current->robust_len = ARG1(a);
	return 0;
}

long
sys_get_robust_list(struct syscall_args *a)
{
	int tid = (int)ARG0(a);
	const struct task *t;
	vaddr_t head = 0;
	uint64_t len = sizeof(struct lx_robust_list_head);
	int err = 0;

	spin_lock(&proctree_lock);
	t = tid ? task_find(tid) : current;
	if (!t)
		err = ERR(ESRCH);
	else if (t->process->uid != current->process->uid &&
		 current->process->euid != 0)
		err = ERR(EPERM);
	else
		head = t->robust_list;
	spin_unlock(&proctree_lock);
	if (err)
		return err;
	if (copyout_obj(ARG2(a), &len) || copyout_obj(ARG1(a), &head))
		return ERR(EFAULT);
	return 0;
}
