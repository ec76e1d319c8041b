/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/convert.h - Linux' time structs to nanoseconds and back, and
 * siginfo_t from struct signal_info.
 */
#ifndef ABI_LINUX_CONVERT_H
#define ABI_LINUX_CONVERT_H

#include "base/types.h"
#include "uapi/linux/resource.h"
#include "uapi/linux/signal.h"
#include "uapi/linux/time.h"

struct signal_info;

static inline struct lx_timespec
timespec_from_ns(uint64_t ns)
{
	return (struct lx_timespec){ (int64_t)(ns / 1000000000),
		(int64_t)(ns % 1000000000) };
}

static inline struct lx_timeval
timeval_from_ns(uint64_t ns)
{
	return (struct lx_timeval){ (int64_t)(ns / 1000000000),
		(int64_t)(ns % 1000000000 / 1000) };
}

/* To ns; what does not fit becomes TIME_NEVER. 0 or -EINVAL (negative, or the
 * fraction is a second or more). */
int timespec_to_ns(const struct lx_timespec *ts, uint64_t *ns);
int timeval_to_ns(const struct lx_timeval *tv, uint64_t *ns);
/* The same from user memory; also -EFAULT. Context: task. */
int timespec_read(vaddr_t uaddr, uint64_t *ns);
int timeval_read(vaddr_t uaddr, uint64_t *ns);
/* now + ns, at most TIME_NEVER. */
uint64_t time_add(uint64_t now, uint64_t ns);

/* Build siginfo_t, and read one that a user queues (signo from elsewhere). */
void siginfo_from(const struct signal_info *info, struct lx_siginfo *out);
void siginfo_to(const struct lx_siginfo *si, struct signal_info *out);

#endif
