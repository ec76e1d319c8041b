/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/init.c - the file systems come to life at boot; reading whole files. */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/log.h"
#include "fs/event/epoll.h"
#include "fs/gen/gen.h"
#include "fs/locks.h"
#include "fs/mem/mem.h"
#include "fs/proc/proc.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

#define MAGIC_TMPFS 0x01021994u
#define MAGIC_PROC  0x9fa0u
#define MAGIC_SYSFS 0x62656572u
#define MAGIC_ANON  0x09041934u

/* Inode numbers begin where no one takes them for a root's. */
struct filesystem root_fs = {
	.type = "tmpfs",
	.magic = MAGIC_TMPFS,
	.dev = 20,
	.pages = true,
};
struct filesystem dev_fs = {
	.type = "devtmpfs",
	.magic = MAGIC_TMPFS,
	.dev = 5,
	.pages = true,
};
struct filesystem proc_fs = {
	.type = "proc",
	.magic = MAGIC_PROC,
	.dev = 21,
	.fixed = ENOENT,
};
struct filesystem sys_fs = {
	.type = "sysfs",
	.magic = MAGIC_SYSFS,
	.dev = 22,
	.fixed = EACCES,
};
struct filesystem anon_fs = {
	.type = "anon_inodefs",
	.magic = MAGIC_ANON,
	.dev = 13,
};

/* A root of its own, hung into the root of all at name. */
static int
root_make(struct filesystem *fs, const struct inode_ops *ops, unsigned int perm,
    const char *name)
{
	struct inode *dir = inode_alloc(fs, ops, MODE_DIR | perm);
	int err = 0;

	if (!dir)
		return ERR(ENOMEM);
	fs->root = dir;
	if (name) {
		mutex_lock(&tree_lock);
		err = mem_dir_enter(root_fs.root, name, strlen(name), dir);
		mutex_unlock(&tree_lock);
	}
	return err;
}

int
fs_roots_init(void)
{
	int err;

	if (root_fs.root)
		return 0;
	mutex_init(&tree_lock, RANK_FS);
	locks_init();
	epoll_init();
	err = root_make(&root_fs, &mem_dir_ops, 0755, NULL);
	if (!err)
		err = root_make(&dev_fs, &mem_dir_ops, 0755, "dev");
	if (!err)
		err = root_make(&proc_fs, &proc_root_ops, 0555, "proc");
	if (!err)
		err = root_make(&sys_fs, &gen_dir_ops, 0555, "sys");
	return err;
}

int
fs_make_dirs(const char *path, unsigned int mode)
{
	char *copy = kmalloc(FS_PATH_MAX);
	int err = 0;

	if (!copy)
		return ERR(ENOMEM);
	if (strscpy(copy, path, FS_PATH_MAX) < 0) {
		kfree(copy);
		return ERR(ENAMETOOLONG);
	}
	for (char *s = strchr(copy + 1, '/');; s = strchr(s + 1, '/')) {
		if (s)
			*s = '\0';
		err = path_make(root_fs.root, copy, MODE_DIR | 0755, 0, 0);
		if (err && err != -EEXIST)
			break;
		if (!s)
			break;
		*s = '/';
	}
	kfree(copy);
	if (!err) {
		struct inode *dir;

		err = path_find(root_fs.root, path, WALK_DIRECTORY, &dir);
		if (!err) {
			dir->mode = MODE_DIR | (mode & MODE_PERM);
			inode_put(dir);
		}
	}
	return err == -EEXIST ? 0 : err;
}

static int
dirs_init(void)
{
	static const struct {
		const char *path;
		unsigned int mode;
	} list[] = {
		{ "/tmp", 01777 },
		{ "/run", 0755 },
		{ "/var/tmp", 01777 },
		{ "/dev/shm", 01777 },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(list) && !err; i++)
		err = fs_make_dirs(list[i].path, list[i].mode);
	return err;
}

static int
dev_links_init(void)
{
	static const char *const list[][2] = {
		{ "fd", "/proc/self/fd" },
		{ "stdin", "/proc/self/fd/0" },
		{ "stdout", "/proc/self/fd/1" },
		{ "stderr", "/proc/self/fd/2" },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(list) && !err; i++)
		err = gen_enter_link(&dev_fs, list[i][0], list[i][1]);
	return err;
}

int
fs_init(const void *archive, size_t len)
{
	static int (*const parts[])(void) = {
		fs_roots_init,
		dev_memory_init,
		dev_links_init,
		dirs_init,
		procfs_init,
		procfs_system_init,
		procfs_kitten_init,
		sysfs_cpu_init,
		sysfs_node_init,
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(parts) && !err; i++)
		err = parts[i]();
	if (archive && len)
		mem_unpack(archive, len);
	return err;
}

/* All of an open file into a fresh buffer. */
static int
read_all(struct file *f, void **data, size_t *len)
{
	struct uio_piece piece;
	struct uio u;
	uint64_t pos = 0;
	long n;

	*len = f->inode->size;
	*data = kmalloc(*len + 1);
	if (!*data)
		return ERR(ENOMEM);
	uio_init(&u, &piece, (uint64_t)*data, *len, true);
	n = f->ops->read(f, &u, &pos);
	if (n < 0) {
		kfree(*data);
		return (int)n;
	}
	*len = (size_t)n;
	return 0;
}

int
fs_read_whole(const char *path, const void **data, size_t *len, bool *borrowed)
{
	uint64_t have = 0;
	struct file *f;
	void *copy;
	int err = fs_open_kernel(path, FILE_READ, &f);

	if (err)
		return err;
	if (!file_is_mem(f)) {
		file_put(f);
		return ERR(EACCES);
	}
	*borrowed = false;
	*data = filedata_borrowed(f->inode->data, &have);
	if (*data && have == f->inode->size) {
		*borrowed = true;
		*len = have;
	} else {
		err = read_all(f, &copy, len);
		*data = copy;
	}
	file_put(f);
	return err;
}
