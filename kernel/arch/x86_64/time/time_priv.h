/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/time/time_priv.h - between the files of this folder. */
#ifndef ARCH_X86_64_TIME_TIME_PRIV_H
#define ARCH_X86_64_TIME_TIME_PRIV_H

#include "base/types.h"

/* A counter of known frequency to measure others against. */
struct reference {
	const char *name;
	uint64_t (*read)(void);
	uint64_t period_fs; /* femtoseconds per count */
	uint64_t mask;	    /* where it wraps */
	uint64_t window_ns; /* the longest a measurement may take */
};

/* The best one there is: HPET, ACPI PM timer, PIT. Never NULL. */
const struct reference *reference_find(void);

/* What a measurement found, in Hz. */
struct calibration {
	uint64_t tsc_hz;
	uint64_t lapic_hz; /* 0: the timer does not count */
};

/* Measure the TSC and the (freely running) local APIC timer. */
void calibrate(const struct reference *ref, struct calibration *out);

/* Seconds since 1970 by the battery clock; 0 when it makes no sense. */
uint64_t rtc_read(void);

#endif
