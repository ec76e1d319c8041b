/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/file_io.c - open, read, write, seek, truncate, locks, descriptors.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/uio.h>

static const char *dir;

static int
make(const char *name, const char *text)
{
	int fd = open(name, O_CREAT | O_TRUNC | O_RDWR, 0644);

	EXPECT(fd >= 0);
	EXPECT_EQ(write(fd, text, strlen(text)), strlen(text));
	EXPECT_EQ(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static int
holds(int fd, const char *text)
{
	char buffer[256] = "";

	return pread(fd, buffer, sizeof(buffer), 0) == (ssize_t)strlen(text) &&
	       !memcmp(buffer, text, strlen(text));
}

static void
test_open_flags(void)
{
	int fd = make("f", "hello");

	close(fd);
	CHECK_ERR(open("f", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST);
	CHECK_ERR(open("none", O_RDONLY), ENOENT);
	CHECK_ERR(open("f/x", O_RDONLY), ENOTDIR);
	CHECK_ERR(open("f", O_RDONLY | O_DIRECTORY), ENOTDIR);
	CHECK_ERR(open(".", O_WRONLY), EISDIR);
	CHECK_ERR(open("", O_RDONLY), ENOENT);
	fd = open("f", O_WRONLY | O_TRUNC);
	CHECK(fd >= 0 && lseek(fd, 0, SEEK_END) == 0);
	close(fd);
	CHECK_EQ(unlink("f"), 0);
}

static void
test_open_nofollow_and_path(void)
{
	int fd = make("f", "x");
	struct stat st;

	close(fd);
	CHECK_EQ(symlink("f", "l"), 0);
	CHECK_ERR(open("l", O_RDONLY | O_NOFOLLOW), ELOOP);
	fd = open("l", O_PATH | O_NOFOLLOW);
	CHECK(fd >= 0 && fstat(fd, &st) == 0 && S_ISLNK(st.st_mode));
	CHECK_ERR(write(fd, "x", 1), EBADF);
	close(fd);
	CHECK_EQ(unlink("l"), 0);
	CHECK_EQ(unlink("f"), 0);
}

static void
test_access_modes(void)
{
	int fd = make("f", "abc");
	char c;

	close(fd);
	fd = open("f", O_RDONLY);
	CHECK_ERR(write(fd, "x", 1), EBADF);
	CHECK_EQ(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
	close(fd);
	fd = open("f", O_WRONLY);
	CHECK_ERR(read(fd, &c, 1), EBADF);
	close(fd);
	CHECK_ERR(read(fd, &c, 1), EBADF);
	CHECK_ERR(close(fd), EBADF);
	CHECK_ERR(read(-1, &c, 1), EBADF);
	fd = open(".", O_RDONLY);
	CHECK_ERR(read(fd, &c, 1), EISDIR);
	close(fd);
	unlink("f");
}

static void
test_append_writes_at_end(void)
{
	int a = make("f", "one"), b = open("f", O_WRONLY | O_APPEND);

	CHECK_EQ(write(b, "two", 3), 3);
	CHECK_EQ(lseek(b, 0, SEEK_SET), 0);
	CHECK_EQ(write(b, "3", 1), 1);
	CHECK(holds(a, "onetwo3"));
	CHECK_EQ(lseek(b, 0, SEEK_CUR), 7);
	close(a);
	close(b);
	unlink("f");
}

static void
test_seek(void)
{
	int fd = make("f", "0123456789");

	CHECK_EQ(lseek(fd, 4, SEEK_SET), 4);
	CHECK_EQ(lseek(fd, 2, SEEK_CUR), 6);
	CHECK_EQ(lseek(fd, -1, SEEK_END), 9);
	CHECK_ERR(lseek(fd, -20, SEEK_CUR), EINVAL);
	CHECK_ERR(lseek(fd, 0, 99), EINVAL);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 9);
	CHECK_EQ(lseek(fd, 100, SEEK_SET), 100);
	CHECK_EQ(write(fd, "x", 1), 1);
	CHECK_EQ(lseek(fd, 0, SEEK_END), 101);
	CHECK_EQ(lseek(fd, 0, SEEK_DATA), 0);
	CHECK_ERR(lseek(fd, 101, SEEK_DATA), ENXIO);
	CHECK_EQ(lseek(fd, 101 - 1, SEEK_HOLE), 101);
	close(fd);
	unlink("f");
}

static void
test_holes_read_zero(void)
{
	int fd = make("f", "");
	char buffer[8192];

	CHECK_EQ(pwrite(fd, "end", 3, 1 << 20), 3);
	CHECK_EQ(pread(fd, buffer, sizeof(buffer), 500000), 8192);
	for (size_t i = 0; i < sizeof(buffer); i++)
		CHECK_EQ(buffer[i], 0);
	CHECK_EQ(pread(fd, buffer, 100, (1 << 20) - 2), 5);
	CHECK(!memcmp(buffer, "\0\0end", 5));
	CHECK_EQ(pread(fd, buffer, 100, 1 << 21), 0);
	close(fd);
	unlink("f");
}

static void
test_pread_pwrite_leave_position(void)
{
	int fd = make("f", "abcdefgh");
	char b[4];

	CHECK_EQ(pwrite(fd, "XY", 2, 3), 2);
	CHECK_EQ(pread(fd, b, 4, 2), 4);
	CHECK(!memcmp(b, "cXYf", 4));
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 0);
	CHECK_ERR(pread(fd, b, 1, -1), EINVAL);
	CHECK_ERR(pwrite(fd, b, 1, -5), EINVAL);
	close(fd);
	unlink("f");
}

static void
test_vectors(void)
{
	int fd = make("f", "");
	char a[3], b[5], c[10];
	struct iovec out[3] = { { (void *)"abc", 3 }, { NULL, 0 },
		{ (void *)"defgh", 5 } };
	struct iovec in[3] = { { a, 3 }, { b, 5 }, { c, 10 } };

	CHECK_EQ(writev(fd, out, 3), 8);
	CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
	CHECK_EQ(readv(fd, in, 3), 8);
	CHECK(!memcmp(a, "abc", 3) && !memcmp(b, "defgh", 5));
	CHECK_EQ(pwritev(fd, out, 3, 8), 8);
	CHECK_EQ(preadv(fd, in, 2, 6), 8);
	CHECK(!memcmp(a, "gha", 3) && !memcmp(b, "bcdef", 5));
	CHECK_EQ(preadv2(fd, in, 1, -1, 0), 3);
	CHECK_ERR(syscall(SYS_readv, fd, in, -1), EINVAL);
	CHECK_ERR(syscall(SYS_readv, fd, in, 1025), EINVAL);
	CHECK_EQ(readv(fd, in, 0), 0);
	in[0].iov_len = (size_t)-1;
	CHECK_ERR(readv(fd, in, 3), EINVAL);
	close(fd);
	unlink("f");
}

static void
test_truncate(void)
{
	int fd = make("f", "0123456789");

	CHECK_EQ(ftruncate(fd, 4), 0);
	CHECK(holds(fd, "0123"));
	CHECK_EQ(truncate("f", 8), 0);
	CHECK_EQ(lseek(fd, 0, SEEK_END), 8);
	CHECK_EQ(ftruncate(fd, 4), 0);
	CHECK_EQ(pwrite(fd, "z", 1, 6), 1);
	{
		char b[7];

		CHECK_EQ(pread(fd, b, 7, 0), 7);
		CHECK(!memcmp(b, "0123\0\0z", 7));
	}
	CHECK_ERR(ftruncate(fd, -1), EINVAL);
	CHECK_ERR(truncate("none", 1), ENOENT);
	CHECK_ERR(truncate(".", 1), EISDIR);
	close(fd);
	fd = open("f", O_RDONLY);
	CHECK_ERR(ftruncate(fd, 1), EINVAL);
	close(fd);
	unlink("f");
}

static void
test_fallocate(void)
{
	int fd = make("f", "abc");
	struct stat st;

	CHECK_EQ(fallocate(fd, 0, 0, 100000), 0);
	CHECK(!fstat(fd, &st) && st.st_size == 100000);
	CHECK_EQ(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 200000), 0);
	CHECK(!fstat(fd, &st) && st.st_size == 100000);
	CHECK_EQ(posix_fallocate(fd, 0, 150000), 0);
	CHECK(!fstat(fd, &st) && st.st_size == 150000);
	CHECK_ERR(fallocate(fd, 0, 0, 0), EINVAL);
	CHECK_ERR(fallocate(fd, 0, -1, 10), EINVAL);
	close(fd);
	unlink("f");
}

static void
test_unlinked_file_lives_on(void)
{
	int fd = make("f", "still here");
	struct stat st;

	CHECK_EQ(unlink("f"), 0);
	CHECK_ERR(open("f", O_RDONLY), ENOENT);
	CHECK(holds(fd, "still here"));
	CHECK(!fstat(fd, &st) && st.st_nlink == 0);
	close(fd);
}

static void
test_big_file(void)
{
	static unsigned char block[1 << 16];
	int fd = make("f", "");

	for (int i = 0; i < 256; i++) {
		memset(block, i, sizeof(block));
		CHECK_EQ(write(fd, block, sizeof(block)), sizeof(block));
	}
	for (int i = 255; i >= 0; i -= 5) {
		CHECK_EQ(pread(fd, block, 100, (off_t)i << 16), 100);
		CHECK(block[0] == i && block[99] == i);
	}
	CHECK_EQ(ftruncate(fd, 0), 0);
	close(fd);
	unlink("f");
}

static void
test_dup_shares_position(void)
{
	int fd = make("f", "abcdef"), d = dup(fd), e;
	char c;

	CHECK(d > fd);
	CHECK_EQ(read(d, &c, 1), 1);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 1);
	CHECK_EQ(dup2(fd, 100), 100);
	CHECK_EQ(read(100, &c, 1), 1);
	CHECK_EQ(c, 'b');
	CHECK_EQ(dup2(fd, fd), fd);
	CHECK_ERR(dup3(fd, fd, 0), EINVAL);
	CHECK_EQ(dup3(fd, 101, O_CLOEXEC), 101);
	CHECK_EQ(fcntl(101, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fcntl(100, F_GETFD), 0);
	e = fcntl(fd, F_DUPFD, 50);
	CHECK_EQ(e, 50);
	CHECK_EQ(fcntl(fd, F_DUPFD_CLOEXEC, 50), 51);
	CHECK_ERR(dup(999), EBADF);
	CHECK_ERR(dup2(999, 5), EBADF);
	CHECK_ERR(dup2(fd, -1), EBADF);
	CHECK_ERR(fcntl(fd, F_DUPFD, -1), EINVAL);
	close(50);
	close(51);
	close(100);
	close(101);
	close(d);
	close(fd);
	unlink("f");
}

static void
test_lowest_descriptor_is_taken(void)
{
	int a = dup(1), b = dup(1), c = dup(1);

	CHECK(b == a + 1 && c == b + 1);
	close(b);
	CHECK_EQ(dup(1), b);
	close(a);
	close(b);
	close(c);
}

static void
test_fcntl_flags(void)
{
	int fd = make("f", "x");

	CHECK_EQ(fcntl(fd, F_GETFD), 0);
	CHECK_EQ(fcntl(fd, F_SETFD, FD_CLOEXEC), 0);
	CHECK_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK), 0);
	CHECK_EQ(fcntl(fd, F_GETFL) & (O_APPEND | O_NONBLOCK | O_ACCMODE),
	    O_APPEND | O_NONBLOCK | O_RDWR);
	CHECK_ERR(fcntl(fd, 9999), EINVAL);
	CHECK_ERR(fcntl(-1, F_GETFD), EBADF);
	close(fd);
	fd = open("f", O_RDONLY | O_CLOEXEC);
	CHECK_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	unlink("f");
}

static void
test_locks_in_one_process(void)
{
	int fd = make("f", "0123456789"), other = open("f", O_RDWR);
	struct flock fl = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = 2,
		.l_len = 3 };

	CHECK_EQ(fcntl(fd, F_SETLK, &fl), 0);
	CHECK_EQ(fcntl(other, F_SETLK, &fl), 0);
	CHECK_EQ(fcntl(fd, F_GETLK, &fl), 0);
	CHECK_EQ(fl.l_type, F_UNLCK);
	CHECK_EQ(flock(fd, LOCK_EX), 0);
	CHECK_ERR(flock(other, LOCK_SH | LOCK_NB), EAGAIN);
	CHECK_EQ(flock(fd, LOCK_SH), 0);
	CHECK_EQ(flock(other, LOCK_SH | LOCK_NB), 0);
	CHECK_EQ(flock(fd, LOCK_UN), 0);
	CHECK_ERR(flock(fd, 77), EINVAL);
	close(fd);
	CHECK_EQ(flock(other, LOCK_EX | LOCK_NB), 0);
	close(other);
	unlink("f");
}

static void
test_sendfile_copies(void)
{
	int a = make("a", "0123456789"), b = make("b", "");
	off_t offset = 2;

	CHECK_EQ(sendfile(b, a, &offset, 5), 5);
	CHECK(offset == 7 && holds(b, "23456"));
	CHECK_EQ(lseek(a, 0, SEEK_CUR), 0);
	CHECK_EQ(sendfile(b, a, NULL, 100), 10);
	CHECK(holds(b, "234560123456789"));
	CHECK_ERR(sendfile(b, 999, NULL, 1), EBADF);
	close(a);
	close(b);
	unlink("a");
	unlink("b");
}

static void
test_copy_file_range(void)
{
	int a = make("a", "0123456789"), b = make("b", "");
	loff_t from = 3;
	ssize_t n = copy_file_range(a, &from, b, NULL, 4, 0);

	if (n == 4)
		CHECK(from == 7 && holds(b, "3456"));
	else
		CHECK(n == -1 && (errno == ENOSYS || errno == EXDEV));
	close(a);
	close(b);
	unlink("a");
	unlink("b");
}

static void
test_sync_calls(void)
{
	int fd = make("f", "x");

	CHECK_EQ(fsync(fd), 0);
	CHECK_EQ(fdatasync(fd), 0);
	CHECK_EQ(posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL), 0);
	CHECK_ERR(fsync(999), EBADF);
	sync();
	close(fd);
	unlink("f");
}

static void
test_devices(void)
{
	char b[16] = "xxxxxxxxxxxxxxx", c[16];
	int fd = open("/dev/null", O_RDWR);

	CHECK(fd >= 0 && read(fd, b, 4) == 0 && write(fd, b, 4) == 4);
	close(fd);
	fd = open("/dev/zero", O_RDWR);
	CHECK(fd >= 0 && read(fd, b, 16) == 16 && b[0] == 0 && b[15] == 0);
	close(fd);
	fd = open("/dev/full", O_RDWR);
	if (fd >= 0)
		CHECK_ERR(write(fd, b, 4), ENOSPC);
	close(fd);
	fd = open("/dev/urandom", O_RDONLY);
	CHECK(fd >= 0 && read(fd, b, 16) == 16 && read(fd, c, 16) == 16);
	CHECK(memcmp(b, c, 16));
	close(fd);
}

static const struct check_test tests[] = {
	T(test_open_flags),
	T(test_open_nofollow_and_path),
	T(test_access_modes),
	T(test_append_writes_at_end),
	T(test_seek),
	T(test_holes_read_zero),
	T(test_pread_pwrite_leave_position),
	T(test_vectors),
	T(test_truncate),
	T(test_fallocate),
	T(test_unlinked_file_lives_on),
	T(test_big_file),
	T(test_dup_shares_position),
	T(test_lowest_descriptor_is_taken),
	T(test_fcntl_flags),
	T(test_locks_in_one_process),
	T(test_sendfile_copies),
	T(test_copy_file_range),
	T(test_sync_calls),
	T(test_devices),
};

int
main(void)
{
	int ret;

	dir = check_dir_enter();
	ret = CHECK_RUN(tests);
	check_dir_leave(dir);
	return ret;
}
