/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/convert.c - time structs and siginfo_t. */
#include "abi/linux/convert.h"
#include "base/err.h"
#include "core/time.h"
#include "mm/copyio.h"
#include "proc/signal.h"

/* Seconds that fit in 64 bits of ns. */
#define SECONDS_MAX ((int64_t)(UINT64_MAX / NSEC_PER_SEC) - 1)

int
timespec_to_ns(const struct lx_timespec *ts, uint64_t *ns)
{
	if (ts->tv_sec < 0 || ts->tv_nsec < 0 ||
	    ts->tv_nsec >= (int64_t)NSEC_PER_SEC)
		return ERR(EINVAL);
	if (ts->tv_sec > SECONDS_MAX)
		*ns = TIME_NEVER;
	else
		*ns =
		    (uint64_t)ts->tv_sec * NSEC_PER_SEC + (uint64_t)ts->tv_nsec;
	return 0;
}

int
timeval_to_ns(const struct lx_timeval *tv, uint64_t *ns)
{
	struct lx_timespec ts = { tv->tv_sec, 0 };

	if (tv->tv_usec < 0 || tv->tv_usec >= 1000000)
		return ERR(EINVAL);
	ts.tv_nsec = tv->tv_usec * 1000;
	return timespec_to_ns(&ts, ns);
}

int
timespec_read(vaddr_t uaddr, uint64_t *ns)
{
	struct lx_timespec ts;

	if (copyin_obj(&ts, uaddr))
		return ERR(EFAULT);
	return timespec_to_ns(&ts, ns);
}

int
timeval_read(vaddr_t uaddr, uint64_t *ns)
{
	struct lx_timeval tv;

	if (copyin_obj(&tv, uaddr))
		return ERR(EFAULT);
	return timeval_to_ns(&tv, ns);
}

uint64_t
time_add(uint64_t now, uint64_t ns)
{
	return ns > TIME_NEVER - now ? TIME_NEVER : now + ns;
}

static bool
is_fault(int signo)
{
	return signo == SIGNO_SEGV || signo == SIGNO_BUS ||
	       signo == SIGNO_ILL || signo == SIGNO_FPE || signo == SIGNO_TRAP;
}

/* Which member of the union holds follows from code and number, as in
 * sigaction(2). */
void
siginfo_from(const struct signal_info *info, struct lx_siginfo *out)
{
	*out = (struct lx_siginfo){ .si_signo = info->signo,
		.si_errno = info->err,
		.si_code = info->code };
	if (info->code == SIGCODE_TIMER) {
		out->u.timer.tid = info->timerid;
		out->u.timer.overrun = info->overrun;
		out->u.timer.value = info->value;
	} else if (info->code > 0 && is_fault(info->signo)) {
		out->u.fault.addr = info->addr;
	} else if (info->code > 0 && info->code < SIGCODE_KERNEL &&
		   info->signo == SIGNO_CHLD) {
		out->u.chld.pid = info->pid;
		out->u.chld.uid = info->uid;
		out->u.chld.status = info->status;
		/* in clock ticks */
		out->u.chld.utime =
		    (int64_t)(info->utime / (NSEC_PER_SEC / LX_CLK_TCK));
		out->u.chld.stime =
		    (int64_t)(info->stime / (NSEC_PER_SEC / LX_CLK_TCK));
	} else {
		out->u.rt.pid = info->pid;
		out->u.rt.uid = info->uid;
		out->u.rt.value = info->value;
	}
}

void
siginfo_to(const struct lx_siginfo *si, struct signal_info *out)
{
	*out = (struct signal_info){ .code = si->si_code,
		.err = si->si_errno,
		.pid = si->u.rt.pid,
		.uid = si->u.rt.uid,
		.value = si->u.rt.value };
}
