/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/fs/walk_test.c - from paths to inodes: `..`, links and
 * their limits, permissions; names made, moved and removed.
 */
#include "base/errno.h"
#include "base/fmt.h"
#include "fs/vfs.h"
#include "host.h"
#include "host_fs.h"
#include "unit.h"
#include <string.h>

static int
setup(void **state)
{
	(void)state;
	host_fs_init();
	host_process.uid = host_process.euid = 0;
	assert_int_equal(path_make(NULL, "/a", MODE_DIR | 0755, 0, 0), 0);
	assert_int_equal(path_make(NULL, "/a/b", MODE_DIR | 0755, 0, 0), 0);
	assert_int_equal(path_make(NULL, "/a/b/f", MODE_FILE | 0644, 0, 0), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	host_process.euid = 0;
	host_fs_fini();
	assert_int_equal(host_alloc_live, 0);
	return 0;
}

static int
find(const char *path, unsigned int flags, uint64_t *ino)
{
	struct inode *i;
	int err = path_find(NULL, path, flags, &i);

	*ino = 0;
	if (!err) {
		*ino = i->ino;
		inode_put(i);
	}
	assert_null(tree_lock.owner);
	return err;
}

static void
same(const char *path, const char *as)
{
	uint64_t x, y;

	assert_int_equal(find(path, 0, &x), 0);
	assert_int_equal(find(as, 0, &y), 0);
	assert_int_equal(x, y);
}

static void
fails(const char *path, unsigned int flags, int err)
{
	uint64_t ino;

	assert_int_equal(find(path, flags, &ino), err);
}

static void
test_walk_plain(void **state)
{
	(void)state;
	same("/a/b/f", "a/b/f");
	same("//a///b//f", "/a/b/f");
	same("/a/./b/../b/f", "/a/b/f");
	same("/../../a", "/a");
	same("/", "/..");
	same("/a/b/", "/a/b/.");
	same(".", "/");
	fails("", 0, -ENOENT);
	fails("/a/none", 0, -ENOENT);
	fails("/none/f", 0, -ENOENT);
	fails("/a/b/f/", 0, -ENOTDIR);
	fails("/a/b/f/x", 0, -ENOTDIR);
	fails("/a/b/f/..", 0, -ENOTDIR);
	fails("/a/b/f", WALK_DIRECTORY, -ENOTDIR);
}

static void
test_walk_links(void **state)
{
	uint64_t x, y;

	(void)state;
	assert_int_equal(path_symlink(NULL, "/to-b", "a/b"), 0);
	assert_int_equal(path_symlink(NULL, "/a/abs", "/a/b/f"), 0);
	assert_int_equal(path_symlink(NULL, "/a/b/up", "../../to-b"), 0);
	assert_int_equal(path_symlink(NULL, "/gone", "nowhere"), 0);
	assert_int_equal(path_symlink(NULL, "/e", ""), -ENOENT);
	same("/to-b/f", "/a/b/f");
	same("/to-b/up/up/up/f", "/a/b/f");
	same("/a/abs", "/a/b/f");
	same("/to-b/..", "/a");
	fails("/gone", 0, -ENOENT);
	fails("/a/abs/", 0, -ENOTDIR);
	assert_int_equal(find("/to-b", WALK_NOFOLLOW, &x), 0);
	assert_int_equal(find("/to-b/", WALK_NOFOLLOW, &y), 0);
	assert_int_not_equal(x, y);
	assert_int_equal(find("/gone", WALK_NOFOLLOW, &x), 0);
}

static void
test_walk_link_limits(void **state)
{
	char name[16], target[16];

	(void)state;
	assert_int_equal(path_symlink(NULL, "/loop", "loop"), 0);
	assert_int_equal(path_symlink(NULL, "/x", "/y"), 0);
	assert_int_equal(path_symlink(NULL, "/y", "x/z"), 0);
	fails("/loop", 0, -ELOOP);
	fails("/loop/a", 0, -ELOOP);
	fails("/x", 0, -ELOOP);
	assert_int_equal(path_symlink(NULL, "/l0", "/a"), 0);
	for (int i = 1; i <= FS_LINKS_MAX; i++) {
		(void)fmt_sn(name, sizeof(name), "/l%d", i);
		(void)fmt_sn(target, sizeof(target), "l%d", i - 1);
		assert_int_equal(path_symlink(NULL, name, target), 0);
	}
	same("/l39", "/a");
	fails("/l40", 0, -ELOOP);
}

static void
test_walk_name_limits(void **state)
{
	char path[600] = "/a/", text[FS_PATH_MAX];

	(void)state;
	memset(path + 3, 'n', 255);
	assert_int_equal(path_make(NULL, path, MODE_DIR | 0755, 0, 0), 0);
	same(path, path);
	memset(path + 3, 'n', 256);
	fails(path, 0, -ENAMETOOLONG);
	assert_int_equal(
	    path_make(NULL, path, MODE_FILE | 0644, 0, 0), -ENAMETOOLONG);
	/* A link's text and the rest after it must fit together. */
	memset(text, '/', sizeof(text));
	text[FS_PATH_MAX - 5] = '\0';
	assert_int_equal(path_symlink(NULL, "/long", text), 0);
	fails("/long/a", 0, 0);
	fails("/long/a/b/", 0, -ENAMETOOLONG);
}

static void
test_walk_permissions(void **state)
{
	struct inode *dir;

	(void)state;
	assert_int_equal(path_find(NULL, "/a", 0, &dir), 0);
	dir->mode = MODE_DIR | 0744;
	host_process.euid = 5;
	fails("/a", 0, 0);
	fails("/a/b", 0, -EACCES);
	fails("/a/..", 0, -EACCES);
	assert_int_equal(
	    path_make(NULL, "/mine", MODE_FILE | 0644, 0, 0), -EACCES);
	dir->mode = MODE_DIR | MODE_STICKY | 0777;
	assert_int_equal(path_rmdir(NULL, "/a/b"), -EPERM);
	dir->uid = 5;
	assert_int_equal(path_rmdir(NULL, "/a/b"), -ENOTEMPTY);
	inode_put(dir);
}

static void
test_walk_from_a_directory(void **state)
{
	struct inode *dir, *got;

	(void)state;
	assert_int_equal(path_find(NULL, "/a/b", 0, &dir), 0);
	assert_int_equal(path_find(dir, "f", 0, &got), 0);
	inode_put(got);
	assert_int_equal(path_find(dir, "", WALK_EMPTY, &got), 0);
	assert_ptr_equal(got, dir);
	inode_put(got);
	fs_context_set_cwd(host_process.fs, dir);
	same("f", "/a/b/f");
	same("..", "/a");
	fs_context_set_root(host_process.fs, dir);
	same("/..", "/");
	fails("/a", 0, -ENOENT);
	inode_put(dir);
}

static void
test_walk_removed_directory(void **state)
{
	struct inode *dir;

	(void)state;
	assert_int_equal(path_make(NULL, "/a/d", MODE_DIR | 0755, 0, 0), 0);
	assert_int_equal(path_find(NULL, "/a/d", 0, &dir), 0);
	fs_context_set_cwd(host_process.fs, dir);
	inode_put(dir);
	assert_int_equal(path_rmdir(NULL, "/a/d"), 0);
	fails("x", 0, -ENOENT);
	same("..", "/a");
	assert_int_equal(path_make(NULL, "x", MODE_FILE | 0644, 0, 0), -ENOENT);
}

static void
test_walk_dir_path(void **state)
{
	struct inode *dir;
	char buf[64], *at;

	(void)state;
	assert_int_equal(path_find(NULL, "/a/b", 0, &dir), 0);
	assert_int_equal(inode_dir_path(dir, root_fs.root, buf, 64, &at), 0);
	assert_string_equal(at, "/a/b");
	assert_int_equal(inode_dir_path(dir, root_fs.root, buf, 5, &at), 0);
	assert_string_equal(at, "/a/b");
	assert_int_equal(
	    inode_dir_path(dir, root_fs.root, buf, 4, &at), -ERANGE);
	assert_int_equal(inode_dir_path(dir, dir, buf, 2, &at), 0);
	assert_string_equal(at, "/");
	assert_int_equal(inode_dir_path(dir, dir, buf, 1, &at), -ERANGE);
	inode_put(dir);
}

static void
test_walk_make_and_remove(void **state)
{
	(void)state;
	assert_int_equal(path_make(NULL, "/a", MODE_DIR, 0, 0), -EEXIST);
	assert_int_equal(path_make(NULL, "/", MODE_DIR, 0, 0), -EEXIST);
	assert_int_equal(path_make(NULL, "/n/", MODE_DIR | 0755, 0, 0), 0);
	assert_int_equal(path_make(NULL, "/m/", MODE_FILE, 0, 0), -ENOENT);
	assert_int_equal(path_rmdir(NULL, "/n/."), -EINVAL);
	assert_int_equal(path_rmdir(NULL, "/n/.."), -ENOTEMPTY);
	assert_int_equal(path_rmdir(NULL, "/"), -EBUSY);
	assert_int_equal(path_rmdir(NULL, "/a"), -ENOTEMPTY);
	assert_int_equal(path_rmdir(NULL, "/a/b/f"), -ENOTDIR);
	assert_int_equal(path_rmdir(NULL, "/n"), 0);
	assert_int_equal(path_unlink(NULL, "/a"), -EISDIR);
	assert_int_equal(path_unlink(NULL, "/a/b/f/"), -ENOTDIR);
	assert_int_equal(path_link(NULL, "/a/b/f", 0, NULL, "/g"), 0);
	same("/g", "/a/b/f");
	assert_int_equal(path_unlink(NULL, "/a/b/f"), 0);
	fails("/a/b/f", 0, -ENOENT);
	fails("/g", 0, 0);
	assert_int_equal(path_link(NULL, "/a", 0, NULL, "/h"), -EPERM);
}

static void
test_walk_rename(void **state)
{
	(void)state;
#define RENAME(from, to, flags) path_rename(NULL, from, NULL, to, flags)
	assert_int_equal(RENAME("/a", "/a/b/c", 0), -EINVAL);
	assert_int_equal(RENAME("/a/b", "/a", 0), -ENOTEMPTY);
	assert_int_equal(RENAME("/a/b/f", "/a", 0), -EISDIR);
	assert_int_equal(RENAME("/a", "/a/b/f", 0), -EINVAL);
	assert_int_equal(RENAME("/a/b/f", "/", 0), -EBUSY);
	assert_int_equal(RENAME("/a/b/f", "/x", RENAME_EXCHANGE), -ENOENT);
	assert_int_equal(RENAME("/a/b/f", "/a", RENAME_NOREPLACE), -EEXIST);
	assert_int_equal(RENAME("/a/b", "/b", 0), 0);
	same("/b/..", "/");
	assert_int_equal(RENAME("/b/f", "/a", RENAME_EXCHANGE), 0);
	same("/b/f/..", "/b");
	assert_int_equal(RENAME("/b/f", "/a", RENAME_EXCHANGE), 0);
	same("/a/..", "/");
	assert_int_equal(RENAME("/b/f", "/b/f", 0), 0);
	assert_int_equal(RENAME("/a", "/b/f", 0), -ENOTDIR);
	assert_int_equal(path_make(NULL, "/e", MODE_DIR | 0755, 0, 0), 0);
	assert_int_equal(RENAME("/a", "/e", 0), 0);
	fails("/a", 0, -ENOENT);
}

/* Whatever a path says, the walk ends and gives back all it took. */
static void
test_walk_random_paths(void **state)
{
	static const char *const words[] = { "a", "b", "f", "..", ".", "/",
		"//", "l", "m", "none", "" };
	struct rng r = { 51 };
	long live;

	(void)state;
	assert_int_equal(path_symlink(NULL, "/l", "a/../m"), 0);
	assert_int_equal(path_symlink(NULL, "/m", "/a/b/l"), 0);
	assert_int_equal(path_symlink(NULL, "/a/b/l", "../.."), 0);
	live = host_alloc_live;
	for (int i = 0; i < 30000; i++) {
		char path[256] = "";
		uint64_t ino;

		for (uint64_t n = rng_below(&r, 20); n > 0; n--) {
			strcat(path, words[rng_below(&r, 11)]);
			if (rng_below(&r, 4))
				strcat(path, "/");
		}
		if (rng_below(&r, 10) == 0)
			host_alloc_left = (long)rng_below(&r, 2);
		(void)find(path, (unsigned int)rng_below(&r, 8), &ino);
		host_alloc_left = -1;
		assert_int_equal(host_alloc_live, live);
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_walk_plain),
		T(test_walk_links),
		T(test_walk_link_limits),
		T(test_walk_name_limits),
		T(test_walk_permissions),
		T(test_walk_from_a_directory),
		T(test_walk_removed_directory),
		T(test_walk_dir_path),
		T(test_walk_make_and_remove),
		T(test_walk_rename),
		T(test_walk_random_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
