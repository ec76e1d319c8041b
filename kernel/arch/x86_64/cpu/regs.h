/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/regs.h - read and write processor registers. */
#ifndef ARCH_X86_64_CPU_REGS_H
#define ARCH_X86_64_CPU_REGS_H

#include "base/types.h"

static inline uint64_t
msr_read(uint32_t msr)
{
	uint32_t lo, hi;
	__asm__ volatile("rdmsr" : "=a"(lo), "=d"(hi) : "c"(msr) : "memory");
	return (uint64_t)hi << 32 | lo;
}

static inline void
msr_write(uint32_t msr, uint64_t v)
{
	__asm__ volatile(
	    "wrmsr" ::"c"(msr), "a"((uint32_t)v), "d"((uint32_t)(v >> 32))
	    : "memory");
}

struct cpuid_regs {
	uint32_t eax, ebx, ecx, edx;
};

static inline struct cpuid_regs
cpuid(uint32_t leaf, uint32_t subleaf)
{
	struct cpuid_regs r;
	__asm__ volatile("cpuid"
			 : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			 : "a"(leaf), "c"(subleaf));
	return r;
}

static inline uint64_t
cr0_read(void)
{
	uint64_t v;
	__asm__ volatile("mov %%cr0, %0" : "=r"(v));
	return v;
}

static inline void
cr0_write(uint64_t v)
{
	__asm__ volatile("mov %0, %%cr0" ::"r"(v) : "memory");
}

static inline uint64_t
cr4_read(void)
{
	uint64_t v;
	__asm__ volatile("mov %%cr4, %0" : "=r"(v));
	return v;
}

static inline void
cr4_write(uint64_t v)
{
	__asm__ volatile("mov %0, %%cr4" ::"r"(v) : "memory");
}

static inline void
xcr0_write(uint64_t v)
{
	__asm__ volatile(
	    "xsetbv" ::"c"(0), "a"((uint32_t)v), "d"((uint32_t)(v >> 32))
	    : "memory");
}

#endif
