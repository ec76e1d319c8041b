/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/gen/gen.c - generated files and the fixed trees that hold them.
 *
 * Idea: a read at position 0 prints the contents anew, a read further on goes
 * on in the same print, so that what a program reads piece by piece fits
 * together.
 * Locking: struct gen_open's mutex guards the text; the trees, once made, are
 * under the tree mutex as all directories.
 */
#include "fs/gen/gen.h"

#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "fs/mem/mem.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

#define STORE_MOST 4096

struct gen_open {
	struct mutex lock;
	struct textbuf text; /* [l] */
	bool printed;	     /* [l] */
};

static int
gen_print(struct file *f, struct gen_open *g)
{
	const struct gen_kind *kind = f->inode->gen.what;
	int err;

	g->text.len = 0;
	g->printed = false;
	err = kind->show(f->inode, &g->text);
	if (!err && g->text.failed)
		err = ERR(ENOMEM);
	g->text.failed = false;
	g->printed = !err;
	return err;
}

static long
gen_read(struct file *f, struct uio *u, uint64_t *pos)
{
	struct gen_open *g = f->priv;
	long n = 0;

	mutex_lock(&g->lock);
	if (!*pos || !g->printed)
		n = gen_print(f, g);
	if (!n && *pos < g->text.len) {
		n = uio_to(u, g->text.data + *pos, g->text.len - *pos);
		if (n > 0)
			*pos += (uint64_t)n;
	}
	mutex_unlock(&g->lock);
	return n;
}

static long
gen_write(struct file *f, struct uio *u, uint64_t *pos)
{
	const struct gen_kind *kind = f->inode->gen.what;
	uint64_t len = u->left;
	char *text;
	long n;

	if (!kind->store)
		return ERR(EIO);
	if (len >= STORE_MOST)
		return ERR(EINVAL);
	text = kmalloc(len + 1);
	if (!text)
		return ERR(ENOMEM);
	n = uio_from(u, text, len);
	if (n >= 0) {
		text[n] = '\0';
		len = (uint64_t)n;
		n = kind->store(f->inode, text, len);
	}
	kfree(text);
	if (n)
		return n;
	*pos += len;
	return (long)len;
}

static long
gen_seek(struct file *f, int64_t off, int whence)
{
	if (whence == SEEK_FROM_END && !f->inode->size)
		return ERR(EINVAL);
	return file_seek_size(f, off, whence, f->inode->size);
}

static int
gen_truncate(struct file *f, uint64_t len)
{
	(void)f, (void)len;
	return 0;
}

static void
gen_release(struct file *f)
{
	struct gen_open *g = f->priv;

	kfree(g->text.data);
	kfree(g);
}

static const struct file_ops gen_ops = {
	.read = gen_read,
	.write = gen_write,
	.seek = gen_seek,
	.ioctl = file_no_ioctl,
	.poll = file_always_ready,
	.readdir = file_no_readdir,
	.truncate = gen_truncate,
	.map_page = file_no_map_page,
	.release = gen_release,
};

static int
gen_open(struct inode *ino, struct file *f)
{
	struct gen_open *g = kzalloc(sizeof(*g));

	(void)ino;
	if (!g)
		return ERR(ENOMEM);
	mutex_init(&g->lock, RANK_INODE);
	f->priv = g;
	f->ops = &gen_ops;
	return 0;
}

static int
gen_inode_truncate(struct inode *ino, uint64_t len)
{
	(void)ino, (void)len;
	return 0;
}

const struct inode_ops gen_file_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = gen_open,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = gen_inode_truncate,
	.bytes = inode_no_bytes,
	.evict = inode_no_evict,
};

const struct inode_ops gen_dir_ops = {
	.lookup = mem_dir_lookup,
	.readdir = mem_dir_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = mem_dir_is_empty,
	.open = inode_open_dir,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = mem_dir_evict,
};

struct inode *
gen_file(struct filesystem *fs, const struct gen_kind *kind, unsigned int perm,
    void *arg, int64_t id)
{
	struct inode *ino = inode_alloc(fs, &gen_file_ops, MODE_FILE | perm);

	if (!ino)
		return NULL;
	ino->nlink = 1;
	ino->gen.what = kind;
	ino->gen.arg = arg;
	ino->gen.id = id;
	return ino;
}

/* The directory of name in dir, made if need be; borrowed from the tree. */
static struct inode *
dir_step(struct filesystem *fs, struct inode *dir, const char *name, size_t len)
{
	const struct inode_ops *ops = fs->fixed ? &gen_dir_ops : &mem_dir_ops;
	struct inode *sub;

	if (!mem_dir_lookup(dir, name, len, &sub)) {
		inode_put(sub); /* the entry still holds it */
		return inode_is_dir(sub) ? sub : NULL;
	}
	sub = inode_alloc(fs, ops, MODE_DIR | (fs == &proc_fs ? 0555 : 0755));
	if (!sub)
		return NULL;
	if (mem_dir_enter(dir, name, len, sub)) {
		inode_put(sub);
		return NULL;
	}
	inode_put(sub);
	return sub;
}

/* Walk path's directories; *last gets the rest. NULL: no memory. */
static struct inode *
dirs_make(struct filesystem *fs, const char *path, const char **last)
{
	struct inode *dir = fs->root;
	const char *slash;

	while (dir && (slash = strchr(path, '/'))) {
		if (slash > path)
			dir = dir_step(fs, dir, path, (size_t)(slash - path));
		path = slash + 1;
	}
	*last = path;
	return dir;
}

int
gen_enter(struct filesystem *fs, const char *path, struct inode *ino)
{
	struct inode *dir;
	const char *last;
	int err = fs_roots_init();

	if (!ino)
		return ERR(ENOMEM);
	if (!err) {
		mutex_lock(&tree_lock);
		dir = dirs_make(fs, path, &last);
		if (!dir) {
			err = ERR(ENOMEM);
		} else {
			ino->nlink = inode_is_dir(ino) ? 2 : 0;
			err = mem_dir_enter(dir, last, strlen(last), ino);
		}
		mutex_unlock(&tree_lock);
	}
	inode_put(ino);
	return err;
}

int
gen_make_dir(struct filesystem *fs, const char *path)
{
	struct inode *dir;
	const char *last;
	int err = fs_roots_init();

	if (err)
		return err;
	mutex_lock(&tree_lock);
	dir = dirs_make(fs, path, &last);
	if (dir && *last)
		dir = dir_step(fs, dir, last, strlen(last));
	mutex_unlock(&tree_lock);
	return dir ? 0 : ERR(ENOMEM);
}

static const struct inode_ops gen_link_ops = {
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

int
gen_enter_link(struct filesystem *fs, const char *path, const char *target)
{
	size_t n = strlen(target);
	struct inode *ino = inode_alloc(fs, &gen_link_ops, MODE_LINK | 0777);

	if (!ino)
		return ERR(ENOMEM);
	ino->size = n;
	ino->target = kmalloc(n + 1);
	if (!ino->target) {
		inode_put(ino);
		return ERR(ENOMEM);
	}
	memcpy(ino->target, target, n + 1);
	return gen_enter(fs, path, ino);
}

/* Files registered by other rooms: a function and its argument. */
struct registered {
	void (*show)(struct textbuf *t, void *arg);
	void *arg;
};

static int
registered_show(struct inode *ino, struct textbuf *t)
{
	const struct registered *r = ino->gen.arg;

	r->show(t, r->arg);
	return 0;
}

static const struct gen_kind registered_kind = { .show = registered_show };

static int
text_show(struct inode *ino, struct textbuf *t)
{
	text_append(t, ino->gen.arg, strlen(ino->gen.arg));
	return 0;
}

static const struct gen_kind text_kind = { .show = text_show };

static int
register_show(struct filesystem *fs, const char *path, uint64_t size,
    void (*show)(struct textbuf *t, void *arg), void *arg)
{
	struct registered *r = kmalloc(sizeof(*r));
	struct inode *ino;

	if (!r)
		return ERR(ENOMEM);
	*r = (struct registered){ .show = show, .arg = arg };
	ino = gen_file(fs, &registered_kind, 0444, r, 0);
	if (!ino) {
		kfree(r);
		return ERR(ENOMEM);
	}
	ino->size = size;
	return gen_enter(fs, path, ino);
}

int
proc_register(
    const char *path, void (*show)(struct textbuf *t, void *arg), void *arg)
{
	return register_show(&proc_fs, path, 0, show, arg);
}

int
sys_register(
    const char *path, void (*show)(struct textbuf *t, void *arg), void *arg)
{
	return register_show(&sys_fs, path, 4096, show, arg);
}

int
sys_register_text(const char *path, const char *text)
{
	size_t n = strlen(text);
	char *copy = kmalloc(n + 1);
	struct inode *ino;

	if (!copy)
		return ERR(ENOMEM);
	memcpy(copy, text, n + 1);
	ino = gen_file(&sys_fs, &text_kind, 0444, copy, 0);
	if (!ino) {
		kfree(copy);
		return ERR(ENOMEM);
	}
	ino->size = 4096;
	return gen_enter(&sys_fs, path, ino);
}

int
sys_register_link(const char *path, const char *target)
{
	return gen_enter_link(&sys_fs, path, target);
}
