/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/timerfd.h - flags and clocks of timerfd calls. */
#ifndef UAPI_LINUX_TIMERFD_H
#define UAPI_LINUX_TIMERFD_H

#define LX_TFD_TIMER_ABSTIME	   1
#define LX_TFD_TIMER_CANCEL_ON_SET 2
#define LX_TFD_NONBLOCK		   00004000
#define LX_TFD_CLOEXEC		   02000000

#define LX_TFD_CLOCK_REALTIME	    0
#define LX_TFD_CLOCK_MONOTONIC	    1
#define LX_TFD_CLOCK_BOOTTIME	    7
#define LX_TFD_CLOCK_REALTIME_ALARM 8
#define LX_TFD_CLOCK_BOOTTIME_ALARM 9

#endif
