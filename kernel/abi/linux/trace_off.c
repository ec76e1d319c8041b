/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/trace_off.c - in place of trace.c in kernels without CONFIG_TRACE:
 * the call is made, nothing is written. */
#include "abi/linux/table.h"

long
syscall_traced(struct trapframe *tf)
{
	struct syscall_args *a = container_of(tf, struct syscall_args, tf);

	return tf->nr < SYSCALL_TABLE_SIZE ? syscall_table[tf->nr](a)
					   : sys_missing(a);
}
