/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/features.h - what the processor can do, from CPUID, read
 * once on the boot processor; all processors are taken to be alike.
 */
#ifndef ARCH_X86_64_CPU_FEATURES_H
#define ARCH_X86_64_CPU_FEATURES_H

#include "arch/x86_64/cpu/regs.h"
#include "base/types.h"
#include "hw/cpuid.h"

struct cpu_features {
	uint32_t words[CPUID_WORDS]; /* by CPUID_WORD_* */
	uint32_t max_leaf;
	uint32_t max_ext_leaf;
	uint32_t max_hyp_leaf; /* 0: no hypervisor leaves */
	char vendor[13];
	char model_name[49];
	unsigned int family, model, stepping;
	unsigned int phys_bits, virt_bits;
	unsigned int clflush_bytes;
	/* How to cut an APIC id: thread in a core, core in a package. */
	unsigned int smt_shift, package_shift;
	unsigned int fpu_bytes; /* size of a saved FPU state */
	uint64_t xcr0;		/* 0: FXSAVE only */
	bool fsgsbase;		/* user code may write its bases */
	bool page1g;		/* 1 GiB pages */
	bool nx, smap, xsave, xsaveopt;
};

extern struct cpu_features cpu_features;

/* Is an X86_* feature of hw/cpuid.h there? Context: after arch_early_init. */
static inline bool
cpu_has(unsigned int feature)
{
	return cpu_features.words[feature / 32] >> (feature % 32) & 1;
}

/* Fill cpu_features. Context: boot, once (arch_early_init calls it). */
void features_read(void);
/* Part of it, in fpu.c: xcr0 and the size of the FPU state. */
void fpu_detect(void);
/* What RDTSCP and RDPID give user level: node << 12 | cpu, as the vDSO reads
 * it. Context: on that processor. */
struct cpu;
void cpu_aux_init(const struct cpu *cpu);
/* The APIC id of the running processor: 32 bits where leaf 0xb has it. */
uint32_t cpuid_apic_id(void);

#endif
