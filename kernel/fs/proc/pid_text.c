/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/pid_text.c - stat, status, limits and the like of one process, in
 * the forms that ps, top, glibc and hwloc parse. */
#include "arch/pgtable.h"
#include "base/parse.h"
#include "base/str.h"
#include "core/time.h"
#include "fs/fdtable.h"
#include "fs/proc/proc.h"
#include "fs/vfs.h"
#include "sched/sched.h"

typedef unsigned long long ull;

#define TICKS(ns)  ((ull)((ns) / (NSEC_PER_SEC / 100)))
#define LIMIT_NONE UINT64_MAX

static const char *
state_name(char state)
{
	switch (state) {
	case 'R':
		return "R (running)";
	case 'S':
		return "S (sleeping)";
	case 'D':
		return "D (disk sleep)";
	case 'T':
		return "T (stopped)";
	default:
		return "Z (zombie)";
	}
}

/* Memory of the process; zeros for one that has none left. */
static void
usage_of(struct proc_snap *s, struct aspace_usage *u)
{
	*u = (struct aspace_usage){ 0 };
	if (s->as)
		aspace_usage(s->as, u);
}

static void
status_memory(struct proc_snap *s, struct textbuf *t)
{
	struct aspace_usage u;

	if (!s->as)
		return;
	usage_of(s, &u);
	text_printf(t, "VmPeak:\t%8llu kB\n", (ull)(MAX(u.virt, u.peak) >> 10));
	text_printf(t, "VmSize:\t%8llu kB\n", (ull)(u.virt >> 10));
	text_printf(t, "VmLck:\t%8llu kB\n", (ull)(u.locked >> 10));
	text_printf(t, "VmPin:\t%8u kB\n", 0);
	text_printf(t, "VmHWM:\t%8llu kB\n", (ull)(MAX(u.peak, u.bound) >> 10));
	text_printf(t, "VmRSS:\t%8llu kB\n", (ull)(u.bound >> 10));
	text_printf(t, "RssAnon:\t%8llu kB\n", (ull)(u.bound >> 10));
	text_printf(t, "RssFile:\t%8u kB\nRssShmem:\t%8u kB\n", 0, 0);
	text_printf(t, "VmData:\t%8llu kB\n", (ull)(u.data >> 10));
	text_printf(t, "VmStk:\t%8llu kB\n", (ull)(u.stack >> 10));
	text_printf(t, "VmExe:\t%8llu kB\n", (ull)(u.exec >> 10));
	text_printf(
	    t, "VmLib:\t%8u kB\nVmPTE:\t%8u kB\nVmSwap:\t%8u kB\n", 0, 0, 0);
	text_printf(t, "HugetlbPages:\t%8u kB\n", 0);
}

/* A set of n bits as Linux prints masks: 32-bit groups, highest first. */
static void
print_mask(struct textbuf *t, const unsigned long *bits, unsigned int n)
{
	for (unsigned int g = (n + 31) / 32; g-- > 0;) {
		uint32_t word = (uint32_t)(bits[g / 2] >> (g % 2 * 32));
		unsigned int width = (n - g * 32 + 3) / 4;

		text_printf(
		    t, "%0*x%s", (int)MIN(width, 8u), word, g ? "," : "\n");
	}
}

static void
status_sets(struct proc_snap *s, struct textbuf *t)
{
	unsigned long nodes = (1ul << node_count) - 1;
	char list[512];

	text_printf(t, "Cpus_allowed:\t");
	print_mask(t, s->allowed.bits, cpu_count);
	(void)fmt_cpulist(list, sizeof(list), s->allowed.bits, MAX_CPUS);
	text_printf(t, "Cpus_allowed_list:\t%s\n", list);
	text_printf(t, "Mems_allowed:\t");
	print_mask(t, &nodes, 32);
	(void)fmt_cpulist(list, sizeof(list), &nodes, 64);
	text_printf(t, "Mems_allowed_list:\t%s\n", list);
}

static void
status_signals(struct proc_snap *s, struct textbuf *t)
{
	text_printf(t, "SigQ:\t%u/%llu\n", s->queued,
	    (ull)MIN(s->limits[11].cur, (uint64_t)INT32_MAX));
	text_printf(t, "SigPnd:\t%016llx\nShdPnd:\t%016llx\n", (ull)s->pending,
	    (ull)s->shared);
	text_printf(t, "SigBlk:\t%016llx\nSigIgn:\t%016llx\nSigCgt:\t%016llx\n",
	    (ull)s->blocked, (ull)s->ignored, (ull)s->caught);
}

static void
status_caps(struct proc_snap *s, struct textbuf *t)
{
	ull all = 0x1ffffffffffull, eff = s->euid ? 0 : all;

	text_printf(t, "CapInh:\t%016llx\nCapPrm:\t%016llx\nCapEff:\t%016llx\n",
	    0ull, eff, eff);
	text_printf(t, "CapBnd:\t%016llx\nCapAmb:\t%016llx\n", all, 0ull);
	text_printf(t, "NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n");
	text_printf(t, "Speculation_Store_Bypass:\tvulnerable\n");
	text_printf(t, "SpeculationIndirectBranch:\talways enabled\n");
}

static unsigned int
umask_of(struct proc_snap *s)
{
	return s->fs ? fs_context_umask(s->fs) : 0;
}

int
proc_show_status(struct proc_snap *s, struct textbuf *t)
{
	text_printf(t, "Name:\t%s\nUmask:\t%04o\nState:\t%s\n", s->name,
	    umask_of(s), state_name(s->state));
	text_printf(t, "Tgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\n", s->pid,
	    s->tid, s->ppid);
	text_printf(t, "TracerPid:\t0\n");
	text_printf(
	    t, "Uid:\t%u\t%u\t%u\t%u\n", s->uid, s->euid, s->suid, s->euid);
	text_printf(
	    t, "Gid:\t%u\t%u\t%u\t%u\n", s->gid, s->egid, s->sgid, s->egid);
	text_printf(t, "FDSize:\t64\nGroups:\t");
	for (unsigned int i = 0; i < MIN(s->ngroups, 32u); i++)
		text_printf(t, "%u ", s->groups[i]);
	text_printf(t, "\nNStgid:\t%d\nNSpid:\t%d\nNSpgid:\t%d\nNSsid:\t%d\n",
	    s->pid, s->tid, s->pgid, s->sid);
	status_memory(s, t);
	text_printf(
	    t, "CoreDumping:\t0\nTHP_enabled:\t1\nThreads:\t%u\n", s->nthreads);
	status_signals(s, t);
	status_caps(s, t);
	status_sets(s, t);
	text_printf(
	    t, "voluntary_ctxt_switches:\t%llu\n", (ull)s->switches_vol);
	text_printf(
	    t, "nonvoluntary_ctxt_switches:\t%llu\n", (ull)s->switches_invol);
	return 0;
}

/* The first region with instructions: the program's text. */
static void
text_of(struct proc_snap *s, struct region_info *r)
{
	vaddr_t at = 0;

	while (s->as && !aspace_query(s->as, at, r)) {
		if (r->prot & PG_EXEC)
			return;
		at = r->end;
	}
	r->start = r->end = 0;
}

int
proc_show_stat(struct proc_snap *s, struct textbuf *t)
{
	bool rt = s->policy == 1 || s->policy == 2;
	struct aspace_usage u;
	struct region_info code;

	usage_of(s, &u);
	text_of(s, &code);
	text_printf(t, "%d (%s) %c %d %d %d 0 -1 4194304 0 0 0 0 ", s->tid,
	    s->name, s->state, s->ppid, s->pgid, s->sid);
	text_printf(t, "%llu 0 %llu 0 %d %d %u 0 %llu ", TICKS(s->run_ns),
	    TICKS(s->child_run_ns), rt ? -1 - s->rt_priority : 20 + s->nice,
	    s->nice, s->nthreads, TICKS(s->start_ns));
	/* The stack begins below the arguments' text. */
	text_printf(t, "%llu %llu %llu %llu %llu %llu 0 0 ", (ull)u.virt,
	    (ull)(u.bound >> PAGE_SHIFT), (ull)s->limits[5].cur,
	    (ull)code.start, (ull)code.end, (ull)ALIGN_DOWN(s->arg_start, 16));
	text_printf(t, "%llu %llu %llu %llu 0 0 0 %d %u %u %d 0 0 0 ",
	    (ull)(s->pending & 0x7fffffff), (ull)(s->blocked & 0x7fffffff),
	    (ull)(s->ignored & 0x7fffffff), (ull)(s->caught & 0x7fffffff),
	    s->exit_signal, s->cpu, rt ? (unsigned int)s->rt_priority : 0,
	    s->policy);
	text_printf(t, "0 0 0 %llu %llu %llu %llu 0\n", (ull)s->arg_start,
	    (ull)s->arg_end, (ull)s->env_start, (ull)s->env_end);
	return 0;
}

int
proc_show_statm(struct proc_snap *s, struct textbuf *t)
{
	struct aspace_usage u;

	usage_of(s, &u);
	text_printf(t, "%llu %llu 0 %llu 0 %llu 0\n",
	    (ull)(u.virt >> PAGE_SHIFT), (ull)(u.bound >> PAGE_SHIFT),
	    (ull)(u.exec >> PAGE_SHIFT),
	    (ull)((u.data + u.stack) >> PAGE_SHIFT));
	return 0;
}

/* One line of maps; the name begins at column 73. */
static void
print_region(struct textbuf *t, const struct region_info *r)
{
	size_t start = t->len, width;
	static const char pad[] = "                                        "
				  "                                 ";

	text_printf(t, "%08llx-%08llx %c%c%c%c %08llx 00:00 0 ", (ull)r->start,
	    (ull)r->end, r->prot & PG_READ ? 'r' : '-',
	    r->prot & PG_WRITE ? 'w' : '-', r->prot & PG_EXEC ? 'x' : '-',
	    r->kind == REGION_SHARED || (r->flags & REGION_SHANON) ? 's' : 'p',
	    r->kind == REGION_SHARED ? (ull)r->offset : 0);
	width = t->len - start;
	if (r->name[0] && width < 73)
		text_append(t, pad, 73 - width);
	text_printf(t, "%s\n", r->name);
}

int
proc_show_maps(struct proc_snap *s, struct textbuf *t)
{
	struct region_info r;
	vaddr_t at = 0;

	while (s->as && !aspace_query(s->as, at, &r) && !t->failed) {
		print_region(t, &r);
		if (r.end <= at)
			break;
		at = r.end;
	}
	return 0;
}

static void
print_limit(struct textbuf *t, uint64_t v)
{
	if (v == LIMIT_NONE)
		text_printf(t, "%-20s ", "unlimited");
	else
		text_printf(t, "%-20llu ", (ull)v);
}

int
proc_show_limits(struct proc_snap *s, struct textbuf *t)
{
	static const struct {
		const char *name, *unit;
	} list[PROC_NLIMITS] = {
		{ "Max cpu time", "seconds" },
		{ "Max file size", "bytes" },
		{ "Max data size", "bytes" },
		{ "Max stack size", "bytes" },
		{ "Max core file size", "bytes" },
		{ "Max resident set", "bytes" },
		{ "Max processes", "processes" },
		{ "Max open files", "files" },
		{ "Max locked memory", "bytes" },
		{ "Max address space", "bytes" },
		{ "Max file locks", "locks" },
		{ "Max pending signals", "signals" },
		{ "Max msgqueue size", "bytes" },
		{ "Max nice priority", "" },
		{ "Max realtime priority", "" },
		{ "Max realtime timeout", "us" },
	};

	text_printf(t, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit",
	    "Hard Limit", "Units");
	for (size_t i = 0; i < PROC_NLIMITS; i++) {
		text_printf(t, "%-25s ", list[i].name);
		print_limit(t, s->limits[i].cur);
		print_limit(t, s->limits[i].max);
		text_printf(
		    t, list[i].unit[0] ? "%-10s\n" : "%s\n", list[i].unit);
	}
	return 0;
}

int
proc_show_sched(struct proc_snap *s, struct textbuf *t)
{
	text_printf(t, "%s (%d, #threads: %u)\n", s->name, s->tid, s->nthreads);
	text_printf(t, "se.sum_exec_runtime : %llu.%06llu\n",
	    (ull)(s->run_ns / 1000000), (ull)(s->run_ns % 1000000));
	text_printf(t, "nr_switches : %llu\n",
	    (ull)(s->switches_vol + s->switches_invol));
	text_printf(t, "nr_voluntary_switches : %llu\n", (ull)s->switches_vol);
	text_printf(
	    t, "nr_involuntary_switches : %llu\n", (ull)s->switches_invol);
	text_printf(t, "policy : %d\nprio : %d\n", s->policy, 120 + s->nice);
	return 0;
}

int
proc_show_io(struct proc_snap *s, struct textbuf *t)
{
	(void)s;
	text_printf(t, "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\n");
	text_printf(t, "read_bytes: 0\nwrite_bytes: 0\n");
	text_printf(t, "cancelled_write_bytes: 0\n");
	return 0;
}

int
proc_show_mounts(struct proc_snap *s, struct textbuf *t)
{
	(void)s;
	text_printf(t, "rootfs / tmpfs rw,relatime 0 0\n");
	text_printf(t, "devtmpfs /dev devtmpfs rw,relatime 0 0\n");
	text_printf(t, "proc /proc proc rw,relatime 0 0\n");
	text_printf(t, "sysfs /sys sysfs ro,relatime 0 0\n");
	return 0;
}

int
proc_show_mountinfo(struct proc_snap *s, struct textbuf *t)
{
	(void)s;
	text_printf(t, "%u 0 0:%u / / rw,relatime - tmpfs rootfs rw\n",
	    root_fs.dev, root_fs.dev);
	text_printf(t, "%u %u 0:%u / /dev rw,relatime - devtmpfs devtmpfs rw\n",
	    dev_fs.dev, root_fs.dev, dev_fs.dev);
	text_printf(t, "%u %u 0:%u / /proc rw,relatime - proc proc rw\n",
	    proc_fs.dev, root_fs.dev, proc_fs.dev);
	text_printf(t, "%u %u 0:%u / /sys ro,relatime - sysfs sysfs ro\n",
	    sys_fs.dev, root_fs.dev, sys_fs.dev);
	return 0;
}

void
proc_copy_memory(
    struct aspace *as, uint64_t va, uint64_t len, struct textbuf *t)
{
	uint64_t end = va + MIN(len, 1ull << 20);

	while (va < end) {
		uint64_t n = MIN(PAGE_SIZE - (va & ~PAGE_MASK), end - va);
		paddr_t pa;

		if (aspace_virt_to_phys(as, va, &pa))
			break;
		text_append(t, phys_to_virt(pa), n);
		va += n;
	}
}
