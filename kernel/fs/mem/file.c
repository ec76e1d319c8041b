/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/mem/file.c - regular files in memory: read, write, seek, cut, map.
 *
 * Locking: inode's lock around every transfer, so that reads and writes of one
 * file are atomic to each other. User memory may fault under it; a fault that
 * ends in a mapping of this very file takes only filedata's spinlock.
 */
#include "arch/pgtable.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/str.h"
#include "fs/mem/mem.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

#define SIZE_MOST ((uint64_t)INT64_MAX)

static long
mem_read(struct file *f, struct uio *u, uint64_t *pos)
{
	struct inode *ino = f->inode;
	uint64_t start = *pos;
	long n = 0;

	mutex_lock(&ino->lock);
	while (u->left && *pos < ino->size) {
		uint64_t off = *pos & ~PAGE_MASK, part;
		const char *page =
		    filedata_peek(ino->data, *pos >> PAGE_SHIFT, &part);
		uint64_t want = MIN(PAGE_SIZE - off, ino->size - *pos);

		if (page && off < part)
			n = uio_to(u, page + off, MIN(want, part - off));
		else
			n = uio_zero(u, want);
		if (n <= 0)
			break;
		*pos += (uint64_t)n;
	}
	mutex_unlock(&ino->lock);
	if (*pos != start) {
		if (!(f->flags & FILE_NOATIME))
			inode_accessed(ino);
		return (long)(*pos - start);
	}
	return n < 0 ? n : 0;
}

static int
write_check(struct inode *ino, uint64_t pos, uint64_t *len)
{
	if (ino->seals & (SEAL_WRITE | SEAL_FUTURE_WRITE))
		return ERR(EPERM);
	if ((ino->seals & SEAL_GROW) && pos + *len > ino->size) {
		if (pos >= ino->size)
			return ERR(EPERM);
		*len = ino->size - pos;
	}
	if (pos >= SIZE_MOST)
		return ERR(EFBIG);
	*len = MIN(*len, SIZE_MOST - pos);
	return 0;
}

/* Up to the end of the page at pos. */
static long
write_page(struct inode *ino, struct uio *u, uint64_t pos, uint64_t len)
{
	uint64_t off = pos & ~PAGE_MASK, n = MIN(PAGE_SIZE - off, len), part;
	bool was = filedata_peek(ino->data, pos >> PAGE_SHIFT, &part) != NULL;
	char *page = filedata_page(ino->data, pos >> PAGE_SHIFT, false, false);
	long got;

	if (!page)
		return ERR(ENOSPC);
	got = uio_from(u, page + off, n);
	if (got < 0 && !was)
		filedata_drop(
		    ino->data, pos & PAGE_MASK, (pos & PAGE_MASK) + PAGE_SIZE);
	return got;
}

static long
mem_write(struct file *f, struct uio *u, uint64_t *pos)
{
	struct inode *ino = f->inode;
	uint64_t len = u->left, done = 0;
	long n = 0;
	int err;

	if (!len)
		return 0;
	mutex_lock(&ino->lock);
	if ((f->flags & FILE_APPEND) || u->append)
		*pos = ino->size;
	err = write_check(ino, *pos, &len);
	if (err) {
		mutex_unlock(&ino->lock);
		return err;
	}
	while (done < len) {
		n = write_page(ino, u, *pos, len - done);
		if (n <= 0)
			break;
		done += (uint64_t)n;
		*pos += (uint64_t)n;
		if (*pos > ino->size)
			ino->size = *pos;
	}
	if (done) {
		inode_drop_suid(ino);
		inode_touch(ino, TOUCH_MTIME | TOUCH_CTIME);
	}
	mutex_unlock(&ino->lock);
	return done ? (long)done : n;
}

static long
seek_data(struct file *f, uint64_t off, bool data)
{
	struct inode *ino = f->inode;
	uint64_t end = ALIGN_UP(ino->size, PAGE_SIZE) >> PAGE_SHIFT, p;

	if ((int64_t)off < 0 || off >= ino->size)
		return ERR(ENXIO);
	mutex_lock(&ino->lock);
	p = filedata_next(ino->data, off >> PAGE_SHIFT, end, data);
	mutex_unlock(&ino->lock);
	if (p >= end) {
		if (data)
			return ERR(ENXIO);
		off = ino->size;
	} else {
		off = MAX(off, p << PAGE_SHIFT);
	}
	f->pos = off;
	return (long)off;
}

static long
mem_seek(struct file *f, int64_t off, int whence)
{
	if (whence == SEEK_TO_DATA || whence == SEEK_TO_HOLE)
		return seek_data(f, (uint64_t)off, whence == SEEK_TO_DATA);
	return file_seek_size(f, off, whence, f->inode->size);
}

static int
mem_inode_truncate(struct inode *ino, uint64_t len)
{
	if (len > SIZE_MOST)
		return ERR(EFBIG);
	mutex_lock(&ino->lock);
	if ((len < ino->size && (ino->seals & SEAL_SHRINK)) ||
	    (len > ino->size && (ino->seals & SEAL_GROW))) {
		mutex_unlock(&ino->lock);
		return ERR(EPERM);
	}
	if (len < ino->size)
		filedata_drop(ino->data, len, UINT64_MAX & PAGE_MASK);
	ino->size = len;
	inode_drop_suid(ino);
	inode_touch(ino, TOUCH_MTIME | TOUCH_CTIME);
	mutex_unlock(&ino->lock);
	return 0;
}

static int
mem_truncate(struct file *f, uint64_t len)
{
	return mem_inode_truncate(f->inode, len);
}

static int
mem_map_page(struct file *f, uint64_t pgoff, uint64_t *pa)
{
	struct inode *ino = f->inode;
	char *page;

	if (pgoff >= ALIGN_UP(READ_ONCE(ino->size), PAGE_SIZE) >> PAGE_SHIFT)
		return ERR(ENXIO);
	page = filedata_page(ino->data, pgoff, true, false);
	if (!page)
		return ERR(ENOSPC);
	*pa = virt_to_phys(page);
	return 0;
}

const struct file_ops mem_file_ops = {
	.read = mem_read,
	.write = mem_write,
	.seek = mem_seek,
	.ioctl = file_no_ioctl,
	.poll = file_always_ready,
	.readdir = file_no_readdir,
	.truncate = mem_truncate,
	.map_page = mem_map_page,
	.release = file_no_release,
};

static int
mem_open(struct inode *ino, struct file *f)
{
	(void)ino;
	f->ops = &mem_file_ops;
	return 0;
}

static uint64_t
mem_bytes(struct inode *ino)
{
	return filedata_bytes(ino->data);
}

static void
mem_evict(struct inode *ino)
{
	filedata_free(ino->data);
}

const struct inode_ops mem_file_inode_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = mem_open,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = mem_inode_truncate,
	.bytes = mem_bytes,
	.evict = mem_evict,
};

bool
file_is_mem(const struct file *f)
{
	return f->ops == &mem_file_ops;
}

int
mem_file_allocate(struct file *f, uint64_t off, uint64_t len, bool keep_size)
{
	struct inode *ino = f->inode;
	uint64_t end = off + len;
	int err = 0;

	if (end > SIZE_MOST)
		return ERR(EFBIG);
	mutex_lock(&ino->lock);
	if (end > ino->size && !keep_size && (ino->seals & SEAL_GROW))
		err = ERR(EPERM);
	for (uint64_t p = off >> PAGE_SHIFT;
	     !err && p < ALIGN_UP(end, PAGE_SIZE) >> PAGE_SHIFT; p++) {
		if (!filedata_page(ino->data, p, false, false))
			err = ERR(ENOSPC);
	}
	if (!err && end > ino->size && !keep_size)
		ino->size = end;
	if (!err)
		inode_touch(ino, TOUCH_MTIME | TOUCH_CTIME);
	mutex_unlock(&ino->lock);
	return err;
}

int
mem_file_punch(struct file *f, uint64_t off, uint64_t len)
{
	struct inode *ino = f->inode;

	if (ino->seals & (SEAL_WRITE | SEAL_FUTURE_WRITE))
		return ERR(EPERM);
	mutex_lock(&ino->lock);
	filedata_drop(ino->data, off, off + len);
	inode_touch(ino, TOUCH_MTIME | TOUCH_CTIME);
	mutex_unlock(&ino->lock);
	return 0;
}

int
mem_file_zero_range(struct file *f, uint64_t off, uint64_t len, bool keep_size)
{
	int err;

	if (off + len > SIZE_MOST)
		return ERR(EFBIG);
	err = mem_file_punch(f, off, len);
	return err ? err : mem_file_allocate(f, off, len, keep_size);
}

int
mem_file_anonymous(
    const char *name, bool seals, unsigned int flags, struct file **out)
{
	struct inode_spec spec = { .mode = MODE_FILE | 0777 };
	struct fs_cred c;
	struct inode *ino;
	size_t n = strlen(name) + sizeof("/memfd: (deleted)");
	int err;

	fs_cred_current(&c, false);
	spec.uid = c.uid;
	spec.gid = c.gid;
	err = mem_make(&root_fs, &spec, &ino);
	if (err)
		return err;
	ino->seals = seals ? 0 : SEAL_SEAL;
	err = inode_open(ino, flags, out);
	inode_put(ino);
	if (err)
		return err;
	(*out)->path = kmalloc(n);
	if ((*out)->path)
		(void)fmt_sn((*out)->path, n, "/memfd:%s", name);
	return 0;
}

int
mem_file_add_seals(struct file *f, uint32_t seals)
{
	struct inode *ino = f->inode;
	int err = 0;

	if (!file_is_mem(f))
		return ERR(EINVAL);
	if (!(f->flags & FILE_WRITE))
		return ERR(EPERM);
	mutex_lock(&ino->lock);
	if (ino->seals & SEAL_SEAL)
		err = ERR(EPERM);
	else if ((seals & SEAL_WRITE) && !(ino->seals & SEAL_WRITE) &&
		 ino->writable_maps)
		err = ERR(EBUSY);
	else
		ino->seals |= seals;
	mutex_unlock(&ino->lock);
	return err;
}

int
mem_file_mapped(struct file *f, bool writes, bool *counted)
{
	struct inode *ino = f->inode;
	int err = 0;

	*counted = false;
	if (!file_is_mem(f) || !(f->flags & FILE_WRITE))
		return 0;
	mutex_lock(&ino->lock);
	if (!(ino->seals & (SEAL_WRITE | SEAL_FUTURE_WRITE))) {
		ino->writable_maps++;
		*counted = true;
	} else if (writes) {
		err = ERR(EPERM);
	}
	mutex_unlock(&ino->lock);
	return err;
}

void
mem_file_unmapped(struct file *f)
{
	mutex_lock(&f->inode->lock);
	f->inode->writable_maps--;
	mutex_unlock(&f->inode->lock);
}

int
mem_file_get_seals(struct file *f)
{
	return file_is_mem(f) ? (int)f->inode->seals : ERR(EINVAL);
}
