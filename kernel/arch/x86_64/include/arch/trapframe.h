/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/trapframe.h - the registers of an interrupted user or kernel context,
 * as entry.S leaves them on the kernel stack; the order is the push order.
 */
#ifndef ARCH_TRAPFRAME_H
#define ARCH_TRAPFRAME_H

#include "base/types.h"

struct trapframe {
	uint64_t r15, r14, r13, r12, rbp, rbx;
	uint64_t r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi;
	uint64_t nr; /* system call number, or vector | 1 << 32 for a trap */
	uint64_t error;
	uint64_t rip, cs, rflags, rsp, ss;
};

static inline bool
trapframe_is_user(const struct trapframe *tf)
{
	return (tf->cs & 3) == 3;
}

#define TRAPFRAME_TRAP (1ull << 32)

/* True when tf was made by a system call (so that it may be restarted). */
static inline bool
trapframe_is_syscall(const struct trapframe *tf)
{
	return !(tf->nr & TRAPFRAME_TRAP);
}

#endif
