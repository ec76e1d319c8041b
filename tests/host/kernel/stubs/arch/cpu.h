/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/stubs/arch/cpu.h - the real arch/cpu.h, but a process may
 * not turn interrupts off. Found before the real one by the order of -I.
 */
#include_next "arch/cpu.h"

#ifndef TESTS_HOST_KERNEL_STUBS_ARCH_CPU_H
#define TESTS_HOST_KERNEL_STUBS_ARCH_CPU_H

static inline uint64_t
host_irq_save(void)
{
	return 0;
}

#define arch_irq_save	   host_irq_save
#define arch_irq_enable()  ((void)0)
#define arch_irq_disable() ((void)0)

#endif
