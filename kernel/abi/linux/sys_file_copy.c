/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_file_copy.c - bytes from file to file: sendfile,
 * copy_file_range, splice. They go through one kernel page. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "arch/pgtable.h"
#include "fs/mem/mem.h"
#include "fs/pipe.h"
#include "mm/kmem.h"
#include "uapi/linux/uio.h"

/* A side of a copy: its place is *pos, or the file's own (own). */
struct copy_side {
	struct file *f;
	uint64_t pos;
	bool own;
	vaddr_t upos; /* where the place is given back */
};

static long
side_move(struct copy_side *s, void *buf, uint64_t len, bool wr)
{
	struct uio_piece piece;
	struct uio u;
	long n;

	uio_init(&u, &piece, (uint64_t)buf, len, true);
	if (!s->own || file_is_stream(s->f))
		return wr ? s->f->ops->write(s->f, &u, &s->pos)
			  : s->f->ops->read(s->f, &u, &s->pos);
	mutex_lock(&s->f->pos_lock);
	n = wr ? s->f->ops->write(s->f, &u, &s->f->pos)
	       : s->f->ops->read(s->f, &u, &s->f->pos);
	mutex_unlock(&s->f->pos_lock);
	return n;
}

/* What was read but not written goes back, where there is a place. */
static void
side_back(struct copy_side *s, uint64_t n)
{
	if (file_is_stream(s->f))
		return;
	if (s->own) {
		mutex_lock(&s->f->pos_lock);
		s->f->pos -= n;
		mutex_unlock(&s->f->pos_lock);
	} else {
		s->pos -= n;
	}
}

static long
copy_loop(struct copy_side *in, struct copy_side *out, uint64_t len)
{
	char *page = kmalloc(PAGE_SIZE);
	long done = 0, n = 0, put;

	if (!page)
		return ERR(ENOMEM);
	len = MIN(len, LX_RW_MAX);
	while ((uint64_t)done < len) {
		n = side_move(
		    in, page, MIN(PAGE_SIZE, len - (uint64_t)done), false);
		if (n <= 0)
			break;
		put = side_move(out, page, (uint64_t)n, true);
		if (put < n)
			side_back(in, (uint64_t)(n - MAX(put, 0)));
		if (put > 0)
			done += put;
		if (put < n) {
			n = put < 0 ? put : 0;
			break;
		}
		if (file_is_stream(in->f) && (uint64_t)n < PAGE_SIZE)
			break;
	}
	kfree(page);
	return done ? done : n;
}

static int
side_init(struct copy_side *s, int fd, vaddr_t upos, bool wr)
{
	*s = (struct copy_side){ .f = file_of(fd), .upos = upos };
	s->own = !upos;
	if (!s->f)
		return ERR(EBADF);
	if (!(s->f->flags & (wr ? FILE_WRITE : FILE_READ)))
		return ERR(EBADF);
	if (upos && copyin_obj(&s->pos, upos))
		return ERR(EFAULT);
	if ((int64_t)s->pos < 0)
		return ERR(EINVAL);
	if (upos && file_is_stream(s->f))
		return ERR(ESPIPE);
	return 0;
}

static long
copy_run(struct copy_side *in, struct copy_side *out, uint64_t len)
{
	long ret = copy_loop(in, out, len);

	if (in->upos && copyout_obj(in->upos, &in->pos))
		ret = ERR(EFAULT);
	if (out->upos && copyout_obj(out->upos, &out->pos))
		ret = ERR(EFAULT);
	return restartable(ret);
}

static void
sides_put(struct copy_side *in, struct copy_side *out)
{
	if (in->f)
		file_put(in->f);
	if (out->f)
		file_put(out->f);
}

long
sys_sendfile(struct syscall_args *a)
{
	struct copy_side in, out = { 0 };
	long ret = side_init(&in, (int)ARG1(a), ARG2(a), false);

	if (!ret)
		ret = side_init(&out, (int)ARG0(a), 0, true);
	if (!ret && (file_is_stream(in.f) || (out.f->flags & FILE_APPEND)))
		ret = ERR(EINVAL);
	if (!ret && in.f->inode && inode_is_dir(in.f->inode))
		ret = ERR(EINVAL);
	if (!ret)
		ret = copy_run(&in, &out, ARG3(a));
	sides_put(&in, &out);
	return ret;
}

static int
range_check(
    const struct copy_side *in, const struct copy_side *out, uint64_t len)
{
	uint64_t from = in->own ? in->f->pos : in->pos;
	uint64_t to = out->own ? out->f->pos : out->pos;

	if (inode_is_dir(in->f->inode) || inode_is_dir(out->f->inode))
		return ERR(EISDIR);
	if (!MODE_IS(in->f->inode->mode, MODE_FILE) ||
	    !MODE_IS(out->f->inode->mode, MODE_FILE))
		return ERR(EINVAL);
	if (out->f->flags & FILE_APPEND)
		return ERR(EBADF);
	if (from + len < from || to + len < to)
		return ERR(EOVERFLOW);
	if (in->f->inode == out->f->inode && from < to + len && to < from + len)
		return ERR(EINVAL);
	return 0;
}

long
sys_copy_file_range(struct syscall_args *a)
{
	struct copy_side in, out = { 0 };
	long ret;

	ret = side_init(&in, (int)ARG0(a), ARG1(a), false);
	if (!ret)
		ret = side_init(&out, (int)ARG2(a), ARG3(a), true);
	if (ret == -ESPIPE)
		ret = ERR(EINVAL);
	if (!ret && (!in.f->inode || !out.f->inode))
		ret = ERR(EINVAL);
	if (!ret && (unsigned int)ARG5(a))
		ret = ERR(EINVAL);
	if (!ret)
		ret = range_check(&in, &out, ARG4(a));
	if (!ret)
		ret = copy_run(&in, &out, ARG4(a));
	sides_put(&in, &out);
	return ret;
}

long
sys_splice(struct syscall_args *a)
{
	struct copy_side in, out = { 0 };
	long ret;

	if ((unsigned int)ARG5(a) & ~0xfu)
		return ERR(EINVAL);
	ret = side_init(&in, (int)ARG0(a), ARG1(a), false);
	if (!ret)
		ret = side_init(&out, (int)ARG2(a), ARG3(a), true);
	if (!ret && in.f->inode && inode_is_dir(in.f->inode))
		ret = ERR(EINVAL);
	if (!ret && !file_is_pipe(in.f) && !file_is_pipe(out.f))
		ret = ERR(EINVAL);
	if (!ret &&
	    ((out.f->flags & FILE_APPEND) || in.f->inode == out.f->inode))
		ret = ERR(EINVAL);
	if (!ret)
		ret = copy_run(&in, &out, ARG4(a));
	sides_put(&in, &out);
	return ret;
}
