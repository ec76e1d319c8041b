/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/bad_pointers.c - every system call that takes a pointer or a
 * length, with bad ones.
 *
 * Idea: a row says what each argument is; the others being good, each pointer
 * in turn is null, unmapped, in the kernel's half, non-canonical, past the end
 * of everything, or the last byte before an unmapped page; each length is
 * negative and huge. A bad pointer must give an error of the list below; a bad
 * length may give anything but death. A call that is not there (ENOSYS) is
 * good too. Only names and verdicts are printed.
 *
 * Argument letters: r pointer that must be read or written, o the same but
 * null means none, b buffer (what fits may be transferred), s path of nothing,
 * e path of a file, k path of a link, l length, - fixed, a pointer that the
 * call may leave alone (any answer is good). After a comma: errors allowed besides the usual ones.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

#define PAGE 4096UL
/* A pointer to good memory, zeroed before each call. */
#define GOOD 0x600d600d
/* Address space that nothing else lives in, for the memory calls. */
#define SPACE	    0x5face000
#define SPACE_BYTES (8UL << 30)
/* Descriptors that main() opens. */
enum { FILE_FD = 50, PIPE_R, PIPE_W, EPOLL_FD, EVENT_FD, TIMER_FD, DIR_FD };

struct row {
	const char *name;
	int nr;
	const char *kinds;
	long args[6];
};

#define R(call, kinds, ...)               \
	{                                 \
#call, SYS_##call, kinds, \
		{                         \
			__VA_ARGS__       \
		}                         \
	}

static const struct row rows[] = {
	R(read, "-bl", FILE_FD, GOOD, 64),
	R(write, "-bl", FILE_FD, GOOD, 64),
	R(open, "s--", GOOD, O_RDONLY, 0),
	R(stat, "er", GOOD, GOOD),
	R(fstat, "-r", FILE_FD, GOOD),
	R(lstat, "er", GOOD, GOOD),
	R(poll, "rl-", GOOD, 4, 0),
	R(rt_sigaction, "-oo-", SIGUSR1, 0, 0, 8),
	R(rt_sigaction, "---l", SIGUSR1, 0, 0, 8),
	R(rt_sigprocmask, "-oo-", SIG_BLOCK, 0, 0, 8),
	R(rt_sigprocmask, "---l", SIG_BLOCK, 0, 0, 8),
	R(ioctl, "--r", PIPE_R, 0x541b, GOOD),
	R(pread64, "-bl-", FILE_FD, GOOD, 64, 0),
	R(pwrite64, "-bl-", FILE_FD, GOOD, 64, 0),
	R(readv, "-rl", FILE_FD, GOOD, 2),
	R(writev, "-rl", FILE_FD, GOOD, 2),
	R(preadv, "-rl--", FILE_FD, GOOD, 2, 0, 0),
	R(pwritev, "-rl--", FILE_FD, GOOD, 2, 0, 0),
	R(preadv2, "-rl---", FILE_FD, GOOD, 2, 0, 0, 0),
	R(pwritev2, "-rl---", FILE_FD, GOOD, 2, 0, 0, 0),
	R(access, "s-", GOOD, F_OK),
	R(pipe, "r", GOOD),
	R(pipe2, "r-", GOOD, 0),
	R(select, "-oooo", 64, 0, 0, 0, GOOD),
	R(select, "l----", 64, 0, 0, 0, GOOD),
	R(pselect6, "-ooooo", 64, 0, 0, 0, GOOD, 0),
	R(mremap, "rll--", SPACE, PAGE, PAGE, 0, 0),
	R(munmap, "-l", SPACE, 0),
	R(mmap, "-l----", 0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
	R(mprotect, "-l-", SPACE, PAGE, PROT_READ | PROT_WRITE),
	R(msync, "-l-", SPACE, PAGE, MS_ASYNC),
	R(mlock, "-l", SPACE, PAGE),
	R(munlock, "-l", SPACE, PAGE),
	R(madvise, "-l-", SPACE, PAGE, MADV_NORMAL),
	R(mincore, "-lr", SPACE, 2 * PAGE, GOOD),
	R(nanosleep, "ra", GOOD, 0),
	R(clock_nanosleep, "--ra", CLOCK_MONOTONIC, 0, GOOD, 0),
	R(clock_gettime, "-r", CLOCK_MONOTONIC, GOOD),
	R(clock_getres, "-o", CLOCK_MONOTONIC, GOOD),
	R(gettimeofday, "oo", GOOD, GOOD),
	R(time, "o", 0),
	R(times, "o", 0),
	R(getitimer, "-r", 0, GOOD),
	R(setitimer, "-oo", 0, 0, 0),
	R(timer_create, "-or", CLOCK_MONOTONIC, 0, GOOD),
	R(timer_settime, "--ro,i", 12345, 0, GOOD, 0),
	R(timer_gettime, "-r,i", 12345, GOOD),
	R(sendfile, "--ol", FILE_FD, FILE_FD, 0, 0),
	R(uname, "r", GOOD),
	R(sysinfo, "r", GOOD),
	R(getrlimit, "-r", RLIMIT_NOFILE, GOOD),
	R(setrlimit, "-r", RLIMIT_NOFILE, GOOD),
	R(prlimit64, "--oo", 0, RLIMIT_NOFILE, 0, 0),
	R(getrusage, "-r", RUSAGE_SELF, GOOD),
	R(fcntl, "--r", FILE_FD, F_GETLK, GOOD),
	R(truncate, "s-", GOOD, 0),
	R(getdents64, "-bl", DIR_FD, GOOD, 4096),
	R(getdents, "-bl", DIR_FD, GOOD, 4096),
	R(getcwd, "rl", GOOD, 4096),
	R(chdir, "s", GOOD),
	R(rename, "es", GOOD, GOOD),
	R(mkdir, "s-", GOOD, 0700),
	R(rmdir, "s", GOOD),
	R(creat, "s-", GOOD, 0700),
	R(link, "es", GOOD, GOOD),
	R(unlink, "s", GOOD),
	R(symlink, "ss", GOOD, GOOD),
	R(readlink, "kb-", GOOD, GOOD, 64),
	R(chmod, "s-", GOOD, 0700),
	R(chown, "s--", GOOD, -1, -1),
	R(lchown, "s--", GOOD, -1, -1),
	R(utime, "eo", GOOD, 0),
	R(utimes, "eo", GOOD, 0),
	R(mknod, "s--", GOOD, S_IFREG, 0),
	R(statfs, "er", GOOD, GOOD),
	R(fstatfs, "-r", FILE_FD, GOOD),
	R(execve, "s--", GOOD, 0, 0),
	R(wait4, "-o-o,c", -1, 0, 1, 0),
	R(waitid, "--o-o,c", 0, 0, 0, 5, 0),
	R(rt_sigpending, "r-", GOOD, 8),
	R(rt_sigpending, "-l", GOOD, 8),
	R(rt_sigtimedwait, "r-o-", GOOD, 0, GOOD, 8),
	R(rt_sigtimedwait, "---l", GOOD, 0, GOOD, 8),
	R(rt_sigqueueinfo, "--r", 0x3fffffff, SIGUSR1, GOOD),
	R(rt_sigsuspend, "r-", GOOD, 8),
	R(sigaltstack, "oo", 0, 0),
	R(getgroups, "-a", 64, GOOD),
	R(getresuid, "rrr", GOOD, GOOD, GOOD),
	R(getresgid, "rrr", GOOD, GOOD, GOOD),
	R(sched_setparam, "-r", 0, GOOD),
	R(sched_getparam, "-r", 0, GOOD),
	R(sched_setscheduler, "--r", 0, SCHED_OTHER, GOOD),
	R(sched_rr_get_interval, "-r", 0, GOOD),
	R(sched_setaffinity, "--r", 0, 128, GOOD),
	R(sched_getaffinity, "-lr", 0, 128, GOOD),
	R(sched_setattr, "-r-", 0, GOOD, 0),
	R(sched_getattr, "-r--", 0, GOOD, 48, 0),
	R(getcpu, "oo-", 0, 0, 0),
	R(prctl, "-r---", 15, GOOD, 0, 0, 0),
	R(prctl, "-r---", 16, GOOD, 0, 0, 0),
	R(arch_prctl, "-r", 0x1003, GOOD),
	R(futex, "r--o--,a", GOOD, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 1, 0),
	R(futex, "---o--", GOOD, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0, GOOD),
	R(futex, "a---r-", GOOD, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 1, 1,
	    GOOD),
	R(futex, "r-----", GOOD, FUTEX_UNLOCK_PI | FUTEX_PRIVATE_FLAG, 0),
	R(get_robust_list, "-rr", 0, GOOD, GOOD),
	R(set_robust_list, "-l", 0, 24),
	R(epoll_ctl, "---r", EPOLL_FD, EPOLL_CTL_ADD, PIPE_R, GOOD),
	R(epoll_wait, "-rl-", EPOLL_FD, GOOD, 4, 0),
	R(epoll_pwait, "-r--o-", EPOLL_FD, GOOD, 4, 0, 0, 8),
	R(ppoll, "rloo-", GOOD, 4, GOOD, 0, 8),
	R(openat, "-s--", AT_FDCWD, GOOD, O_RDONLY, 0),
	R(mkdirat, "-s-", AT_FDCWD, GOOD, 0700),
	R(mknodat, "-s--", AT_FDCWD, GOOD, S_IFREG, 0),
	R(fchownat, "-s---", AT_FDCWD, GOOD, -1, -1, 0),
	R(newfstatat, "-er-", AT_FDCWD, GOOD, GOOD, 0),
	R(unlinkat, "-s-", AT_FDCWD, GOOD, 0),
	R(renameat, "-e-s", AT_FDCWD, GOOD, AT_FDCWD, GOOD),
	R(renameat2, "-e-s-", AT_FDCWD, GOOD, AT_FDCWD, GOOD, 0),
	R(linkat, "-e-s-", AT_FDCWD, GOOD, AT_FDCWD, GOOD, 0),
	R(symlinkat, "s-s", GOOD, AT_FDCWD, GOOD),
	R(readlinkat, "-kb-", AT_FDCWD, GOOD, GOOD, 64),
	R(fchmodat, "-s-", AT_FDCWD, GOOD, 0700),
	R(faccessat, "-s-", AT_FDCWD, GOOD, F_OK),
	R(faccessat2, "-s--", AT_FDCWD, GOOD, F_OK, 0),
	R(utimensat, "-eo-", AT_FDCWD, GOOD, 0, 0),
	R(statx, "-e--r", AT_FDCWD, GOOD, 0, 0x7ff, GOOD),
	R(openat2, "-er-", AT_FDCWD, GOOD, GOOD, 24),
	R(signalfd4, "-r--", -1, GOOD, 8, 0),
	R(signalfd4, "--l-", -1, GOOD, 8, 0),
	R(timerfd_settime, "--ro", TIMER_FD, 0, GOOD, 0),
	R(timerfd_gettime, "-r", TIMER_FD, GOOD),
	R(getrandom, "bl-", GOOD, 64, 0),
	R(memfd_create, "s-", GOOD, 0),
	R(copy_file_range, "-o-ol-", FILE_FD, 0, FILE_FD, 0, 0, 0),
	R(clone3, "rl", GOOD, 0),
	R(socketpair, "---r", 1, 1, 0, GOOD),
	R(process_vm_readv, "-rl-l-,s", 0, GOOD, 1, GOOD, 1, 0),
	R(ftruncate, "-l", FILE_FD, 0),
	R(fallocate, "--ll", FILE_FD, 0, 0, 0),
	R(lseek, "-l-", FILE_FD, 0, SEEK_SET),
};

/* Good memory: a mapping of two pages; `edge` has an unmapped page behind. */
static char *good, *edge, *gone, *space;

struct bad {
	const char *name;
	uintptr_t address;
};

static struct bad bads[] = {
	{ "null", 0 },
	{ "kernel", 0xffff800000000000 },
	{ "kernel-text", 0xffffffff81000000 },
	{ "non-canonical", 0x0000800000000000 },
	{ "non-canonical-high", 0x8000000000000000 },
	{ "last-user-byte", 0x00007fffffffefff },
	{ "minus-one", (uintptr_t)-1 },
	{ "minus-page", (uintptr_t)-PAGE },
	{ "unmapped", 0 },
	{ "page-end", 0 },
};

static const long lengths[] = { -1, INT64_MIN, INT64_MAX, 1L << 62, 1L << 47,
	0x7fffffff, 0x80000000, 0xffffffff };

/* True if a bad pointer may be answered so. extra: letters of the row. */
static int
error_allowed(int error, const char *extra)
{
	switch (error) {
	case EFAULT:
	case EINVAL:
	case ENOMEM:
	case E2BIG:
	case ENAMETOOLONG:
	case ENOSYS:
		return 1;
	case ECHILD:
		return extra && strchr(extra, 'c');
	case ESRCH:
		return extra && strchr(extra, 's');
	default:
		return 0;
	}
}

static long
call(const struct row *row, int bad_index, long bad_value)
{
	long a[6];
	int next = 0;
	char kind;

	memset(good, 0, 2 * PAGE);
	lseek(DIR_FD, 0, SEEK_SET);
	for (int i = 0; i < 6; i++) {
		a[i] = row->args[i];
		kind = (size_t)i < strlen(row->kinds) ? row->kinds[i] : '-';
		if (a[i] == SPACE)
			a[i] = (long)(space + (1UL << 30));
		if (a[i] != GOOD)
			continue;
		a[i] = (long)(good + 512 * next);
		if (strchr("sek", kind))
			strcpy(good + 512 * next, kind == 's'
						      ? "kt-none/kt-none"
						  : kind == 'e' ? "f"
								: "l");
		next++;
	}
	if (bad_index >= 0)
		a[bad_index] = bad_value;
	errno = 0;
	return syscall(row->nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static int verbose, failures;

static void
say(const struct row *row, int index, const char *what, long ret, int error)
{
	failures++;
	printf("not ok %s argument %d %s: returned %s, errno %d\n", row->name,
	    index, what, ret == -1 ? "-1" : "success", ret == -1 ? error : 0);
}

static void
undo(const struct row *row, long length, long ret)
{
	/* What the lengths may have made: memory, descriptors. */
	if (row->nr == SYS_mmap && ret != -1)
		munmap((void *)ret, (size_t)length);
	for (int fd = DIR_FD + 1; fd < DIR_FD + 8; fd++)
		close(fd);
}

static int
check_pointer(const struct row *row, int index, const char *extra)
{
	int before = failures;
	char kind = row->kinds[index];

	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		long ret;

		if (i == 0 && kind == 'o')
			continue;
		if (verbose)
			fprintf(stderr, "# %s %d %s\n", row->name, index,
			    bads[i].name);
		memset(edge, 'x', PAGE);
		ret = call(row, index, (long)bads[i].address);
		if (kind == 'a' || (ret == -1 && error_allowed(errno, extra)))
			continue;
		/* One byte fits before the end of the page. */
		if (kind == 'b' && !strcmp(bads[i].name, "page-end") &&
		    ret <= 1)
			continue;
		say(row, index, bads[i].name, ret, errno);
	}
	return failures == before;
}

static void
check_length(const struct row *row, int index)
{
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		if (verbose)
			fprintf(stderr, "# %s %d length %zu\n", row->name,
			    index, i);
		undo(row, lengths[i], call(row, index, lengths[i]));
	}
}

static void
check_row(const struct row *row)
{
	const char *extra = strchr(row->kinds, ',');
	int count = extra ? (int)(extra - row->kinds) : (int)strlen(row->kinds);

	for (int i = 0; i < count; i++) {
		if (row->kinds[i] == '-')
			continue;
		if (row->kinds[i] == 'l')
			check_length(row, i);
		else if (!check_pointer(row, i, extra))
			continue;
		printf("ok %s argument %d\n", row->name, i);
	}
}

/* The kernel walks this list when the thread ends. */
static void *
end_with_bad_list(void *arg)
{
	syscall(SYS_set_robust_list, arg, 24);
	return NULL;
}

static void
end_threads_with_bad_lists(void)
{
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		pthread_t thread;

		pthread_create(
		    &thread, NULL, end_with_bad_list, (void *)bads[i].address);
		pthread_join(thread, NULL);
	}
	/* A list that goes in a circle. */
	memset(good, 0, PAGE);
	*(char **)good = good + 64;
	*(char **)(good + 64) = good + 64;
	{
		pthread_t thread;

		pthread_create(&thread, NULL, end_with_bad_list, good);
		pthread_join(thread, NULL);
	}
	printf("ok threads ended with bad robust lists\n");
}

static void
open_all(void)
{
	struct epoll_event ev = { .events = EPOLLIN };
	int fds[2];

	if (pipe(fds))
		exit(3);
	dup2(fds[0], PIPE_R);
	dup2(fds[1], PIPE_W);
	dup2(open("f", O_CREAT | O_RDWR, 0600), FILE_FD);
	dup2(open(".", O_RDONLY | O_DIRECTORY), DIR_FD);
	dup2(epoll_create1(0), EPOLL_FD);
	dup2(eventfd(1, 0), EVENT_FD);
	dup2(timerfd_create(CLOCK_MONOTONIC, 0), TIMER_FD);
	for (int fd = 3; fd < FILE_FD; fd++)
		dup2(FILE_FD, fd);
	if (symlink("f", "l") || write(PIPE_W, "x", 1) != 1 ||
	    ftruncate(FILE_FD, 4096) ||
	    epoll_ctl(EPOLL_FD, EPOLL_CTL_ADD, EVENT_FD, &ev))
		exit(4);
}

int
main(int argc, char **argv)
{
	const char *dir = check_dir_enter();
	char *map = mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	verbose = argc > 1 && !strcmp(argv[1], "-v");
	good = map;
	edge = map + 4 * PAGE;
	gone = map + 5 * PAGE;
	munmap(map + 2 * PAGE, PAGE);
	munmap(gone, 3 * PAGE);
	bads[sizeof(bads) / sizeof(bads[0]) - 2].address = (uintptr_t)gone + 64;
	bads[sizeof(bads) / sizeof(bads[0]) - 1].address = (uintptr_t)gone - 1;
	space = mmap(NULL, SPACE_BYTES, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (map == MAP_FAILED || space == MAP_FAILED)
		return 2;
	open_all();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_row(&rows[i]);
	end_threads_with_bad_lists();
	unlink("f");
	unlink("l");
	check_dir_leave(dir);
	printf("%d failed\n", failures);
	return failures != 0;
}
