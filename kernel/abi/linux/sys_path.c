/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_path.c - names: make, link, rename, remove, read links. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "mm/kmem.h"
#include "uapi/linux/fcntl.h"

STATIC_ASSERT(RENAME_NOREPLACE == LX_RENAME_NOREPLACE);
STATIC_ASSERT(RENAME_EXCHANGE == LX_RENAME_EXCHANGE);

/* A path argument with the place where it begins. */
struct at_path {
	struct user_path path;
	struct inode *base;
};

static int
at_path_get(struct at_path *p, int dirfd, vaddr_t upath)
{
	int err = user_path_get(&p->path, upath);

	if (err)
		return err;
	err = at_base(dirfd, p->path.text, false, &p->base);
	if (err)
		user_path_put(&p->path);
	return err;
}

static void
at_path_put(struct at_path *p)
{
	inode_put(p->base);
	user_path_put(&p->path);
}

static long
make_common(int dirfd, vaddr_t upath, unsigned int mode, uint64_t dev)
{
	unsigned int major =
	    (unsigned int)((dev >> 8 & 0xfff) | (dev >> 32 & ~0xfffull));
	unsigned int minor =
	    (unsigned int)((dev & 0xff) | (dev >> 12 & ~0xffull));
	struct at_path p;
	int err = at_path_get(&p, dirfd, upath);

	if (err)
		return err;
	err = path_make(p.base, p.path.text, mode, major, minor);
	at_path_put(&p);
	return err;
}

long
sys_mkdir(struct syscall_args *a)
{
	return make_common(LX_AT_FDCWD, ARG0(a),
	    MODE_DIR | ((unsigned int)ARG1(a) & 01777), 0);
}

long
sys_mkdirat(struct syscall_args *a)
{
	return make_common((int)ARG0(a), ARG1(a),
	    MODE_DIR | ((unsigned int)ARG2(a) & 01777), 0);
}

static long
mknod_common(int dirfd, vaddr_t upath, unsigned int mode, uint64_t dev)
{
	struct fs_cred c;

	mode &= MODE_TYPE | MODE_PERM;
	if (!(mode & MODE_TYPE))
		mode |= MODE_FILE;
	fs_cred_current(&c, false);
	switch (mode & MODE_TYPE) {
	case MODE_FILE:
	case MODE_FIFO:
	case MODE_SOCKET:
		return make_common(dirfd, upath, mode, 0);
	case MODE_CHAR:
	case MODE_BLOCK:
		if (c.uid)
			return ERR(EPERM);
		return make_common(dirfd, upath, mode, (uint32_t)dev);
	case MODE_DIR:
		return ERR(EPERM);
	default:
		return ERR(EINVAL);
	}
}

long
sys_mknod(struct syscall_args *a)
{
	return mknod_common(
	    LX_AT_FDCWD, ARG0(a), (unsigned int)ARG1(a), ARG2(a));
}

long
sys_mknodat(struct syscall_args *a)
{
	return mknod_common(
	    (int)ARG0(a), ARG1(a), (unsigned int)ARG2(a), ARG3(a));
}

static long
remove_common(int dirfd, vaddr_t upath, bool dir)
{
	struct at_path p;
	int err = at_path_get(&p, dirfd, upath);

	if (err)
		return err;
	err = dir ? path_rmdir(p.base, p.path.text)
		  : path_unlink(p.base, p.path.text);
	at_path_put(&p);
	return err;
}

long
sys_unlink(struct syscall_args *a)
{
	return remove_common(LX_AT_FDCWD, ARG0(a), false);
}

long
sys_rmdir(struct syscall_args *a)
{
	return remove_common(LX_AT_FDCWD, ARG0(a), true);
}

long
sys_unlinkat(struct syscall_args *a)
{
	unsigned int flags = (unsigned int)ARG2(a);

	if (flags & ~LX_AT_REMOVEDIR)
		return ERR(EINVAL);
	return remove_common((int)ARG0(a), ARG1(a), flags != 0);
}

static long
rename_common(
    int odir, vaddr_t uold, int ndir, vaddr_t unew, unsigned int flags)
{
	struct at_path o, n;
	int err;

	if (flags & ~(LX_RENAME_NOREPLACE | LX_RENAME_EXCHANGE))
		return ERR(EINVAL);
	err = at_path_get(&o, odir, uold);
	if (err)
		return err;
	err = at_path_get(&n, ndir, unew);
	if (!err) {
		err = path_rename(
		    o.base, o.path.text, n.base, n.path.text, flags);
		at_path_put(&n);
	}
	at_path_put(&o);
	return err;
}

long
sys_rename(struct syscall_args *a)
{
	return rename_common(LX_AT_FDCWD, ARG0(a), LX_AT_FDCWD, ARG1(a), 0);
}

long
sys_renameat(struct syscall_args *a)
{
	return rename_common((int)ARG0(a), ARG1(a), (int)ARG2(a), ARG3(a), 0);
}

long
sys_renameat2(struct syscall_args *a)
{
	return rename_common((int)ARG0(a), ARG1(a), (int)ARG2(a), ARG3(a),
	    (unsigned int)ARG4(a));
}

static long
link_common(int odir, vaddr_t uold, int ndir, vaddr_t unew, unsigned int flags)
{
	unsigned int walk = flags & LX_AT_SYMLINK_FOLLOW ? 0 : WALK_NOFOLLOW;
	struct user_path old;
	struct inode *base;
	struct at_path n;
	int err;

	if (flags & ~(LX_AT_SYMLINK_FOLLOW | LX_AT_EMPTY_PATH))
		return ERR(EINVAL);
	if (flags & LX_AT_EMPTY_PATH)
		walk |= WALK_EMPTY;
	err = user_path_get(&old, uold);
	if (err)
		return err;
	err = at_base(odir, old.text, walk & WALK_EMPTY, &base);
	if (!err) {
		err = at_path_get(&n, ndir, unew);
		if (!err) {
			err = path_link(
			    base, old.text, walk, n.base, n.path.text);
			at_path_put(&n);
		}
		inode_put(base);
	}
	user_path_put(&old);
	return err;
}

long
sys_link(struct syscall_args *a)
{
	return link_common(LX_AT_FDCWD, ARG0(a), LX_AT_FDCWD, ARG1(a), 0);
}

long
sys_linkat(struct syscall_args *a)
{
	return link_common((int)ARG0(a), ARG1(a), (int)ARG2(a), ARG3(a),
	    (unsigned int)ARG4(a));
}

static long
symlink_common(vaddr_t utarget, int dirfd, vaddr_t upath)
{
	struct user_path target;
	struct at_path p;
	int err = user_path_get(&target, utarget);

	if (err)
		return err;
	err = at_path_get(&p, dirfd, upath);
	if (!err) {
		err = path_symlink(p.base, p.path.text, target.text);
		at_path_put(&p);
	}
	user_path_put(&target);
	return err;
}

long
sys_symlink(struct syscall_args *a)
{
	return symlink_common(ARG0(a), LX_AT_FDCWD, ARG1(a));
}

long
sys_symlinkat(struct syscall_args *a)
{
	return symlink_common(ARG0(a), (int)ARG1(a), ARG2(a));
}

/* "" names a link only by a descriptor. */
static bool
path_is_empty(vaddr_t upath)
{
	char c;

	return !copyin(&c, upath, 1) && !c;
}

static long
readlink_common(int dirfd, vaddr_t upath, vaddr_t ubuf, int size)
{
	struct inode *ino;
	char *buf;
	long n;

	if (size <= 0)
		return ERR(EINVAL);
	n = at_find(dirfd, upath, WALK_NOFOLLOW | WALK_EMPTY, &ino);
	if (n)
		return n;
	buf = kmalloc(FS_PATH_MAX);
	n = buf ? inode_readlink(ino, buf, FS_PATH_MAX) : ERR(ENOMEM);
	inode_put(ino);
	if (n == -EINVAL && path_is_empty(upath))
		n = ERR(ENOENT);
	if (n > 0) {
		n = MIN(n, MIN((long)size, (long)FS_PATH_MAX));
		if (copyout(ubuf, buf, (size_t)n))
			n = ERR(EFAULT);
	}
	kfree(buf);
	return n;
}

long
sys_readlink(struct syscall_args *a)
{
	if (path_is_empty(ARG0(a)))
		return (int)ARG2(a) <= 0 ? ERR(EINVAL) : ERR(ENOENT);
	return readlink_common(LX_AT_FDCWD, ARG0(a), ARG1(a), (int)ARG2(a));
}

long
sys_readlinkat(struct syscall_args *a)
{
	if ((int)ARG0(a) == LX_AT_FDCWD && path_is_empty(ARG1(a)))
		return (int)ARG3(a) <= 0 ? ERR(EINVAL) : ERR(ENOENT);
	return readlink_common((int)ARG0(a), ARG1(a), ARG2(a), (int)ARG3(a));
}
