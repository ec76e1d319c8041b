/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/clocks.h - Linux' clock ids as proc's clocks. */
#ifndef ABI_LINUX_CLOCKS_H
#define ABI_LINUX_CLOCKS_H

#include "proc/timers.h"

/* -EINVAL: no such clock, process or thread. Context: task. */
int clock_decode(int id, struct clock_ref *out);

#endif
