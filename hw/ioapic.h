/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/ioapic.h - the I/O APIC (Intel 82093AA datasheet 3.0). */
#ifndef HW_IOAPIC_H
#define HW_IOAPIC_H

#define IOAPIC_REGS_SIZE 0x20
#define IOAPIC_SELECT	 0x00 /* index register */
#define IOAPIC_WINDOW	 0x10 /* data register */

#define IOAPIC_ID	   0x00
#define IOAPIC_VERSION	   0x01		      /* bits 16-23: last entry */
#define IOAPIC_ENTRY_LO(n) (0x10u + 2u * (n)) /* vector and flags */
#define IOAPIC_ENTRY_HI(n) (0x11u + 2u * (n)) /* bits 24-31: APIC id */

#define IOAPIC_ACTIVE_LOW 0x02000u
#define IOAPIC_LEVEL	  0x08000u
#define IOAPIC_MASKED	  0x10000u

#endif
