/* SPDX-License-Identifier: GPL-2.0-only */
/* core/irq.h - claim an interrupt vector; handlers run with interrupts off.
 *
 * Device interrupts are delivered to the first system CPU only.
 */
#ifndef CORE_IRQ_H
#define CORE_IRQ_H

#include "base/types.h"

typedef void (*irq_handler_t)(void *arg);

/* Claim a free vector for a device (MSI): *vector gets it.
 * Returns 0, -ENOSPC. Context: task or boot. */
int irq_alloc(irq_handler_t fn, void *arg, const char *name, int *vector);
/* Claim a legacy ISA line (0-15) or global system interrupt through the I/O
 * APIC (source overrides of the MADT applied). level: level-triggered low.
 * Returns 0, -ENODEV (no I/O APIC has it), -ENOSPC. */
int irq_claim_gsi(unsigned int gsi, bool isa, bool level, irq_handler_t fn,
    void *arg, const char *name);
/* MSI address and data that deliver vector to the first system CPU. */
void irq_msi_message(int vector, uint64_t *addr, uint32_t *data);
/* Called by the trap code for vectors that were claimed. */
void irq_dispatch(int vector);

#endif
