/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/trap.h - the table of interrupt gates, and dumps. */
#ifndef ARCH_X86_64_TRAP_TRAP_H
#define ARCH_X86_64_TRAP_TRAP_H

#include "arch/trapframe.h"
#include "arch/x86_64/trap/vectors.h"
#include "base/types.h"

/* Fill the gate table (once, boot processor). */
void idt_init(void);
/* Load it on the running processor. */
void idt_load(void);

/* Called by entry.S. */
void trap_handle(struct trapframe *tf);
void trap_handle_paranoid(struct trapframe *tf);
void trap_return_work(struct trapframe *tf);

/* Print registers / a symbolic backtrace to the log. Context: any. */
void trap_dump(const struct trapframe *tf);

#endif
