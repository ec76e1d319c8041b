/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_file.c - descriptors: open, close, dup, fcntl, ioctl, pipe. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "base/str.h"
#include "fs/mem/mem.h"
#include "fs/pipe.h"
#include "proc/signal.h"
#include "uapi/linux/fcntl.h"
#include "uapi/linux/ioctl.h"

STATIC_ASSERT(SEAL_SEAL == LX_F_SEAL_SEAL);
STATIC_ASSERT(SEAL_SHRINK == LX_F_SEAL_SHRINK);
STATIC_ASSERT(SEAL_GROW == LX_F_SEAL_GROW);
STATIC_ASSERT(SEAL_WRITE == LX_F_SEAL_WRITE);
STATIC_ASSERT(SEAL_FUTURE_WRITE == LX_F_SEAL_FUTURE_WRITE);

static int
open_how(unsigned int o, unsigned int *how)
{
	*how = 0;
	if (o & LX_O_PATH) {
		*how = o & LX_O_NOFOLLOW ? OPEN_NOFOLLOW : 0;
		return 0;
	}
	if ((o & LX_O_TMPFILE) == LX_O_TMPFILE)
		*how |= OPEN_UNNAMED;
	if ((o & LX_O_CREAT) && (o & LX_O_DIRECTORY))
		return ERR(EINVAL);
	if (o & LX_O_CREAT)
		*how |= OPEN_CREATE;
	if (o & LX_O_EXCL)
		*how |= OPEN_EXCL;
	if (o & LX_O_TRUNC)
		*how |= OPEN_TRUNC;
	if (o & LX_O_NOFOLLOW)
		*how |= OPEN_NOFOLLOW;
	return 0;
}

static long
open_common(int dirfd, vaddr_t upath, unsigned int o, unsigned int mode)
{
	unsigned int flags = file_flags_from_user(o), how;
	struct user_path path;
	struct inode *base;
	struct file *f;
	int err = open_how(o, &how);

	if (err)
		return err;
	if (how & OPEN_UNNAMED)
		flags &= ~FILE_DIRECTORY;
	err = user_path_get(&path, upath);
	if (err)
		return err;
	err = at_base(dirfd, path.text, false, &base);
	if (!err) {
		err = path_open(
		    base, path.text, flags, how, mode & MODE_PERM, &f);
		inode_put(base);
	}
	user_path_put(&path);
	if (err)
		return restartable(err);
	return file_install(f, 0, o & LX_O_CLOEXEC);
}

long
sys_open(struct syscall_args *a)
{
	return open_common(
	    LX_AT_FDCWD, ARG0(a), (unsigned int)ARG1(a), (unsigned int)ARG2(a));
}

long
sys_openat(struct syscall_args *a)
{
	return open_common((int)ARG0(a), ARG1(a), (unsigned int)ARG2(a),
	    (unsigned int)ARG3(a));
}

long
sys_creat(struct syscall_args *a)
{
	return open_common(LX_AT_FDCWD, ARG0(a),
	    LX_O_CREAT | LX_O_WRONLY | LX_O_TRUNC, (unsigned int)ARG1(a));
}

long
sys_close(struct syscall_args *a)
{
	return fd_close(current->process->files, (int)ARG0(a));
}

long
sys_close_range(struct syscall_args *a)
{
	struct fdtable *t = current->process->files;
	unsigned int first = (unsigned int)ARG0(a),
		     last = (unsigned int)ARG1(a);
	unsigned int flags = (unsigned int)ARG2(a);

	if (flags & ~(LX_CLOSE_RANGE_UNSHARE | LX_CLOSE_RANGE_CLOEXEC))
		return ERR(EINVAL);
	if (first > last)
		return ERR(EINVAL);
	if (first > INT32_MAX)
		return 0;
	for (int fd = fd_next(t, (int)first);
	     fd >= 0 && (unsigned int)fd <= last; fd = fd_next(t, fd + 1)) {
		if (flags & LX_CLOSE_RANGE_CLOEXEC)
			(void)fd_cloexec(t, fd, 1);
		else
			(void)fd_close(t, fd);
	}
	return 0;
}

long
sys_dup(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));

	return f ? file_install(f, 0, false) : ERR(EBADF);
}

static long
dup_to(int old, int fd, bool cloexec)
{
	struct file *f = file_of(old);
	int ret;

	if (!f)
		return ERR(EBADF);
	ret = fd_install_at(
	    current->process->files, f, fd, cloexec, file_limit());
	if (ret < 0)
		file_put(f);
	return ret;
}

long
sys_dup2(struct syscall_args *a)
{
	int old = (int)ARG0(a), fd = (int)ARG1(a);

	if (old == fd)
		return fd_cloexec(current->process->files, old, -1) < 0
			   ? ERR(EBADF)
			   : fd;
	return dup_to(old, fd, false);
}

long
sys_dup3(struct syscall_args *a)
{
	unsigned int flags = (unsigned int)ARG2(a);

	if ((flags & ~LX_O_CLOEXEC) || (int)ARG0(a) == (int)ARG1(a))
		return ERR(EINVAL);
	return dup_to((int)ARG0(a), (int)ARG1(a), flags != 0);
}

static long
fcntl_setfl(struct file *f, unsigned int o)
{
	const unsigned int may = FILE_APPEND | FILE_NONBLOCK | FILE_DIRECT |
				 FILE_NOATIME | FILE_ASYNC;
	unsigned int flags = file_flags_from_user(o & ~LX_O_PATH) & may;
	unsigned int old = READ_ONCE(f->flags);

	while (!__atomic_compare_exchange_n(&f->flags, &old,
	    (old & ~may) | flags, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
	return 0;
}

static long
fcntl_dup(struct file *f, uint64_t min, bool cloexec)
{
	if (min > INT32_MAX || min >= file_limit())
		return ERR(EINVAL);
	file_get(f);
	return file_install(f, (int)min, cloexec);
}

static long
fcntl_seals(struct file *f, unsigned int cmd, uint64_t arg)
{
	if (cmd == LX_F_GET_SEALS)
		return mem_file_get_seals(f);
	if (arg & ~0x1full)
		return ERR(EINVAL);
	return mem_file_add_seals(f, (uint32_t)arg);
}

static long
fcntl_pipe(struct file *f, unsigned int cmd, uint64_t arg)
{
	if (!file_is_pipe(f))
		return ERR(EBADF);
	return cmd == LX_F_GETPIPE_SZ ? pipe_capacity(f)
				      : pipe_set_capacity(f, (uint32_t)arg);
}

/* Whom SIGIO would go to: kept and told, never sent. */
static long
fcntl_set_owner(struct file *f, int type, int64_t id)
{
	bool there;

	if (type < LX_F_OWNER_TID || type > LX_F_OWNER_PGRP)
		return ERR(EINVAL);
	if (id < 0 || id > INT32_MAX)
		return ERR(EINVAL);
	if (id) {
		spin_lock(&proctree_lock);
		there = process_find((int)id) || task_find((int)id);
		spin_unlock(&proctree_lock);
		if (!there)
			return ERR(ESRCH);
	}
	f->owner_type = type;
	f->owner = (int32_t)id;
	return 0;
}

static long
fcntl_owner(struct file *f, unsigned int cmd, uint64_t arg)
{
	struct lx_f_owner_ex ex = { f->owner_type, f->owner };
	int id = (int)arg;

	switch (cmd) {
	case LX_F_GETOWN:
		return ex.type == LX_F_OWNER_PGRP ? -(long)ex.pid : ex.pid;
	case LX_F_SETOWN:
		return fcntl_set_owner(f,
		    id < 0 ? LX_F_OWNER_PGRP : LX_F_OWNER_PID,
		    id < 0 ? -(int64_t)id : id);
	case LX_F_GETOWN_EX:
		return copyout_obj(arg, &ex);
	case LX_F_SETOWN_EX:
		if (copyin_obj(&ex, arg))
			return ERR(EFAULT);
		return fcntl_set_owner(f, ex.type, ex.pid);
	case LX_F_GETSIG:
		return f->owner_signal;
	default:
		if (arg > SIGNO_MAX)
			return ERR(EINVAL);
		f->owner_signal = (int)arg;
		return 0;
	}
}

static long
fcntl_file(struct file *f, int fd, unsigned int cmd, uint64_t arg)
{
	struct fdtable *t = current->process->files;

	switch (cmd) {
	case LX_F_DUPFD:
		return fcntl_dup(f, (unsigned int)arg, false);
	case LX_F_DUPFD_CLOEXEC:
		return fcntl_dup(f, (unsigned int)arg, true);
	case LX_F_GETFD:
		return fd_cloexec(t, fd, -1);
	case LX_F_SETFD:
		return MIN(fd_cloexec(t, fd, (arg & LX_FD_CLOEXEC) != 0), 0);
	case LX_F_GETFL:
		return file_flags_to_user(f);
	default:
		break;
	}
	if (f->flags & FILE_PATH)
		return ERR(EBADF);
	switch (cmd) {
	case LX_F_GETOWN:
	case LX_F_SETOWN:
	case LX_F_GETOWN_EX:
	case LX_F_SETOWN_EX:
	case LX_F_GETSIG:
	case LX_F_SETSIG:
		return fcntl_owner(f, cmd, arg);
	case LX_F_SETFL:
		return fcntl_setfl(f, (unsigned int)arg);
	case LX_F_GETLK:
	case LX_F_SETLK:
	case LX_F_SETLKW:
	case LX_F_OFD_GETLK:
	case LX_F_OFD_SETLK:
	case LX_F_OFD_SETLKW:
		return fcntl_lock(f, cmd, arg);
	case LX_F_GETPIPE_SZ:
	case LX_F_SETPIPE_SZ:
		return fcntl_pipe(f, cmd, arg);
	case LX_F_ADD_SEALS:
	case LX_F_GET_SEALS:
		return fcntl_seals(f, cmd, arg);
	case LX_F_GETLEASE:
		return LX_F_UNLCK; /* there are no leases */
	default:
		return ERR(EINVAL);
	}
}

long
sys_fcntl(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret;

	if (!f)
		return ERR(EBADF);
	ret = fcntl_file(f, (int)ARG0(a), (unsigned int)ARG1(a), ARG2(a));
	file_put(f);
	return ret;
}

static long
set_flag_from_user(struct file *f, vaddr_t uaddr, uint32_t flag)
{
	int on;

	if (copyin_obj(&on, uaddr))
		return ERR(EFAULT);
	if (on)
		__atomic_or_fetch(&f->flags, flag, __ATOMIC_RELAXED);
	else
		__atomic_and_fetch(&f->flags, ~flag, __ATOMIC_RELAXED);
	return 0;
}

static long
ioctl_unread(struct file *f, vaddr_t uaddr)
{
	int64_t left = (int64_t)f->inode->size - (int64_t)f->pos;
	int n = (int)MIN(left, (int64_t)INT32_MAX);

	return copyout_obj(uaddr, &n);
}

static long
ioctl_block_size(vaddr_t uaddr)
{
	int size = (int)PAGE_SIZE;

	return copyout_obj(uaddr, &size);
}

static long
ioctl_file(struct file *f, int fd, unsigned int cmd, uint64_t arg)
{
	struct fdtable *t = current->process->files;

	switch (cmd) {
	case LX_FIOCLEX:
		return MIN(fd_cloexec(t, fd, 1), 0);
	case LX_FIONCLEX:
		return MIN(fd_cloexec(t, fd, 0), 0);
	case LX_FIONBIO:
		return set_flag_from_user(f, arg, FILE_NONBLOCK);
	case LX_FIOASYNC:
		if (!file_is_stream(f))
			return ERR(ENOTTY);
		return set_flag_from_user(f, arg, FILE_ASYNC);
	case LX_FIGETBSZ:
		return ioctl_block_size(arg);
	case LX_FIOQSIZE:
		if (file_is_mem(f) || (f->inode && inode_is_dir(f->inode)))
			return copyout_obj(arg, &f->inode->size);
		break;
	case LX_FIONREAD:
		if (file_is_mem(f))
			return ioctl_unread(f, arg);
		break;
	default:
		break;
	}
	return f->ops->ioctl(f, cmd, arg);
}

long
sys_ioctl(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret = ERR(EBADF);

	if (!f)
		return ret;
	if (!(f->flags & FILE_PATH))
		ret =
		    ioctl_file(f, (int)ARG0(a), (unsigned int)ARG1(a), ARG2(a));
	file_put(f);
	return restartable(ret);
}

static long
pipe_common(vaddr_t ufds, unsigned int o)
{
	struct fdtable *t = current->process->files;
	struct file *rd, *wr;
	int fds[2], err;

	if (o & ~(LX_O_CLOEXEC | LX_O_NONBLOCK | LX_O_DIRECT))
		return ERR(EINVAL);
	err = pipe_create((o & LX_O_NONBLOCK ? FILE_NONBLOCK : 0) |
			      (o & LX_O_DIRECT ? FILE_DIRECT : 0),
	    &rd, &wr);
	if (err)
		return err;
	fds[0] = file_install(rd, 0, o & LX_O_CLOEXEC);
	if (fds[0] < 0) {
		file_put(wr);
		return fds[0];
	}
	fds[1] = file_install(wr, 0, o & LX_O_CLOEXEC);
	if (fds[1] < 0) {
		(void)fd_close(t, fds[0]);
		return fds[1];
	}
	if (copyout(ufds, fds, sizeof(fds))) {
		(void)fd_close(t, fds[0]);
		(void)fd_close(t, fds[1]);
		return ERR(EFAULT);
	}
	return 0;
}

long
sys_pipe(struct syscall_args *a)
{
	return pipe_common(ARG0(a), 0);
}

long
sys_pipe2(struct syscall_args *a)
{
	return pipe_common(ARG0(a), (unsigned int)ARG1(a));
}

long
sys_memfd_create(struct syscall_args *a)
{
	const unsigned int known = LX_MFD_CLOEXEC | LX_MFD_ALLOW_SEALING |
				   LX_MFD_HUGETLB |
				   LX_MFD_HUGE_MASK << LX_MFD_HUGE_SHIFT;
	unsigned int flags = (unsigned int)ARG1(a);
	struct file *f;
	char name[250];
	long n;
	int err;

	if (flags & ~known)
		return ERR(EINVAL);
	if ((flags & LX_MFD_HUGE_MASK << LX_MFD_HUGE_SHIFT) &&
	    !(flags & LX_MFD_HUGETLB))
		return ERR(EINVAL);
	if (flags & LX_MFD_HUGETLB)
		return ERR(ENOSYS);
	n = copyin_str(name, ARG0(a), sizeof(name));
	if (n < 0)
		return n == -ENAMETOOLONG ? ERR(EINVAL) : n;
	err = mem_file_anonymous(
	    name, flags & LX_MFD_ALLOW_SEALING, FILE_READ | FILE_WRITE, &f);
	if (err)
		return err;
	return file_install(f, 0, flags & LX_MFD_CLOEXEC);
}
