/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/time.h - time structs, clock ids, timer flags. */
#ifndef UAPI_LINUX_TIME_H
#define UAPI_LINUX_TIME_H

#include <stdint.h>

struct lx_timespec {
	int64_t tv_sec;
	int64_t tv_nsec;
};

struct lx_timeval {
	int64_t tv_sec;
	int64_t tv_usec;
};

struct lx_timezone {
	int32_t minuteswest;
	int32_t dsttime;
};

struct lx_itimerspec {
	struct lx_timespec it_interval;
	struct lx_timespec it_value;
};

struct lx_itimerval {
	struct lx_timeval it_interval;
	struct lx_timeval it_value;
};

struct lx_tms {
	int64_t tms_utime, tms_stime, tms_cutime, tms_cstime;
};
#define LX_CLK_TCK 100

#define LX_CLOCK_REALTIME	    0
#define LX_CLOCK_MONOTONIC	    1
#define LX_CLOCK_PROCESS_CPUTIME_ID 2
#define LX_CLOCK_THREAD_CPUTIME_ID  3
#define LX_CLOCK_MONOTONIC_RAW	    4
#define LX_CLOCK_REALTIME_COARSE    5
#define LX_CLOCK_MONOTONIC_COARSE   6
#define LX_CLOCK_BOOTTIME	    7
#define LX_CLOCK_REALTIME_ALARM	    8
#define LX_CLOCK_BOOTTIME_ALARM	    9
#define LX_CLOCK_TAI		    11

/* Dynamic clock ids: ~pid << 3 | per-thread bit | which. */
#define LX_CPUCLOCK_PERTHREAD 4
#define LX_CPUCLOCK_WHICH     3
#define LX_CPUCLOCK_SCHED     2
#define LX_CPUCLOCK_FD	      3

#define LX_TIMER_ABSTIME 1

#define LX_ITIMER_REAL	  0
#define LX_ITIMER_VIRTUAL 1
#define LX_ITIMER_PROF	  2

struct lx_timex {
	uint32_t modes, pad0;
	int64_t offset, freq, maxerror, esterror;
	int32_t status, pad1;
	int64_t constant, precision, tolerance;
	struct lx_timeval time;
	int64_t tick, ppsfreq, jitter;
	int32_t shift, pad2;
	int64_t stabil, jitcnt, calcnt, errcnt, stbcnt;
	int32_t tai;
	int32_t pad3[11];
};
_Static_assert(sizeof(struct lx_timex) == 208, "timex");

#endif
