/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_epoll.c - epoll. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "core/time.h"
#include "fs/event/epoll.h"
#include "proc/signal.h"
#include "uapi/linux/epoll.h"

STATIC_ASSERT(EPOLL_EXCLUSIVE == LX_EPOLLEXCLUSIVE);
STATIC_ASSERT(EPOLL_ONESHOT == LX_EPOLLONESHOT);
STATIC_ASSERT((uint32_t)EPOLL_EDGE == LX_EPOLLET);

#define EVENTS_MOST (INT32_MAX / (int)sizeof(struct lx_epoll_event))

static long
create_common(bool cloexec)
{
	struct file *f;
	int err = epoll_create(&f);

	return err ? err : file_install(f, 0, cloexec);
}

long
sys_epoll_create(struct syscall_args *a)
{
	return (int)ARG0(a) <= 0 ? ERR(EINVAL) : create_common(false);
}

long
sys_epoll_create1(struct syscall_args *a)
{
	unsigned int flags = (unsigned int)ARG0(a);

	if (flags & ~(unsigned int)LX_EPOLL_CLOEXEC)
		return ERR(EINVAL);
	return create_common(flags != 0);
}

static long
ctl_files(struct file *ep, struct file *f, struct syscall_args *a,
    const struct lx_epoll_event *ev)
{
	int fd = (int)ARG2(a);
	uint32_t events = ev->events & ~LX_EPOLLWAKEUP;

	if ((ep->flags | f->flags) & FILE_PATH)
		return ERR(EBADF);
	if (f->ops->poll == file_always_ready)
		return ERR(EPERM);
	if (!file_is_epoll(ep))
		return ERR(EINVAL);
	switch ((int)ARG1(a)) {
	case LX_EPOLL_CTL_ADD:
		return epoll_add(ep, f, fd, events, ev->data);
	case LX_EPOLL_CTL_MOD:
		return epoll_change(ep, f, fd, events, ev->data);
	case LX_EPOLL_CTL_DEL:
		return epoll_remove(ep, f, fd);
	default:
		return ERR(EINVAL);
	}
}

long
sys_epoll_ctl(struct syscall_args *a)
{
	struct lx_epoll_event ev = { 0 };
	struct file *ep, *f;
	long ret = ERR(EBADF);

	if ((int)ARG1(a) != LX_EPOLL_CTL_DEL && copyin_obj(&ev, ARG3(a)))
		return ERR(EFAULT);
	ep = file_of((int)ARG0(a));
	f = file_of((int)ARG2(a));
	if (ep && f)
		ret = ctl_files(ep, f, a, &ev);
	if (ep)
		file_put(ep);
	if (f)
		file_put(f);
	return ret;
}

struct user_events {
	vaddr_t at;
};

static bool
put_event(void *arg, const struct epoll_ready *r)
{
	struct user_events *u = arg;
	struct lx_epoll_event ev = { .events = r->events, .data = r->data };

	if (copyout_obj(u->at, &ev))
		return false;
	u->at += sizeof(ev);
	return true;
}

static long
wait_common(int fd, vaddr_t uevents, int max, uint64_t deadline)
{
	struct user_events u = { .at = uevents };
	struct file *ep;
	long ret;

	if (max <= 0 || max > EVENTS_MOST)
		return ERR(EINVAL);
	if (!user_range_ok(
		uevents, (size_t)max * sizeof(struct lx_epoll_event)))
		return ERR(EFAULT);
	ep = file_of(fd);
	if (!ep)
		return ERR(EBADF);
	ret = file_is_epoll(ep) ? epoll_wait(ep, max, deadline, put_event, &u)
				: ERR(EINVAL);
	file_put(ep);
	return ret;
}

static uint64_t
deadline_of_ms(int ms)
{
	if (ms < 0)
		return TIME_NEVER;
	return ms ? time_mono_ns() + (uint64_t)ms * NSEC_PER_MSEC : 0;
}

long
sys_epoll_wait(struct syscall_args *a)
{
	return wait_common(
	    (int)ARG0(a), ARG1(a), (int)ARG2(a), deadline_of_ms((int)ARG3(a)));
}

static long
wait_masked(struct syscall_args *a, uint64_t deadline)
{
	uint64_t mask;
	long ret;

	if (!ARG4(a))
		return wait_common(
		    (int)ARG0(a), ARG1(a), (int)ARG2(a), deadline);
	if (ARG5(a) != sizeof(mask))
		return ERR(EINVAL);
	if (copyin_obj(&mask, ARG4(a)))
		return ERR(EFAULT);
	ret = signal_mask_begin(mask);
	if (ret)
		return ret;
	ret = wait_common((int)ARG0(a), ARG1(a), (int)ARG2(a), deadline);
	signal_mask_end();
	return ret;
}

long
sys_epoll_pwait(struct syscall_args *a)
{
	return wait_masked(a, deadline_of_ms((int)ARG3(a)));
}

long
sys_epoll_pwait2(struct syscall_args *a)
{
	uint64_t deadline;
	int err = deadline_from_user(ARG3(a), &deadline);

	return err ? err : wait_masked(a, deadline);
}
