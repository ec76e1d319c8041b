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

/* Leaf 4 and 8000_001D have the same form; an AMD processor without the latter
 * leaves the former empty. */
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

/* Ways by the code of leaf 8000_0006 (APM vol. 3, E.4.5); 0: all. */
static unsigned int
amd_ways(unsigned int code)
{
	static const uint8_t ways[16] = { [1] = 1,
		[2] = 2,
		[3] = 3,
		[4] = 4,
		[5] = 6,
		[6] = 8,
		[8] = 16,
		[10] = 32,
		[11] = 48,
		[12] = 64,
		[13] = 96,
		[14] = 128 };

	return ways[code & 15];
}

static bool
amd_cache(struct cpu_cache *out, unsigned int level, uint32_t size_kib,
    unsigned int ways, unsigned int line)
{
	const struct cpu_features *f = &cpu_features;
	uint32_t lines = line ? size_kib * 1024 / line : 0;

	if (!lines)
		return false;
	out->level = level;
	out->size_kib = size_kib;
	out->line = line;
	out->ways = ways ? ways : lines;
	out->sets = lines / out->ways;
	out->shared_by = 1u << (level == 3 ? f->package_shift : f->smt_shift);
	return true;
}

/* AMD's older leaves: a register for each of L1d, L1i, L2, L3. */
static bool
amd_cache_leaf(unsigned int index, struct cpu_cache *out)
{
	static const char types[4] = { 'D', 'I', 'U', 'U' };
	struct cpuid_regs r;
	uint32_t v;

	if (index > 3)
		return false;
	out->type = types[index];
	r = cpuid(index < 2 ? CPUID_AMD_L1 : CPUID_AMD_L2_L3, 0);
	v = index % 2 ? r.edx : r.ecx;
	if (index < 2)
		return amd_cache(out, 1, v >> 24,
		    (v >> 16 & 0xff) == 0xff ? 0 : v >> 16 & 0xff, v & 0xff);
	return amd_cache(out, index, index == 2 ? v >> 16 : (v >> 18) * 512,
	    amd_ways(v >> 12), v & 0xff);
}

bool
arch_cache(unsigned int cpu, unsigned int index, struct cpu_cache *out)
{
	const struct cpu_features *f = &cpu_features;

	(void)cpu;
	if (cpu_has(X86_TOPOEXT) && f->max_ext_leaf >= CPUID_EXT_CACHES)
		return cache_leaf(CPUID_EXT_CACHES, index, out);
	if (f->max_leaf >= CPUID_CACHES && cache_leaf(CPUID_CACHES, 0, out))
		return cache_leaf(CPUID_CACHES, index, out);
	return f->max_ext_leaf >= CPUID_AMD_L2_L3 && amd_cache_leaf(index, out);
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
