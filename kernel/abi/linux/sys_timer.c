/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_timer.c - POSIX timers and interval timers.
 *
 * Limits: SIGEV_THREAD is the library's business (it uses SIGEV_THREAD_ID).
 * Tests: tests/user/signal_timer.
 */
#include "abi/linux/clocks.h"
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "core/time.h"
#include "proc/process.h"
#include "proc/signal.h"

static int
target_check(int tid)
{
	const struct task *t;
	int err = 0;

	spin_lock(&proctree_lock);
	t = task_find(tid);
	if (!t || t->process != current->process)
		err = ERR(EINVAL);
	spin_unlock(&proctree_lock);
	return err;
}

static int
event_decode(vaddr_t uaddr, struct timer_event *ev)
{
	struct lx_sigevent se;

	*ev = (struct timer_event){
		.signal = true, .signo = SIGNO_ALRM, .value_is_id = true
	};
	if (!uaddr)
		return 0;
	if (copyin_obj(&se, uaddr))
		return ERR(EFAULT);
	ev->value_is_id = false;
	ev->value = se.value;
	ev->signo = se.signo;
	switch (se.notify) {
	case LX_SIGEV_NONE:
		ev->signal = false;
		return 0;
	case LX_SIGEV_SIGNAL | LX_SIGEV_THREAD_ID:
		ev->tid = se.tid;
		if (target_check(se.tid))
			return ERR(EINVAL);
		break;
	case LX_SIGEV_SIGNAL:
	case LX_SIGEV_THREAD:
		break;
	default:
		return ERR(EINVAL);
	}
	return se.signo < 1 || se.signo > SIGNO_MAX ? ERR(EINVAL) : 0;
}

long
sys_timer_create(struct syscall_args *a)
{
	struct clock_ref clock;
	struct timer_event ev;
	int id, err = clock_decode((int)ARG0(a), &clock);

	if (!err && ((int)ARG0(a) == LX_CLOCK_MONOTONIC_RAW ||
			(int)ARG0(a) == LX_CLOCK_REALTIME_COARSE ||
			(int)ARG0(a) == LX_CLOCK_MONOTONIC_COARSE))
		err = ERR(EOPNOTSUPP);
	if (!err)
		err = event_decode(ARG1(a), &ev);
	if (!err)
		err = posix_timer_create(&clock, &ev, &id);
	if (err)
		return err;
	if (copyout_obj(ARG2(a), &id)) {
		(void)posix_timer_delete(id);
		return ERR(EFAULT);
	}
	return 0;
}

static struct lx_itimerspec
spec_from(const struct timer_times *t)
{
	return (struct lx_itimerspec){ timespec_from_ns(t->interval),
		timespec_from_ns(t->value) };
}

long
sys_timer_settime(struct syscall_args *a)
{
	struct lx_itimerspec spec;
	struct timer_times t, old;
	bool absolute = (int)ARG1(a) & LX_TIMER_ABSTIME;
	int err;

	if (!ARG2(a))
		return ERR(EINVAL);
	if (copyin_obj(&spec, ARG2(a)))
		return ERR(EFAULT);
	err = timespec_to_ns(&spec.it_value, &t.value);
	if (!err)
		err = timespec_to_ns(&spec.it_interval, &t.interval);
	if (!err)
		err = posix_timer_set((int)ARG0(a), &t, absolute, &old);
	if (err || !ARG3(a))
		return err;
	spec = spec_from(&old);
	return copyout_obj(ARG3(a), &spec);
}

long
sys_timer_gettime(struct syscall_args *a)
{
	struct timer_times t;
	struct lx_itimerspec spec;
	int err = posix_timer_get((int)ARG0(a), &t);

	if (err)
		return err;
	spec = spec_from(&t);
	return copyout_obj(ARG1(a), &spec);
}

long
sys_timer_getoverrun(struct syscall_args *a)
{
	return posix_timer_overrun((int)ARG0(a));
}

long
sys_timer_delete(struct syscall_args *a)
{
	return posix_timer_delete((int)ARG0(a));
}

/* Rounded up: a timer that is running never reads as stopped. */
static struct lx_itimerval
val_from(const struct timer_times *t)
{
	return (struct lx_itimerval){ timeval_from_ns(t->interval),
		timeval_from_ns(time_add(t->value, NSEC_PER_USEC - 1)) };
}

long
sys_getitimer(struct syscall_args *a)
{
	struct timer_times t;
	struct lx_itimerval val;
	int err;

	if (ARG0(a) > LX_ITIMER_PROF)
		return ERR(EINVAL);
	err = itimer_set((unsigned int)ARG0(a), NULL, &t);
	if (err)
		return err;
	val = val_from(&t);
	return copyout_obj(ARG1(a), &val);
}

long
sys_setitimer(struct syscall_args *a)
{
	struct lx_itimerval val = { 0 };
	struct timer_times t, old;
	int err;

	if (ARG0(a) > LX_ITIMER_PROF)
		return ERR(EINVAL);
	if (ARG1(a) && copyin_obj(&val, ARG1(a)))
		return ERR(EFAULT);
	err = timeval_to_ns(&val.it_value, &t.value);
	if (!err)
		err = timeval_to_ns(&val.it_interval, &t.interval);
	if (!err)
		err = itimer_set((unsigned int)ARG0(a), &t, &old);
	if (err || !ARG2(a))
		return err;
	val = val_from(&old);
	return copyout_obj(ARG2(a), &val);
}

/* The rest of the alarm before it, in seconds, at least 1 if there was one. */
long
sys_alarm(struct syscall_args *a)
{
	struct timer_times t = { (ARG0(a) & UINT32_MAX) * NSEC_PER_SEC, 0 };
	struct timer_times old;
	uint64_t s;
	int err = itimer_set(LX_ITIMER_REAL, &t, &old);

	if (err)
		return err;
	s = (old.value + NSEC_PER_SEC / 2) / NSEC_PER_SEC;
	return old.value && !s ? 1 : (long)s;
}
