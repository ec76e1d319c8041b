/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/handlers_proc.h - the calls on processes, threads, signals, time
 * and the system as a whole: each decodes its arguments and calls proc/,
 * sched/ or core/.
 */
#ifndef ABI_LINUX_HANDLERS_PROC_H
#define ABI_LINUX_HANDLERS_PROC_H

#include "abi/linux/syscall.h"
#include "proc/signal.h"

/* Give proc/ its ABI part, prepare the vDSO. Context: boot, after time_init and
 * kmem. */
void abi_linux_proc_init(void);

#endif
