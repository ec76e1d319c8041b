/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/signal_frame.h - the frame a signal handler runs on. */
#ifndef ABI_LINUX_SIGNAL_FRAME_H
#define ABI_LINUX_SIGNAL_FRAME_H

#include "base/types.h"

/* Give proc/signal its ABI part. Context: boot. */
void signal_frame_init(void);
/* Largest frame, for AT_MINSIGSTKSZ. */
size_t signal_frame_size(void);

#endif
