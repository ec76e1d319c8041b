/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/edges.c - rare arguments of many calls: what the manual pages'
 * ERRORS sections promise, and side effects next to them.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#define PAGE 4096

static void
test_map_arguments(void)
{
	const int rw = PROT_READ | PROT_WRITE;
	int fds[2], ev = eventfd(0, 0);

	CHECK_EQ(pipe(fds), 0);
	CHECK_ERR((long)mmap(0, PAGE, rw, MAP_PRIVATE, fds[0], 0), ENODEV);
	CHECK_ERR((long)mmap(0, PAGE, rw, MAP_PRIVATE, ev, 0), ENODEV);
	CHECK_ERR((long)mmap(0, PAGE, rw,
		      MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0),
	    EINVAL);
	CHECK_ERR(
	    (long)mmap(0, PAGE, rw, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0),
	    EINVAL);
	close(ev);
	close(fds[0]);
	close(fds[1]);
}

static void
test_shared_keeps_contents(void)
{
	char *p = mmap(
	    0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	CHECK(p != MAP_FAILED);
	p[7] = 42;
	CHECK_EQ(madvise(p, PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(p[7], 42);
	CHECK_ERR(madvise(p, PAGE, MADV_FREE), EINVAL);
	munmap(p, PAGE);
}

static void
test_locked_memory(void)
{
	char *p = mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(p != MAP_FAILED);
	p[0] = 5;
	CHECK_EQ(mlock(p, PAGE), 0);
	CHECK_ERR(madvise(p, PAGE, MADV_DONTNEED), EINVAL);
	CHECK_EQ(p[0], 5);
	CHECK_EQ(madvise(p + PAGE, PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(munlock(p, 2 * PAGE), 0);
	CHECK_EQ(madvise(p, PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(p[0], 0);
	CHECK_EQ(munmap(p, PAGE), 0);
	CHECK_ERR(mlock(p, 2 * PAGE), ENOMEM);
	munmap(p + PAGE, PAGE);
}

static void
test_data_limit(void)
{
	struct rlimit old, low;
	void *p, *q;

	CHECK_EQ(getrlimit(RLIMIT_DATA, &old), 0);
	low = old;
	low.rlim_cur = PAGE;
	CHECK_EQ(setrlimit(RLIMIT_DATA, &low), 0);
	p = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
	    -1, 0);
	q = mmap(0, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK_EQ(setrlimit(RLIMIT_DATA, &old), 0);
	CHECK(p == MAP_FAILED && q != MAP_FAILED);
	munmap(q, PAGE);
}

static void
test_seals_and_maps(void)
{
	const int rw = PROT_READ | PROT_WRITE;
	int fd = memfd_create("s", MFD_ALLOW_SEALING);
	char *p;

	CHECK_EQ(ftruncate(fd, PAGE), 0);
	p = mmap(0, PAGE, rw, MAP_SHARED, fd, 0);
	CHECK(p != MAP_FAILED);
	CHECK_ERR(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), EBUSY);
	munmap(p, PAGE);
	CHECK_EQ(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), 0);
	CHECK_ERR((long)mmap(0, PAGE, rw, MAP_SHARED, fd, 0), EPERM);
	p = mmap(0, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	CHECK(p != MAP_FAILED);
	CHECK_ERR(mprotect(p, PAGE, rw), EACCES);
	munmap(p, PAGE);
	p = mmap(0, PAGE, rw, MAP_PRIVATE, fd, 0);
	CHECK(p != MAP_FAILED);
	p[0] = 1;
	munmap(p, PAGE);
	close(fd);
}

static void
test_unnamed_files(void)
{
	int fd, path;
	char c;

	CHECK_ERR(open(".", O_TMPFILE | O_RDWR | O_CREAT, 0600), EINVAL);
	fd = open(".", O_TMPFILE | O_RDWR | O_EXCL, 0600);
	CHECK(fd >= 0);
	CHECK_ERR(linkat(fd, "", AT_FDCWD, "t", AT_EMPTY_PATH), ENOENT);
	close(fd);
	path = open(".", O_PATH);
	CHECK_ERR(readlinkat(path, "", &c, 1), ENOENT);
	CHECK_ERR(openat(path, "", O_RDONLY), ENOENT);
	close(path);
}

static void
test_file_positions(void)
{
	struct timespec early[2] = { { -5, 1 }, { -7, 0 } };
	struct iovec v = { "xy", 2 };
	struct stat st;
	int fd = open("f", O_CREAT | O_RDWR, 0600);

	CHECK_ERR(pwrite(fd, "x", 1, LONG_MAX), EINVAL);
	CHECK_OK(lseek(fd, LONG_MAX, SEEK_SET));
	CHECK_ERR(lseek(fd, 1, SEEK_CUR), EINVAL);
	CHECK_OK(lseek(fd, 0, SEEK_SET));
	CHECK_EQ(write(fd, "abc", 3), 3);
	CHECK_OK(lseek(fd, 1, SEEK_SET));
	CHECK_EQ(pwritev2(fd, &v, 1, 0, RWF_APPEND), 2);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 1);
	CHECK(!fstat(fd, &st) && st.st_size == 5);
	CHECK_EQ(futimens(fd, early), 0);
	CHECK(!fstat(fd, &st) && st.st_mtime == -7);
	CHECK(st.st_atim.tv_sec == -5 && st.st_atim.tv_nsec == 1);
	close(fd);
	unlink("f");
}

static void
test_descriptor_owner(void)
{
	struct f_owner_ex ex = { 9, 0 };
	int fds[2];

	CHECK_EQ(pipe(fds), 0);
	CHECK_EQ(fcntl(fds[0], F_GETOWN), 0);
	CHECK_ERR(fcntl(fds[0], F_SETOWN, 99999999), ESRCH);
	CHECK_EQ(fcntl(fds[0], F_SETOWN, getpid()), 0);
	CHECK_EQ(fcntl(fds[0], F_GETOWN), getpid());
	CHECK_ERR(fcntl(fds[0], F_SETOWN_EX, &ex), EINVAL);
	CHECK_ERR(fcntl(fds[0], F_SETSIG, 99), EINVAL);
	CHECK_EQ(fcntl(fds[0], F_SETSIG, SIGUSR1), 0);
	CHECK_EQ(fcntl(fds[0], F_GETSIG), SIGUSR1);
	CHECK_EQ(fcntl(fds[0], F_SETPIPE_SZ, 0), PAGE);
	close(fds[0]);
	close(fds[1]);
}

static void
test_process_settings(void)
{
	char attr[64] = { 4 };

	CHECK_EQ(prctl(PR_SET_TIMERSLACK, 77), 0);
	CHECK_EQ(prctl(PR_GET_TIMERSLACK), 77);
	CHECK_ERR(prctl(PR_GET_THP_DISABLE, 1, 0, 0, 0), EINVAL);
	CHECK_ERR(prctl(PR_SET_TIMING, 1), EINVAL);
	CHECK_EQ(prctl(PR_SET_TIMING, 0), 0);
	CHECK_ERR(setpgid(-1, 0), EINVAL);
	CHECK_ERR(syscall(SYS_sched_setattr, 0, attr, 0), E2BIG);
	CHECK(attr[0] >= 48);
	CHECK_ERR(syscall(SYS_membarrier, 8, 0, 0), EPERM);
	CHECK_EQ(syscall(SYS_membarrier, 16, 0, 0), 0);
	CHECK_EQ(syscall(SYS_membarrier, 8, 0, 0), 0);
	CHECK_ERR(syscall(SYS_futex, 0, 1, 1, 0, 0, 0), EFAULT);
}

int
main(void)
{
	static const struct check_test tests[] = {
		T(test_map_arguments),
		T(test_shared_keeps_contents),
		T(test_locked_memory),
		T(test_data_limit),
		T(test_seals_and_maps),
		T(test_unnamed_files),
		T(test_file_positions),
		T(test_descriptor_owner),
		T(test_process_settings),
	};
	const char *dir = check_dir_enter();
	int status = CHECK_RUN(tests);

	check_dir_leave(dir);
	return status;
}
