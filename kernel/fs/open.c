/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/open.c - from a path or an inode to an open file; directory files. */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

static long
dir_read(struct file *f, struct uio *u, uint64_t *pos)
{
	(void)f, (void)u, (void)pos;
	return ERR(EISDIR);
}

static long
dir_seek(struct file *f, int64_t off, int whence)
{
	return file_seek_size(f, off, whence, INT64_MAX);
}

static int
dir_readdir(struct file *f, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	struct inode *dir = f->inode, *up;
	int err = 0;

	mutex_lock(&tree_lock);
	if (dir->dir.removed) {
		err = ERR(ENOENT);
		goto out;
	}
	if (*pos == 0) {
		if (!emit(arg, ".", 1, dir->ino, 1, MODE_DTYPE(MODE_DIR)))
			goto out;
		*pos = 1;
	}
	up = dir->dir.parent ? dir->dir.parent : dir;
	if (*pos == 1) {
		if (!emit(arg, "..", 2, up->ino, 2, MODE_DTYPE(MODE_DIR)))
			goto out;
		*pos = 2;
	}
	err = dir->ops->readdir(dir, pos, emit, arg);
	if (!(f->flags & FILE_NOATIME))
		inode_accessed(dir);
out:
	mutex_unlock(&tree_lock);
	return err;
}

const struct file_ops dir_file_ops = {
	.read = dir_read,
	.write = dir_read,
	.seek = dir_seek,
	.ioctl = file_no_ioctl,
	.poll = file_always_ready,
	.readdir = dir_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = file_no_release,
};

/* A file that only names a place (O_PATH), and one whose open failed. */
static const struct file_ops path_file_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.seek = file_no_seek,
	.ioctl = file_no_ioctl,
	.poll = file_always_ready,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = file_no_release,
};

int
inode_open_dir(struct inode *ino, struct file *f)
{
	(void)ino;
	if (f->flags & FILE_WRITE)
		return ERR(EISDIR);
	f->ops = &dir_file_ops;
	return 0;
}

int
inode_open(struct inode *ino, unsigned int file_flags, struct file **out)
{
	struct file *f = file_alloc(&path_file_ops, ino, file_flags, NULL);
	int err = 0;

	if (!f)
		return ERR(ENOMEM);
	inode_get(ino);
	if (!(file_flags & FILE_PATH))
		err = ino->ops->open(ino, f);
	if (err) {
		f->ops = &path_file_ops;
		file_put(f);
		return err;
	}
	*out = f;
	return 0;
}

struct open_request {
	unsigned int file_flags, how, mode;
	bool created;
	char *path;
};

/* May the caller open ino so? */
static int
open_check(struct inode *ino, const struct open_request *r)
{
	unsigned int want = 0;
	struct fs_cred c;
	int err;

	if (r->file_flags & FILE_PATH)
		return 0;
	if (MODE_IS(ino->mode, MODE_LINK))
		return ERR(ELOOP);
	if (inode_is_dir(ino) && ((r->file_flags & FILE_WRITE) ||
				     (r->how & (OPEN_CREATE | OPEN_TRUNC))))
		return ERR(EISDIR);
	if (MODE_IS(ino->mode, MODE_SOCKET))
		return ERR(ENXIO);
	if (r->file_flags & FILE_READ)
		want |= MAY_READ;
	if ((r->file_flags & FILE_WRITE) || (r->how & OPEN_TRUNC))
		want |= MAY_WRITE;
	err = inode_permission(ino, want);
	if (err)
		return err;
	fs_cred_current(&c, false);
	if ((r->file_flags & FILE_NOATIME) && c.uid && c.uid != ino->uid)
		return ERR(EPERM);
	return 0;
}

/* A link that leads straight to an object is opened by the object's path. */
static void
open_path_of_link(struct open_request *r, struct inode *link)
{
	long n;

	r->path = kzalloc(FS_PATH_MAX);
	if (!r->path)
		return;
	n = link->ops->readlink(link, r->path, FS_PATH_MAX - 1);
	if (n < 0 || n >= FS_PATH_MAX) {
		kfree(r->path);
		r->path = NULL;
	}
}

/* The last component is there: what will be opened, or NULL and new text to
 * walk. */
static int
open_existing(struct walk *w, struct open_request *r, struct inode **ino)
{
	bool follow = w->slash || !(r->how & OPEN_NOFOLLOW);

	if (MODE_IS((*ino)->mode, MODE_LINK) && follow &&
	    !((r->how & OPEN_CREATE) && (r->how & OPEN_EXCL))) {
		struct inode *link = *ino;
		int err;

		inode_get(link);
		err = walk_link(w, link, ino);
		if (!err && *ino)
			open_path_of_link(r, link);
		inode_put(link);
		if (err || !*ino)
			return err;
	}
	if ((r->how & OPEN_CREATE) && (r->how & OPEN_EXCL))
		return ERR(EEXIST);
	if ((w->slash || (r->file_flags & FILE_DIRECTORY)) &&
	    !inode_is_dir(*ino))
		return ERR(ENOTDIR);
	return 0;
}

static int
open_create(struct walk *w, struct open_request *r, struct inode **ino)
{
	struct inode_spec spec = {
		.mode = MODE_FILE | mode_after_umask(r->mode & MODE_PERM)
	};

	if (w->slash)
		return ERR(EISDIR);
	r->created = true;
	return dir_make(w->dir, w->name, w->len, &spec, ino);
}

static int
open_walk(struct walk *w, struct open_request *r, struct inode **ino)
{
	int err;

	do {
		*ino = NULL;
		err = walk_to_last(w);
		if (err)
			return err;
		if (w->slash && (r->how & OPEN_CREATE))
			return ERR(EISDIR);
		err = walk_lookup(w, ino);
		if (err == -ENOENT && (r->how & OPEN_CREATE))
			err = open_create(w, r, ino);
		else if (!err)
			err = open_existing(w, r, ino);
		if (err) {
			inode_put(*ino);
			*ino = NULL;
			return err;
		}
	} while (!*ino);
	if (!r->path && inode_is_dir(*ino))
		r->path = path_of(*ino, "", 0);
	else if (!r->path && w->last == LAST_NAME)
		r->path = path_of(w->dir, w->name, w->len);
	return r->created ? 0 : open_check(*ino, r);
}

/* O_TMPFILE: a file without a name in the file system of a directory. */
static int
open_unnamed(struct inode *dir, struct open_request *r, struct inode **ino)
{
	struct inode_spec spec = {
		.mode = MODE_FILE | mode_after_umask(r->mode & MODE_PERM)
	};
	struct fs_cred c;
	int err = dir_may_change(dir);

	if (!(r->file_flags & FILE_WRITE))
		return ERR(EINVAL);
	if (err)
		return err;
	fs_cred_current(&c, false);
	spec.uid = c.uid;
	spec.gid = c.gid;
	r->created = true;
	err = dir->ops->make(dir, NULL, 0, &spec, ino);
	if (!err)
		(*ino)->never_named = r->how & OPEN_EXCL;
	return err;
}

static int
open_find(struct inode *base, const char *path, struct open_request *r,
    struct inode **ino)
{
	struct inode *dir;
	struct walk w;
	int err;

	if (r->how & OPEN_UNNAMED) {
		err = path_find(base, path, WALK_DIRECTORY, &dir);
		if (err)
			return err;
		mutex_lock(&tree_lock);
		err = open_unnamed(dir, r, ino);
		mutex_unlock(&tree_lock);
		inode_put(dir);
		return err;
	}
	err = walk_begin(&w, base, path);
	if (err)
		return err;
	err = open_walk(&w, r, ino);
	walk_end(&w);
	return err;
}

int
path_open(struct inode *base, const char *path, unsigned int file_flags,
    unsigned int how, unsigned int mode, struct file **out)
{
	struct open_request r = {
		.file_flags = file_flags, .how = how, .mode = mode
	};
	struct inode *ino = NULL;
	struct file *f = NULL;
	int err;

	err = open_find(base, path, &r, &ino);
	if (!err)
		err = inode_open(ino, file_flags, &f);
	if (!err && (how & OPEN_TRUNC) && !r.created &&
	    MODE_IS(ino->mode, MODE_FILE))
		err = f->ops->truncate(f, 0);
	inode_put(ino);
	if (err) {
		if (f)
			file_put(f);
		kfree(r.path);
		return err;
	}
	f->path = r.path;
	*out = f;
	return 0;
}

int
fs_open_kernel(const char *path, unsigned int flags, struct file **out)
{
	return path_open(root_fs.root, path, flags, 0, 0, out);
}
