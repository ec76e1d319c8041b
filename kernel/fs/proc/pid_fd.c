/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/pid_fd.c - /proc/PID/fd, fdinfo, and the links that lead straight to
 * an object: exe, cwd, root, fd/N. */
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/str.h"
#include "fs/fdtable.h"
#include "fs/proc/proc.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

/* Entry numbers of descriptors, within an inode's number. */
#define INO_FD	   0x4000
#define INO_FDINFO 0x8000

/* Descriptor table of a process, with a reference, or NULL. */
static struct fdtable *
files_of(int pid)
{
	struct fdtable *t = NULL;
	struct process *p;

	spin_lock(&proctree_lock);
	p = process_find(pid);
	if (p && p->files) {
		t = p->files;
		fdtable_get(t);
	}
	spin_unlock(&proctree_lock);
	return t;
}

static struct file *
file_of_pid(int pid, int fd)
{
	struct fdtable *t = files_of(pid);
	struct file *f;

	if (!t)
		return NULL;
	f = fd_get(t, fd);
	fdtable_put(t);
	return f;
}

/* Where a process is: its directory or root, with a reference. */
static struct inode *
place_of(int pid, bool root)
{
	struct fs_context *c = NULL;
	struct inode *dir = NULL;
	struct process *p;

	spin_lock(&proctree_lock);
	p = process_find(pid);
	if (p && p->fs) {
		c = p->fs;
		fs_context_get(c);
	}
	spin_unlock(&proctree_lock);
	if (c) {
		dir = root ? fs_context_root(c) : fs_context_cwd(c);
		fs_context_put(c);
	}
	return dir;
}

static long
text_out(const char *text, char *buf, size_t size)
{
	size_t n = strlen(text);

	memcpy(buf, text, MIN(n, size));
	return (long)n;
}

static long
exe_readlink(int pid, char *buf, size_t size)
{
	struct process *p;
	long n = ERR(ENOENT);

	spin_lock(&proctree_lock);
	p = process_find(pid);
	if (p && p->exe[0])
		n = text_out(p->exe, buf, size);
	spin_unlock(&proctree_lock);
	return n;
}

static long
place_readlink(int pid, bool root, char *buf, size_t size)
{
	struct inode *dir = place_of(pid, root);
	char *tmp = kmalloc(FS_PATH_MAX), *at;
	long n = ERR(ENOENT);

	if (!dir || !tmp)
		n = ERR(ENOENT);
	else if (!inode_dir_path(dir, root_fs.root, tmp, FS_PATH_MAX, &at))
		n = text_out(at, buf, size);
	kfree(tmp);
	inode_put(dir);
	return n;
}

/* What a descriptor is, as text. */
static long
fd_readlink(struct file *f, char *buf, size_t size)
{
	char text[64];
	long n;

	if (f->path) {
		n = text_out(f->path, buf, size);
		if (f->inode && !f->inode->nlink &&
		    MODE_IS(f->inode->mode, MODE_FILE) &&
		    (size_t)n + 10 < size) {
			memcpy(buf + n, " (deleted)", 10);
			n += 10;
		}
		return n;
	}
	(void)fmt_sn(text, sizeof(text), "%s:[%llu]",
	    f->inode && MODE_IS(f->inode->mode, MODE_FIFO) ? "pipe" : "file",
	    (unsigned long long)(f->inode ? f->inode->ino : 0));
	return text_out(text, buf, size);
}

/* gen.arg NULL; gen.id: PROC_LINK_*, or INO_FD + fd. */
static long
link_readlink(struct inode *ino, char *buf, size_t size)
{
	int pid = PROC_INO_PID(ino->ino);
	struct file *f;
	long n;

	switch (ino->gen.id) {
	case PROC_LINK_EXE:
		return exe_readlink(pid, buf, size);
	case PROC_LINK_CWD:
		return place_readlink(pid, false, buf, size);
	case PROC_LINK_ROOT:
		return place_readlink(pid, true, buf, size);
	default:
		f = file_of_pid(pid, (int)ino->gen.id - INO_FD);
		if (!f)
			return ERR(ENOENT);
		n = fd_readlink(f, buf, size);
		file_put(f);
		return n;
	}
}

static int
link_follow(struct inode *ino, struct inode **out)
{
	int pid = PROC_INO_PID(ino->ino);
	struct file *f;

	*out = NULL;
	if (ino->gen.id == PROC_LINK_EXE)
		return -EAGAIN;
	if (ino->gen.id == PROC_LINK_CWD || ino->gen.id == PROC_LINK_ROOT) {
		*out = place_of(pid, ino->gen.id == PROC_LINK_ROOT);
		return *out ? 0 : ERR(ENOENT);
	}
	f = file_of_pid(pid, (int)ino->gen.id - INO_FD);
	if (!f)
		return ERR(ENOENT);
	if (f->inode) {
		inode_get(f->inode);
		*out = f->inode;
	}
	file_put(f);
	return *out ? 0 : ERR(ENXIO);
}

static const struct inode_ops link_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_no_open,
	.readlink = link_readlink,
	.follow = link_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = inode_no_evict,
};

struct inode *
proc_link_make(int pid, int tid, unsigned int n)
{
	struct inode *ino = inode_alloc(&proc_fs, &link_ops, MODE_LINK | 0777);

	if (!ino)
		return NULL;
	ino->nlink = 1;
	ino->ino = PROC_INO(pid, tid, n);
	ino->gen.id = n;
	return ino;
}

static int
fdinfo_show(struct inode *ino, struct textbuf *t)
{
	struct file *f = file_of_pid(PROC_INO_PID(ino->ino), (int)ino->gen.id);
	unsigned int rw, flags = 0;

	if (!f)
		return ERR(ENOENT);
	rw = f->flags & (FILE_READ | FILE_WRITE);
	if (rw == FILE_WRITE)
		flags = 01;
	else if (rw == (FILE_READ | FILE_WRITE))
		flags = 02;
	if (f->flags & FILE_APPEND)
		flags |= 02000;
	if (f->flags & FILE_NONBLOCK)
		flags |= 04000;
	text_printf(t, "pos:\t%llu\nflags:\t0%o\nmnt_id:\t%u\nino:\t%llu\n",
	    (unsigned long long)f->pos, flags | 0100000,
	    f->inode ? f->inode->fs->dev : 0,
	    (unsigned long long)(f->inode ? f->inode->ino : 0));
	file_put(f);
	return 0;
}

static const struct gen_kind fdinfo_kind = { .show = fdinfo_show };

/* The descriptor a name stands for, if it is open; else -1. */
static int
fd_of_name(int pid, const char *name, size_t len, struct file **f)
{
	int fd = proc_name_number(name, len);

	*f = fd < 0 ? NULL : file_of_pid(pid, fd);
	return *f ? fd : -1;
}

static int
fd_lookup(struct inode *dir, const char *name, size_t len, struct inode **out)
{
	int pid = PROC_INO_PID(dir->ino), fd;
	struct file *f;

	fd = fd_of_name(pid, name, len, &f);
	if (fd < 0)
		return -ENOENT;
	*out = proc_link_make(
	    pid, PROC_INO_TID(dir->ino), INO_FD + (unsigned int)fd);
	if (*out) {
		(*out)->ino = PROC_INO(pid, 0, (INO_FD + fd) & 0xffff);
		(*out)->uid = dir->uid;
		(*out)->gid = dir->gid;
		(*out)->size = 64;
		(*out)->mode = MODE_LINK |
			       (f->flags & FILE_READ ? 0500 : 0100) |
			       (f->flags & FILE_WRITE ? 0300 : 0100);
	}
	file_put(f);
	return *out ? 0 : ERR(ENOMEM);
}

static int
fdinfo_lookup(
    struct inode *dir, const char *name, size_t len, struct inode **out)
{
	int pid = PROC_INO_PID(dir->ino), fd;
	struct file *f;

	fd = fd_of_name(pid, name, len, &f);
	if (fd < 0)
		return -ENOENT;
	file_put(f);
	*out = gen_file(&proc_fs, &fdinfo_kind, 0400, NULL, fd);
	if (!*out)
		return ERR(ENOMEM);
	(*out)->ino = PROC_INO(pid, 0, (INO_FDINFO + fd) & 0xffff);
	(*out)->uid = dir->uid;
	(*out)->gid = dir->gid;
	return 0;
}

static int
fds_readdir(struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg,
    unsigned int first, unsigned int mode)
{
	int pid = PROC_INO_PID(dir->ino), fd;
	struct fdtable *t = files_of(pid);
	char name[12];

	if (!t)
		return 0;
	for (fd = fd_next(t, (int)(*pos - 2)); fd >= 0;
	     fd = fd_next(t, fd + 1)) {
		int n = fmt_sn(name, sizeof(name), "%d", fd);

		if (!emit(arg, name, (size_t)n,
			PROC_INO(pid, 0, (first + (unsigned int)fd) & 0xffff),
			(uint64_t)fd + 3, MODE_DTYPE(mode)))
			break;
		*pos = (uint64_t)fd + 3;
	}
	fdtable_put(t);
	return 0;
}

static int
fd_readdir(struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	return fds_readdir(dir, pos, emit, arg, INO_FD, MODE_LINK);
}

static int
fdinfo_readdir(struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	return fds_readdir(dir, pos, emit, arg, INO_FDINFO, MODE_FILE);
}

#define FD_DIR_OPS(ident, look, list)          \
	const struct inode_ops ident = {       \
		.lookup = look,                \
		.readdir = list,               \
		.make = inode_no_make,         \
		.link = inode_no_link,         \
		.unlink = inode_no_unlink,     \
		.rename = inode_no_rename,     \
		.is_empty = inode_no_entries,  \
		.open = inode_open_dir,        \
		.readlink = inode_no_readlink, \
		.follow = inode_no_follow,     \
		.truncate = inode_no_truncate, \
		.bytes = inode_no_bytes,       \
		.evict = inode_no_evict,       \
	}

FD_DIR_OPS(proc_fd_ops, fd_lookup, fd_readdir);
FD_DIR_OPS(proc_fdinfo_ops, fdinfo_lookup, fdinfo_readdir);
