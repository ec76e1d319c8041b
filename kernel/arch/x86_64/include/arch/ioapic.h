/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/ioapic.h - route a legacy or global interrupt to a vector. */
#ifndef ARCH_IOAPIC_H
#define ARCH_IOAPIC_H

#include "base/types.h"

/* Route gsi (isa: an ISA line, the MADT's overrides applied) to vector on the
 * CPU with apic_id and unmask it. level: level-triggered, active low (ISA
 * lines follow their override). 0, -ENODEV (no I/O APIC has the line). */
int ioapic_route(unsigned int gsi, bool isa, unsigned int vector,
    unsigned int apic_id, bool level);

#endif
