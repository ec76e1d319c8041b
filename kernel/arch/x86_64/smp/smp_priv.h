/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/smp/smp_priv.h - shared by smp.c and tramp.S: layouts. */
#ifndef ARCH_X86_64_SMP_SMP_PRIV_H
#define ARCH_X86_64_SMP_SMP_PRIV_H

/* struct smp_slot, for tramp.S; checked in smp.c. */
#define SLOT_APIC_ID 0
#define SLOT_STATE   4
#define SLOT_STACK   8
#define SLOT_SIZE    32

/* Slot states. */
#define SLOT_WAITING 0 /* the processor has not been heard of */
#define SLOT_CLAIMED 1 /* it runs */
#define SLOT_LEFT    2 /* given up: it must stop if it comes now */

#endif
