/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_attr.c - attributes set: mode, owner, times, umask. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "core/time.h"
#include "uapi/linux/fcntl.h"
#include "uapi/linux/stat.h"

static long
chmod_path(int dirfd, vaddr_t upath, unsigned int mode)
{
	struct inode *ino;
	long ret = at_find(dirfd, upath, 0, &ino);

	if (ret)
		return ret;
	ret = inode_chmod(ino, mode);
	inode_put(ino);
	return ret;
}

long
sys_chmod(struct syscall_args *a)
{
	return chmod_path(LX_AT_FDCWD, ARG0(a), (unsigned int)ARG1(a));
}

long
sys_fchmodat(struct syscall_args *a)
{
	return chmod_path((int)ARG0(a), ARG1(a), (unsigned int)ARG2(a));
}

long
sys_fchmod(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret;

	if (!f)
		return ERR(EBADF);
	if ((f->flags & FILE_PATH) || !f->inode)
		ret = ERR(EBADF);
	else
		ret = inode_chmod(f->inode, (unsigned int)ARG1(a));
	file_put(f);
	return ret;
}

static long
chown_path(int dirfd, vaddr_t upath, unsigned int uid, unsigned int gid,
    unsigned int walk)
{
	struct inode *ino;
	long ret = at_find(dirfd, upath, walk, &ino);

	if (ret)
		return ret;
	ret = inode_chown(ino, uid, gid);
	inode_put(ino);
	return ret;
}

long
sys_chown(struct syscall_args *a)
{
	return chown_path(LX_AT_FDCWD, ARG0(a), (unsigned int)ARG1(a),
	    (unsigned int)ARG2(a), 0);
}

long
sys_lchown(struct syscall_args *a)
{
	return chown_path(LX_AT_FDCWD, ARG0(a), (unsigned int)ARG1(a),
	    (unsigned int)ARG2(a), WALK_NOFOLLOW);
}

long
sys_fchownat(struct syscall_args *a)
{
	unsigned int at = (unsigned int)ARG4(a), walk = 0;

	if (at & ~(LX_AT_SYMLINK_NOFOLLOW | LX_AT_EMPTY_PATH))
		return ERR(EINVAL);
	if (at & LX_AT_SYMLINK_NOFOLLOW)
		walk |= WALK_NOFOLLOW;
	if (at & LX_AT_EMPTY_PATH)
		walk |= WALK_EMPTY;
	return chown_path((int)ARG0(a), ARG1(a), (unsigned int)ARG2(a),
	    (unsigned int)ARG3(a), walk);
}

long
sys_fchown(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret;

	if (!f)
		return ERR(EBADF);
	if ((f->flags & FILE_PATH) || !f->inode)
		ret = ERR(EBADF);
	else
		ret = inode_chown(
		    f->inode, (unsigned int)ARG1(a), (unsigned int)ARG2(a));
	file_put(f);
	return ret;
}

long
sys_umask(struct syscall_args *a)
{
	return fs_context_set_umask(
	    current->process->fs, (unsigned int)ARG0(a));
}

/* What a utime call sets. */
struct new_times {
	unsigned int which;
	uint64_t atime, mtime;
};

static void
times_now(struct new_times *t)
{
	t->which = SET_ATIME | SET_MTIME | SET_NOW;
	t->atime = t->mtime = time_real_ns();
}

/* A time of a file: nanoseconds as a signed number, so that 1677 is first. */
static uint64_t
time_ns(int64_t sec, int64_t nsec)
{
	if (sec < INT64_MIN / (int64_t)NSEC_PER_SEC)
		return (uint64_t)INT64_MIN;
	if (sec < 0)
		return (uint64_t)(sec * (int64_t)NSEC_PER_SEC + nsec);
	return ns_saturating(sec, nsec);
}

static int
times_of_timespec(const struct lx_timespec ts[2], struct new_times *t)
{
	for (int i = 0; i < 2; i++) {
		if (ts[i].tv_nsec != LX_UTIME_NOW &&
		    ts[i].tv_nsec != LX_UTIME_OMIT &&
		    (uint64_t)ts[i].tv_nsec >= NSEC_PER_SEC)
			return ERR(EINVAL);
	}
	times_now(t);
	if (ts[0].tv_nsec == LX_UTIME_NOW && ts[1].tv_nsec == LX_UTIME_NOW)
		return 0;
	t->which &= ~(unsigned int)SET_NOW;
	if (ts[0].tv_nsec == LX_UTIME_OMIT)
		t->which &= ~(unsigned int)SET_ATIME;
	else if (ts[0].tv_nsec != LX_UTIME_NOW)
		t->atime = time_ns(ts[0].tv_sec, ts[0].tv_nsec);
	if (ts[1].tv_nsec == LX_UTIME_OMIT)
		t->which &= ~(unsigned int)SET_MTIME;
	else if (ts[1].tv_nsec != LX_UTIME_NOW)
		t->mtime = time_ns(ts[1].tv_sec, ts[1].tv_nsec);
	return 0;
}

static long
times_set_path(
    int dirfd, vaddr_t upath, unsigned int walk, const struct new_times *t)
{
	struct inode *ino;
	struct file *f;
	long ret;

	if (upath) {
		ret = at_find(dirfd, upath, walk, &ino);
		if (ret)
			return ret;
		ret = inode_set_times(ino, t->which, t->atime, t->mtime);
		inode_put(ino);
		return ret;
	}
	f = file_of(dirfd);
	if (!f)
		return ERR(EBADF);
	if ((f->flags & FILE_PATH) || !f->inode)
		ret = ERR(EBADF);
	else
		ret = inode_set_times(f->inode, t->which, t->atime, t->mtime);
	file_put(f);
	return ret;
}

long
sys_utimensat(struct syscall_args *a)
{
	unsigned int at = (unsigned int)ARG3(a), walk = 0;
	struct lx_timespec ts[2];
	struct new_times t;
	int err = 0;

	if (ARG2(a)) {
		if (copyin(ts, ARG2(a), sizeof(ts)))
			return ERR(EFAULT);
		if (ts[0].tv_nsec == LX_UTIME_OMIT &&
		    ts[1].tv_nsec == LX_UTIME_OMIT)
			return 0;
		err = times_of_timespec(ts, &t);
	} else {
		times_now(&t);
	}
	if (err)
		return err;
	if (at & ~(LX_AT_SYMLINK_NOFOLLOW | LX_AT_EMPTY_PATH))
		return ERR(EINVAL);
	if (!ARG1(a)) {
		if ((int)ARG0(a) == LX_AT_FDCWD)
			return ERR(EFAULT);
		if (at)
			return ERR(EINVAL);
	}
	if (at & LX_AT_SYMLINK_NOFOLLOW)
		walk |= WALK_NOFOLLOW;
	if (at & LX_AT_EMPTY_PATH)
		walk |= WALK_EMPTY;
	return times_set_path((int)ARG0(a), ARG1(a), walk, &t);
}

static long
utimes_common(int dirfd, vaddr_t upath, vaddr_t utimes)
{
	struct lx_timeval tv[2];
	struct new_times t;

	times_now(&t);
	if (utimes) {
		if (copyin(tv, utimes, sizeof(tv)))
			return ERR(EFAULT);
		if ((uint64_t)tv[0].tv_usec >= 1000000 ||
		    (uint64_t)tv[1].tv_usec >= 1000000)
			return ERR(EINVAL);
		t.which = SET_ATIME | SET_MTIME;
		t.atime = time_ns(tv[0].tv_sec, tv[0].tv_usec * 1000);
		t.mtime = time_ns(tv[1].tv_sec, tv[1].tv_usec * 1000);
	}
	if (!upath && dirfd == LX_AT_FDCWD)
		return ERR(EFAULT);
	return times_set_path(dirfd, upath, 0, &t);
}

long
sys_utimes(struct syscall_args *a)
{
	return utimes_common(LX_AT_FDCWD, ARG0(a), ARG1(a));
}

long
sys_futimesat(struct syscall_args *a)
{
	return utimes_common((int)ARG0(a), ARG1(a), ARG2(a));
}

long
sys_utime(struct syscall_args *a)
{
	struct new_times t;
	int64_t sec[2];

	times_now(&t);
	if (ARG1(a)) {
		if (copyin(sec, ARG1(a), sizeof(sec)))
			return ERR(EFAULT);
		t.which = SET_ATIME | SET_MTIME;
		t.atime = time_ns(sec[0], 0);
		t.mtime = time_ns(sec[1], 0);
	}
	if (!ARG0(a))
		return ERR(EFAULT);
	return times_set_path(LX_AT_FDCWD, ARG0(a), 0, &t);
}
