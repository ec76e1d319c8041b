/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/lib/check.h - the harness that every program in tests/user uses.
 *
 * Idea: a program is a table of small named functions. Each prints `ok NAME`,
 * or `not ok NAME: FILE:LINE: TEXT` for its first failed check; the last line
 * counts; the exit status is 0 or 1. The output has no addresses, times or
 * process numbers, so that Linux and Kitten print the same bytes.
 *
 * CHECK* leave the (void) function that they stand in when they fail; EXPECT*
 * note the failure and go on, for threads, handlers and functions with values.
 * The environment: CHECK_ONLY=TEXT runs only tests whose name contains TEXT,
 * CHECK_TRACE=1 names each test on standard error before it runs.
 *
 * Limits: one translation unit per program; works from C and from C++.
 */
#ifndef TESTS_USER_LIB_CHECK_H
#define TESTS_USER_LIB_CHECK_H

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct check_test {
	const char *name;
	void (*run)(void);
};

/* One row of the table. */
#define T(fn)           \
	{               \
#fn, fn \
	}

static const char *check_name = "start";
static int check_failed;

/* Note a failure of the running test; only the first one is printed. */
__attribute__((format(printf, 3, 4), unused)) static void
check_fail(const char *file, int line, const char *format, ...)
{
	const char *base = strrchr(file, '/');
	va_list args;

	if (__atomic_exchange_n(&check_failed, 1, __ATOMIC_SEQ_CST))
		return;
	printf("not ok %s: %s:%d: ", check_name, base ? base + 1 : file, line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
}

#define EXPECT(cond)                                                 \
	do {                                                         \
		if (!(cond))                                         \
			check_fail(__FILE__, __LINE__, "%s", #cond); \
	} while (0)

#define CHECK(cond)                                                  \
	do {                                                         \
		if (!(cond)) {                                       \
			check_fail(__FILE__, __LINE__, "%s", #cond); \
			return;                                      \
		}                                                    \
	} while (0)

/* True if both are the same; else notes the failure with both values. */
__attribute__((unused)) static int
check_same(
    const char *file, int line, const char *text, long long got, long long want)
{
	if (got == want)
		return 1;
	check_fail(file, line, "%s is %lld, not %lld", text, got, want);
	return 0;
}

#define EXPECT_EQ(got, want) \
	((void)check_same(   \
	    __FILE__, __LINE__, #got, (long long)(got), (long long)(want)))

#define CHECK_EQ(got, want)                                                 \
	do {                                                                \
		if (!check_same(__FILE__, __LINE__, #got, (long long)(got), \
			(long long)(want)))                                 \
			return;                                             \
	} while (0)

/* True if a call returned -1 and set errno to want. */
__attribute__((unused)) static int
check_errno(const char *file, int line, const char *text, long long ret,
    int error, int want)
{
	if (ret == -1 && error == want)
		return 1;
	check_fail(file, line, "%s returned %lld with errno %d, not -1 with %d",
	    text, ret, ret == -1 ? error : 0, want);
	return 0;
}

/* The call must return -1 with this errno. */
#define CHECK_ERR(call, want)                                                \
	do {                                                                 \
		long long check_ret_ = (long long)(call);                    \
		if (!check_errno(                                            \
			__FILE__, __LINE__, #call, check_ret_, errno, want)) \
			return;                                              \
	} while (0)

/* The call must not return -1; errno is printed if it does. */
#define CHECK_OK(call)                                                        \
	do {                                                                  \
		if ((long long)(call) == -1) {                                \
			check_fail(__FILE__, __LINE__, "%s failed, errno %d", \
			    #call, errno);                                    \
			return;                                               \
		}                                                             \
	} while (0)

/* Leave a test that cannot be run here; said on standard error only. */
#define SKIP(why)                                                       \
	do {                                                            \
		fprintf(stderr, "# skipped %s: %s\n", check_name, why); \
		return;                                                 \
	} while (0)

/* The time of a clock in nanoseconds. */
__attribute__((unused)) static int64_t
check_clock_ns(clockid_t clock)
{
	struct timespec ts;

	if (clock_gettime(clock, &ts))
		return -1;
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

/* A time as a timespec, `ns` nanoseconds from the clock's now. */
__attribute__((unused)) static struct timespec
check_after_ns(clockid_t clock, int64_t ns)
{
	int64_t t = check_clock_ns(clock) + ns;
	struct timespec ts;

	ts.tv_sec = t / 1000000000LL;
	ts.tv_nsec = t % 1000000000LL;
	return ts;
}

__attribute__((unused)) static void
check_sleep_ms(int ms)
{
	struct timespec ts;

	ts.tv_sec = ms / 1000;
	ts.tv_nsec = ms % 1000 * 1000000L;
	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

/* Make a fresh directory in memory and enter it; its path is returned. */
__attribute__((unused)) static const char *
check_dir_enter(void)
{
	static char path[64];
	struct stat st;
	const char *top = stat("/dev/shm", &st) ? "/tmp" : "/dev/shm";

	mkdir(top, 0777);
	snprintf(path, sizeof(path), "%s/kt%d", top, (int)getpid());
	if (mkdir(path, 0755) || chdir(path))
		check_fail(__FILE__, __LINE__, "no directory, errno %d", errno);
	return path;
}

/* Leave and remove the directory of check_dir_enter(), now empty. */
__attribute__((unused)) static void
check_dir_leave(const char *path)
{
	if (chdir("/") || rmdir(path))
		check_fail(__FILE__, __LINE__, "not empty, errno %d", errno);
}

/* Run a table of tests. Returns the program's exit status. */
__attribute__((unused)) static int
check_run(const struct check_test *tests, size_t count)
{
	const char *only = getenv("CHECK_ONLY");
	int passed = 0, failed = 0;

	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	for (size_t i = 0; i < count; i++) {
		check_name = tests[i].name;
		if (only && !strstr(check_name, only))
			continue;
		if (getenv("CHECK_TRACE"))
			fprintf(stderr, "# %s\n", check_name);
		check_failed = 0;
		tests[i].run();
		if (check_failed) {
			failed++;
			continue;
		}
		printf("ok %s\n", check_name);
		passed++;
	}
	printf("%d passed, %d failed\n", passed, failed);
	fflush(stdout);
	return failed != 0;
}

#define CHECK_RUN(tests) check_run(tests, sizeof(tests) / sizeof((tests)[0]))

#endif
