/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/apic.h - the local APIC (Intel SDM vol. 3A chapter 11; AMD APM vol. 2
 * chapter 16). Offsets are those of the memory-mapped registers; in x2APIC
 * mode register offset o is MSR 0x800 + o / 16.
 */
#ifndef HW_APIC_H
#define HW_APIC_H

#define APIC_DEFAULT_BASE 0xfee00000u
#define APIC_REGS_SIZE	  0x1000u

#define APIC_ID		 0x020 /* xAPIC: bits 24-31; x2APIC: all 32 */
#define APIC_VERSION	 0x030
#define APIC_TPR	 0x080
#define APIC_EOI	 0x0b0
#define APIC_LDR	 0x0d0
#define APIC_DFR	 0x0e0
#define APIC_SVR	 0x0f0
#define APIC_ISR	 0x100
#define APIC_TMR	 0x180
#define APIC_IRR	 0x200
#define APIC_ESR	 0x280
#define APIC_LVT_CMCI	 0x2f0
#define APIC_ICR_LOW	 0x300
#define APIC_ICR_HIGH	 0x310
#define APIC_LVT_TIMER	 0x320
#define APIC_LVT_THERMAL 0x330
#define APIC_LVT_PERF	 0x340
#define APIC_LVT_LINT0	 0x350
#define APIC_LVT_LINT1	 0x360
#define APIC_LVT_ERROR	 0x370
#define APIC_TIMER_INIT	 0x380
#define APIC_TIMER_COUNT 0x390
#define APIC_TIMER_DIV	 0x3e0

#define APIC_SVR_ENABLE 0x100

#define APIC_LVT_MASKED	      0x10000
#define APIC_LVT_LEVEL	      0x08000
#define APIC_LVT_LOW	      0x02000
#define APIC_LVT_NMI	      0x00400
#define APIC_LVT_EXTINT	      0x00700
#define APIC_LVT_TSC_DEADLINE 0x40000
#define APIC_LVT_PERIODIC     0x20000

#define APIC_TIMER_DIV_1  0xb
#define APIC_TIMER_DIV_16 0x3

#define APIC_ICR_FIXED	 0x00000
#define APIC_ICR_NMI	 0x00400
#define APIC_ICR_INIT	 0x00500
#define APIC_ICR_STARTUP 0x00600
#define APIC_ICR_BUSY	 0x01000 /* xAPIC: not yet sent */
#define APIC_ICR_ASSERT	 0x04000
#define APIC_ICR_LEVEL	 0x08000
#define APIC_ICR_OTHERS	 0xc0000 /* shorthand: all but myself */

#endif
