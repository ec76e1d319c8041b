/* SPDX-License-Identifier: GPL-2.0-only */
/* core/panic.h - the end, when the kernel itself is at fault.
 *
 * VERIFY is always checked, ASSERT in debug builds only. Neither may depend
 * on anything that a user, a guest, a file or a wire can choose.
 */
#ifndef CORE_PANIC_H
#define CORE_PANIC_H

#include "base/types.h"

/* Print "panic: text", registers and a backtrace of every CPU, then end the
 * machine as the kernel argument panic= says. Context: any. */
void panic(const char *fmt, ...) __printf(1, 2) __noreturn;

struct trapframe;
/* The NMI: during a panic, print this CPU and stop. Context: NMI. */
void panic_nmi(const struct trapframe *tf);
/* Is a panic under way? Locks are ignored then. */
bool panic_active(void);

#define VERIFY(cond)                                                           \
	do {                                                                   \
		if (unlikely(!(cond)))                                         \
			panic("%s:%d: not so: %s", __FILE__, __LINE__, #cond); \
	} while (0)

#ifdef CONFIG_DEBUG
#define ASSERT(cond) VERIFY(cond)
#else
#define ASSERT(cond) ((void)sizeof(!(cond)))
#endif

#endif
