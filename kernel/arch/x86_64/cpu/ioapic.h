/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/ioapic.h - bring-up of the I/O APICs; for routing see
 * arch/ioapic.h. */
#ifndef ARCH_X86_64_CPU_IOAPIC_H
#define ARCH_X86_64_CPU_IOAPIC_H

/* Map all I/O APICs and mask every line; mask the 8259s.
 * Context: boot, kmem ready. */
void ioapic_init(void);

#endif
