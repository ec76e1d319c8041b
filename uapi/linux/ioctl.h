/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/ioctl.h - ioctl numbers that work on every kind of file. */
#ifndef UAPI_LINUX_IOCTL_H
#define UAPI_LINUX_IOCTL_H

#define LX_FIONREAD 0x541b
#define LX_FIGETBSZ 2
#define LX_FIONBIO  0x5421
#define LX_FIONCLEX 0x5450
#define LX_FIOCLEX  0x5451
#define LX_FIOASYNC 0x5452
#define LX_FIOQSIZE 0x5460

#define LX_RNDGETENTCNT 0x80045200

#endif
