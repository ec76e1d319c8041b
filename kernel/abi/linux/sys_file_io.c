/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_file_io.c - read, write and their relatives, lseek. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "arch/pgtable.h"
#include "fs/mem/mem.h"
#include "mm/kmem.h"
#include "proc/signal.h"
#include "uapi/linux/fcntl.h"
#include "uapi/linux/uio.h"

STATIC_ASSERT(sizeof(struct lx_iovec) == sizeof(struct uio_piece));
STATIC_ASSERT(SEEK_FROM_START == LX_SEEK_SET);
STATIC_ASSERT(SEEK_FROM_HERE == LX_SEEK_CUR);
STATIC_ASSERT(SEEK_FROM_END == LX_SEEK_END);
STATIC_ASSERT(SEEK_TO_DATA == LX_SEEK_DATA);
STATIC_ASSERT(SEEK_TO_HOLE == LX_SEEK_HOLE);

#define FEW_PIECES  8
#define POS_CURRENT UINT64_MAX /* use and move the file's own position */

/* No write may pass the process's limit on file sizes. */
static int
size_limit_check(struct file *f, struct uio *u, uint64_t pos)
{
	uint64_t limit = current->process->limits[RLIMIT_FSIZE_INDEX].cur;
	struct signal_info info = { .signo = SIGNO_XFSZ,
		.code = SIGCODE_KERNEL };

	if (likely(limit == UINT64_MAX) || !file_is_mem(f) || !u->left)
		return 0;
	if ((f->flags & FILE_APPEND) || u->append)
		pos = f->inode->size;
	if (pos >= limit) {
		(void)signal_send_task(current, &info);
		return ERR(EFBIG);
	}
	u->left = MIN(u->left, limit - pos);
	return 0;
}

static long
file_transfer(struct file *f, struct uio *u, uint64_t *pos, bool wr)
{
	int err;

	if (*pos > INT64_MAX - u->left)
		return ERR(EINVAL);
	if (!wr)
		return f->ops->read(f, u, pos);
	err = size_limit_check(f, u, *pos);
	return err ? err : f->ops->write(f, u, pos);
}

static inline bool
transfer_allowed(const struct file *f, bool wr)
{
	return f->flags & (wr ? FILE_WRITE : FILE_READ);
}

/* At the file's own position. */
static long
transfer_here(struct file *f, struct uio *u, bool wr)
{
	uint64_t pos = 0;
	long n;

	if (file_is_stream(f))
		return wr ? f->ops->write(f, u, &pos)
			  : f->ops->read(f, u, &pos);
	mutex_lock(&f->pos_lock);
	n = file_transfer(f, u, &f->pos, wr);
	mutex_unlock(&f->pos_lock);
	return n;
}

static long
transfer_at(struct file *f, struct uio *u, uint64_t pos, bool wr)
{
	if (pos == POS_CURRENT)
		return transfer_here(f, u, wr);
	if (file_is_stream(f))
		return ERR(ESPIPE);
	return file_transfer(f, u, &pos, wr);
}

/* Once for each caller: a pipe's round trip is four of these. */
static inline __attribute__((always_inline)) long
rw_one(int fd, vaddr_t buf, uint64_t len, uint64_t pos, bool wr)
{
	struct file *f = file_of(fd);
	struct uio_piece piece;
	struct uio u;
	long ret;

	if (unlikely(!f))
		return ERR(EBADF);
	if (unlikely(!transfer_allowed(f, wr))) {
		ret = ERR(EBADF);
	} else if (unlikely(buf > USER_END || len > USER_END - buf)) {
		ret = ERR(EFAULT);
	} else {
		uio_init(&u, &piece, buf, MIN(len, LX_RW_MAX), false);
		if (pos != POS_CURRENT || !file_is_stream(f))
			ret = transfer_at(f, &u, pos, wr);
		else if (wr)
			ret = f->ops->write(f, &u, &pos);
		else
			ret = f->ops->read(f, &u, &pos);
	}
	file_put(f);
	return restartable(ret);
}

long
sys_read(struct syscall_args *a)
{
	return rw_one((int)ARG0(a), ARG1(a), ARG2(a), POS_CURRENT, false);
}

long
sys_write(struct syscall_args *a)
{
	return rw_one((int)ARG0(a), ARG1(a), ARG2(a), POS_CURRENT, true);
}

long
sys_pread64(struct syscall_args *a)
{
	if ((int64_t)ARG3(a) < 0)
		return ERR(EINVAL);
	return rw_one((int)ARG0(a), ARG1(a), ARG2(a), ARG3(a), false);
}

long
sys_pwrite64(struct syscall_args *a)
{
	if ((int64_t)ARG3(a) < 0)
		return ERR(EINVAL);
	return rw_one((int)ARG0(a), ARG1(a), ARG2(a), ARG3(a), true);
}

/* Check n pieces and sum them up into u. */
static int
pieces_check(struct uio_piece *p, unsigned int n, struct uio *u)
{
	uint64_t total = 0;

	for (unsigned int i = 0; i < n; i++) {
		if ((int64_t)p[i].len < 0)
			return ERR(EINVAL);
		p[i].len = MIN(p[i].len, LX_RW_MAX - total);
		if (!user_range_ok(p[i].base, p[i].len))
			return ERR(EFAULT);
		total += p[i].len;
	}
	*u = (struct uio){ .piece = p, .npieces = n, .left = total };
	return 0;
}

/* The pieces of a vectored call: few of them in small, else allocated. */
static int
pieces_get(vaddr_t uvec, uint64_t n, struct uio_piece *small,
    struct uio_piece **out, struct uio *u)
{
	struct uio_piece *p = small;
	int err;

	if (n > LX_IOV_MAX)
		return ERR(EINVAL);
	if (n > FEW_PIECES)
		p = kmalloc(n * sizeof(*p));
	if (!p)
		return ERR(ENOMEM);
	err = copyin(p, uvec, n * sizeof(*p));
	if (!err)
		err = pieces_check(p, (unsigned int)n, u);
	if (err && p != small)
		kfree(p);
	*out = p;
	return err;
}

static long
rw_vector(struct syscall_args *a, uint64_t pos, bool wr, bool append)
{
	struct uio_piece small[FEW_PIECES], *p;
	struct file *f = file_of((int)ARG0(a));
	struct uio u;
	long ret;

	if (!f)
		return ERR(EBADF);
	if (!transfer_allowed(f, wr)) {
		ret = ERR(EBADF);
	} else {
		ret = pieces_get(ARG1(a), ARG2(a), small, &p, &u);
		if (!ret) {
			u.append = append;
			ret = transfer_at(f, &u, pos, wr);
			if (p != small)
				kfree(p);
		}
	}
	file_put(f);
	return restartable(ret);
}

long
sys_readv(struct syscall_args *a)
{
	return rw_vector(a, POS_CURRENT, false, false);
}

long
sys_writev(struct syscall_args *a)
{
	return rw_vector(a, POS_CURRENT, true, false);
}

long
sys_preadv(struct syscall_args *a)
{
	return (int64_t)ARG3(a) < 0 ? ERR(EINVAL)
				    : rw_vector(a, ARG3(a), false, false);
}

long
sys_pwritev(struct syscall_args *a)
{
	return (int64_t)ARG3(a) < 0 ? ERR(EINVAL)
				    : rw_vector(a, ARG3(a), true, false);
}

static int
rwf_check(struct syscall_args *a)
{
	unsigned int known =
	    LX_RWF_HIPRI | LX_RWF_DSYNC | LX_RWF_SYNC | LX_RWF_APPEND;

	if ((unsigned int)ARG5(a) & ~known)
		return ERR(EOPNOTSUPP);
	if ((int64_t)ARG3(a) < -1)
		return ERR(EINVAL);
	return 0;
}

long
sys_preadv2(struct syscall_args *a)
{
	int err = rwf_check(a);

	return err ? err : rw_vector(a, ARG3(a), false, false);
}

long
sys_pwritev2(struct syscall_args *a)
{
	int err = rwf_check(a);

	return err ? err
		   : rw_vector(a, ARG3(a), true,
			 (unsigned int)ARG5(a) & LX_RWF_APPEND);
}

long
sys_lseek(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	unsigned int whence = (unsigned int)ARG2(a);
	long ret;

	if (!f)
		return ERR(EBADF);
	if (f->flags & FILE_PATH) {
		ret = ERR(EBADF);
	} else if (whence > LX_SEEK_HOLE) {
		ret = ERR(EINVAL);
	} else if (file_is_stream(f)) {
		ret = ERR(ESPIPE);
	} else {
		mutex_lock(&f->pos_lock);
		ret = f->ops->seek(f, (int64_t)ARG1(a), (int)whence);
		mutex_unlock(&f->pos_lock);
	}
	file_put(f);
	return ret;
}
