/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/idt.c - the interrupt descriptor table.
 *
 * One table for all processors, made once at boot. Every vector has a stub in
 * entry.S, 32 bytes apart. (Intel SDM vol. 3A 6.14; AMD APM vol. 2 8.9.)
 */
#include "arch/x86_64/trap/trap.h"

struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint8_t ist;
	uint8_t type; /* present, DPL, interrupt gate */
	uint16_t offset_mid;
	uint32_t offset_high;
	uint32_t reserved;
} __packed;

#define GATE_INTERRUPT	  0x8e
#define GATE_FROM_USER	  0xee /* DPL 3: int3 and into */
#define VEC_NMI		  2
#define VEC_BREAKPOINT	  3
#define VEC_OVERFLOW	  4
#define VEC_DOUBLE_FAULT  8
#define VEC_MACHINE_CHECK 18
#define KERNEL_CS	  0x08
#define STUB_SIZE	  32

static struct gate idt[256] __aligned(16);
extern const char trap_stubs[];

static void
gate_set(unsigned int vector, uint8_t type, uint8_t ist)
{
	uint64_t at = (uint64_t)trap_stubs + vector * STUB_SIZE;

	idt[vector] = (struct gate){
		.offset_low = (uint16_t)at,
		.selector = KERNEL_CS,
		.ist = ist,
		.type = type,
		.offset_mid = (uint16_t)(at >> 16),
		.offset_high = (uint32_t)(at >> 32),
	};
}

void
idt_init(void)
{
	for (unsigned int v = 0; v < 256; v++)
		gate_set(v, GATE_INTERRUPT, 0);
	gate_set(VEC_BREAKPOINT, GATE_FROM_USER, 0);
	gate_set(VEC_OVERFLOW, GATE_FROM_USER, 0);
	gate_set(VEC_DOUBLE_FAULT, GATE_INTERRUPT, 1);
	gate_set(VEC_NMI, GATE_INTERRUPT, 2);
	gate_set(VEC_MACHINE_CHECK, GATE_INTERRUPT, 3);
}

void
idt_load(void)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __packed desc = { sizeof(idt) - 1, (uint64_t)idt };

	__asm__ volatile("lidt %0" ::"m"(desc));
}
