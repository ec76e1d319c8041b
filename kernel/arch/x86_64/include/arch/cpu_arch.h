/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/cpu_arch.h - the machine's part of struct cpu. */
#ifndef ARCH_CPU_ARCH_H
#define ARCH_CPU_ARCH_H

#include "base/types.h"

/* 64-bit task state segment (Intel SDM vol. 3A 8.7, AMD APM vol. 2 12.2.5). */
struct tss64 {
	uint32_t reserved0;
	uint64_t rsp[3];
	uint64_t reserved1;
	uint64_t ist[7];
	uint64_t reserved2;
	uint16_t reserved3;
	uint16_t iomap_base;
} __packed;

struct arch_cpu {
	uint64_t gdt[8];
	struct tss64 tss;
	uint64_t ist_stacks[3]; /* tops: double fault, NMI, machine check */
	uint32_t timer_shift;
	void *fpu_owner;
	uint64_t loaded_cr3;
	uint64_t tsc_skew; /* against the boot CPU, as measured */
};

#endif
