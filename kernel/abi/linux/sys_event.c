/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_event.c - eventfd, timerfd, signalfd. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "core/time.h"
#include "fs/event/event.h"
#include "proc/signal.h"
#include "uapi/linux/eventfd.h"
#include "uapi/linux/fcntl.h"
#include "uapi/linux/timerfd.h"

static unsigned int
nonblock_of(unsigned int o)
{
	return o & LX_O_NONBLOCK ? FILE_NONBLOCK : 0;
}

static long
eventfd_common(unsigned int count, unsigned int flags)
{
	struct file *f;
	int err;

	if (flags & ~(LX_EFD_SEMAPHORE | LX_EFD_NONBLOCK | LX_EFD_CLOEXEC))
		return ERR(EINVAL);
	err = eventfd_create(
	    count, flags & LX_EFD_SEMAPHORE, nonblock_of(flags), &f);
	return err ? err : file_install(f, 0, flags & LX_EFD_CLOEXEC);
}

long
sys_eventfd(struct syscall_args *a)
{
	return eventfd_common((unsigned int)ARG0(a), 0);
}

long
sys_eventfd2(struct syscall_args *a)
{
	return eventfd_common((unsigned int)ARG0(a), (unsigned int)ARG1(a));
}

long
sys_timerfd_create(struct syscall_args *a)
{
	unsigned int flags = (unsigned int)ARG1(a);
	bool real = false;
	struct file *f;
	int err;

	if (flags & ~(LX_TFD_NONBLOCK | LX_TFD_CLOEXEC))
		return ERR(EINVAL);
	switch ((int)ARG0(a)) {
	case LX_TFD_CLOCK_REALTIME:
	case LX_TFD_CLOCK_REALTIME_ALARM:
		real = true;
		break;
	case LX_TFD_CLOCK_MONOTONIC:
	case LX_TFD_CLOCK_BOOTTIME:
	case LX_TFD_CLOCK_BOOTTIME_ALARM:
		break;
	default:
		return ERR(EINVAL);
	}
	err = timerfd_create(real, nonblock_of(flags), &f);
	return err ? err : file_install(f, 0, flags & LX_TFD_CLOEXEC);
}

static long
timer_out(vaddr_t uaddr, const struct timerfd_time *t)
{
	struct lx_itimerspec its = {
		.it_interval.tv_sec = (int64_t)(t->interval / NSEC_PER_SEC),
		.it_interval.tv_nsec = (int64_t)(t->interval % NSEC_PER_SEC),
		.it_value.tv_sec = (int64_t)(t->value / NSEC_PER_SEC),
		.it_value.tv_nsec = (int64_t)(t->value % NSEC_PER_SEC),
	};

	return copyout_obj(uaddr, &its);
}

static bool
timespec_ok(const struct lx_timespec *ts)
{
	return ts->tv_sec >= 0 && (uint64_t)ts->tv_nsec < NSEC_PER_SEC;
}

/* The timerfd of a descriptor; -EBADF, -EINVAL. */
static int
timer_file(int fd, struct file **out)
{
	struct file *f = file_of(fd);

	if (!f)
		return ERR(EBADF);
	if (!file_is_timerfd(f)) {
		file_put(f);
		return ERR(EINVAL);
	}
	*out = f;
	return 0;
}

long
sys_timerfd_settime(struct syscall_args *a)
{
	unsigned int flags = (unsigned int)ARG1(a);
	struct timerfd_time set, old;
	struct lx_itimerspec its;
	struct file *f;
	int err;

	if (copyin_obj(&its, ARG2(a)))
		return ERR(EFAULT);
	if ((flags & ~(LX_TFD_TIMER_ABSTIME | LX_TFD_TIMER_CANCEL_ON_SET)) ||
	    !timespec_ok(&its.it_value) || !timespec_ok(&its.it_interval))
		return ERR(EINVAL);
	err = timer_file((int)ARG0(a), &f);
	if (err)
		return err;
	set.value = ns_saturating(its.it_value.tv_sec, its.it_value.tv_nsec);
	set.interval =
	    ns_saturating(its.it_interval.tv_sec, its.it_interval.tv_nsec);
	timerfd_set(f, flags & LX_TFD_TIMER_ABSTIME, &set, &old);
	file_put(f);
	return ARG3(a) ? timer_out(ARG3(a), &old) : 0;
}

long
sys_timerfd_gettime(struct syscall_args *a)
{
	struct timerfd_time now;
	struct file *f;
	int err = timer_file((int)ARG0(a), &f);

	if (err)
		return err;
	timerfd_get(f, &now);
	file_put(f);
	return timer_out(ARG1(a), &now);
}

static long
signalfd_common(int fd, vaddr_t umask, uint64_t size, unsigned int flags)
{
	struct file *f;
	uint64_t set;
	int err;

	if (flags & ~(LX_O_CLOEXEC | LX_O_NONBLOCK))
		return ERR(EINVAL);
	if (size != sizeof(set))
		return ERR(EINVAL);
	if (copyin_obj(&set, umask))
		return ERR(EFAULT);
	set &= ~SIGNAL_UNBLOCKABLE;
	if (fd == -1) {
		err = signalfd_create(set, nonblock_of(flags), &f);
		return err ? err : file_install(f, 0, flags & LX_O_CLOEXEC);
	}
	f = file_of(fd);
	if (!f)
		return ERR(EBADF);
	err = file_is_signalfd(f) ? 0 : ERR(EINVAL);
	if (!err)
		signalfd_set(f, set);
	file_put(f);
	return err ? err : fd;
}

long
sys_signalfd(struct syscall_args *a)
{
	return signalfd_common((int)ARG0(a), ARG1(a), ARG2(a), 0);
}

long
sys_signalfd4(struct syscall_args *a)
{
	return signalfd_common(
	    (int)ARG0(a), ARG1(a), ARG2(a), (unsigned int)ARG3(a));
}
