/* SPDX-License-Identifier: GPL-2.0-only */
/* core/ksyms.h - names of kernel addresses, and backtraces. */
#ifndef CORE_KSYMS_H
#define CORE_KSYMS_H

#include "base/types.h"

/* "name+0x12" of a kernel address, or "?". Context: any. */
void ksym_format(uint64_t addr, char *buf, size_t size);
/* The same of a return address, which a call that never returns leaves at the
 * start of the next function. */
void ksym_format_return(uint64_t addr, char *buf, size_t size);
/* Log a backtrace from a pair of instruction and frame pointer / from the
 * caller. Context: any. */
void backtrace_from(uint64_t rip, uint64_t rbp);
void backtrace_here(void);

#endif
