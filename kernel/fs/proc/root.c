/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/root.c - /proc itself: what was registered, then the processes. */
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/str.h"
#include "fs/mem/mem.h"
#include "fs/proc/proc.h"
#include "fs/vfs_priv.h"

/* Listing positions of processes begin here; registered ones lie below. */
#define PID_POS (1ull << 32)

/* A number without leading zeros, or -1. */
int
proc_name_number(const char *name, size_t len)
{
	int n = 0;

	if (!len || len > 9 || (name[0] == '0' && len > 1))
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (name[i] < '0' || name[i] > '9')
			return -1;
		n = n * 10 + (name[i] - '0');
	}
	return n;
}

static int
root_lookup(struct inode *dir, const char *name, size_t len, struct inode **out)
{
	int pid = proc_name_number(name, len);

	if (pid > 0)
		return proc_pid_dir(pid, 0, out);
	return mem_dir_lookup(dir, name, len, out);
}

/* The lowest process id >= from, or 0. */
static int
next_pid(int from)
{
	struct process *p;
	int best = 0;

	spin_lock(&proctree_lock);
	list_for_each(p, &process_list, all_link) {
		if (p->pid >= from && (!best || p->pid < best))
			best = p->pid;
	}
	spin_unlock(&proctree_lock);
	return best;
}

static int
root_readdir(struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	char name[12];
	int err, pid;

	if (*pos < PID_POS) {
		err = mem_dir_readdir(dir, pos, emit, arg);
		if (err || *pos < dir->dir.next_cookie)
			return err; /* no room for more */
		*pos = PID_POS;
	}
	while ((pid = next_pid((int)(*pos - PID_POS))) != 0) {
		int n = fmt_sn(name, sizeof(name), "%d", pid);

		if (!emit(arg, name, (size_t)n, PROC_INO(pid, 0, 0),
			PID_POS + (uint64_t)pid + 1, MODE_DTYPE(MODE_DIR)))
			break;
		*pos = PID_POS + (uint64_t)pid + 1;
	}
	return 0;
}

const struct inode_ops proc_root_ops = {
	.lookup = root_lookup,
	.readdir = root_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_open_dir,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = mem_dir_evict,
};

/* /proc/self and /proc/thread-self. */
static long
self_readlink(struct inode *ino, char *buf, size_t size)
{
	const struct process *p = current->process;
	char text[48];
	int n;

	if (!p)
		return ERR(ENOENT);
	if (ino->gen.id)
		n = fmt_sn(
		    text, sizeof(text), "%d/task/%d", p->pid, current->tid);
	else
		n = fmt_sn(text, sizeof(text), "%d", p->pid);
	memcpy(buf, text, MIN((size_t)n, size));
	return n;
}

static const struct inode_ops self_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_no_open,
	.readlink = self_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = inode_no_evict,
};

static int
enter_self(const char *name, int64_t thread)
{
	struct inode *ino = inode_alloc(&proc_fs, &self_ops, MODE_LINK | 0777);

	if (!ino)
		return ERR(ENOMEM);
	ino->gen.id = thread;
	return gen_enter(&proc_fs, name, ino);
}

int
procfs_init(void)
{
	int err = enter_self("self", 0);

	if (!err)
		err = enter_self("thread-self", 1);
	if (!err)
		err = gen_enter_link(&proc_fs, "mounts", "self/mounts");
	return err;
}
