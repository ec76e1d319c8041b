/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/limits.c - limits, names, identities, random numbers, sysconf.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

static void
test_rlimits_readable(void)
{
	struct rlimit a, b;

	for (int i = 0; i < RLIM_NLIMITS; i++) {
		CHECK_EQ(getrlimit(i, &a), 0);
		CHECK(a.rlim_cur <= a.rlim_max);
		CHECK_EQ(prlimit(0, i, NULL, &b), 0);
		CHECK(a.rlim_cur == b.rlim_cur && a.rlim_max == b.rlim_max);
	}
	CHECK_ERR(getrlimit(99, &a), EINVAL);
}

static void
test_rlimit_stack_default(void)
{
	struct rlimit r;

	CHECK_EQ(getrlimit(RLIMIT_STACK, &r), 0);
	CHECK(r.rlim_cur == RLIM_INFINITY || r.rlim_cur >= 1 << 20);
}

static void
test_rlimit_descriptors(void)
{
	struct rlimit old, r = { 10, 20 };
	int fds[16], n = 0;

	CHECK_EQ(getrlimit(RLIMIT_NOFILE, &old), 0);
	CHECK(old.rlim_cur >= 256);
	r.rlim_max = old.rlim_max;
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &r), 0);
	while (n < 16 && (fds[n] = dup(1)) >= 0)
		n++;
	CHECK_EQ(errno, EMFILE);
	CHECK_EQ(fds[n - 1], 9);
	CHECK_ERR(dup2(1, 10), EBADF);
	CHECK_ERR(fcntl(1, F_DUPFD, 10), EINVAL);
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &old), 0);
	CHECK_EQ(dup2(1, 10), 10);
	close(10);
	while (n)
		close(fds[--n]);
	r.rlim_cur = 30;
	r.rlim_max = 20;
	CHECK_ERR(setrlimit(RLIMIT_NOFILE, &r), EINVAL);
}

static void
test_rlimit_address_space(void)
{
	struct rlimit old, r;
	void *p;

	CHECK_EQ(getrlimit(RLIMIT_AS, &old), 0);
	r = (struct rlimit){ 256 << 20, old.rlim_max };
	CHECK_EQ(setrlimit(RLIMIT_AS, &r), 0);
	p = mmap(
	    NULL, 512 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(p == MAP_FAILED && errno == ENOMEM);
	CHECK_EQ(setrlimit(RLIMIT_AS, &old), 0);
}

static void
test_uname(void)
{
	struct utsname u;
	int major, minor;

	CHECK_EQ(uname(&u), 0);
	CHECK(!strcmp(u.sysname, "Linux"));
	CHECK(!strcmp(u.machine, "x86_64"));
	CHECK_EQ(sscanf(u.release, "%d.%d", &major, &minor), 2);
	CHECK(major >= 5);
	CHECK(u.nodename[0] && u.version[0]);
	{
		char name[65];

		CHECK_EQ(gethostname(name, sizeof(name)), 0);
		CHECK(!strcmp(name, u.nodename));
	}
}

static void
test_sysinfo(void)
{
	struct sysinfo s;

	CHECK_EQ(sysinfo(&s), 0);
	CHECK(s.mem_unit >= 1 && s.totalram > 0 && s.freeram > 0);
	CHECK(s.freeram <= s.totalram && s.procs >= 1 && s.uptime >= 0);
	CHECK((uint64_t)s.totalram * s.mem_unit >= 64 << 20);
}

static void
test_getrandom(void)
{
	unsigned char a[64] = { 0 }, b[64] = { 0 };
	int counts[256] = { 0 }, different = 0;

	CHECK_EQ(getrandom(a, sizeof(a), 0), sizeof(a));
	CHECK_EQ(getrandom(b, sizeof(b), GRND_NONBLOCK), sizeof(b));
	CHECK(memcmp(a, b, sizeof(a)));
	CHECK_EQ(getrandom(a, 1, GRND_RANDOM), 1);
	CHECK_ERR(getrandom(a, 1, 0x1000), EINVAL);
	CHECK_EQ(getrandom(a, 0, 0), 0);
	for (int i = 0; i < 400; i++) {
		CHECK_EQ(getrandom(a, sizeof(a), 0), sizeof(a));
		for (size_t k = 0; k < sizeof(a); k++)
			counts[a[k]]++;
	}
	/* 100 expected of each; far outside means not random. */
	for (int i = 0; i < 256; i++)
		different += counts[i] > 30 && counts[i] < 250;
	CHECK_EQ(different, 256);
}

static void
test_sysconf(void)
{
	CHECK_EQ(sysconf(_SC_PAGESIZE), 4096);
	CHECK_EQ(sysconf(_SC_CLK_TCK), 100);
	CHECK(sysconf(_SC_NPROCESSORS_ONLN) >= 1);
	CHECK(sysconf(_SC_NPROCESSORS_CONF) >= sysconf(_SC_NPROCESSORS_ONLN));
	CHECK(sysconf(_SC_PHYS_PAGES) >= 16384);
	CHECK(sysconf(_SC_AVPHYS_PAGES) > 0);
	CHECK(sysconf(_SC_OPEN_MAX) >= 256);
	CHECK_EQ(sysconf(_SC_IOV_MAX), 1024);
	CHECK(sysconf(_SC_ARG_MAX) >= 4096);
	CHECK(get_nprocs() >= 1);
}

static void
test_prctl_name(void)
{
	char name[16] = "";

	CHECK_EQ(prctl(PR_SET_NAME, "a-rather-long-name"), 0);
	CHECK_EQ(prctl(PR_GET_NAME, name), 0);
	CHECK(!strcmp(name, "a-rather-long-n"));
	CHECK_EQ(prctl(PR_SET_NAME, "limits"), 0);
	CHECK_ERR(prctl(0x7777, 0, 0, 0, 0), EINVAL);
}

static void
test_process_identity(void)
{
	CHECK(getpid() > 0 && getppid() >= 0 && getppid() != getpid());
	CHECK_EQ(gettid(), getpid());
	CHECK_EQ(syscall(SYS_getpid), getpid());
	CHECK(getpgrp() >= 0 && getsid(0) >= 0);
	CHECK_EQ(getpgid(0), getpgrp());
	CHECK_ERR(getpgid(0x3fffffff), ESRCH);
}

static void
test_user_identity(void)
{
	uid_t r, e, s;
	gid_t g, h, i, groups[NGROUPS_MAX];

	CHECK_EQ(getresuid(&r, &e, &s), 0);
	CHECK(r == getuid() && e == geteuid());
	CHECK_EQ(getresgid(&g, &h, &i), 0);
	CHECK(g == getgid() && h == getegid());
	CHECK(getgroups(0, NULL) >= 0);
	CHECK(getgroups(NGROUPS_MAX, groups) >= 0);
	CHECK_ERR(syscall(SYS_getgroups, -1, groups), EINVAL);
	CHECK_EQ(setuid(getuid()), 0);
	CHECK_EQ(setgid(getgid()), 0);
}

static void
test_unknown_call_is_enosys(void)
{
	CHECK_ERR(syscall(9999), ENOSYS);
	CHECK_ERR(syscall(-1), ENOSYS);
	CHECK_ERR(syscall(0x7fffffff), ENOSYS);
	CHECK_ERR(syscall(SYS_create_module), ENOSYS);
}

static void
test_no_children(void)
{
	CHECK_ERR(syscall(SYS_wait4, -1, NULL, 0, NULL), ECHILD);
}

static const struct check_test tests[] = {
	T(test_rlimits_readable),
	T(test_rlimit_stack_default),
	T(test_rlimit_descriptors),
	T(test_rlimit_address_space),
	T(test_uname),
	T(test_sysinfo),
	T(test_getrandom),
	T(test_sysconf),
	T(test_prctl_name),
	T(test_process_identity),
	T(test_user_identity),
	T(test_unknown_call_is_enosys),
	T(test_no_children),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
