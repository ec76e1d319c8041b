/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/syscall.h - the call from trap to handler.
 *
 * entry.S -> syscall_dispatch's table -> long sys_NAME(args). A handler
 * decodes and checks, calls a lower room, and returns a value or -errno.
 */
#ifndef ABI_LINUX_SYSCALL_H
#define ABI_LINUX_SYSCALL_H

#include "arch/trapframe.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/types.h"
#include "mm/copyio.h"
#include "proc/signal.h"

/* The arguments are the trap frame's registers: no copying. */
struct syscall_args {
	struct trapframe tf;
};

#define ARG0(a) ((a)->tf.rdi)
#define ARG1(a) ((a)->tf.rsi)
#define ARG2(a) ((a)->tf.rdx)
#define ARG3(a) ((a)->tf.r10)
#define ARG4(a) ((a)->tf.r8)
#define ARG5(a) ((a)->tf.r9)

typedef long (*syscall_fn_t)(struct syscall_args *args);

/* Prototypes of all handlers, from the table. */
#define SYSCALL(nr, name, handler) long handler(struct syscall_args *args);
#include "gen/syscall_table.h"
#undef SYSCALL

#endif
