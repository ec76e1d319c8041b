/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/topology.c - packages, cores, threads, caches.
 *
 * Topology comes out of the APIC id, cut at the shifts that features.c found.
 * Caches are those of the processor that asks: all are taken to be alike.
 */
#include "arch/cpu.h"
#include "arch/x86_64/cpu/features.h"
#include "core/cpu.h"

void
arch_topology(unsigned int cpu, struct cpu_topology *topo)
{
	const struct cpu_features *f = &cpu_features;
	uint32_t id = cpu_table[cpu]->apic_id;
	uint32_t in_package = id & (uint32_t)(BIT(f->package_shift) - 1);

	topo->package = (uint32_t)((uint64_t)id >> f->package_shift);
	topo->core = in_package >> f->smt_shift;
	topo->thread = id & (uint32_t)(BIT(f->smt_shift) - 1);
}

/* Leaf 4 and 8000_001D have the same form. */
static bool
cache_leaf(uint32_t leaf, unsigned int index, struct cpu_cache *out)
{
	static const char types[4] = { 0, 'D', 'I', 'U' };
	struct cpuid_regs r = cpuid(leaf, index);
	unsigned int type = r.eax & 31;

	if (type < 1 || type > 3)
		return false;
	out->level = r.eax >> 5 & 7;
	out->type = types[type];
	out->line = (r.ebx & 0xfff) + 1;
	out->ways = (r.ebx >> 22) + 1;
	out->sets = r.ecx + 1;
	out->shared_by = (r.eax >> 14 & 0xfff) + 1;
	out->size_kib =
	    (uint32_t)((uint64_t)out->line * out->ways *
		       ((r.ebx >> 12 & 0x3ff) + 1) * out->sets / 1024);
	return true;
}

bool
arch_cache(unsigned int cpu, unsigned int index, struct cpu_cache *out)
{
	const struct cpu_features *f = &cpu_features;

	(void)cpu;
	if (cpu_has(X86_TOPOEXT) && f->max_ext_leaf >= CPUID_EXT_CACHES)
		return cache_leaf(CPUID_EXT_CACHES, index, out);
	if (f->max_leaf >= CPUID_CACHES)
		return cache_leaf(CPUID_CACHES, index, out);
	return false;
}

uint64_t
arch_hwcap(void)
{
	return cpu_features.words[CPUID_WORD_1_EDX];
}

/* Bit 1 says that RDFSBASE and friends may be used at user level. */
uint64_t
arch_hwcap2(void)
{
	return cpu_features.fsgsbase ? BIT(1) : 0;
}
