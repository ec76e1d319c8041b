/* SPDX-License-Identifier: GPL-2.0-only */
/* core/time.h - the clocks. All in nanoseconds.
 *
 * One clock source: the TSC, scaled by mult/shift as the vDSO does it, the
 * same on all processors (checked at boot).
 */
#ifndef CORE_TIME_H
#define CORE_TIME_H

#include "arch/tsc.h"
#include "base/types.h"

#define NSEC_PER_SEC  1000000000ul
#define NSEC_PER_USEC 1000ul
#define NSEC_PER_MSEC 1000000ul
#define TIME_NEVER    UINT64_MAX

/* ns = ((tsc - tsc_base) * mult) >> shift, in 128-bit arithmetic. */
struct timebase {
	uint64_t tsc_base;
	uint64_t mult;
	uint32_t shift;
	uint32_t seq;	      /* odd while real_offset changes */
	uint64_t real_offset; /* CLOCK_REALTIME - CLOCK_MONOTONIC */
	uint64_t tsc_hz;
	uint32_t rdtscp; /* RDTSCP is there and tells node << 12 | cpu */
};

/* The base, alone in its page (which the vDSO shows to user level). */
struct timebase *time_base(void);

/* Monotonic time since boot. Context: any. */
uint64_t time_mono_ns(void);
/* Wall-clock time since 1970 UTC. Context: any. */
uint64_t time_real_ns(void);
/* Set the wall clock. Context: any. */
void time_set_real(uint64_t ns);
/* TSC ticks for a duration in ns and back; no overflow for < 100 years. */
uint64_t time_ns_to_tsc(uint64_t ns);
uint64_t time_tsc_to_ns(uint64_t ticks);
/* Set up the base from a calibrated frequency and the RTC's wall-clock time. */
void time_init(uint64_t tsc_hz, uint64_t real_now_ns);

#endif
