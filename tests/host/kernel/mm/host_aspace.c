/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/host_aspace.c - aspace.c with the two things that need
 * a processor (reading GS, loading CR3) replaced. */
#include "arch/pgtable.h"
#include "core/cpu.h"

static struct cpu the_cpu;

#define this_cpu() (&the_cpu)
#include "mm/aspace.c"
#undef this_cpu
