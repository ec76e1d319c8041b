/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/cpuinfo.c - the text of /proc/cpuinfo for one processor, in
 * Linux' field names and flag names, for the programs that parse it.
 */
#include "arch/cpu.h"
#include "arch/x86_64/cpu/features.h"
#include "base/fmt.h"
#include "core/cpu.h"
#include "core/time.h"
#include "hw/cpuid.h"

/* 32 names for each word, bit 0 first; NULL: not named, or not for users. */
static const char *const flag_names[CPUID_WORDS][32] = {
	[CPUID_WORD_1_EDX] = { "fpu", "vme", "de", "pse", "tsc", "msr", "pae",
	    "mce", "cx8", "apic", NULL, "sep", "mtrr", "pge", "mca", "cmov",
	    "pat", "pse36", "pn", "clflush", NULL, "dts", "acpi", "mmx", "fxsr",
	    "sse", "sse2", "ss", "ht", "tm", "ia64", "pbe" },
	[CPUID_WORD_EXT_EDX] = { [11] = "syscall",
	    [19] = "mp",
	    [20] = "nx",
	    [22] = "mmxext",
	    [25] = "fxsr_opt",
	    [26] = "pdpe1gb",
	    [27] = "rdtscp",
	    [29] = "lm",
	    [30] = "3dnowext",
	    [31] = "3dnow" },
	[CPUID_WORD_1_ECX] = { "pni", "pclmulqdq", "dtes64", "monitor",
	    "ds_cpl", "vmx", "smx", "est", "tm2", "ssse3", "cid", "sdbg", "fma",
	    "cx16", "xtpr", "pdcm", NULL, "pcid", "dca", "sse4_1", "sse4_2",
	    "x2apic", "movbe", "popcnt", "tsc_deadline_timer", "aes", "xsave",
	    NULL, "avx", "f16c", "rdrand", "hypervisor" },
	[CPUID_WORD_EXT_ECX] = { "lahf_lm", "cmp_legacy", "svm", "extapic",
	    "cr8_legacy", "abm", "sse4a", "misalignsse", "3dnowprefetch",
	    "osvw", "ibs", "xop", "skinit", "wdt", NULL, "lwp", "fma4", "tce",
	    NULL, "nodeid_msr", NULL, "tbm", "topoext", "perfctr_core",
	    "perfctr_nb", NULL, "bpext", "ptsc", "perfctr_llc", "mwaitx" },
	[CPUID_WORD_APM_EDX] = { [8] = "constant_tsc" },
	[CPUID_WORD_6_EAX] = { [2] = "arat" },
	[CPUID_WORD_7_EBX] = { "fsgsbase", "tsc_adjust", NULL, "bmi1", "hle",
	    "avx2", NULL, "smep", "bmi2", "erms", "invpcid", "rtm", "cqm", NULL,
	    "mpx", "rdt_a", "avx512f", "avx512dq", "rdseed", "adx", "smap",
	    "avx512ifma", NULL, "clflushopt", "clwb", "intel_pt", "avx512pf",
	    "avx512er", "avx512cd", "sha_ni", "avx512bw", "avx512vl" },
	[CPUID_WORD_7_1_EAX] = { [4] = "avx_vnni", [5] = "avx512_bf16" },
	[CPUID_WORD_D_1_EAX] = { "xsaveopt", "xsavec", "xgetbv1", "xsaves" },
	[CPUID_WORD_EXT8_EBX] = { "clzero", "irperf",
	    "xsaveerptr", [9] = "wbnoinvd" },
	[CPUID_WORD_7_ECX] = { [1] = "avx512vbmi",
	    [2] = "umip",
	    [6] = "avx512_vbmi2",
	    [8] = "gfni",
	    [9] = "vaes",
	    [10] = "vpclmulqdq",
	    [11] = "avx512_vnni",
	    [12] = "avx512_bitalg",
	    [14] = "avx512_vpopcntdq",
	    [16] = "la57",
	    [22] = "rdpid",
	    [27] = "movdiri",
	    [28] = "movdir64b" },
	[CPUID_WORD_7_EDX] = { [4] = "fsrm",
	    [8] = "avx512_vp2intersect",
	    [10] = "md_clear",
	    [14] = "serialize",
	    [23] = "avx512_fp16" },
};

/* Text that grows; what does not fit is dropped. */
struct text {
	char *buf;
	size_t size, len;
};

#define PUT(t, ...)   \
	put_done((t), \
	    fmt_sn((t)->buf + (t)->len, (t)->size - (t)->len, __VA_ARGS__))

static void
put_done(struct text *t, int n)
{
	size_t room = t->size - t->len;

	if (n > 0 && room)
		t->len += MIN((size_t)n, room - 1);
}

static void
put_flags(struct text *t)
{
	PUT(t, "flags\t\t:");
	for (unsigned int w = 0; w < CPUID_WORDS; w++) {
		for (unsigned int b = 0; b < 32; b++) {
			if (flag_names[w][b] && cpu_has(w * 32 + b))
				PUT(t, " %s", flag_names[w][b]);
		}
	}
	PUT(t, "\n");
}

/* How many processors share cpu's package, and how many cores they are. */
static void
package_count(unsigned int cpu, unsigned int *threads, unsigned int *cores)
{
	struct cpu_topology mine, other;
	unsigned int id;

	*threads = 0;
	*cores = 0;
	arch_topology(cpu, &mine);
	cpu_for_each(id, &cpus_online) {
		arch_topology(id, &other);
		if (other.package != mine.package)
			continue;
		++*threads;
		if (other.thread == 0)
			++*cores;
	}
}

static uint32_t
last_cache_kib(unsigned int cpu)
{
	struct cpu_cache c;
	uint32_t kib = 0;

	for (unsigned int i = 0; i < 8 && arch_cache(cpu, i, &c); i++)
		kib = c.size_kib;
	return kib;
}

size_t
arch_cpuinfo(unsigned int cpu, char *buf, size_t size)
{
	const struct cpu_features *f = &cpu_features;
	uint64_t hz = time_base()->tsc_hz;
	struct text t = { buf, size, 0 };
	unsigned int threads, cores;
	struct cpu_topology topo;

	arch_topology(cpu, &topo);
	package_count(cpu, &threads, &cores);
	PUT(&t, "processor\t: %u\nvendor_id\t: %s\n", cpu, f->vendor);
	PUT(&t, "cpu family\t: %u\nmodel\t\t: %u\n", f->family, f->model);
	PUT(&t, "model name\t: %s\nstepping\t: %u\n", f->model_name,
	    f->stepping);
	PUT(&t, "microcode\t: 0x0\ncpu MHz\t\t: %lu.%03lu\n", hz / 1000000,
	    hz / 1000 % 1000);
	PUT(&t, "cache size\t: %u KB\n", last_cache_kib(cpu));
	PUT(&t, "physical id\t: %u\nsiblings\t: %u\n", topo.package, threads);
	PUT(&t, "core id\t\t: %u\ncpu cores\t: %u\n", topo.core, cores);
	PUT(&t, "apicid\t\t: %u\ninitial apicid\t: %u\n",
	    cpu_table[cpu]->apic_id, cpu_table[cpu]->apic_id);
	PUT(&t, "fpu\t\t: yes\nfpu_exception\t: yes\n");
	PUT(&t, "cpuid level\t: %u\nwp\t\t: yes\n", f->max_leaf);
	put_flags(&t);
	PUT(&t, "bugs\t\t:\nbogomips\t: %lu.%02lu\n", hz / 500000,
	    hz / 5000 % 100);
	PUT(&t, "clflush size\t: %u\ncache_alignment\t: %u\n", f->clflush_bytes,
	    f->clflush_bytes);
	PUT(&t, "address sizes\t: %u bits physical, %u bits virtual\n",
	    f->phys_bits, f->virt_bits);
	PUT(&t, "power management:\n\n");
	return t.len;
}
