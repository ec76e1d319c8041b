/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/tsc.h - read the time stamp counter. */
#ifndef ARCH_TSC_H
#define ARCH_TSC_H

#include "base/types.h"

static inline uint64_t
arch_tsc(void)
{
	uint32_t lo, hi;
	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi));
	return (uint64_t)hi << 32 | lo;
}

#endif
