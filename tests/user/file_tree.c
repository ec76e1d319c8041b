/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/file_tree.c - directories, links, names, modes, the *at calls.
 */
#include "lib/check.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <sys/statfs.h>
#include <sys/syscall.h>

static void
touch(const char *name)
{
	int fd = open(name, O_CREAT | O_WRONLY, 0644);

	EXPECT(fd >= 0);
	close(fd);
}

static void
test_mkdir_rmdir(void)
{
	struct stat st;

	CHECK_EQ(mkdir("d", 0755), 0);
	CHECK_ERR(mkdir("d", 0755), EEXIST);
	CHECK(!stat("d", &st) && S_ISDIR(st.st_mode));
	CHECK_EQ(st.st_mode & 0777, 0755);
	touch("d/f");
	CHECK_ERR(rmdir("d"), ENOTEMPTY);
	CHECK_ERR(rmdir("d/f"), ENOTDIR);
	CHECK_ERR(unlink("d"), EISDIR);
	CHECK_EQ(unlink("d/f"), 0);
	CHECK_EQ(rmdir("d"), 0);
	CHECK_ERR(rmdir("d"), ENOENT);
	CHECK_ERR(mkdir("no/d", 0755), ENOENT);
	CHECK_ERR(rmdir("."), EINVAL);
}

static void
test_stat_family(void)
{
	struct stat a, b;
	struct statx x;
	int fd;

	touch("f");
	CHECK_EQ(truncate("f", 5000), 0);
	CHECK_EQ(symlink("f", "l"), 0);
	CHECK_EQ(stat("l", &a), 0);
	CHECK(S_ISREG(a.st_mode) && a.st_size == 5000 && a.st_nlink == 1);
	CHECK_EQ(lstat("l", &b), 0);
	CHECK(S_ISLNK(b.st_mode) && b.st_size == 1 && b.st_ino != a.st_ino);
	fd = open("f", O_RDONLY);
	CHECK(!fstat(fd, &b) && b.st_ino == a.st_ino && b.st_dev == a.st_dev);
	CHECK(!fstatat(fd, "", &b, AT_EMPTY_PATH) && b.st_ino == a.st_ino);
	CHECK(!fstatat(AT_FDCWD, "l", &b, AT_SYMLINK_NOFOLLOW));
	CHECK(S_ISLNK(b.st_mode));
	CHECK_EQ(statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS, &x), 0);
	CHECK(x.stx_size == 5000 && x.stx_ino == a.st_ino);
	CHECK_EQ(x.stx_mode, a.st_mode);
	CHECK_EQ(x.stx_mask & STATX_SIZE, STATX_SIZE);
	CHECK_ERR(fstatat(AT_FDCWD, "f", &b, 0x40000000), EINVAL);
	close(fd);
	unlink("l");
	unlink("f");
}

static void
test_hard_links(void)
{
	struct stat st;

	touch("a");
	CHECK_EQ(link("a", "b"), 0);
	CHECK(!stat("b", &st) && st.st_nlink == 2);
	CHECK_ERR(link("a", "b"), EEXIST);
	CHECK_ERR(link("none", "c"), ENOENT);
	CHECK_ERR(link(".", "c"), EPERM);
	CHECK_EQ(unlink("a"), 0);
	CHECK(!stat("b", &st) && st.st_nlink == 1);
	CHECK_EQ(unlink("b"), 0);
}

static void
test_symbolic_links(void)
{
	char text[100];

	CHECK_EQ(symlink("target/of/it", "l"), 0);
	CHECK_EQ(readlink("l", text, sizeof(text)), 12);
	CHECK(!memcmp(text, "target/of/it", 12));
	CHECK_EQ(readlink("l", text, 4), 4);
	CHECK_ERR(readlink("l", text, 0), EINVAL);
	CHECK_ERR(readlink(".", text, sizeof(text)), EINVAL);
	CHECK_ERR(open("l", O_RDONLY), ENOENT);
	CHECK_ERR(symlink("x", "l"), EEXIST);
	CHECK_ERR(symlink("", "m"), ENOENT);
	CHECK_EQ(unlink("l"), 0);
	CHECK_EQ(mkdir("d", 0755), 0);
	touch("d/f");
	CHECK_EQ(symlink("d", "l"), 0);
	CHECK_EQ(access("l/f", F_OK), 0);
	CHECK_EQ(access("l/../d/./f", F_OK), 0);
	CHECK_EQ(unlink("l/f"), 0);
	CHECK_EQ(unlink("l"), 0);
	CHECK_EQ(rmdir("d"), 0);
}

static void
test_symlink_through_created(void)
{
	CHECK_EQ(symlink("real", "l"), 0);
	touch("l");
	CHECK_EQ(access("real", F_OK), 0);
	CHECK_ERR(open("l", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST);
	CHECK_EQ(unlink("l"), 0);
	CHECK_EQ(unlink("real"), 0);
}

static void
test_loops_and_long_names(void)
{
	char name[300], path[PATH_MAX + 100];

	CHECK_EQ(symlink("b", "a"), 0);
	CHECK_EQ(symlink("a", "b"), 0);
	CHECK_ERR(open("a", O_RDONLY), ELOOP);
	unlink("a");
	unlink("b");
	memset(name, 'n', sizeof(name));
	name[256] = 0;
	CHECK_ERR(open(name, O_CREAT | O_RDWR, 0600), ENAMETOOLONG);
	name[255] = 0;
	touch(name);
	CHECK_EQ(unlink(name), 0);
	memset(path, '/', sizeof(path));
	path[PATH_MAX] = 0;
	CHECK_ERR(open(path, O_RDONLY), ENAMETOOLONG);
}

static void
test_rename_file(void)
{
	struct stat st;

	touch("a");
	touch("b");
	CHECK_EQ(truncate("a", 7), 0);
	CHECK_EQ(rename("a", "b"), 0);
	CHECK(!stat("b", &st) && st.st_size == 7);
	CHECK_ERR(stat("a", &st), ENOENT);
	CHECK_ERR(rename("a", "c"), ENOENT);
	CHECK_EQ(rename("b", "b"), 0);
	CHECK_EQ(unlink("b"), 0);
}

static void
test_rename_directory(void)
{
	CHECK_EQ(mkdir("d", 0755), 0);
	CHECK_EQ(mkdir("d/sub", 0755), 0);
	CHECK_EQ(mkdir("e", 0755), 0);
	touch("f");
	CHECK_ERR(rename("d", "d/sub/x"), EINVAL);
	CHECK_ERR(rename("d", "f"), ENOTDIR);
	CHECK_ERR(rename("f", "d"), EISDIR);
	CHECK_ERR(rename("e", "d"), ENOTEMPTY);
	CHECK_EQ(rename("d", "e"), 0);
	CHECK_EQ(access("e/sub", F_OK), 0);
	CHECK_EQ(access("e/sub/../../f", F_OK), 0);
	CHECK_EQ(rmdir("e/sub"), 0);
	CHECK_EQ(rmdir("e"), 0);
	CHECK_EQ(unlink("f"), 0);
}

static void
test_renameat2_flags(void)
{
	struct stat st;

	touch("a");
	touch("b");
	CHECK_EQ(truncate("a", 7), 0);
	CHECK_ERR(
	    renameat2(AT_FDCWD, "a", AT_FDCWD, "b", RENAME_NOREPLACE), EEXIST);
	CHECK_EQ(renameat2(AT_FDCWD, "a", AT_FDCWD, "b", RENAME_EXCHANGE), 0);
	CHECK(!stat("b", &st) && st.st_size == 7);
	CHECK(!stat("a", &st) && st.st_size == 0);
	CHECK_ERR(renameat2(AT_FDCWD, "a", AT_FDCWD, "b",
		      RENAME_EXCHANGE | RENAME_NOREPLACE),
	    EINVAL);
	unlink("a");
	unlink("b");
}

static void
test_modes_and_umask(void)
{
	struct stat st;
	mode_t old = umask(027);

	CHECK_EQ(umask(027), 027);
	close(open("f", O_CREAT | O_WRONLY, 0666));
	CHECK(!stat("f", &st));
	CHECK_EQ(st.st_mode & 07777, 0640);
	CHECK_EQ(chmod("f", 0751), 0);
	CHECK(!stat("f", &st));
	CHECK_EQ(st.st_mode & 07777, 0751);
	CHECK_EQ(mkdir("d", 0777), 0);
	CHECK(!stat("d", &st));
	CHECK_EQ(st.st_mode & 07777, 0750);
	umask(old);
	CHECK_EQ(fchmodat(AT_FDCWD, "d", 0700, 0), 0);
	CHECK_ERR(chmod("none", 0600), ENOENT);
	CHECK_EQ(access("f", R_OK | W_OK | X_OK), 0);
	CHECK_ERR(access("none", F_OK), ENOENT);
	CHECK_ERR(access("f", 77), EINVAL);
	CHECK_EQ(chown("f", 12, 34), 0);
	CHECK(!stat("f", &st) && st.st_uid == 12 && st.st_gid == 34);
	CHECK_EQ(chown("f", (uid_t)-1, 0), 0);
	CHECK(!stat("f", &st) && st.st_uid == 12 && st.st_gid == 0);
	CHECK_EQ(rmdir("d"), 0);
	CHECK_EQ(unlink("f"), 0);
}

static void
test_times(void)
{
	struct timespec ts[2] = { { 1000, 5 }, { 2000, 7 } };
	struct stat st;

	touch("f");
	CHECK_EQ(utimensat(AT_FDCWD, "f", ts, 0), 0);
	CHECK_EQ(stat("f", &st), 0);
	CHECK(st.st_atim.tv_sec == 1000 && st.st_mtim.tv_sec == 2000);
	CHECK(st.st_atim.tv_nsec == 5 && st.st_mtim.tv_nsec == 7);
	ts[0].tv_nsec = UTIME_OMIT;
	ts[1].tv_nsec = UTIME_NOW;
	CHECK_EQ(utimensat(AT_FDCWD, "f", ts, 0), 0);
	CHECK_EQ(stat("f", &st), 0);
	CHECK(st.st_atim.tv_sec == 1000 && st.st_mtim.tv_sec > 1500000000);
	ts[0].tv_nsec = 1000000000;
	CHECK_ERR(utimensat(AT_FDCWD, "f", ts, 0), EINVAL);
	CHECK_EQ(unlink("f"), 0);
}

static void
test_thousand_entries(void)
{
	char name[40];
	static char seen[1000];
	struct dirent *e;
	DIR *d;
	int dots = 0;

	CHECK_EQ(mkdir("d", 0755), 0);
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "d/entry-%d", i);
		touch(name);
	}
	d = opendir("d");
	CHECK(d);
	while ((e = readdir(d))) {
		int i;

		if (sscanf(e->d_name, "entry-%d", &i) == 1) {
			CHECK(e->d_type == DT_REG && !seen[i]);
			seen[i] = 1;
		} else {
			CHECK_EQ(e->d_type, DT_DIR);
			dots++;
		}
	}
	closedir(d);
	CHECK_EQ(dots, 2);
	for (int i = 0; i < 1000; i++) {
		CHECK(seen[i]);
		snprintf(name, sizeof(name), "d/entry-%d", i);
		CHECK_EQ(unlink(name), 0);
	}
	CHECK_EQ(rmdir("d"), 0);
}

/* Entries removed while they are listed: each is met once, none is missed. */
static void
test_listing_while_removing(void)
{
	char name[300];
	struct dirent *e;
	DIR *d;
	int count = 0;

	CHECK_EQ(mkdir("d", 0755), 0);
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "d/%d", i);
		touch(name);
	}
	d = opendir("d");
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "d/%s", e->d_name);
		CHECK_EQ(unlink(name), 0);
		count++;
	}
	rewinddir(d);
	closedir(d);
	CHECK_EQ(count, 200);
	CHECK_EQ(rmdir("d"), 0);
}

static void
test_getdents_errors(void)
{
	char buffer[8];
	int fd = open(".", O_RDONLY | O_DIRECTORY);

	CHECK_ERR(syscall(SYS_getdents64, fd, buffer, sizeof(buffer)), EINVAL);
	CHECK_ERR(syscall(SYS_getdents64, 999, buffer, sizeof(buffer)), EBADF);
	close(fd);
	touch("f");
	fd = open("f", O_RDONLY);
	CHECK_ERR(syscall(SYS_getdents64, fd, buffer, sizeof(buffer)), ENOTDIR);
	close(fd);
	unlink("f");
}

static void
test_working_directory(void)
{
	char before[PATH_MAX], now[PATH_MAX], want[PATH_MAX + 8];
	int fd;

	CHECK(getcwd(before, sizeof(before)));
	CHECK_EQ(mkdir("d", 0755), 0);
	fd = open(".", O_RDONLY | O_DIRECTORY);
	CHECK_EQ(chdir("d"), 0);
	CHECK(getcwd(now, sizeof(now)));
	snprintf(want, sizeof(want), "%s/d", before);
	CHECK(!strcmp(now, want));
	CHECK(!getcwd(now, 2) && errno == ERANGE);
	CHECK_EQ(fchdir(fd), 0);
	CHECK(getcwd(now, sizeof(now)) && !strcmp(now, before));
	CHECK_EQ(chdir("d/.."), 0);
	CHECK(getcwd(now, sizeof(now)) && !strcmp(now, before));
	CHECK_ERR(chdir("none"), ENOENT);
	touch("f");
	CHECK_ERR(chdir("f"), ENOTDIR);
	CHECK_ERR(fchdir(999), EBADF);
	close(fd);
	unlink("f");
	CHECK_EQ(rmdir("d"), 0);
}

static void
test_at_calls(void)
{
	struct stat st;
	char text[8];
	int d, fd;

	CHECK_EQ(mkdirat(AT_FDCWD, "d", 0755), 0);
	d = open("d", O_RDONLY | O_DIRECTORY);
	CHECK(d >= 0);
	fd = openat(d, "f", O_CREAT | O_RDWR, 0644);
	CHECK(fd >= 0);
	CHECK_EQ(fstatat(d, "f", &st, 0), 0);
	CHECK_EQ(linkat(d, "f", d, "g", 0), 0);
	CHECK_EQ(symlinkat("g", d, "s"), 0);
	CHECK_EQ(readlinkat(d, "s", text, sizeof(text)), 1);
	CHECK_EQ(faccessat(d, "s", R_OK, 0), 0);
	CHECK_EQ(renameat(d, "g", AT_FDCWD, "g"), 0);
	CHECK_EQ(mkdirat(d, "sub", 0700), 0);
	CHECK_ERR(unlinkat(d, "sub", 0), EISDIR);
	CHECK_EQ(unlinkat(d, "sub", AT_REMOVEDIR), 0);
	CHECK_EQ(unlinkat(d, "s", 0), 0);
	CHECK_EQ(unlinkat(d, "f", 0), 0);
	CHECK_ERR(openat(fd, "x", O_RDONLY), ENOTDIR);
	CHECK_ERR(openat(999, "x", O_RDONLY), EBADF);
	CHECK_EQ(unlink("g"), 0);
	close(fd);
	close(d);
	CHECK_EQ(rmdir("d"), 0);
}

static void
test_paths_normalise(void)
{
	struct stat a, b;

	CHECK_EQ(mkdir("d", 0755), 0);
	CHECK(!stat("d", &a) && !stat("./d//../d/.", &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	CHECK(!stat("/..", &a) && !stat("/", &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	CHECK(!stat("d/", &a));
	touch("f");
	CHECK_ERR(stat("f/", &a), ENOTDIR);
	CHECK_ERR(stat("f/.", &a), ENOTDIR);
	unlink("f");
	CHECK_EQ(rmdir("d/"), 0);
}

static void
test_statfs(void)
{
	struct statfs s;

	CHECK_EQ(statfs(".", &s), 0);
	CHECK(s.f_bsize > 0 && s.f_namelen == 255);
	CHECK_ERR(statfs("none", &s), ENOENT);
}

static const struct check_test tests[] = {
	T(test_mkdir_rmdir),
	T(test_stat_family),
	T(test_hard_links),
	T(test_symbolic_links),
	T(test_symlink_through_created),
	T(test_loops_and_long_names),
	T(test_rename_file),
	T(test_rename_directory),
	T(test_renameat2_flags),
	T(test_modes_and_umask),
	T(test_times),
	T(test_thousand_entries),
	T(test_listing_while_removing),
	T(test_getdents_errors),
	T(test_working_directory),
	T(test_at_calls),
	T(test_paths_normalise),
	T(test_statfs),
};

int
main(void)
{
	const char *dir = check_dir_enter();
	int ret = CHECK_RUN(tests);

	check_dir_leave(dir);
	return ret;
}
