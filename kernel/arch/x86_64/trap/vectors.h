/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/vectors.h - who has which interrupt vector.
 *
 * 0x00-0x1f exceptions (Intel SDM vol. 3A 6.3.1), 0x20-0x2f the legacy
 * interrupt controllers (masked; only spurious ones arrive), 0x30-0xdf
 * devices, 0xf0 and up the local APIC and IPIs.
 */
#ifndef ARCH_X86_64_TRAP_VECTORS_H
#define ARCH_X86_64_TRAP_VECTORS_H

/* Size and alignment of each IST stack; its last word holds struct cpu *. */
#define IST_STACK_SIZE 8192

#define VEC_DEVICE_FIRST 0x30
#define VEC_DEVICE_LAST	 0xdf
#define VEC_TIMER	 0xf0
#define VEC_RESCHED	 0xf1
#define VEC_XCALL	 0xf2
#define VEC_ERROR	 0xf3
#define VEC_SPURIOUS	 0xff

#endif
