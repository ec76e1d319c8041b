/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/fs/host_fs.c - a root in memory without the rest of the
 * system's files: no devices, no pipes, no locks, no listing of open folders.
 */
#include "host_fs.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/panic.h"
#include "fs/event/epoll.h"
#include "fs/locks.h"
#include "fs/mem/mem.h"
#include "fs/pipe.h"
#include "fs/vfs_priv.h"
#include "host.h"
#include "proc/process.h"

struct filesystem root_fs = { .type = "test", .pages = true };
struct process host_process;

void
host_fs_init(void)
{
	mutex_init(&tree_lock, RANK_FS);
	root_fs.root = inode_alloc(&root_fs, &mem_dir_ops, MODE_DIR | 0755);
	host_process.fs = fs_context_create(NULL);
	host_task.process = &host_process;
}

struct name {
	char text[FS_NAME_MAX];
	size_t len;
};

static bool
first_name(void *arg, const char *name, size_t len, uint64_t ino,
    uint64_t next_pos, unsigned int dtype)
{
	struct name *n = arg;

	(void)ino, (void)next_pos, (void)dtype;
	memcpy(n->text, name, len);
	n->len = len;
	return false;
}

/* Remove all below dir; it refers to its parent, so nothing goes by itself. */
static void
empty(struct inode *dir)
{
	while (!dir->ops->is_empty(dir)) {
		struct inode *ino;
		struct name n;
		uint64_t pos = 0;

		(void)dir->ops->readdir(dir, &pos, first_name, &n);
		VERIFY(!dir->ops->lookup(dir, n.text, n.len, &ino));
		if (inode_is_dir(ino))
			empty(ino);
		VERIFY(!dir->ops->unlink(dir, n.text, n.len));
		inode_put(ino);
	}
}

void
host_fs_fini(void)
{
	empty(root_fs.root);
	fs_context_put(host_process.fs);
	host_process.fs = NULL;
	inode_put(root_fs.root);
}

void
epoll_file_gone(struct file *f)
{
	(void)f;
}

void
locks_file_gone(struct file *f)
{
	(void)f;
}

void
pipe_evict(struct inode *ino)
{
	(void)ino;
}

int
inode_open_fifo(struct inode *ino, struct file *f)
{
	(void)ino, (void)f;
	return -ENXIO;
}

int
inode_open_device(struct inode *ino, struct file *f)
{
	(void)ino, (void)f;
	return -ENXIO;
}
