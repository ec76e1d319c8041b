/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/procfs.c - /proc and /sys as the C library, libgomp and hwloc read
 * them: that the files are there and have the right shape.
 */
#include "lib/check.h"

#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/mman.h>

static char text[1 << 20];

/* Read a whole file into text; its length, or -1. */
static ssize_t
slurp(const char *path)
{
	int fd = open(path, O_RDONLY);
	size_t have = 0;
	ssize_t n;

	text[0] = 0;
	if (fd < 0)
		return -1;
	while ((n = read(fd, text + have, sizeof(text) - 1 - have)) > 0)
		have += (size_t)n;
	close(fd);
	text[have] = 0;
	return n < 0 ? -1 : (ssize_t)have;
}

static int
line_count(void)
{
	int lines = 0;

	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	return lines;
}

/* The number after NAME at the start of a line, or -1. */
static long
field(const char *name)
{
	for (const char *p = text; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (!strncmp(p, name, strlen(name)))
			return strtol(p + strlen(name), NULL, 0);
	}
	return -1;
}

static void
test_maps(void)
{
	unsigned long lo, hi, last = 0;
	char rights[8], *save = NULL;
	int own = 0, stack = 0, heap = 0, vdso = 0;
	void *p = malloc(1000);

	CHECK(p && slurp("/proc/self/maps") > 0);
	for (char *l = strtok_r(text, "\n", &save); l;
	     l = strtok_r(NULL, "\n", &save)) {
		unsigned long here = (unsigned long)test_maps;

		CHECK_EQ(sscanf(l, "%lx-%lx %7s", &lo, &hi, rights), 3);
		CHECK(lo < hi && lo >= last && lo % 4096 == 0);
		last = hi;
		if (here >= lo && here < hi)
			own = !strncmp(rights, "r-xp", 4);
		stack += strstr(l, "[stack]") != NULL &&
			 (unsigned long)&save >= lo &&
			 (unsigned long)&save < hi;
		heap += strstr(l, "[heap]") != NULL;
		vdso += strstr(l, "[vdso]") != NULL;
	}
	free(p);
	CHECK_EQ(own, 1);
	CHECK_EQ(stack, 1);
	CHECK_EQ(heap, 1);
	CHECK_EQ(vdso, 1);
}

static void
test_maps_follow_mmap(void)
{
	char line[64], *p = mmap(NULL, 3 * 4096, PROT_READ,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(p != MAP_FAILED);
	CHECK_EQ(mprotect(p + 4096, 4096, PROT_READ | PROT_WRITE), 0);
	CHECK(slurp("/proc/self/maps") > 0);
	snprintf(line, sizeof(line), "%lx-%lx rw-p", (unsigned long)p + 4096,
	    (unsigned long)p + 8192);
	CHECK(strstr(text, line));
	munmap(p, 3 * 4096);
	CHECK(slurp("/proc/self/maps") > 0);
	CHECK(!strstr(text, line));
}

static void
test_status(void)
{
	CHECK(slurp("/proc/self/status") > 0);
	CHECK(!strncmp(text, "Name:\tprocfs\n", 13));
	CHECK_EQ(field("Pid:"), getpid());
	CHECK_EQ(field("Tgid:"), getpid());
	CHECK_EQ(field("PPid:"), getppid());
	CHECK_EQ(field("Threads:"), 1);
	CHECK(field("VmSize:") > 0 && field("VmRSS:") > 0);
	CHECK(strstr(text, "State:\tR"));
	CHECK(strstr(text, "SigBlk:\t") && strstr(text, "SigCgt:\t"));
	CHECK(strstr(text, "Cpus_allowed:\t"));
	CHECK(strstr(text, "Cpus_allowed_list:\t"));
	CHECK(strstr(text, "Uid:\t") && strstr(text, "Gid:\t"));
}

static void
test_stat(void)
{
	char name[32], state;
	int pid, fields = 0;

	CHECK(slurp("/proc/self/stat") > 0);
	CHECK_EQ(sscanf(text, "%d (%31[^)]) %c", &pid, name, &state), 3);
	CHECK(pid == getpid() && !strcmp(name, "procfs") && state == 'R');
	for (char *p = text; *p; p++)
		fields += *p == ' ' || *p == '\n';
	CHECK_EQ(fields, 52);
	CHECK_EQ(line_count(), 1);
}

static void
test_statm(void)
{
	unsigned long v[7];

	CHECK(slurp("/proc/self/statm") > 0);
	CHECK_EQ(sscanf(text, "%lu %lu %lu %lu %lu %lu %lu", v, v + 1, v + 2,
		     v + 3, v + 4, v + 5, v + 6),
	    7);
	CHECK(v[0] > 0 && v[1] > 0 && v[1] <= v[0]);
}

static void
test_cmdline_and_environ(void)
{
	ssize_t n = slurp("/proc/self/cmdline");

	CHECK(n > 0 && text[n - 1] == 0);
	CHECK(!strcmp(text + strlen(text) - 6, "procfs"));
	CHECK_EQ((size_t)n, strlen(text) + 1);
	n = slurp("/proc/self/environ");
	CHECK(n >= 0);
	if (n > 0)
		CHECK(strchr(text, '=') && text[n - 1] == 0);
}

static void
test_exe_and_cwd(void)
{
	char path[4096], cwd[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	unsigned char id[4];
	int fd;

	CHECK(n > 7 && path[0] == '/');
	path[n] = 0;
	CHECK(!strcmp(path + n - 7, "/procfs"));
	fd = open("/proc/self/exe", O_RDONLY);
	CHECK(fd >= 0 && read(fd, id, 4) == 4 && !memcmp(id, "\177ELF", 4));
	close(fd);
	n = readlink("/proc/self/cwd", path, sizeof(path) - 1);
	CHECK(n > 0);
	path[n] = 0;
	CHECK(getcwd(cwd, sizeof(cwd)) && !strcmp(path, cwd));
}

static void
test_auxv(void)
{
	ssize_t n = slurp("/proc/self/auxv");
	Elf64_auxv_t *v = (Elf64_auxv_t *)text;
	int page = 0, last = 0;

	CHECK(n > 0 && n % 16 == 0);
	for (ssize_t i = 0; i < n / 16; i++) {
		if (v[i].a_type == AT_PAGESZ)
			page = (int)v[i].a_un.a_val;
		if (v[i].a_type == AT_NULL)
			last = 1;
	}
	CHECK(page == 4096 && last == 1);
}

static int
count_entries(const char *path, const char *want)
{
	DIR *d = opendir(path);
	struct dirent *e;
	int found = 0;

	if (!d)
		return -1;
	while ((e = readdir(d)))
		found += !strcmp(e->d_name, want);
	closedir(d);
	return found;
}

static void
test_fd_directory(void)
{
	char name[32], path[64], target[256];
	/* Not a number that the listing itself will get. */
	int fd = dup2(open("/dev/null", O_RDONLY), 77);
	ssize_t n;

	CHECK_EQ(fd, 77);
	snprintf(name, sizeof(name), "%d", fd);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK_EQ(count_entries("/proc/self/fd", name), 1);
	n = readlink(path, target, sizeof(target));
	CHECK(n == 9 && !memcmp(target, "/dev/null", 9));
	close(fd);
	CHECK_EQ(count_entries("/proc/self/fd", name), 0);
}

static void
test_task_directory(void)
{
	char name[32];

	snprintf(name, sizeof(name), "%d", getpid());
	CHECK_EQ(count_entries("/proc/self/task", name), 1);
	CHECK_EQ(count_entries("/proc", name), 1);
	CHECK_EQ(count_entries("/proc", "self"), 1);
	CHECK_ERR(open("/proc/1073741823/stat", O_RDONLY), ENOENT);
}

static void
test_comm(void)
{
	int fd;

	CHECK_EQ(slurp("/proc/self/comm"), 7);
	CHECK(!strcmp(text, "procfs\n"));
	fd = open("/proc/self/comm", O_WRONLY);
	CHECK(fd >= 0 && write(fd, "renamed", 7) == 7);
	close(fd);
	CHECK(slurp("/proc/self/comm") > 0 && !strcmp(text, "renamed\n"));
}

static void
test_limits_file(void)
{
	CHECK(slurp("/proc/self/limits") > 0);
	CHECK(strstr(text, "Max open files"));
	CHECK(strstr(text, "Max stack size"));
	CHECK(strstr(text, "Max address space"));
}

static void
test_cpuinfo(void)
{
	cpu_set_t set;
	int n = 0;

	CHECK(slurp("/proc/cpuinfo") > 0);
	CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	for (const char *p = text; (p = strstr(p, "processor\t:")); p++)
		n++;
	CHECK(n >= CPU_COUNT(&set));
	CHECK(strstr(text, "vendor_id\t:") && strstr(text, "model name\t:"));
	CHECK(strstr(text, "flags\t\t:") && strstr(text, " sse2"));
	CHECK(strstr(text, "cpu MHz\t\t:"));
}

static void
test_meminfo(void)
{
	CHECK(slurp("/proc/meminfo") > 0);
	CHECK(!strncmp(text, "MemTotal:", 9));
	CHECK(field("MemTotal:") > 65536);
	CHECK(field("MemFree:") > 0);
	CHECK(field("MemFree:") <= field("MemTotal:"));
	CHECK(field("MemAvailable:") > 0);
	CHECK(field("SwapTotal:") >= 0);
	CHECK(field("Hugepagesize:") == 2048);
}

static void
test_proc_stat(void)
{
	unsigned long v[4];

	CHECK(slurp("/proc/stat") > 0);
	CHECK_EQ(
	    sscanf(text, "cpu %lu %lu %lu %lu", v, v + 1, v + 2, v + 3), 4);
	CHECK(strstr(text, "\ncpu0 "));
	CHECK(field("btime ") > 1577836800 && field("processes ") >= 1);
}

static void
test_small_files(void)
{
	double up, idle, a, b, c;
	int run, all, pid;
	char at[256];

	CHECK(slurp("/proc/uptime") > 0);
	CHECK(sscanf(text, "%lf %lf", &up, &idle) == 2 && up > 0);
	CHECK(slurp("/proc/loadavg") > 0);
	CHECK_EQ(
	    sscanf(text, "%lf %lf %lf %d/%d %d", &a, &b, &c, &run, &all, &pid),
	    6);
	CHECK(slurp("/proc/version") > 0);
	CHECK(!strncmp(text, "Linux version ", 14));
	CHECK(slurp("/proc/mounts") > 0);
	/* Not that it is /: after chroot that need not be a mount. */
	CHECK_EQ(sscanf(text, "%*s %255s %*s %*s %d %d", at, &run, &all), 3);
	CHECK(at[0] == '/');
	CHECK(strstr(text, "/proc proc "));
	CHECK(slurp("/proc/filesystems") > 0);
	CHECK(slurp("/proc/sys/kernel/osrelease") > 0);
	CHECK(slurp("/proc/sys/vm/overcommit_memory") > 0);
	CHECK(slurp("/proc/sys/kernel/pid_max") > 0);
	CHECK(atoi(text) > 1000);
}

/* "0-3,5" to a set; -1 if it is no such list. */
static int
parse_list(const char *s, cpu_set_t *set)
{
	CPU_ZERO(set);
	while (*s && *s != '\n') {
		char *end;
		unsigned long lo = strtoul(s, &end, 10), hi = lo;

		if (end == s)
			return -1;
		if (*end == '-')
			hi = strtoul(end + 1, &end, 10);
		for (; lo <= hi && lo < CPU_SETSIZE; lo++)
			CPU_SET(lo, set);
		s = *end == ',' ? end + 1 : end;
	}
	return 0;
}

static void
test_sys_cpu_lists(void)
{
	cpu_set_t online, possible, present, mine;

	CHECK(slurp("/sys/devices/system/cpu/online") > 0);
	CHECK_EQ(parse_list(text, &online), 0);
	CHECK(slurp("/sys/devices/system/cpu/possible") > 0);
	CHECK_EQ(parse_list(text, &possible), 0);
	CHECK(slurp("/sys/devices/system/cpu/present") > 0);
	CHECK_EQ(parse_list(text, &present), 0);
	CHECK_EQ(sched_getaffinity(0, sizeof(mine), &mine), 0);
	CPU_AND(&possible, &possible, &online);
	CHECK(CPU_EQUAL(&possible, &online));
	CPU_AND(&online, &online, &mine);
	CHECK(CPU_EQUAL(&online, &mine));
	CHECK_EQ(CPU_COUNT(&online), CPU_COUNT(&mine));
}

static void
test_sys_cpu_topology(void)
{
	static const char *const names[] = { "core_id", "physical_package_id",
		"thread_siblings_list", "core_siblings_list", "thread_siblings",
		"core_siblings" };
	cpu_set_t set;
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path),
		    "/sys/devices/system/cpu/cpu0/topology/%s", names[i]);
		CHECK(slurp(path) > 0);
		CHECK_EQ(line_count(), 1);
	}
	CHECK(slurp("/sys/devices/system/cpu/cpu0/topology/"
		    "thread_siblings_list") > 0);
	CHECK(!parse_list(text, &set) && CPU_ISSET(0, &set));
	CHECK_EQ(count_entries("/sys/devices/system/cpu", "cpu0"), 1);
}

static void
test_sys_nodes(void)
{
	cpu_set_t set;

	if (access("/sys/devices/system/node", F_OK))
		SKIP("this Linux has no nodes");
	CHECK(slurp("/sys/devices/system/node/online") > 0);
	CHECK(!parse_list(text, &set) && CPU_ISSET(0, &set));
	CHECK(slurp("/sys/devices/system/node/node0/cpulist") > 0);
	CHECK(!parse_list(text, &set) && CPU_COUNT(&set) >= 1);
	CHECK(slurp("/sys/devices/system/node/node0/cpumap") > 0);
	CHECK(slurp("/sys/devices/system/node/node0/distance") > 0);
	CHECK_EQ(atoi(text), 10);
	CHECK(slurp("/sys/devices/system/node/node0/meminfo") > 0);
	CHECK(strstr(text, "Node 0 MemTotal:"));
}

static void
test_read_in_pieces(void)
{
	static char whole[1 << 16];
	int fd = open("/proc/self/limits", O_RDONLY);
	size_t have = 0;
	ssize_t n;

	CHECK(fd >= 0);
	while (have < sizeof(whole) && (n = read(fd, whole + have, 7)) > 0)
		have += (size_t)n;
	CHECK_EQ(slurp("/proc/self/limits"), have);
	CHECK(!memcmp(whole, text, have));
	CHECK_EQ(lseek(fd, 10, SEEK_SET), 10);
	CHECK(read(fd, whole, 5) == 5 && !memcmp(whole, text + 10, 5));
	CHECK_EQ(pread(fd, whole, 5, 3), 5);
	CHECK(!memcmp(whole, text + 3, 5));
	close(fd);
}

static const struct check_test tests[] = {
	T(test_maps),
	T(test_maps_follow_mmap),
	T(test_status),
	T(test_stat),
	T(test_statm),
	T(test_cmdline_and_environ),
	T(test_exe_and_cwd),
	T(test_auxv),
	T(test_fd_directory),
	T(test_task_directory),
	T(test_comm),
	T(test_limits_file),
	T(test_cpuinfo),
	T(test_meminfo),
	T(test_proc_stat),
	T(test_small_files),
	T(test_sys_cpu_lists),
	T(test_sys_cpu_topology),
	T(test_sys_nodes),
	T(test_read_in_pieces),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
