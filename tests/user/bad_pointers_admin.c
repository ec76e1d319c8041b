/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/user/bad_pointers_admin.c - bad pointers for the calls that would change
 * a Linux host if they went through: clocks, names, groups, roots; and for the
 * LWK calls, which an ordinary program may not make at all.
 *
 * Runs on Kitten only. Every pointer argument in turn is each bad address, the
 * others are good memory: the call must fail, and the kernel live.
 */
#include "lib/check.h"
#include <sys/mman.h>
#include <sys/syscall.h>

#define PAGE	  4096ul
#define GOOD	  (-99l)
#define LWK_FIRST 500
#define LWK_LAST  523

struct row {
	const char *name;
	long nr;
	const char *kinds; /* p: a pointer, -: the value of args */
	long args[6];
};

static const struct row rows[] = {
	{ "settimeofday", SYS_settimeofday, "p-", { GOOD, 0 } },
	{ "settimeofday zone", SYS_settimeofday, "-p", { 0, GOOD } },
	{ "clock_settime", SYS_clock_settime, "-p", { 0, GOOD } },
	{ "adjtimex", SYS_adjtimex, "p", { GOOD } },
	{ "clock_adjtime", SYS_clock_adjtime, "-p", { 0, GOOD } },
	{ "sethostname", SYS_sethostname, "p-", { GOOD, 8 } },
	{ "setdomainname", SYS_setdomainname, "p-", { GOOD, 8 } },
	{ "setgroups", SYS_setgroups, "-p", { 4, GOOD } },
	{ "capget", SYS_capget, "p-", { GOOD, 0 } },
	{ "capset", SYS_capset, "pp", { GOOD, GOOD } },
	{ "chroot", SYS_chroot, "p", { GOOD } },
	{ "syslog", SYS_syslog, "-p-", { 3, GOOD, 64 } },
	{ "futimesat", SYS_futimesat, "-p-", { -100, GOOD, 0 } },
	{ "set_mempolicy", SYS_set_mempolicy, "-p-", { 2, GOOD, 64 } },
	{ "get_mempolicy", SYS_get_mempolicy, "p----", { GOOD, 0, 0, 0, 0 } },
	{ "signalfd", SYS_signalfd, "-p-", { -1, GOOD, 8 } },
	{ "rt_tgsigqueueinfo", SYS_rt_tgsigqueueinfo, "---p",
	    { 0x7fffff, 0x7fffff, 10, GOOD } },
};

static char *good, *edge, *gone;

static long
call(const struct row *r, int bad, unsigned long address)
{
	long a[6];

	memset(good, 0, PAGE);
	for (int i = 0; i < 6; i++)
		a[i] = r->args[i] == GOOD ? (long)good : r->args[i];
	a[bad] = (long)address;
	errno = 0;
	return syscall(r->nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static void
each_address(const struct row *r, int index)
{
	const unsigned long bad[] = { 0xffff800000000000ul,
		0xffffffff80000000ul, 0x0000800000000000ul, 0x00007fffffffefff,
		-1ul, (unsigned long)gone, (unsigned long)edge + PAGE - 1 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		long ret = call(r, index, bad[i]);

		if (ret != -1)
			check_fail(__FILE__, __LINE__, "%s, argument %d, %#lx",
			    r->name, index, bad[i]);
	}
}

static void
test_bad_pointers_of_admin_calls(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int k = 0; rows[i].kinds[k]; k++)
			if (rows[i].kinds[k] == 'p')
				each_address(&rows[i], k);
}

static void
test_lwk_calls_refused_to_a_job(void)
{
	const long values[] = { 0, -1, 1, (long)0xffff800000000000ul,
		(long)gone, (long)edge + PAGE - 1, (long)good, 1l << 46 };

	for (long nr = LWK_FIRST; nr <= LWK_LAST; nr++)
		for (size_t i = 0; i < sizeof(values) / sizeof(values[0]);
		     i++) {
			long v = values[i];

			errno = 0;
			CHECK(syscall(nr, v, v, v, v, v, v) == -1);
			CHECK(errno == EPERM || errno == ENOSYS);
		}
}

static const struct check_test tests[] = {
	T(test_bad_pointers_of_admin_calls),
	T(test_lwk_calls_refused_to_a_job),
};

int
main(void)
{
	good = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (good == MAP_FAILED)
		return 1;
	edge = good + PAGE;
	gone = good + 3 * PAGE;
	munmap(edge + PAGE, 2 * PAGE);
	return CHECK_RUN(tests);
}
