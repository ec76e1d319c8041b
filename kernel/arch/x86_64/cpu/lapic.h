/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/lapic.h - the local APIC of the running processor. */
#ifndef ARCH_X86_64_CPU_LAPIC_H
#define ARCH_X86_64_CPU_LAPIC_H

#include "base/types.h"

/* Choose xAPIC or x2APIC, map the registers, set up the boot processor's.
 * Context: boot, kmem ready. */
void lapic_init(void);
/* Set up the running processor's. Context: its bring-up. */
void lapic_cpu_init(void);
/* Can an interrupt be sent to this APIC id? (8 bits without x2APIC.) */
bool lapic_reaches(uint32_t apic_id);
bool lapic_is_x2apic(void);
/* Send: icr is APIC_ICR_* flags | vector. Context: any. */
void lapic_send(uint32_t apic_id, uint32_t icr);

/* The timer's raw counter, which counts down from the greatest value after
 * lapic_timer_free_run, for calibration. */
void lapic_timer_free_run(void);
uint32_t lapic_timer_count(void);
/* Use the timer: its frequency as calibrated, in Hz; ignored where the
 * processor has TSC-deadline mode. Context: boot processor. */
void lapic_timer_init(uint64_t hz);

#endif
