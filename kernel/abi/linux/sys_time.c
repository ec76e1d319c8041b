/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_time.c - clocks and sleeping.
 *
 * Most reads of the clocks never come here: the vDSO answers them.
 *
 * Limits: all clocks have the TSC's resolution, the coarse ones too; raw and
 * boot time are monotonic time; TAI is UTC; adjtimex only reads.
 * Tests: tests/user/clock.
 */
#include "abi/linux/clocks.h"
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "core/time.h"
#include "proc/process.h"
#include "proc/signal.h"

/* Ids from 0 up are fixed clocks; negative ones name a process or a thread by
 * ~id << 3 | kind (clock_getcpuclockid, pthread_getcpuclockid). */
static int
decode_dynamic(int id, struct clock_ref *out)
{
	int who = ~(id >> 3);
	const struct task *t;
	int err = 0;

	if ((id & LX_CPUCLOCK_WHICH) == LX_CPUCLOCK_FD)
		return ERR(EINVAL);
	out->kind =
	    id & LX_CPUCLOCK_PERTHREAD ? CLOCK_KIND_THREAD : CLOCK_KIND_PROCESS;
	spin_lock(&proctree_lock);
	if (out->kind == CLOCK_KIND_PROCESS) {
		out->id = who ? who : current->process->pid;
		if (!process_find(out->id))
			err = ERR(EINVAL);
	} else {
		out->id = who ? who : current->tid;
		t = task_find(out->id);
		if (!t || t->process != current->process)
			err = ERR(EINVAL);
	}
	spin_unlock(&proctree_lock);
	return err;
}

int
clock_decode(int id, struct clock_ref *out)
{
	*out = (struct clock_ref){ .kind = CLOCK_KIND_MONO };
	if (id < 0)
		return decode_dynamic(id, out);
	switch (id) {
	case LX_CLOCK_REALTIME:
	case LX_CLOCK_REALTIME_COARSE:
	case LX_CLOCK_REALTIME_ALARM:
	case LX_CLOCK_TAI:
		out->kind = CLOCK_KIND_REAL;
		return 0;
	case LX_CLOCK_MONOTONIC:
	case LX_CLOCK_MONOTONIC_RAW:
	case LX_CLOCK_MONOTONIC_COARSE:
	case LX_CLOCK_BOOTTIME:
	case LX_CLOCK_BOOTTIME_ALARM:
		return 0;
	case LX_CLOCK_PROCESS_CPUTIME_ID:
		*out = (struct clock_ref){ CLOCK_KIND_PROCESS,
			current->process->pid };
		return 0;
	case LX_CLOCK_THREAD_CPUTIME_ID:
		*out = (struct clock_ref){ CLOCK_KIND_THREAD, current->tid };
		return 0;
	default:
		return ERR(EINVAL);
	}
}

long
sys_clock_gettime(struct syscall_args *a)
{
	struct clock_ref clock;
	struct lx_timespec ts;
	uint64_t ns;
	int err = clock_decode((int)ARG0(a), &clock);

	if (!err)
		err = clock_read(&clock, &ns);
	if (err)
		return err;
	ts = timespec_from_ns(ns);
	return copyout_obj(ARG1(a), &ts);
}

long
sys_clock_getres(struct syscall_args *a)
{
	struct clock_ref clock;
	struct lx_timespec ts = { 0, 1 };
	int err = clock_decode((int)ARG0(a), &clock);

	if (err || !ARG1(a))
		return err;
	return copyout_obj(ARG1(a), &ts);
}

static long
real_set(uint64_t ns)
{
	if (current->process->euid != 0)
		return ERR(EPERM);
	if (ns == TIME_NEVER || ns < time_mono_ns())
		return ERR(EINVAL);
	time_set_real(ns);
	return 0;
}

long
sys_clock_settime(struct syscall_args *a)
{
	uint64_t ns;
	struct clock_ref clock;
	int err;

	if ((int)ARG0(a) != LX_CLOCK_REALTIME) {
		err = clock_decode((int)ARG0(a), &clock);
		return err ? err : ERR(EINVAL);
	}
	err = timespec_read(ARG1(a), &ns);
	return err ? err : real_set(ns);
}

long
sys_gettimeofday(struct syscall_args *a)
{
	struct lx_timeval tv;
	struct lx_timezone tz = { 0 };

	if (ARG0(a)) {
		tv = timeval_from_ns(time_real_ns());
		if (copyout_obj(ARG0(a), &tv))
			return ERR(EFAULT);
	}
	return ARG1(a) ? copyout_obj(ARG1(a), &tz) : 0;
}

long
sys_settimeofday(struct syscall_args *a)
{
	struct lx_timezone tz;
	uint64_t ns;
	int err = 0;

	if (ARG0(a))
		err = timeval_read(ARG0(a), &ns);
	if (!err && ARG1(a) && copyin_obj(&tz, ARG1(a)))
		err = ERR(EFAULT);
	if (err || !ARG0(a))
		return err ? err : current->process->euid == 0 ? 0 : ERR(EPERM);
	return real_set(ns);
}

long
sys_time(struct syscall_args *a)
{
	int64_t s = (int64_t)(time_real_ns() / NSEC_PER_SEC);

	if (ARG0(a) && copyout_obj(ARG0(a), &s))
		return ERR(EFAULT);
	return s;
}

/* The clock is as it is: unsynchronized, a tick of 10 ms for those who ask. */
static long
timex_read(vaddr_t uaddr)
{
	struct lx_timex t;

	if (copyin_obj(&t, uaddr))
		return ERR(EFAULT);
	if (t.modes)
		return current->process->euid == 0 ? ERR(EINVAL) : ERR(EPERM);
	t = (struct lx_timex){ .status = 0x40, /* STA_UNSYNC */
		.maxerror = 16000000,
		.esterror = 16000000,
		.constant = 2,
		.precision = 1,
		.tolerance = 32768000,
		.tick = 10000 };
	t.time = timeval_from_ns(time_real_ns());
	return copyout_obj(uaddr, &t) ? ERR(EFAULT) : 5; /* TIME_ERROR */
}

long
sys_adjtimex(struct syscall_args *a)
{
	return timex_read(ARG0(a));
}

long
sys_clock_adjtime(struct syscall_args *a)
{
	if ((int)ARG0(a) != LX_CLOCK_REALTIME)
		return ERR(EINVAL);
	return timex_read(ARG1(a));
}

/* After a relative sleep was interrupted: what is left goes to the user, and
 * restart_syscall sleeps on until the same moment.
 * arg: 0 clock kind, 1 clock id, 2 when, 3 address for the rest */
static long
sleep_on(struct restart *r)
{
	struct clock_ref clock = { (enum clock_kind)r->arg[0], (int)r->arg[1] };
	uint64_t now, when = r->arg[2];
	struct lx_timespec rest;
	int err = clock_sleep(&clock, when);

	if (err != -EINTR)
		return err;
	if (r->arg[3]) {
		if (clock_read(&clock, &now))
			now = when;
		rest = timespec_from_ns(when > now ? when - now : 0);
		if (copyout_obj(r->arg[3], &rest))
			return ERR(EFAULT);
	}
	r->fn = sleep_on;
	return -ERESTART_BLOCK;
}

static long
sleep_for(const struct clock_ref *clock, uint64_t ns, vaddr_t rest)
{
	struct restart *r = signal_restart();
	uint64_t now;
	int err = clock_read(clock, &now);

	if (err)
		return err;
	*r = (struct restart){ .arg = { clock->kind, (uint64_t)clock->id,
				   time_add(now, ns), rest } };
	return sleep_on(r);
}

long
sys_nanosleep(struct syscall_args *a)
{
	struct clock_ref clock = { .kind = CLOCK_KIND_MONO };
	uint64_t ns;
	int err = timespec_read(ARG0(a), &ns);

	return err ? err : sleep_for(&clock, ns, ARG1(a));
}

long
sys_clock_nanosleep(struct syscall_args *a)
{
	int id = (int)ARG0(a);
	struct clock_ref clock;
	uint64_t ns;
	int err = clock_decode(id, &clock);

	if (err)
		return err;
	if (id == LX_CLOCK_THREAD_CPUTIME_ID)
		return ERR(EOPNOTSUPP);
	if (clock.kind == CLOCK_KIND_THREAD && clock.id == current->tid)
		return ERR(EINVAL);
	if (id == LX_CLOCK_MONOTONIC_RAW || id == LX_CLOCK_REALTIME_COARSE ||
	    id == LX_CLOCK_MONOTONIC_COARSE)
		return ERR(EOPNOTSUPP);
	err = timespec_read(ARG2(a), &ns);
	if (err)
		return err;
	/* A relative sleep does not care how the wall clock is set. */
	if (!((int)ARG1(a) & LX_TIMER_ABSTIME)) {
		if (clock.kind == CLOCK_KIND_REAL)
			clock.kind = CLOCK_KIND_MONO;
		return sleep_for(&clock, ns, ARG3(a));
	}
	err = clock_sleep(&clock, ns);
	return err == -EINTR ? -ERESTART_NOHAND : err;
}
