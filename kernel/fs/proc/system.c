/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/system.c - /proc about the machine: cpuinfo, meminfo, stat, sys/. */
#include "arch/cpu.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "core/random.h"
#include "core/time.h"
#include "fs/proc/proc.h"
#include "mm/kmem.h"
#include "mm/pmem.h"
#include "sched/sched.h"

typedef unsigned long long ull;

/* As uname tells them. */
#define RELEASE "6.1.0-kitten"
#define VERSION "#1 SMP Kitten lightweight kernel"
/* As proc/ numbers processes. */
#define PID_MAX 32768

#define TICKS(ns) ((ull)((ns) / (NSEC_PER_SEC / 100)))

static void
show_cpuinfo(struct textbuf *t, void *arg)
{
	char *buf = kmalloc(8192);
	unsigned int id;

	(void)arg;
	if (!buf)
		return;
	cpu_for_each(id, &cpus_online)
		text_append(t, buf, MIN(arch_cpuinfo(id, buf, 8192), 8192ul));
	kfree(buf);
}

static void
show_meminfo(struct textbuf *t, void *arg)
{
	static const char *const zero[] = { "Buffers", "Cached", "SwapCached",
		"Active", "Inactive", "SwapTotal", "SwapFree", "Dirty",
		"Writeback" };
	struct kmem_stats k;
	uint64_t total, free;

	(void)arg;
	aspace_memory_seen(current->aspace, &total, &free);
	kmem_stats(&k);
	text_printf(t, "MemTotal:       %8llu kB\n", (ull)(total >> 10));
	text_printf(t, "MemFree:        %8llu kB\n", (ull)(free >> 10));
	text_printf(t, "MemAvailable:   %8llu kB\n", (ull)(free >> 10));
	for (size_t i = 0; i < ARRAY_SIZE(zero); i++)
		text_printf(t, "%s:%*s%8u kB\n", zero[i],
		    (int)(15 - strlen(zero[i])), "", 0);
	text_printf(
	    t, "AnonPages:      %8llu kB\n", (ull)((total - free) >> 10));
	text_printf(
	    t, "Mapped:         %8u kB\nShmem:          %8u kB\n", 0, 0);
	text_printf(t, "Slab:           %8llu kB\n", (ull)(k.slab_used >> 10));
	text_printf(
	    t, "KernelStack:    %8u kB\nPageTables:     %8u kB\n", 0, 0);
	text_printf(t, "CommitLimit:    %8llu kB\n", (ull)(total >> 10));
	text_printf(
	    t, "Committed_AS:   %8llu kB\n", (ull)((total - free) >> 10));
	text_printf(t, "VmallocTotal:   34359738367 kB\n");
	text_printf(
	    t, "VmallocUsed:    %8u kB\nAnonHugePages:  %8u kB\n", 0, 0);
	text_printf(
	    t, "HugePages_Total:   %5u\nHugePages_Free:    %5u\n", 0, 0);
	text_printf(
	    t, "HugePages_Rsvd:    %5u\nHugePages_Surp:    %5u\n", 0, 0);
	text_printf(
	    t, "Hugepagesize:       2048 kB\nHugetlb:        %8u kB\n", 0);
}

struct totals {
	unsigned int running, blocked, tasks;
	int last_pid;
	uint64_t switches;
};

static void
totals_of(struct totals *n)
{
	struct process *p;
	struct task *t;

	*n = (struct totals){ 0 };
	spin_lock(&proctree_lock);
	list_for_each(p, &process_list, all_link) {
		n->last_pid = MAX(n->last_pid, p->pid);
		n->switches += p->dead_sw_vol + p->dead_sw_invol;
		list_for_each(t, &p->threads, thread_link) {
			n->tasks++;
			n->running += t->state == TASK_RUNNABLE;
			n->switches += t->switches_vol + t->switches_invol;
		}
	}
	spin_unlock(&proctree_lock);
}

static void
print_cpu_times(
    struct textbuf *t, const char *name, uint64_t busy, uint64_t idle)
{
	text_printf(t, "%s %llu 0 0 %llu 0 0 0 0 0 0\n", name, TICKS(busy),
	    TICKS(idle));
}

static uint64_t
device_interrupts(void)
{
	uint64_t n = 0;
	unsigned int id;

	cpu_for_each(id, &cpus_online)
		n += cpu_table[id]->noise[NOISE_DEVICE] +
		     cpu_table[id]->noise[NOISE_TIMER];
	return n;
}

static void
show_stat(struct textbuf *t, void *arg)
{
	uint64_t now = time_mono_ns(), idle = 0, busy = 0;
	struct totals n;
	unsigned int id;
	char name[16];

	(void)arg;
	cpu_for_each(id, &cpus_online) {
		uint64_t i = MIN(sched_idle_ns(id), now);

		idle += i;
		busy += now - i;
	}
	print_cpu_times(t, "cpu ", busy, idle);
	cpu_for_each(id, &cpus_online) {
		uint64_t i = MIN(sched_idle_ns(id), now);

		(void)fmt_sn(name, sizeof(name), "cpu%u", id);
		print_cpu_times(t, name, now - i, i);
	}
	totals_of(&n);
	text_printf(t, "intr %llu\nctxt %llu\nbtime %llu\n",
	    (ull)device_interrupts(), (ull)n.switches,
	    (ull)((time_real_ns() - now) / NSEC_PER_SEC));
	text_printf(t, "processes %d\nprocs_running %u\nprocs_blocked %u\n",
	    n.last_pid, n.running, n.blocked);
	text_printf(t, "softirq 0 0 0 0 0 0 0 0 0 0 0\n");
}

static void
show_uptime(struct textbuf *t, void *arg)
{
	uint64_t now = time_mono_ns(), idle = 0;
	unsigned int id;

	(void)arg;
	cpu_for_each(id, &cpus_online)
		idle += sched_idle_ns(id);
	text_printf(t, "%llu.%02llu %llu.%02llu\n", TICKS(now) / 100,
	    TICKS(now) % 100, TICKS(idle) / 100, TICKS(idle) % 100);
}

static void
show_loadavg(struct textbuf *t, void *arg)
{
	struct totals n;

	(void)arg;
	totals_of(&n);
	text_printf(t, "%u.00 %u.00 %u.00 %u/%u %d\n", n.running, n.running,
	    n.running, n.running, n.tasks, n.last_pid);
}

static void
show_cmdline(struct textbuf *t, void *arg)
{
	(void)arg;
	text_printf(t, "%s\n", cmdline_text());
}

static void
show_text(struct textbuf *t, void *arg)
{
	text_append(t, arg, strlen(arg));
}

/* A version 4 UUID; arg: the fixed one of this boot, or NULL. */
static void
show_uuid(struct textbuf *t, void *arg)
{
	uint8_t fresh[16], *u = arg ? arg : fresh;

	if (!arg)
		random_bytes(fresh, sizeof(fresh));
	u[6] = (u[6] & 0x0f) | 0x40;
	u[8] = (u[8] & 0x3f) | 0x80;
	for (unsigned int i = 0; i < 16; i++)
		text_printf(t, "%s%02x",
		    i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", u[i]);
	text_printf(t, "\n");
}

static int
register_texts(void)
{
	static const char *const list[][2] = {
		{ "version", "Linux version " RELEASE
			     " (kitten@kitten) (cc, ld) " VERSION "\n" },
		{ "filesystems", "nodev\ttmpfs\nnodev\tdevtmpfs\nnodev\tproc\n"
				 "nodev\tsysfs\n" },
		{ "devices", "Character devices:\n  1 mem\n  5 /dev/tty\n\n"
			     "Block devices:\n" },
		{ "swaps",
		    "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n" },
		{ "modules", "" },
		{ "partitions", "major minor  #blocks  name\n\n" },
		{ "sys/kernel/osrelease", RELEASE "\n" },
		{ "sys/kernel/ostype", "Linux\n" },
		{ "sys/kernel/version", VERSION "\n" },
		{ "sys/kernel/hostname", "kitten\n" },
		{ "sys/kernel/domainname", "(none)\n" },
		{ "sys/kernel/threads-max", "32768\n" },
		{ "sys/kernel/ngroups_max", "32\n" },
		{ "sys/kernel/cap_last_cap", "40\n" },
		{ "sys/kernel/randomize_va_space", "0\n" },
		{ "sys/kernel/core_pattern", "core\n" },
		{ "sys/kernel/numa_balancing", "0\n" },
		{ "sys/kernel/perf_event_paranoid", "4\n" },
		{ "sys/kernel/shmmax", "18446744073692774399\n" },
		{ "sys/kernel/shmall", "18446744073692774399\n" },
		{ "sys/kernel/shmmni", "4096\n" },
		{ "sys/kernel/sched_child_runs_first", "0\n" },
		{ "sys/kernel/yama/ptrace_scope", "0\n" },
		{ "sys/kernel/random/entropy_avail", "256\n" },
		{ "sys/kernel/random/poolsize", "256\n" },
		{ "sys/vm/overcommit_memory", "2\n" },
		{ "sys/vm/overcommit_ratio", "100\n" },
		{ "sys/vm/max_map_count", "65530\n" },
		{ "sys/vm/mmap_min_addr", "65536\n" },
		{ "sys/vm/nr_hugepages", "0\n" },
		{ "sys/vm/swappiness", "0\n" },
		{ "sys/vm/zone_reclaim_mode", "0\n" },
		{ "sys/fs/pipe-max-size", "1048576\n" },
		{ "sys/fs/file-max", "1048576\n" },
		{ "sys/fs/nr_open", "1048576\n" },
		{ "sys/fs/epoll/max_user_watches", "1048576\n" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(list) && !err; i++)
		err = proc_register(
		    list[i][0], show_text, (void *)(uintptr_t)list[i][1]);
	return err;
}

static void
show_pid_max(struct textbuf *t, void *arg)
{
	(void)arg;
	text_printf(t, "%d\n", PID_MAX);
}

int
procfs_system_init(void)
{
	static uint8_t boot_id[16];
	static const struct {
		const char *path;
		void (*show)(struct textbuf *t, void *arg);
		void *arg;
	} list[] = {
		{ "cpuinfo", show_cpuinfo, NULL },
		{ "meminfo", show_meminfo, NULL },
		{ "stat", show_stat, NULL },
		{ "uptime", show_uptime, NULL },
		{ "loadavg", show_loadavg, NULL },
		{ "cmdline", show_cmdline, NULL },
		{ "sys/kernel/pid_max", show_pid_max, NULL },
		{ "sys/kernel/random/boot_id", show_uuid, boot_id },
		{ "sys/kernel/random/uuid", show_uuid, NULL },
	};
	int err = register_texts();

	random_bytes(boot_id, sizeof(boot_id));
	for (size_t i = 0; i < ARRAY_SIZE(list) && !err; i++)
		err = proc_register(list[i].path, list[i].show, list[i].arg);
	return err;
}
