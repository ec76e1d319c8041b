/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/mem/dir.c - directories in memory, and the making of inodes.
 *
 * Idea: an entry hangs in a tree by name and in a list by cookie, a number
 * that only grows, so that a listing goes on where it stopped whatever was
 * added or removed in between.
 * Locking: the tree mutex.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "fs/mem/mem.h"
#include "fs/pipe.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

struct entry {
	struct rb_node node;
	struct list order;
	uint64_t cookie;
	struct inode *ino; /* referenced */
	uint32_t len;
	char name[]; /* with a NUL */
};

static int
name_cmp(const char *a, size_t alen, const char *b, size_t blen)
{
	int d = memcmp(a, b, MIN(alen, blen));

	if (d)
		return d;
	return alen < blen ? -1 : alen > blen;
}

/* The entry of name, or NULL and where it would hang. */
static struct entry *
entry_find(struct inode *dir, const char *name, size_t len,
    struct rb_node **parent, struct rb_node ***link)
{
	struct rb_node **at = &dir->dir.entries.node, *up = NULL;

	while (*at) {
		struct entry *e = rb_entry(*at, struct entry, node);
		int d = name_cmp(name, len, e->name, e->len);

		if (!d)
			return e;
		up = *at;
		at = d < 0 ? &up->left : &up->right;
	}
	if (parent) {
		*parent = up;
		*link = at;
	}
	return NULL;
}

int
mem_dir_lookup(
    struct inode *dir, const char *name, size_t len, struct inode **out)
{
	struct entry *e = entry_find(dir, name, len, NULL, NULL);

	if (!e)
		return -ENOENT;
	inode_get(e->ino);
	*out = e->ino;
	return 0;
}

int
mem_dir_readdir(
    struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	struct entry *e;

	list_for_each(e, &dir->dir.order, order) {
		if (e->cookie < *pos)
			continue;
		if (!emit(arg, e->name, e->len, e->ino->ino, e->cookie + 1,
			MODE_DTYPE(e->ino->mode)))
			return 0;
		*pos = e->cookie + 1;
	}
	return 0;
}

bool
mem_dir_is_empty(struct inode *dir)
{
	return list_empty(&dir->dir.order);
}

/* A directory learns its place. Fails without effect. */
static int
dir_place(struct inode *ino, struct inode *parent, const char *name, size_t len)
{
	char *copy = kmalloc(len + 1);
	struct inode *old = ino->dir.parent;

	if (!copy)
		return ERR(ENOMEM);
	memcpy(copy, name, len);
	copy[len] = '\0';
	kfree(ino->dir.name);
	ino->dir.name = copy;
	if (old != parent) {
		inode_get(parent);
		ino->dir.parent = parent;
		if (old) {
			old->nlink--;
			inode_put(old);
		}
		parent->nlink++;
	}
	return 0;
}

int
mem_dir_enter(
    struct inode *dir, const char *name, size_t len, struct inode *ino)
{
	struct rb_node *parent, **link;
	struct entry *e;
	int err;

	if (entry_find(dir, name, len, &parent, &link))
		return ERR(EEXIST);
	e = kmalloc(sizeof(*e) + len + 1);
	if (!e)
		return ERR(ENOMEM);
	if (inode_is_dir(ino)) {
		err = dir_place(ino, dir, name, len);
		if (err) {
			kfree(e);
			return err;
		}
	} else {
		ino->nlink++;
	}
	inode_get(ino);
	e->ino = ino;
	e->len = (uint32_t)len;
	memcpy(e->name, name, len);
	e->name[len] = '\0';
	e->cookie = dir->dir.next_cookie++;
	rb_insert_at(&dir->dir.entries, &e->node, parent, link, NULL);
	list_add_tail(&dir->dir.order, &e->order);
	dir->size += 20;
	inode_touch(dir, TOUCH_MTIME | TOUCH_CTIME);
	return 0;
}

/* Take the entry out; its reference goes to the caller. */
static struct inode *
entry_remove(struct inode *dir, struct entry *e)
{
	struct inode *ino = e->ino;

	rb_erase(&dir->dir.entries, &e->node, NULL);
	list_del(&e->order);
	kfree(e);
	dir->size -= 20;
	inode_touch(dir, TOUCH_MTIME | TOUCH_CTIME);
	return ino;
}

/* ino lost a name (which was not moved). */
static void
name_gone(struct inode *dir, struct inode *ino)
{
	if (inode_is_dir(ino)) {
		ino->dir.removed = true;
		ino->nlink = 0;
		dir->nlink--;
	} else {
		ino->nlink--;
	}
	inode_touch(ino, TOUCH_CTIME);
	inode_put(ino);
}

static int
mem_unlink(struct inode *dir, const char *name, size_t len)
{
	struct entry *e = entry_find(dir, name, len, NULL, NULL);

	if (!e)
		return ERR(ENOENT);
	name_gone(dir, entry_remove(dir, e));
	return 0;
}

static int
mem_exchange(
    struct inode *from, struct entry *a, struct inode *to, struct entry *b)
{
	struct inode *x = a->ino, *y = b->ino;
	int err = 0;

	if (inode_is_dir(x))
		err = dir_place(x, to, b->name, b->len);
	if (!err && inode_is_dir(y)) {
		err = dir_place(y, from, a->name, a->len);
		if (err && inode_is_dir(x))
			(void)dir_place(x, from, a->name, a->len);
	}
	if (err)
		return err;
	a->ino = y;
	b->ino = x;
	inode_touch(from, TOUCH_MTIME | TOUCH_CTIME);
	inode_touch(to, TOUCH_MTIME | TOUCH_CTIME);
	inode_touch(y, TOUCH_CTIME);
	return 0;
}

static int
mem_rename(struct inode *from, const char *name, size_t len, struct inode *to,
    const char *to_name, size_t to_len, bool exchange)
{
	struct entry *e = entry_find(from, name, len, NULL, NULL);
	struct entry *t = entry_find(to, to_name, to_len, NULL, NULL);
	struct inode *ino;
	int err;

	if (!e)
		return ERR(ENOENT);
	ino = e->ino;
	if (exchange)
		return t ? mem_exchange(from, e, to, t) : ERR(ENOENT);
	if (t) {
		/* The target's entry is taken over: nothing can fail then. */
		if (inode_is_dir(ino)) {
			err = dir_place(ino, to, to_name, to_len);
			if (err)
				return err;
		}
		name_gone(to, t->ino);
		t->ino = ino;
		inode_touch(to, TOUCH_MTIME | TOUCH_CTIME);
		(void)entry_remove(from, e);
		return 0;
	}
	err = mem_dir_enter(to, to_name, to_len, ino);
	if (err)
		return err;
	if (!inode_is_dir(ino))
		ino->nlink--;
	inode_put(entry_remove(from, e));
	return 0;
}

static int
mem_link(struct inode *dir, const char *name, size_t len, struct inode *ino)
{
	return mem_dir_enter(dir, name, len, ino);
}

void
mem_dir_evict(struct inode *dir)
{
	struct entry *e, *tmp;

	list_for_each_safe(e, tmp, &dir->dir.order, order) {
		inode_put(e->ino);
		kfree(e);
	}
}

void
mem_link_evict(struct inode *ino)
{
	kfree(ino->target);
}

long
mem_link_readlink(struct inode *ino, char *buf, size_t size)
{
	memcpy(buf, ino->target, MIN(size, (size_t)ino->size));
	return (long)ino->size;
}

static const struct inode_ops *
ops_of_mode(unsigned int mode)
{
	switch (mode & MODE_TYPE) {
	case MODE_DIR:
		return &mem_dir_ops;
	case MODE_FILE:
		return &mem_file_inode_ops;
	case MODE_LINK:
		return &mem_link_ops;
	default:
		return &mem_special_ops;
	}
}

static int
make_contents(struct inode *ino, const struct inode_spec *spec)
{
	if (MODE_IS(ino->mode, MODE_FILE)) {
		ino->data = filedata_alloc();
		return ino->data ? 0 : ERR(ENOMEM);
	}
	if (MODE_IS(ino->mode, MODE_LINK)) {
		size_t n = strlen(spec->target);

		ino->target = kmalloc(n + 1);
		if (!ino->target)
			return ERR(ENOMEM);
		memcpy(ino->target, spec->target, n + 1);
		ino->size = n;
	}
	return 0;
}

int
mem_make(
    struct filesystem *fs, const struct inode_spec *spec, struct inode **out)
{
	struct inode *ino;
	int err;

	if (!fs_memory_left())
		return ERR(ENOSPC);
	ino = inode_alloc(fs, ops_of_mode(spec->mode), spec->mode);
	if (!ino)
		return ERR(ENOSPC);
	ino->uid = spec->uid;
	ino->gid = spec->gid;
	ino->seals = SEAL_SEAL; /* sealable: by memfd_create only */
	ino->major = spec->major;
	ino->minor = spec->minor;
	err = make_contents(ino, spec);
	if (err) {
		inode_put(ino);
		return err;
	}
	*out = ino;
	return 0;
}

static int
mem_dir_make(struct inode *dir, const char *name, size_t len,
    const struct inode_spec *spec, struct inode **out)
{
	struct inode *ino;
	int err = mem_make(dir->fs, spec, &ino);

	if (err)
		return err;
	if (name)
		err = mem_dir_enter(dir, name, len, ino);
	if (err) {
		inode_put(ino);
		return err;
	}
	*out = ino;
	return 0;
}

static int
special_open(struct inode *ino, struct file *f)
{
	if (MODE_IS(ino->mode, MODE_FIFO))
		return inode_open_fifo(ino, f);
	if (MODE_IS(ino->mode, MODE_CHAR) || MODE_IS(ino->mode, MODE_BLOCK))
		return inode_open_device(ino, f);
	return ERR(ENXIO);
}

static void
special_evict(struct inode *ino)
{
	if (MODE_IS(ino->mode, MODE_FIFO))
		pipe_evict(ino);
}

const struct inode_ops mem_dir_ops = {
	.lookup = mem_dir_lookup,
	.readdir = mem_dir_readdir,
	.make = mem_dir_make,
	.link = mem_link,
	.unlink = mem_unlink,
	.rename = mem_rename,
	.is_empty = mem_dir_is_empty,
	.open = inode_open_dir,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = mem_dir_evict,
};

const struct inode_ops mem_link_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_no_open,
	.readlink = mem_link_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = mem_link_evict,
};

const struct inode_ops mem_special_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = special_open,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = special_evict,
};
