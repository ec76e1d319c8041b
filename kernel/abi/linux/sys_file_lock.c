/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_file_lock.c - flock, and the locks of fcntl. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "fs/locks.h"
#include "uapi/linux/fcntl.h"

/* Start and length relative to whence, to a range. */
static int
range_decode(struct file *f, const struct lx_flock *l, struct lock_range *r)
{
	int64_t base, end;

	if (l->l_whence == LX_SEEK_SET)
		base = 0;
	else if (l->l_whence == LX_SEEK_CUR)
		base = (int64_t)f->pos;
	else if (l->l_whence == LX_SEEK_END)
		base = (int64_t)f->inode->size;
	else
		return ERR(EINVAL);
	if (__builtin_add_overflow(base, l->l_start, &base))
		return ERR(EOVERFLOW);
	if (base < 0)
		return ERR(EINVAL);
	r->start = (uint64_t)base;
	r->end = UINT64_MAX;
	if (l->l_len > 0) {
		if (__builtin_add_overflow(base, l->l_len - 1, &end))
			return ERR(EOVERFLOW);
		r->end = (uint64_t)end;
	} else if (l->l_len < 0) {
		if (base + l->l_len < 0)
			return ERR(EINVAL);
		r->end = (uint64_t)base - 1;
		r->start = (uint64_t)(base + l->l_len);
	}
	return 0;
}

static int
mode_decode(struct file *f, int type, bool test, struct lock_range *r)
{
	if (type == LX_F_UNLCK)
		r->mode = LOCK_NONE;
	else if (type == LX_F_RDLCK)
		r->mode = LOCK_SHARED;
	else if (type == LX_F_WRLCK)
		r->mode = LOCK_EXCLUSIVE;
	else
		return ERR(EINVAL);
	if (test)
		return r->mode == LOCK_NONE ? ERR(EINVAL) : 0;
	if (r->mode == LOCK_SHARED && !(f->flags & FILE_READ))
		return ERR(EBADF);
	if (r->mode == LOCK_EXCLUSIVE && !(f->flags & FILE_WRITE))
		return ERR(EBADF);
	return 0;
}

static long
lock_test(struct file *f, struct lx_flock *l, struct lock_range *r, vaddr_t arg)
{
	locks_test(f->inode, r);
	if (r->mode == LOCK_NONE) {
		l->l_type = LX_F_UNLCK;
	} else {
		l->l_type = r->mode == LOCK_SHARED ? LX_F_RDLCK : LX_F_WRLCK;
		l->l_whence = LX_SEEK_SET;
		l->l_start = (int64_t)r->start;
		l->l_len =
		    r->end == UINT64_MAX ? 0 : (int64_t)(r->end - r->start + 1);
		l->l_pid = r->kind == LOCK_OFD ? -1 : r->pid;
	}
	return copyout_obj(arg, l);
}

long
fcntl_lock(struct file *f, unsigned int cmd, vaddr_t arg)
{
	bool ofd = cmd >= LX_F_OFD_GETLK;
	bool test = cmd == LX_F_GETLK || cmd == LX_F_OFD_GETLK;
	bool wait = cmd == LX_F_SETLKW || cmd == LX_F_OFD_SETLKW;
	struct lock_range r = { .kind = ofd ? LOCK_OFD : LOCK_POSIX };
	struct lx_flock l;
	int err;

	if (copyin_obj(&l, arg))
		return ERR(EFAULT);
	if (!f->inode)
		return ERR(EBADF);
	if (ofd && l.l_pid)
		return ERR(EINVAL);
	err = range_decode(f, &l, &r);
	if (!err)
		err = mode_decode(f, l.l_type, test, &r);
	if (err)
		return err;
	r.owner = ofd ? (const void *)f : current->process->files;
	r.pid = current->process->pid;
	if (test)
		return lock_test(f, &l, &r, arg);
	return restartable(locks_set(f->inode, &r, wait));
}

long
sys_flock(struct syscall_args *a)
{
	unsigned int op = (unsigned int)ARG1(a);
	struct file *f = file_of((int)ARG0(a));
	struct lock_range r = { .kind = LOCK_FLOCK, .end = UINT64_MAX };
	long ret = 0;

	if (!f)
		return ERR(EBADF);
	switch (op & ~(unsigned int)LX_LOCK_NB) {
	case LX_LOCK_SH:
		r.mode = LOCK_SHARED;
		break;
	case LX_LOCK_EX:
		r.mode = LOCK_EXCLUSIVE;
		break;
	case LX_LOCK_UN:
		r.mode = LOCK_NONE;
		break;
	default:
		ret = ERR(EINVAL);
		break;
	}
	if (!ret && ((f->flags & FILE_PATH) || !f->inode))
		ret = ERR(EBADF);
	if (!ret) {
		r.owner = f;
		r.pid = current->process->pid;
		ret = locks_set(f->inode, &r, !(op & LX_LOCK_NB));
	}
	file_put(f);
	return restartable(ret);
}
