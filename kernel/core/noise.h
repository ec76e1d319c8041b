/* SPDX-License-Identifier: GPL-2.0-only */
/* core/noise.h - count every entry to the kernel, by processor and cause.
 *
 * Idea: each entry path adds one to its own processor's counter: no lock, no
 * sharing. /proc/kitten/noise prints them. NOISE_SYSCALL must stay 0: the
 * entry code adds to it by offset.
 */
#ifndef CORE_NOISE_H
#define CORE_NOISE_H

enum noise_cause {
	NOISE_SYSCALL = 0, /* the program asked */
	NOISE_EXCEPTION,   /* divide error, illegal instruction, ... */
	NOISE_PAGE_FAULT,
	NOISE_TIMER,   /* the one-shot timer */
	NOISE_RESCHED, /* IPI: look at the run queue */
	NOISE_XCALL,   /* IPI: run a function (TLB invalidation, ...) */
	NOISE_DEVICE,  /* a device's interrupt */
	NOISE_NMI,
	NOISE_SPURIOUS,
	NOISE_NR
};

/* Add one to the running CPU's counter of cause. Context: any. */
#define noise_count(cause) (this_cpu()->noise[(cause)]++)

/* Name of a cause as shown in /proc/kitten/noise. */
const char *noise_name(enum noise_cause cause);

#endif
