/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_stat.c - attributes told: the stat family, statfs, access. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "core/time.h"
#include "uapi/linux/fcntl.h"
#include "uapi/linux/stat.h"
#include "uapi/linux/statfs.h"

STATIC_ASSERT(MODE_DIR == LX_S_IFDIR);
STATIC_ASSERT(MODE_FILE == LX_S_IFREG);
STATIC_ASSERT(MODE_LINK == LX_S_IFLNK);
STATIC_ASSERT(MODE_CHAR == LX_S_IFCHR);
STATIC_ASSERT(MODE_FIFO == LX_S_IFIFO);
STATIC_ASSERT(
    MAY_READ == LX_R_OK && MAY_WRITE == LX_W_OK && MAY_EXEC == LX_X_OK);

static uint64_t
dev_number(uint32_t major, uint32_t minor)
{
	return (minor & 0xff) | (uint64_t)major << 8 |
	       (uint64_t)(minor & ~0xffu) << 12;
}

/* Seconds and nanoseconds of a file's time, which may be before 1970. */
static int64_t
time_sec(uint64_t ns)
{
	int64_t t = (int64_t)ns, s = t / (int64_t)NSEC_PER_SEC;

	return t % (int64_t)NSEC_PER_SEC < 0 ? s - 1 : s;
}

static uint32_t
time_nsec(uint64_t ns)
{
	return (uint32_t)((int64_t)ns - time_sec(ns) * (int64_t)NSEC_PER_SEC);
}

static long
stat_out(struct inode *ino, vaddr_t ubuf)
{
	struct fattr at;
	struct lx_stat st = { 0 };

	inode_getattr(ino, &at);
	st.st_dev = dev_number(0, at.dev);
	st.st_ino = at.ino;
	st.st_nlink = at.nlink;
	st.st_mode = at.mode;
	st.st_uid = at.uid;
	st.st_gid = at.gid;
	st.st_rdev = dev_number(at.major, at.minor);
	st.st_size = (int64_t)at.size;
	st.st_blksize = at.blksize;
	st.st_blocks = (int64_t)at.blocks512;
	st.st_atime = (uint64_t)time_sec(at.atime);
	st.st_atime_nsec = time_nsec(at.atime);
	st.st_mtime = (uint64_t)time_sec(at.mtime);
	st.st_mtime_nsec = time_nsec(at.mtime);
	st.st_ctime = (uint64_t)time_sec(at.ctime);
	st.st_ctime_nsec = time_nsec(at.ctime);
	return copyout_obj(ubuf, &st);
}

static long
stat_path(int dirfd, vaddr_t upath, vaddr_t ubuf, unsigned int walk_flags)
{
	struct inode *ino;
	long ret = at_find(dirfd, upath, walk_flags, &ino);

	if (ret)
		return ret;
	ret = stat_out(ino, ubuf);
	inode_put(ino);
	return ret;
}

long
sys_stat(struct syscall_args *a)
{
	return stat_path(LX_AT_FDCWD, ARG0(a), ARG1(a), 0);
}

long
sys_lstat(struct syscall_args *a)
{
	return stat_path(LX_AT_FDCWD, ARG0(a), ARG1(a), WALK_NOFOLLOW);
}

long
sys_fstat(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret;

	if (!f)
		return ERR(EBADF);
	ret = f->inode ? stat_out(f->inode, ARG1(a)) : ERR(EBADF);
	file_put(f);
	return ret;
}

static int
walk_of_at(unsigned int at, unsigned int *walk)
{
	*walk = 0;
	if (at & ~(LX_AT_SYMLINK_NOFOLLOW | LX_AT_NO_AUTOMOUNT |
		     LX_AT_EMPTY_PATH | LX_AT_STATX_SYNC_TYPE))
		return ERR(EINVAL);
	if (at & LX_AT_SYMLINK_NOFOLLOW)
		*walk |= WALK_NOFOLLOW;
	if (at & LX_AT_EMPTY_PATH)
		*walk |= WALK_EMPTY;
	return 0;
}

long
sys_newfstatat(struct syscall_args *a)
{
	unsigned int walk;
	int err = walk_of_at((unsigned int)ARG3(a), &walk);

	if (err)
		return err;
	return stat_path((int)ARG0(a), ARG1(a), ARG2(a), walk);
}

static struct lx_statx_time
statx_time(uint64_t ns)
{
	return (struct lx_statx_time){
		.tv_sec = time_sec(ns),
		.tv_nsec = time_nsec(ns),
	};
}

static long
statx_out(struct inode *ino, vaddr_t ubuf)
{
	struct lx_statx sx = { 0 };
	struct fattr at;

	inode_getattr(ino, &at);
	sx.stx_mask = LX_STATX_BASIC_STATS | LX_STATX_BTIME | LX_STATX_MNT_ID;
	sx.stx_blksize = at.blksize;
	sx.stx_attributes = at.is_root ? LX_STATX_ATTR_MOUNT_ROOT : 0;
	sx.stx_attributes_mask = LX_STATX_ATTR_MOUNT_ROOT;
	sx.stx_nlink = at.nlink;
	sx.stx_uid = at.uid;
	sx.stx_gid = at.gid;
	sx.stx_mode = (uint16_t)at.mode;
	sx.stx_ino = at.ino;
	sx.stx_size = at.size;
	sx.stx_blocks = at.blocks512;
	sx.stx_atime = statx_time(at.atime);
	sx.stx_btime = statx_time(at.btime);
	sx.stx_ctime = statx_time(at.ctime);
	sx.stx_mtime = statx_time(at.mtime);
	sx.stx_rdev_major = at.major;
	sx.stx_rdev_minor = at.minor;
	sx.stx_dev_minor = at.dev;
	sx.stx_mnt_id = at.dev;
	return copyout_obj(ubuf, &sx);
}

long
sys_statx(struct syscall_args *a)
{
	unsigned int at = (unsigned int)ARG2(a), walk;
	struct inode *ino;
	long ret = walk_of_at(at, &walk);

	if (ret)
		return ret;
	if ((at & LX_AT_STATX_SYNC_TYPE) == LX_AT_STATX_SYNC_TYPE ||
	    (ARG3(a) & LX_STATX_RESERVED))
		return ERR(EINVAL);
	ret = at_find((int)ARG0(a), ARG1(a), walk, &ino);
	if (ret)
		return ret;
	ret = statx_out(ino, ARG4(a));
	inode_put(ino);
	return ret;
}

static long
access_common(int dirfd, vaddr_t upath, unsigned int want, unsigned int at)
{
	unsigned int walk = 0;
	struct inode *ino;
	struct fs_cred c;
	long ret;

	if ((want & ~7u) ||
	    (at & ~(LX_AT_EACCESS | LX_AT_SYMLINK_NOFOLLOW | LX_AT_EMPTY_PATH)))
		return ERR(EINVAL);
	if (at & LX_AT_SYMLINK_NOFOLLOW)
		walk |= WALK_NOFOLLOW;
	if (at & LX_AT_EMPTY_PATH)
		walk |= WALK_EMPTY;
	ret = at_find(dirfd, upath, walk, &ino);
	if (ret)
		return ret;
	fs_cred_current(&c, !(at & LX_AT_EACCESS));
	ret = inode_permission_cred(ino, want, &c);
	inode_put(ino);
	return ret;
}

long
sys_access(struct syscall_args *a)
{
	return access_common(LX_AT_FDCWD, ARG0(a), (unsigned int)ARG1(a), 0);
}

long
sys_faccessat(struct syscall_args *a)
{
	return access_common((int)ARG0(a), ARG1(a), (unsigned int)ARG2(a), 0);
}

long
sys_faccessat2(struct syscall_args *a)
{
	return access_common((int)ARG0(a), ARG1(a), (unsigned int)ARG2(a),
	    (unsigned int)ARG3(a));
}

static long
statfs_out(struct inode *ino, vaddr_t ubuf)
{
	struct lx_statfs out = { 0 };
	struct fs_stat s;

	fs_statfs(ino, &s);
	out.f_type = s.magic;
	out.f_bsize = (int64_t)s.bsize;
	out.f_frsize = (int64_t)s.bsize;
	out.f_blocks = s.blocks;
	out.f_bfree = s.bfree;
	out.f_bavail = s.bfree;
	out.f_files = s.files;
	out.f_ffree = s.ffree;
	out.f_namelen = FS_NAME_MAX;
	out.f_flags = LX_ST_VALID;
	return copyout_obj(ubuf, &out);
}

long
sys_statfs(struct syscall_args *a)
{
	struct inode *ino;
	long ret = at_find(LX_AT_FDCWD, ARG0(a), 0, &ino);

	if (ret)
		return ret;
	ret = statfs_out(ino, ARG1(a));
	inode_put(ino);
	return ret;
}

long
sys_fstatfs(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret;

	if (!f)
		return ERR(EBADF);
	ret = f->inode ? statfs_out(f->inode, ARG1(a)) : ERR(EBADF);
	file_put(f);
	return ret;
}
