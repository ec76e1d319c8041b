/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_dir.c - directories: list, change to, tell which. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "base/str.h"
#include "mm/kmem.h"
#include "uapi/linux/dirent.h"
#include "uapi/linux/fcntl.h"

#define LIST_MOST 32768u

struct listing {
	char *buf;
	size_t len, size;
	bool old; /* getdents, not getdents64 */
	bool full;
};

static bool
list_emit(void *arg, const char *name, size_t len, uint64_t ino,
    uint64_t next_pos, unsigned int dtype)
{
	struct listing *l = arg;
	/* The old record ends with NUL and the type. */
	size_t need = l->old ? ALIGN_UP(LX_DIRENT_HEAD + len + 2, (size_t)8)
			     : ALIGN_UP(LX_DIRENT64_HEAD + len + 1, (size_t)8);
	char *at = l->buf + l->len;
	struct lx_dirent64 *d64 = (struct lx_dirent64 *)(void *)at;
	struct lx_dirent *d = (struct lx_dirent *)(void *)at;

	if (l->len + need > l->size) {
		l->full = true;
		return false;
	}
	memset(at, 0, need);
	if (l->old) {
		d->d_ino = ino;
		d->d_off = next_pos;
		d->d_reclen = (uint16_t)need;
		memcpy(at + LX_DIRENT_HEAD, name, len);
		at[need - 1] = (char)dtype;
	} else {
		d64->d_ino = ino;
		d64->d_off = (int64_t)next_pos;
		d64->d_reclen = (uint16_t)need;
		d64->d_type = (uint8_t)dtype;
		memcpy(at + LX_DIRENT64_HEAD, name, len);
	}
	l->len += need;
	return true;
}

static long
list_file(struct file *f, struct listing *l, vaddr_t ubuf)
{
	uint64_t pos;
	long ret;

	mutex_lock(&f->pos_lock);
	pos = f->pos;
	ret = f->ops->readdir(f, &pos, list_emit, l);
	if (!ret) {
		ret = (long)l->len;
		if (!l->len && l->full)
			ret = ERR(EINVAL);
		else if (copyout(ubuf, l->buf, l->len))
			ret = ERR(EFAULT);
		else
			f->pos = pos;
	}
	mutex_unlock(&f->pos_lock);
	return ret;
}

static long
getdents_common(struct syscall_args *a, bool old)
{
	struct file *f = file_of((int)ARG0(a));
	struct listing l = { .old = old };
	long ret;

	if (!f)
		return ERR(EBADF);
	if (f->flags & FILE_PATH) {
		file_put(f);
		return ERR(EBADF);
	}
	l.size = MIN((size_t)(unsigned int)ARG2(a), (size_t)LIST_MOST);
	l.buf = kmalloc(l.size + 1);
	ret = l.buf ? list_file(f, &l, ARG1(a)) : ERR(ENOMEM);
	kfree(l.buf);
	file_put(f);
	return ret;
}

long
sys_getdents(struct syscall_args *a)
{
	return getdents_common(a, true);
}

long
sys_getdents64(struct syscall_args *a)
{
	return getdents_common(a, false);
}

long
sys_getcwd(struct syscall_args *a)
{
	struct fs_context *c = current->process->fs;
	struct inode *cwd = fs_context_cwd(c), *root = fs_context_root(c);
	char *buf = kmalloc(FS_PATH_MAX), *at = buf;
	long ret = ERR(ENOMEM);

	if (buf) {
		mutex_lock(&tree_lock);
		ret = inode_dir_path(cwd, root, buf, FS_PATH_MAX, &at);
		mutex_unlock(&tree_lock);
	}
	if (!ret) {
		ret = (long)strlen(at) + 1;
		if ((uint64_t)ret > ARG1(a))
			ret = ERR(ERANGE);
		else if (copyout(ARG0(a), at, (size_t)ret))
			ret = ERR(EFAULT);
	}
	kfree(buf);
	inode_put(cwd);
	inode_put(root);
	return ret;
}

static int
enter_dir(struct inode *dir, bool root)
{
	struct fs_context *c = current->process->fs;
	int err = inode_permission(dir, MAY_EXEC);

	if (err)
		return err;
	if (root)
		fs_context_set_root(c, dir);
	else
		fs_context_set_cwd(c, dir);
	return 0;
}

long
sys_chdir(struct syscall_args *a)
{
	struct inode *dir;
	int err = at_find(LX_AT_FDCWD, ARG0(a), WALK_DIRECTORY, &dir);

	if (err)
		return err;
	err = enter_dir(dir, false);
	inode_put(dir);
	return err;
}

long
sys_fchdir(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	int err;

	if (!f)
		return ERR(EBADF);
	if (!f->inode || !inode_is_dir(f->inode))
		err = ERR(ENOTDIR);
	else
		err = enter_dir(f->inode, false);
	file_put(f);
	return err;
}

long
sys_chroot(struct syscall_args *a)
{
	struct inode *dir;
	struct fs_cred c;
	int err = at_find(LX_AT_FDCWD, ARG0(a), WALK_DIRECTORY, &dir);

	if (err)
		return err;
	fs_cred_current(&c, false);
	err = c.uid ? ERR(EPERM) : enter_dir(dir, true);
	inode_put(dir);
	return err;
}
