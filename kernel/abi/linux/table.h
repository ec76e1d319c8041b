/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/table.h - the table of system calls; read by entry.S too. */
#ifndef ABI_LINUX_TABLE_H
#define ABI_LINUX_TABLE_H

/* Numbers from here on are unknown without a look at the table. Above the
 * LWK calls (from 500), a multiple of 32. */
#define SYSCALL_TABLE_SIZE 544

#ifndef __ASSEMBLER__

#include "abi/linux/syscall.h"
#include "core/cpu.h"

/* Handler by number; sys_missing where there is none. */
extern const syscall_fn_t syscall_table[SYSCALL_TABLE_SIZE];

/* A call that is not there: counts it, returns -ENOSYS. Context: task. */
long sys_missing(struct syscall_args *a);

/* Entry of a traced task's calls: the handler, and a line of trace. Returns
 * the handler's result. Context: task. */
long syscall_traced(struct trapframe *tf);

/* One log line for each call that was asked for and is not there.
 * Context: any without locks. */
void syscall_report_missing(void);

/* Name of a call, "?" when the number has none. */
const char *syscall_name(uint64_t nr);
/* Its arguments as in the table, "name:type,...", or "". */
const char *syscall_arg_types(uint64_t nr);

#endif
#endif
