/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/file.c - open files: their life, and the defaults of struct file_ops. */
#include "fs/file.h"

#include "base/err.h"
#include "base/errno.h"
#include "fs/event/epoll.h"
#include "fs/inode.h"
#include "fs/locks.h"
#include "mm/kmem.h"

struct file *
file_alloc(const struct file_ops *ops, struct inode *inode, unsigned int flags,
    void *priv)
{
	struct file *f = kzalloc(sizeof(*f));

	if (!f)
		return NULL;
	f->refs = 1;
	f->flags = flags;
	f->ops = ops;
	f->inode = inode;
	f->priv = priv;
	mutex_init(&f->pos_lock, RANK_FILE_POS);
	list_init(&f->epoll_links);
	if (inode && (flags & FILE_WRITE))
		__atomic_add_fetch(&inode->writers, 1, __ATOMIC_RELAXED);
	return f;
}

void
file_free(struct file *f)
{
	if (!list_empty(&f->epoll_links))
		epoll_file_gone(f);
	f->ops->release(f);
	if (f->inode) {
		locks_file_gone(f);
		if (f->flags & FILE_WRITE)
			__atomic_sub_fetch(
			    &f->inode->writers, 1, __ATOMIC_RELAXED);
		inode_put(f->inode);
	}
	kfree(f->path);
	kfree(f);
}

long
file_no_read(struct file *f, struct uio *u, uint64_t *pos)
{
	(void)f, (void)u, (void)pos;
	return ERR(EINVAL);
}

long
file_no_write(struct file *f, struct uio *u, uint64_t *pos)
{
	(void)f, (void)u, (void)pos;
	return ERR(EINVAL);
}

long
file_no_seek(struct file *f, int64_t off, int whence)
{
	(void)f, (void)off, (void)whence;
	return ERR(ESPIPE);
}

long
file_no_ioctl(struct file *f, unsigned int cmd, uint64_t arg)
{
	(void)f, (void)cmd, (void)arg;
	return ERR(ENOTTY);
}

uint32_t
file_always_ready(struct file *f, struct poll_table *pt)
{
	(void)f, (void)pt;
	return POLL_IN | POLL_OUT | POLL_RDNORM | POLL_WRNORM;
}

int
file_no_readdir(struct file *f, uint64_t *pos,
    bool (*emit)(void *arg, const char *name, size_t len, uint64_t ino,
	uint64_t next_pos, unsigned int dtype),
    void *arg)
{
	(void)f, (void)pos, (void)emit, (void)arg;
	return ERR(ENOTDIR);
}

int
file_no_truncate(struct file *f, uint64_t len)
{
	(void)f, (void)len;
	return ERR(EINVAL);
}

int
file_no_map_page(struct file *f, uint64_t pgoff, uint64_t *pa)
{
	(void)f, (void)pgoff, (void)pa;
	return ERR(ENODEV);
}

void
file_no_release(struct file *f)
{
	(void)f;
}

long
file_seek_size(struct file *f, int64_t off, int whence, uint64_t size)
{
	int64_t base;

	if (whence == SEEK_FROM_START)
		base = 0;
	else if (whence == SEEK_FROM_HERE)
		base = (int64_t)f->pos;
	else if (whence == SEEK_FROM_END)
		base = (int64_t)size;
	else
		return ERR(EINVAL);
	if (__builtin_add_overflow(base, off, &base) || base < 0)
		return ERR(EINVAL);
	f->pos = (uint64_t)base;
	return base;
}
