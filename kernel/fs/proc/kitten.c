/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/kitten.c - /proc/kitten: what only this kernel can tell.
 *
 *	noise	entries to the kernel by processor and cause
 *	memory	lines "name value", in KiB
 *	log	the kernel's messages
 *	tasks	one line per task
 *	pmem	every range of physical memory
 */
#include "base/err.h"
#include "base/errno.h"
#include "core/cpu.h"
#include "core/log.h"
#include "core/machine.h"
#include "fs/proc/proc.h"
#include "mm/kmem.h"
#include "mm/pmem.h"
#include "sched/sched.h"

typedef unsigned long long ull;

static void
show_noise(struct textbuf *t, void *arg)
{
	unsigned int id;

	(void)arg;
	text_printf(t, "%-4s %-6s", "cpu", "role");
	for (unsigned int c = 0; c < NOISE_NR; c++)
		text_printf(t, " %12s", noise_name(c));
	text_printf(t, "\n");
	cpu_for_each(id, &cpus_online) {
		const struct cpu *cpu = cpu_table[id];

		text_printf(
		    t, "%-4u %-6s", id, cpu->is_system ? "system" : "job");
		for (unsigned int c = 0; c < NOISE_NR; c++)
			text_printf(
			    t, " %12llu", (ull)READ_ONCE(cpu->noise[c]));
		text_printf(t, "\n");
	}
}

static void
show_memory(struct textbuf *t, void *arg)
{
	uint64_t image = boot_info.kernel_end - boot_info.kernel_start;
	uint64_t budget = 0, budget_free = 0;
	struct kmem_stats k;

	(void)arg;
	kmem_stats(&k);
	if (current->aspace)
		aspace_budget_info(current->aspace, &budget, &budget_free);
	text_printf(t, "kernel_total_kib %llu\n", (ull)(k.total >> 10));
	text_printf(
	    t, "kernel_used_kib %llu\n", (ull)((k.total - k.free) >> 10));
	text_printf(t, "kernel_slab_kib %llu\n", (ull)(k.slab_used >> 10));
	text_printf(t, "kernel_spare_kib %llu\n",
	    (ull)((k.slab_slack + k.stack_cache) >> 10));
	text_printf(t, "kernel_slab_bytes %llu\n", (ull)k.slab_used);
	text_printf(t, "kernel_held_bytes %llu\n",
	    (ull)(k.total - k.free - k.slab_slack - k.stack_cache));
	text_printf(t, "kernel_text_data_kib %llu\n", (ull)(image >> 10));
	text_printf(t, "kernel_at_rest_kib %llu\n",
	    (ull)((k.total - k.free + image) >> 10));
	text_printf(t, "free_kib %llu\n",
	    (ull)(pmem_bytes(PMEM_FREE, PMEM_ANY_NODE) >> 10));
	text_printf(t, "user_kib %llu\n",
	    (ull)(pmem_bytes(PMEM_USER, PMEM_ANY_NODE) >> 10));
	text_printf(t, "initrd_kib %llu\n",
	    (ull)(pmem_bytes(PMEM_INITRD, PMEM_ANY_NODE) >> 10));
	text_printf(t, "budget_total_kib %llu\n", (ull)(budget >> 10));
	text_printf(t, "budget_free_kib %llu\n", (ull)(budget_free >> 10));
}

static void
show_log(struct textbuf *t, void *arg)
{
	char part[512];
	uint64_t pos = 0;
	size_t n;

	(void)arg;
	while ((n = log_read(&pos, part, sizeof(part))) > 0 && !t->failed)
		text_append(t, part, n);
}

static const char *
state_text(const struct task *t)
{
	switch (t->state) {
	case TASK_NEW:
		return "new";
	case TASK_RUNNABLE:
		return t->on_cpu ? "running" : "runnable";
	case TASK_SLEEPING:
		return "sleeping";
	default:
		return "dead";
	}
}

static void
show_tasks(struct textbuf *t, void *arg)
{
	struct process *p;
	struct task *task;

	(void)arg;
	text_printf(t, "%6s %6s %4s %-8s %12s %10s %10s %s\n", "pid", "tid",
	    "cpu", "state", "run_us", "switches", "preempted", "name");
	spin_lock(&proctree_lock);
	list_for_each(p, &process_list, all_link) {
		list_for_each(task, &p->threads, thread_link)
			text_printf(t,
			    "%6d %6d %4u %-8s %12llu %10llu %10llu %s\n",
			    p->pid, task->tid, task->cpu, state_text(task),
			    (ull)(task_cpu_ns(task) / 1000),
			    (ull)task->switches_vol, (ull)task->switches_invol,
			    task->name);
	}
	spin_unlock(&proctree_lock);
}

static void
show_pmem(struct textbuf *t, void *arg)
{
	static const char *const types[] = { "?", "kernel", "free", "user",
		"budget", "initrd", "device", "firmware" };
	struct pmem_range r;
	paddr_t at = 0;

	(void)arg;
	text_printf(t, "%-18s %-18s %-8s %4s %5s %s\n", "start", "end", "type",
	    "node", "owner", "name");
	while (!pmem_query(at, UINT64_MAX, 0, &r) && !t->failed) {
		text_printf(t, "0x%016llx 0x%016llx %-8s %4u %5d %.*s\n",
		    (ull)r.start, (ull)r.end,
		    r.type < ARRAY_SIZE(types) ? types[r.type] : "?", r.node,
		    r.owner, PMEM_NAME_LEN, r.name);
		if (r.end <= at)
			break;
		at = r.end;
	}
}

int
procfs_kitten_init(void)
{
	int err = proc_register("kitten/noise", show_noise, NULL);

	if (!err)
		err = proc_register("kitten/memory", show_memory, NULL);
	if (!err)
		err = proc_register("kitten/log", show_log, NULL);
	if (!err)
		err = proc_register("kitten/tasks", show_tasks, NULL);
	if (!err)
		err = proc_register("kitten/pmem", show_pmem, NULL);
	return err;
}
