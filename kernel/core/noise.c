/* SPDX-License-Identifier: GPL-2.0-only */
/* core/noise.c - names of the causes of kernel entries. */
#include "core/noise.h"
#include "base/types.h"

const char *
noise_name(enum noise_cause cause)
{
	static const char *const names[NOISE_NR] = {
		[NOISE_SYSCALL] = "syscall",
		[NOISE_EXCEPTION] = "exception",
		[NOISE_PAGE_FAULT] = "page_fault",
		[NOISE_TIMER] = "timer",
		[NOISE_RESCHED] = "resched_ipi",
		[NOISE_XCALL] = "xcall_ipi",
		[NOISE_DEVICE] = "device",
		[NOISE_NMI] = "nmi",
		[NOISE_SPURIOUS] = "spurious",
	};

	return cause < NOISE_NR ? names[cause] : "?";
}
