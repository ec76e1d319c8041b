/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/sys/node.c - /sys/devices/system/node and the rest of /sys.
 *
 * The argument of a node's file is its number.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/parse.h"
#include "base/str.h"
#include "fs/sys/sysfs.h"
#include "fs/vfs.h"
#include "mm/aspace.h"
#include "mm/pmem.h"
#include "sched/task.h"

typedef unsigned long long ull;

#define NODE_DIR "devices/system/node"

#define NODE_OF(arg) ((unsigned int)(uintptr_t)(arg))

void
sysfs_node_cpus(unsigned int node, struct cpuset *out)
{
	unsigned int id;

	memset(out, 0, sizeof(*out));
	cpu_for_each(id, &cpus_online) {
		if (cpu_table[id]->node == node)
			bitmap_set(out->bits, id);
	}
}

/* Memory of a node that is not a device's or the firmware's. */
static uint64_t
node_bytes(unsigned int node)
{
	return pmem_bytes(0, node) - pmem_bytes(PMEM_DEVICE, node) -
	       pmem_bytes(PMEM_FIRMWARE, node);
}

static void
show_nodes(struct textbuf *t, void *arg)
{
	(void)arg;
	if (node_count > 1)
		text_printf(t, "0-%u\n", node_count - 1);
	else
		text_printf(t, "0\n");
}

/* The nodes that have processors (arg NULL) or memory. */
static void
show_nodes_with(struct textbuf *t, void *arg)
{
	unsigned long set[BITMAP_LONGS(MAX_NODES)] = { 0 };
	struct cpuset cpus;
	char list[256];

	for (unsigned int n = 0; n < node_count; n++) {
		sysfs_node_cpus(n, &cpus);
		if (arg ? node_bytes(n) != 0
			: !bitmap_empty(cpus.bits, MAX_CPUS))
			bitmap_set(set, n);
	}
	(void)fmt_cpulist(list, sizeof(list), set, MAX_NODES);
	text_printf(t, "%s\n", list);
}

static void
show_cpumap(struct textbuf *t, void *arg)
{
	struct cpuset set;

	sysfs_node_cpus(NODE_OF(arg), &set);
	sysfs_mask(t, &set);
}

static void
show_cpulist(struct textbuf *t, void *arg)
{
	struct cpuset set;

	sysfs_node_cpus(NODE_OF(arg), &set);
	sysfs_list(t, &set);
}

static void
show_distance(struct textbuf *t, void *arg)
{
	for (unsigned int n = 0; n < node_count; n++)
		text_printf(
		    t, "%s%u", n ? " " : "", node_distance[NODE_OF(arg)][n]);
	text_printf(t, "\n");
}

/* Memory of a node that nobody has, or the reader's budget has free. */
static uint64_t
node_free(unsigned int n)
{
	uint64_t sum = pmem_bytes(PMEM_FREE, n);
	struct pmem_range r;
	paddr_t at = 0;

	while (
	    current->aspace && !pmem_query(at, UINT64_MAX, PMEM_BUDGET, &r)) {
		if (r.node == n)
			sum +=
			    aspace_budget_free(current->aspace, r.start, r.end);
		at = r.end;
	}
	return sum;
}

static void
show_meminfo(struct textbuf *t, void *arg)
{
	static const char *const zero[] = { "Active", "Inactive", "Dirty",
		"FilePages", "Mapped", "AnonPages", "Shmem" };
	unsigned int n = NODE_OF(arg);
	uint64_t total = node_bytes(n), free = node_free(n);

	text_printf(
	    t, "Node %u MemTotal:       %8llu kB\n", n, (ull)(total >> 10));
	text_printf(
	    t, "Node %u MemFree:        %8llu kB\n", n, (ull)(free >> 10));
	text_printf(t, "Node %u MemUsed:        %8llu kB\n", n,
	    (ull)((total - free) >> 10));
	for (size_t i = 0; i < ARRAY_SIZE(zero); i++)
		text_printf(t, "Node %u %s:%*s%8u kB\n", n, zero[i],
		    (int)(15 - strlen(zero[i])), "", 0);
	text_printf(t, "Node %u HugePages_Total: %5u\n", n, 0);
	text_printf(t, "Node %u HugePages_Free:  %5u\n", n, 0);
	text_printf(t, "Node %u HugePages_Surp:  %5u\n", n, 0);
}

static void
show_numastat(struct textbuf *t, void *arg)
{
	(void)arg;
	text_printf(t, "numa_hit 0\nnuma_miss 0\nnuma_foreign 0\n");
	text_printf(t, "interleave_hit 0\nlocal_node 0\nother_node 0\n");
}

static const struct {
	const char *name;
	void (*show)(struct textbuf *t, void *arg);
} node_files[] = {
	{ "cpumap", show_cpumap },
	{ "cpulist", show_cpulist },
	{ "distance", show_distance },
	{ "meminfo", show_meminfo },
	{ "numastat", show_numastat },
};

static int
hugepages_register(const char *dir)
{
	static const char *const sizes[] = { "2048", "1048576" };
	static const char *const names[] = { "nr_hugepages", "free_hugepages",
		"surplus_hugepages" };
	char path[128];
	int err = 0;

	for (size_t s = 0; s < ARRAY_SIZE(sizes); s++) {
		for (size_t i = 0; i < ARRAY_SIZE(names) && !err; i++) {
			(void)fmt_sn(path, sizeof(path), "%s/hugepages-%skB/%s",
			    dir, sizes[s], names[i]);
			err = sys_register_text(path, "0\n");
		}
	}
	return err;
}

static int
register_node(unsigned int n)
{
	unsigned int id;
	char path[96], target[64];
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(node_files) && !err; i++) {
		(void)fmt_sn(path, sizeof(path), NODE_DIR "/node%u/%s", n,
		    node_files[i].name);
		err = sys_register(
		    path, node_files[i].show, (void *)(uintptr_t)n);
	}
	cpu_for_each(id, &cpus_online) {
		if (err || cpu_table[id]->node != n)
			continue;
		(void)fmt_sn(
		    path, sizeof(path), NODE_DIR "/node%u/cpu%u", n, id);
		(void)fmt_sn(target, sizeof(target), "../../cpu/cpu%u", id);
		err = sys_register_link(path, target);
	}
	if (err)
		return err;
	(void)fmt_sn(path, sizeof(path), NODE_DIR "/node%u/hugepages", n);
	return hugepages_register(path);
}

/* Memory is mapped with the largest pages that fit, asked for or not. */
static int
register_kernel(void)
{
	int err = hugepages_register("kernel/mm/hugepages");

	if (!err)
		err =
		    sys_register_text("kernel/mm/transparent_hugepage/enabled",
			"[always] madvise never\n");
	if (!err)
		err = sys_register_text("kernel/mm/transparent_hugepage/defrag",
		    "[always] defer defer+madvise madvise never\n");
	if (!err)
		err = sys_register_text(
		    "kernel/mm/transparent_hugepage/hpage_pmd_size",
		    "2097152\n");
	return err;
}

static int
register_dirs(void)
{
	static const char *const dirs[] = { "bus", "class", "class/net",
		"block", "devices", "fs", "module", "firmware",
		"bus/pci/devices", "bus/node/devices", "bus/cpu/devices" };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(dirs) && !err; i++)
		err = gen_make_dir(&sys_fs, dirs[i]);
	return err;
}

int
sysfs_node_init(void)
{
	static char with_memory;
	int err = register_dirs();

	if (!err)
		err = register_kernel();
	if (!err)
		err = sys_register(NODE_DIR "/online", show_nodes, NULL);
	if (!err)
		err = sys_register(NODE_DIR "/possible", show_nodes, NULL);
	if (!err)
		err = sys_register(NODE_DIR "/has_cpu", show_nodes_with, NULL);
	if (!err)
		err = sys_register(
		    NODE_DIR "/has_memory", show_nodes_with, &with_memory);
	if (!err)
		err = sys_register(NODE_DIR "/has_normal_memory",
		    show_nodes_with, &with_memory);
	for (unsigned int n = 0; n < node_count && !err; n++)
		err = register_node(n);
	return err;
}
