/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/sys/cpu.c - /sys/devices/system/cpu: what glibc, libgomp and hwloc read
 * to learn the processors, their packages, cores, threads and caches.
 *
 * Idea: every file is a function; a processor's number is its argument (for a
 * cache: the number and the index, packed). Files for all processors are made
 * at boot, after the processors have been started or left out.
 */
#include "arch/cpu.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/parse.h"
#include "base/str.h"
#include "fs/sys/sysfs.h"

#define CACHES_MAX 8

#define ARG(cpu, index) ((void *)(uintptr_t)((cpu) << 8 | (index)))
#define ARG_CPU(arg)	((unsigned int)((uintptr_t)(arg) >> 8))
#define ARG_INDEX(arg)	((unsigned int)((uintptr_t)(arg)&0xff))

void
sysfs_mask(struct textbuf *t, const struct cpuset *set)
{
	unsigned int n = MAX(cpu_count, 1u);

	for (unsigned int g = (n + 31) / 32; g-- > 0;) {
		uint32_t word = (uint32_t)(set->bits[g / 2] >> (g % 2 * 32));
		unsigned int width = (n - g * 32 + 3) / 4;

		text_printf(
		    t, "%0*x%s", (int)MIN(width, 8u), word, g ? "," : "\n");
	}
}

void
sysfs_list(struct textbuf *t, const struct cpuset *set)
{
	char list[1024];

	(void)fmt_cpulist(list, sizeof(list), set->bits, MAX_CPUS);
	text_printf(t, "%s\n", list);
}

static void
show_set(struct textbuf *t, void *arg)
{
	sysfs_list(t, arg);
}

static void
show_kernel_max(struct textbuf *t, void *arg)
{
	(void)arg;
	text_printf(t, "%u\n", (unsigned int)MAX_CPUS - 1);
}

static void
show_offline(struct textbuf *t, void *arg)
{
	(void)arg;
	text_printf(t, "\n");
}

/* Which processors share a package, core or thread position with cpu. */
enum share { SHARE_PACKAGE, SHARE_CORE, SHARE_SELF };

static void
share_set(unsigned int cpu, enum share how, struct cpuset *out)
{
	struct cpu_topology mine, other;
	unsigned int id;

	memset(out, 0, sizeof(*out));
	arch_topology(cpu, &mine);
	cpu_for_each(id, &cpus_online) {
		arch_topology(id, &other);
		if (other.package != mine.package)
			continue;
		if (how != SHARE_PACKAGE && other.core != mine.core)
			continue;
		if (how == SHARE_SELF && id != cpu)
			continue;
		bitmap_set(out->bits, id);
	}
}

#define SHOW_SHARE(ident, how, form)                    \
	static void ident(struct textbuf *t, void *arg) \
	{                                               \
		struct cpuset set;                      \
                                                        \
		share_set(ARG_CPU(arg), how, &set);     \
		form(t, &set);                          \
	}

SHOW_SHARE(show_package_cpus, SHARE_PACKAGE, sysfs_mask)
SHOW_SHARE(show_package_list, SHARE_PACKAGE, sysfs_list)
SHOW_SHARE(show_core_cpus, SHARE_CORE, sysfs_mask)
SHOW_SHARE(show_core_list, SHARE_CORE, sysfs_list)

static void
show_package_id(struct textbuf *t, void *arg)
{
	struct cpu_topology topo;

	arch_topology(ARG_CPU(arg), &topo);
	text_printf(t, "%u\n", topo.package);
}

static void
show_core_id(struct textbuf *t, void *arg)
{
	struct cpu_topology topo;

	arch_topology(ARG_CPU(arg), &topo);
	text_printf(t, "%u\n", topo.core);
}

static void
show_zero(struct textbuf *t, void *arg)
{
	(void)arg;
	text_printf(t, "0\n");
}

static void
show_one(struct textbuf *t, void *arg)
{
	(void)arg;
	text_printf(t, "1\n");
}

/* Processors that share a cache: `shared_by` neighbours by APIC id. */
static void
cache_set(unsigned int cpu, const struct cpu_cache *c, struct cpuset *out)
{
	unsigned int shift = 0, mine = cpu_table[cpu]->apic_id, id;

	while ((1u << shift) < MAX(c->shared_by, 1u))
		shift++;
	memset(out, 0, sizeof(*out));
	cpu_for_each(id, &cpus_online) {
		if (cpu_table[id]->apic_id >> shift == mine >> shift)
			bitmap_set(out->bits, id);
	}
	bitmap_set(out->bits, cpu);
}

static bool
cache_of(void *arg, struct cpu_cache *c)
{
	return arch_cache(ARG_CPU(arg), ARG_INDEX(arg), c);
}

#define SHOW_CACHE(ident, ...)                          \
	static void ident(struct textbuf *t, void *arg) \
	{                                               \
		struct cpu_cache c;                     \
                                                        \
		if (cache_of(arg, &c))                  \
			text_printf(t, __VA_ARGS__);    \
	}

SHOW_CACHE(show_cache_level, "%u\n", c.level)
SHOW_CACHE(show_cache_size, "%uK\n", c.size_kib)
SHOW_CACHE(show_cache_line, "%u\n", c.line)
SHOW_CACHE(show_cache_ways, "%u\n", c.ways)
SHOW_CACHE(show_cache_sets, "%u\n", c.sets)
SHOW_CACHE(show_cache_type, "%s\n",
    c.type == 'D'   ? "Data"
    : c.type == 'I' ? "Instruction"
		    : "Unified")

static void
show_cache_map(struct textbuf *t, void *arg)
{
	struct cpuset set;
	struct cpu_cache c;

	if (!cache_of(arg, &c))
		return;
	cache_set(ARG_CPU(arg), &c, &set);
	sysfs_mask(t, &set);
}

static void
show_cache_list(struct textbuf *t, void *arg)
{
	struct cpuset set;
	struct cpu_cache c;

	if (!cache_of(arg, &c))
		return;
	cache_set(ARG_CPU(arg), &c, &set);
	sysfs_list(t, &set);
}

static void
show_cache_id(struct textbuf *t, void *arg)
{
	struct cpuset set;
	struct cpu_cache c;

	if (!cache_of(arg, &c))
		return;
	cache_set(ARG_CPU(arg), &c, &set);
	text_printf(t, "%u\n", bitmap_first(set.bits, MAX_CPUS));
}

struct sys_file {
	const char *name;
	void (*show)(struct textbuf *t, void *arg);
};

static const struct sys_file topology_files[] = {
	{ "core_cpus", show_core_cpus },
	{ "core_cpus_list", show_core_list },
	{ "core_id", show_core_id },
	{ "core_siblings", show_package_cpus },
	{ "core_siblings_list", show_package_list },
	{ "die_cpus", show_package_cpus },
	{ "die_cpus_list", show_package_list },
	{ "die_id", show_zero },
	{ "package_cpus", show_package_cpus },
	{ "package_cpus_list", show_package_list },
	{ "physical_package_id", show_package_id },
	{ "thread_siblings", show_core_cpus },
	{ "thread_siblings_list", show_core_list },
};

static const struct sys_file cache_files[] = {
	{ "coherency_line_size", show_cache_line },
	{ "id", show_cache_id },
	{ "level", show_cache_level },
	{ "number_of_sets", show_cache_sets },
	{ "physical_line_partition", show_one },
	{ "shared_cpu_list", show_cache_list },
	{ "shared_cpu_map", show_cache_map },
	{ "size", show_cache_size },
	{ "type", show_cache_type },
	{ "ways_of_associativity", show_cache_ways },
};

#define CPU_DIR "devices/system/cpu"

static int
register_files(
    const char *dir, const struct sys_file *list, size_t n, void *arg)
{
	char path[128];
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		(void)fmt_sn(path, sizeof(path), "%s/%s", dir, list[i].name);
		err = sys_register(path, list[i].show, arg);
	}
	return err;
}

static int
register_caches(unsigned int id)
{
	struct cpu_cache c;
	char path[96];
	int err = 0;

	for (unsigned int i = 0; i < CACHES_MAX && !err; i++) {
		if (!arch_cache(id, i, &c))
			break;
		(void)fmt_sn(
		    path, sizeof(path), CPU_DIR "/cpu%u/cache/index%u", id, i);
		err = register_files(
		    path, cache_files, ARRAY_SIZE(cache_files), ARG(id, i));
	}
	return err;
}

static int
register_cpu(unsigned int id)
{
	char path[96], target[64];
	int err;

	(void)fmt_sn(path, sizeof(path), CPU_DIR "/cpu%u/topology", id);
	err = register_files(
	    path, topology_files, ARRAY_SIZE(topology_files), ARG(id, 0));
	if (!err)
		err = register_caches(id);
	if (err)
		return err;
	if (id) {
		(void)fmt_sn(path, sizeof(path), CPU_DIR "/cpu%u/online", id);
		err = sys_register(path, show_one, NULL);
	}
	if (err)
		return err;
	(void)fmt_sn(path, sizeof(path), CPU_DIR "/cpu%u/node%u", id,
	    cpu_table[id]->node);
	(void)fmt_sn(
	    target, sizeof(target), "../../node/node%u", cpu_table[id]->node);
	return sys_register_link(path, target);
}

int
sysfs_cpu_init(void)
{
	unsigned int id;
	int err;

	err = sys_register(CPU_DIR "/online", show_set, &cpus_online);
	if (!err)
		err = sys_register(CPU_DIR "/present", show_set, &cpus_online);
	if (!err)
		err = sys_register(CPU_DIR "/possible", show_set, &cpus_online);
	if (!err)
		err = sys_register(CPU_DIR "/offline", show_offline, NULL);
	if (!err)
		err = sys_register(CPU_DIR "/isolated", show_offline, NULL);
	if (!err)
		err =
		    sys_register(CPU_DIR "/kernel_max", show_kernel_max, NULL);
	if (!err)
		err = sys_register_text(CPU_DIR "/smt/active", "0\n");
	if (!err)
		err =
		    sys_register_text(CPU_DIR "/smt/control", "notsupported\n");
	cpu_for_each(id, &cpus_online) {
		if (!err)
			err = register_cpu(id);
	}
	return err;
}
