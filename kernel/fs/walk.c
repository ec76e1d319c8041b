/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/walk.c - from a path to an inode.
 *
 * Idea: one loop over components; a link puts its text in front of what is
 * left and the loop goes on. Two buffers take turns holding that text.
 * Locking: the tree mutex is held all the way.
 * Limits: 40 links, 255 bytes a name, 4096 bytes left at any time.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"
#include "proc/process.h"

static void
walk_move(struct walk *w, struct inode *to)
{
	inode_put(w->dir);
	w->dir = to;
}

int
walk_begin(struct walk *w, struct inode *base, const char *path)
{
	struct process *p = current->process;

	*w = (struct walk){ .rest = path };
	if (!*path)
		return ERR(ENOENT);
	if (p && p->fs) {
		w->root = fs_context_root(p->fs);
		if (!base)
			w->dir = fs_context_cwd(p->fs);
	} else {
		w->root = root_fs.root;
		inode_get(w->root);
	}
	if (!w->dir) {
		w->dir = base ? base : w->root;
		inode_get(w->dir);
	}
	mutex_lock(&tree_lock);
	if (*path == '/') {
		inode_get(w->root);
		walk_move(w, w->root);
	}
	return 0;
}

void
walk_end(struct walk *w)
{
	mutex_unlock(&tree_lock);
	inode_put(w->dir);
	inode_put(w->root);
	kfree(w->buf[0]);
	kfree(w->buf[1]);
}

static int
dir_check(struct inode *dir)
{
	if (!inode_is_dir(dir))
		return ERR(ENOTDIR);
	return inode_permission(dir, MAY_EXEC);
}

/* Split the next component off w->rest. */
static int
walk_split(struct walk *w)
{
	const char *s = w->rest, *e;

	while (*s == '/')
		s++;
	for (e = s; *e && *e != '/'; e++)
		;
	w->name = s;
	w->len = (size_t)(e - s);
	w->slash = *e == '/';
	while (*e == '/')
		e++;
	w->rest = e;
	if (!w->len)
		w->last = LAST_ROOT;
	else if (w->len == 1 && s[0] == '.')
		w->last = LAST_DOT;
	else if (w->len == 2 && s[0] == '.' && s[1] == '.')
		w->last = LAST_DOTDOT;
	else
		w->last = LAST_NAME;
	return w->len > FS_NAME_MAX ? ERR(ENAMETOOLONG) : 0;
}

int
walk_lookup(struct walk *w, struct inode **out)
{
	struct inode *ino = w->dir;
	int err;

	*out = NULL;
	if (w->last == LAST_NAME) {
		err = w->dir->ops->lookup(w->dir, w->name, w->len, out);
		return err;
	}
	if (w->last == LAST_DOTDOT && w->dir != w->root && w->dir->dir.parent)
		ino = w->dir->dir.parent;
	inode_get(ino);
	*out = ino;
	return 0;
}

int
walk_link(struct walk *w, struct inode *link, struct inode **out)
{
	size_t left = strlen(w->rest);
	char *buf;
	long n;
	int err;

	*out = NULL;
	if (++w->links > FS_LINKS_MAX) {
		inode_put(link);
		return ERR(ELOOP);
	}
	err = link->ops->follow(link, out);
	if (err != -EAGAIN) {
		inode_put(link);
		return err;
	}
	buf = w->buf[w->links & 1];
	if (!buf)
		buf = w->buf[w->links & 1] = kmalloc(FS_PATH_MAX);
	n = buf ? link->ops->readlink(link, buf, FS_PATH_MAX) : -ENOMEM;
	inode_put(link);
	if (n < 0)
		return (int)n;
	if (!n)
		return ERR(ENOENT);
	if ((size_t)n + left + 2 > FS_PATH_MAX)
		return ERR(ENAMETOOLONG);
	if (left || w->slash)
		buf[n++] = '/';
	memcpy(buf + n, w->rest, left + 1);
	w->rest = buf;
	if (*buf == '/') {
		inode_get(w->root);
		walk_move(w, w->root);
	}
	return 0;
}

int
walk_to_last(struct walk *w)
{
	for (;;) {
		struct inode *next;
		int err = dir_check(w->dir);

		if (err)
			return err;
		err = walk_split(w);
		if (err || !*w->rest)
			return err;
		err = walk_lookup(w, &next);
		if (err)
			return err;
		if (MODE_IS(next->mode, MODE_LINK)) {
			err = walk_link(w, next, &next);
			if (err)
				return err;
		}
		if (next)
			walk_move(w, next);
	}
}

/* The walk's end for a path that must exist. */
static int
walk_find(struct walk *w, unsigned int flags, struct inode **out)
{
	int err;

	for (;;) {
		struct inode *ino;
		bool follow;

		err = walk_to_last(w);
		if (!err)
			err = walk_lookup(w, &ino);
		if (err)
			return err;
		follow = w->slash || !(flags & WALK_NOFOLLOW);
		if (follow && MODE_IS(ino->mode, MODE_LINK)) {
			err = walk_link(w, ino, &ino);
			if (err)
				return err;
			if (!ino)
				continue;
		}
		if ((w->slash || (flags & WALK_DIRECTORY)) &&
		    !inode_is_dir(ino)) {
			inode_put(ino);
			return ERR(ENOTDIR);
		}
		*out = ino;
		return 0;
	}
}

/* "" with WALK_EMPTY: the start itself. */
static int
find_start(struct inode *base, struct inode **out)
{
	struct process *p = current->process;

	if (base) {
		inode_get(base);
		*out = base;
	} else if (p && p->fs) {
		*out = fs_context_cwd(p->fs);
	} else {
		return ERR(ENOENT);
	}
	return 0;
}

int
path_find(struct inode *base, const char *path, unsigned int flags,
    struct inode **out)
{
	struct walk w;
	int err;

	if (!*path && (flags & WALK_EMPTY))
		return find_start(base, out);
	err = walk_begin(&w, base, path);
	if (err)
		return err;
	err = walk_find(&w, flags, out);
	walk_end(&w);
	return err;
}

/* Fill buf from its end with the names up from dir to root. */
int
inode_dir_path(
    struct inode *dir, struct inode *root, char *buf, size_t size, char **out)
{
	char *at = buf + size - 1;

	*at = '\0';
	if (dir == root || !dir->dir.name) {
		if (at == buf)
			return ERR(ERANGE);
		*--at = '/';
	}
	for (; dir != root && dir->dir.name; dir = dir->dir.parent) {
		size_t n = strlen(dir->dir.name);

		if (dir->dir.removed)
			return ERR(ENOENT);
		if ((size_t)(at - buf) < n + 1)
			return ERR(ERANGE);
		at -= n;
		memcpy(at, dir->dir.name, n);
		*--at = '/';
	}
	*out = at;
	return 0;
}

char *
path_of(struct inode *dir, const char *name, size_t len)
{
	char *tmp = kmalloc(FS_PATH_MAX), *at, *path = NULL;
	size_t n;

	if (!tmp)
		return NULL;
	if (!inode_dir_path(dir, root_fs.root, tmp, FS_PATH_MAX, &at)) {
		n = strlen(at);
		if (n == 1)
			n = 0; /* the root's own slash */
		path = kmalloc(n + len + 2);
		if (path) {
			memcpy(path, at, n);
			path[n] = '/';
			memcpy(path + n + 1, name, len);
			path[n + 1 + len] = '\0';
			if (!len && n)
				path[n] = '\0';
		}
	}
	kfree(tmp);
	return path;
}
