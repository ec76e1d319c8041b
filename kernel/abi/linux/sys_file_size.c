/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_file_size.c - sizes and contents as a whole: truncate,
 * fallocate, sync, advice. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "fs/mem/mem.h"
#include "proc/signal.h"
#include "uapi/linux/fcntl.h"

static int
length_check(int64_t len)
{
	uint64_t limit = current->process->limits[RLIMIT_FSIZE_INDEX].cur;
	struct signal_info info = { .signo = SIGNO_XFSZ,
		.code = SIGCODE_KERNEL };

	if (len < 0)
		return ERR(EINVAL);
	if ((uint64_t)len > limit) {
		(void)signal_send_task(current, &info);
		return ERR(EFBIG);
	}
	return 0;
}

long
sys_truncate(struct syscall_args *a)
{
	struct inode *ino;
	int err;

	if ((int64_t)ARG1(a) < 0)
		return ERR(EINVAL);
	err = at_find(LX_AT_FDCWD, ARG0(a), 0, &ino);
	if (err)
		return err;
	err = length_check((int64_t)ARG1(a));
	if (!err)
		err = inode_truncate(ino, ARG1(a));
	inode_put(ino);
	return err;
}

long
sys_ftruncate(struct syscall_args *a)
{
	struct file *f;
	int err;

	if ((int64_t)ARG1(a) < 0)
		return ERR(EINVAL);
	f = file_of((int)ARG0(a));
	if (!f)
		return ERR(EBADF);
	if (f->flags & FILE_PATH)
		err = ERR(EBADF);
	else if (!(f->flags & FILE_WRITE))
		err = ERR(EINVAL);
	else
		err = length_check((int64_t)ARG1(a));
	if (!err)
		err = f->ops->truncate(f, ARG1(a));
	file_put(f);
	return err;
}

static int
allocate(struct file *f, unsigned int mode, uint64_t off, uint64_t len)
{
	bool keep = mode & LX_FALLOC_FL_KEEP_SIZE;

	switch (mode & ~(unsigned int)LX_FALLOC_FL_KEEP_SIZE) {
	case 0:
		return mem_file_allocate(f, off, len, keep);
	case LX_FALLOC_FL_PUNCH_HOLE:
		return keep ? mem_file_punch(f, off, len) : ERR(EOPNOTSUPP);
	case LX_FALLOC_FL_ZERO_RANGE:
		return mem_file_zero_range(f, off, len, keep);
	default:
		return ERR(EOPNOTSUPP);
	}
}

long
sys_fallocate(struct syscall_args *a)
{
	int64_t off = (int64_t)ARG2(a), len = (int64_t)ARG3(a), end;
	struct file *f = file_of((int)ARG0(a));
	int err = 0;

	if (!f)
		return ERR(EBADF);
	if (f->flags & FILE_PATH)
		err = ERR(EBADF);
	else if (off < 0 || len <= 0)
		err = ERR(EINVAL);
	else if (!(f->flags & FILE_WRITE))
		err = ERR(EBADF);
	else if (f->inode && MODE_IS(f->inode->mode, MODE_FIFO))
		err = ERR(ESPIPE);
	else if (!file_is_mem(f))
		err = ERR(ENODEV);
	else if (__builtin_add_overflow(off, len, &end))
		err = ERR(EFBIG);
	else if (!((unsigned int)ARG1(a) & LX_FALLOC_FL_KEEP_SIZE))
		err = length_check(end);
	if (!err)
		err = allocate(
		    f, (unsigned int)ARG1(a), (uint64_t)off, (uint64_t)len);
	file_put(f);
	return err;
}

/* Everything is in memory: a file is as safe as it will be. */
static long
sync_file(int fd, bool any)
{
	struct file *f = file_of(fd);
	long ret = 0;

	if (!f)
		return ERR(EBADF);
	if (f->flags & FILE_PATH)
		ret = ERR(EBADF);
	else if (!any && file_is_stream(f))
		ret = ERR(EINVAL);
	file_put(f);
	return ret;
}

long
sys_fsync(struct syscall_args *a)
{
	return sync_file((int)ARG0(a), false);
}

long
sys_fdatasync(struct syscall_args *a)
{
	return sync_file((int)ARG0(a), false);
}

long
sys_syncfs(struct syscall_args *a)
{
	return sync_file((int)ARG0(a), true);
}

long
sys_sync_file_range(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret = 0;

	if (!f)
		return ERR(EBADF);
	if ((unsigned int)ARG3(a) & ~7u)
		ret = ERR(EINVAL);
	else if ((int64_t)ARG1(a) < 0 || (int64_t)ARG2(a) < 0 ||
		 (int64_t)(ARG1(a) + ARG2(a)) < 0)
		ret = ERR(EINVAL);
	else if (file_is_stream(f))
		ret = ERR(ESPIPE);
	file_put(f);
	return ret;
}

long
sys_sync(struct syscall_args *a)
{
	(void)a;
	return 0;
}

long
sys_fadvise64(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret = 0;

	if (!f)
		return ERR(EBADF);
	if (f->flags & FILE_PATH)
		ret = ERR(EBADF);
	else if (f->inode && MODE_IS(f->inode->mode, MODE_FIFO))
		ret = ERR(ESPIPE);
	else if ((int64_t)ARG2(a) < 0 || (unsigned int)ARG3(a) > 5)
		ret = ERR(EINVAL);
	file_put(f);
	return ret;
}

long
sys_readahead(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	long ret = 0;

	if (!f)
		return ERR(EBADF);
	if (!(f->flags & FILE_READ))
		ret = ERR(EBADF);
	else if (!file_is_mem(f))
		ret = ERR(EINVAL);
	file_put(f);
	return ret;
}
