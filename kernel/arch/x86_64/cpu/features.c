/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/features.c - read CPUID into cpu_features. */
#include "arch/x86_64/cpu/features.h"
#include "base/str.h"

#define BIT32_LA57 (1u << 16)

struct cpu_features cpu_features;

static void
read_feature_words(struct cpu_features *f)
{
	struct cpuid_regs r = cpuid(1, 0);

	f->words[CPUID_WORD_1_EDX] = r.edx;
	f->words[CPUID_WORD_1_ECX] = r.ecx;
	f->clflush_bytes = (r.ebx >> 8 & 0xff) * 8;
	f->stepping = r.eax & 15;
	f->model = r.eax >> 4 & 15;
	f->family = r.eax >> 8 & 15;
	if (f->family == 15)
		f->family += r.eax >> 20 & 0xff;
	if (f->family >= 6)
		f->model |= (r.eax >> 16 & 15) << 4;
	if (f->max_leaf >= 6)
		f->words[CPUID_WORD_6_EAX] = cpuid(6, 0).eax;
	if (f->max_leaf >= 7) {
		r = cpuid(7, 0);
		f->words[CPUID_WORD_7_EBX] = r.ebx;
		f->words[CPUID_WORD_7_ECX] = r.ecx;
		f->words[CPUID_WORD_7_EDX] = r.edx;
		if (r.eax >= 1)
			f->words[CPUID_WORD_7_1_EAX] = cpuid(7, 1).eax;
	}
	if (f->max_leaf >= CPUID_XSAVE)
		f->words[CPUID_WORD_D_1_EAX] = cpuid(CPUID_XSAVE, 1).eax;
}

static void
read_extended(struct cpu_features *f)
{
	uint32_t *name = (uint32_t *)(void *)f->model_name;
	struct cpuid_regs r;

	f->phys_bits = 36;
	f->virt_bits = 48;
	r = cpuid(CPUID_EXT + 1, 0);
	f->words[CPUID_WORD_EXT_EDX] = r.edx;
	f->words[CPUID_WORD_EXT_ECX] = r.ecx;
	if (f->max_ext_leaf >= CPUID_EXT + 4) {
		for (uint32_t i = 0; i < 3; i++) {
			r = cpuid(CPUID_EXT + 2 + i, 0);
			memcpy(name + i * 4, &r, sizeof(r));
		}
	}
	if (f->max_ext_leaf >= CPUID_EXT + 7)
		f->words[CPUID_WORD_APM_EDX] = cpuid(CPUID_EXT + 7, 0).edx;
	if (f->max_ext_leaf >= CPUID_EXT + 8) {
		r = cpuid(CPUID_EXT + 8, 0);
		f->phys_bits = r.eax & 0xff;
		f->virt_bits = r.eax >> 8 & 0xff;
		f->words[CPUID_WORD_EXT8_EBX] = r.ebx;
	}
}

/* Number of bits that hold 0..n-1. */
static unsigned int
bits_for(unsigned int n)
{
	unsigned int bits = 0;

	while (n > 1u << bits)
		bits++;
	return bits;
}

/* Leaf 0xb: level types 1 (thread) and 2 (core) give the shifts. Else: the
 * logical processors of leaf 1 and the cores of leaf 4 or 8000_0008. (Intel
 * SDM vol. 3A 9.9.3.) */
static void
read_topology(struct cpu_features *f)
{
	unsigned int logical, cores = 1;
	struct cpuid_regs r;

	if (f->max_leaf >= CPUID_TOPOLOGY &&
	    (cpuid(CPUID_TOPOLOGY, 0).ebx & 0xffff)) {
		for (uint32_t i = 0; i < 8; i++) {
			r = cpuid(CPUID_TOPOLOGY, i);
			if ((r.ecx >> 8 & 0xff) == 0)
				break;
			if ((r.ecx >> 8 & 0xff) == 1)
				f->smt_shift = r.eax & 31;
			f->package_shift = r.eax & 31;
		}
		return;
	}
	if (!cpu_has(X86_HTT))
		return;
	logical = cpuid(1, 0).ebx >> 16 & 0xff;
	if (f->max_leaf >= CPUID_CACHES && f->vendor[0] == 'G')
		cores = (cpuid(CPUID_CACHES, 0).eax >> 26) + 1;
	else if (f->max_ext_leaf >= CPUID_EXT + 8)
		cores = (cpuid(CPUID_EXT + 8, 0).ecx & 0xff) + 1;
	f->package_shift = bits_for(MAX(logical, cores));
	f->smt_shift =
	    f->package_shift - MIN(bits_for(cores), f->package_shift);
}

uint32_t
cpuid_apic_id(void)
{
	if (cpu_features.max_leaf >= CPUID_TOPOLOGY) {
		struct cpuid_regs r = cpuid(CPUID_TOPOLOGY, 0);

		if (r.ebx & 0xffff)
			return r.edx;
	}
	return cpuid(1, 0).ebx >> 24;
}

void
features_read(void)
{
	struct cpu_features *f = &cpu_features;
	struct cpuid_regs r = cpuid(0, 0);

	f->max_leaf = r.eax;
	memcpy(f->vendor, &r.ebx, 4);
	memcpy(f->vendor + 4, &r.edx, 4);
	memcpy(f->vendor + 8, &r.ecx, 4);
	f->max_ext_leaf = cpuid(CPUID_EXT, 0).eax;
	read_feature_words(f);
	read_extended(f);
	if (cpu_has(X86_HYPERVISOR))
		f->max_hyp_leaf = cpuid(CPUID_HYPERVISOR, 0).eax;
	/* 4-level paging is all we use: programs must not count on more. */
	f->words[CPUID_WORD_7_ECX] &= ~BIT32_LA57;
	f->virt_bits = MIN(f->virt_bits, 48u);
	read_topology(f);
	f->fsgsbase = cpu_has(X86_FSGSBASE);
	f->page1g = cpu_has(X86_PDPE1GB);
	f->nx = cpu_has(X86_NX);
	f->smap = cpu_has(X86_SMAP);
	fpu_detect();
}
