/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/name.c - make, link, remove and rename names.
 *
 * Locking: the tree mutex from the beginning of the walk to the end, so what
 * was checked still holds when it is done.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

int
dir_may_change(struct inode *dir)
{
	int err;

	if (dir->dir.removed)
		return ERR(ENOENT);
	err = inode_permission(dir, MAY_WRITE | MAY_EXEC);
	if (err)
		return err;
	return dir->fs->fixed ? -dir->fs->fixed : 0;
}

/* A sticky directory: only the owners remove. */
static int
may_remove(struct inode *dir, struct inode *victim)
{
	struct fs_cred c;
	int err = dir_may_change(dir);

	if (err)
		return err;
	fs_cred_current(&c, false);
	if ((dir->mode & MODE_STICKY) && c.uid && c.uid != victim->uid &&
	    c.uid != dir->uid)
		return ERR(EPERM);
	return 0;
}

/* A file system's root hangs here: it does not go. */
static bool
is_mount(struct inode *ino)
{
	return ino->fs->root == ino;
}

int
dir_make(struct inode *dir, const char *name, size_t len,
    struct inode_spec *spec, struct inode **out)
{
	struct fs_cred c;
	int err = dir_may_change(dir);

	if (err)
		return err;
	fs_cred_current(&c, false);
	spec->uid = c.uid;
	spec->gid = c.gid;
	if (dir->mode & MODE_SGID) {
		spec->gid = dir->gid;
		if (MODE_IS(spec->mode, MODE_DIR))
			spec->mode |= MODE_SGID;
	}
	return dir->ops->make(dir, name, len, spec, out);
}

/* The end of a walk to a name that must not exist. */
static int
walk_to_new(struct walk *w, bool dir)
{
	struct inode *ino;
	int err = walk_to_last(w);

	if (err)
		return err;
	if (w->last != LAST_NAME)
		return ERR(EEXIST);
	err = walk_lookup(w, &ino);
	if (!err) {
		inode_put(ino);
		return ERR(EEXIST);
	}
	if (err != -ENOENT)
		return err;
	return w->slash && !dir ? ERR(ENOENT) : 0;
}

static int
path_make_spec(struct inode *base, const char *path, struct inode_spec *spec)
{
	struct inode *ino;
	struct walk w;
	int err = walk_begin(&w, base, path);

	if (err)
		return err;
	err = walk_to_new(&w, MODE_IS(spec->mode, MODE_DIR));
	if (!err)
		err = dir_make(w.dir, w.name, w.len, spec, &ino);
	walk_end(&w);
	if (!err)
		inode_put(ino);
	return err;
}

int
path_make(struct inode *base, const char *path, unsigned int mode,
    unsigned int major, unsigned int minor)
{
	struct inode_spec spec = {
		.mode = mode_after_umask(mode), .major = major, .minor = minor
	};

	return path_make_spec(base, path, &spec);
}

int
path_symlink(struct inode *base, const char *path, const char *target)
{
	struct inode_spec spec = { .mode = MODE_LINK | 0777, .target = target };

	if (!*target)
		return ERR(ENOENT);
	return path_make_spec(base, path, &spec);
}

/* Another user's file may be given a name by who can read and write it and
 * gains no rights by it (Linux' fs.protected_hardlinks). */
static bool
may_name(const struct inode *ino)
{
	struct fs_cred c;

	fs_cred_current(&c, false);
	if (!c.uid || c.uid == ino->uid)
		return true;
	return MODE_IS(ino->mode, MODE_FILE) && !(ino->mode & MODE_SUID) &&
	       (ino->mode & (MODE_SGID | 010)) != (MODE_SGID | 010) &&
	       !inode_permission(ino, MAY_READ | MAY_WRITE);
}

/* May ino get one more name in dir? */
static int
may_link(struct inode *dir, struct inode *ino)
{
	int err;

	if (ino->fs != dir->fs)
		return ERR(EXDEV);
	err = dir_may_change(dir);
	if (err)
		return err;
	if (inode_is_dir(ino))
		return ERR(EPERM);
	if (ino->never_named)
		return ERR(ENOENT);
	if (!may_name(ino))
		return ERR(EPERM);
	/* Only an unnamed file that never was to get a name has none. */
	return ino->nlink == UINT32_MAX ? ERR(EMLINK) : 0;
}

int
path_link(struct inode *obase, const char *old, unsigned int walk_flags,
    struct inode *nbase, const char *new_path)
{
	struct inode *ino;
	struct walk w;
	int err = path_find(obase, old, walk_flags, &ino);

	if (err)
		return err;
	err = walk_begin(&w, nbase, new_path);
	if (err) {
		inode_put(ino);
		return err;
	}
	err = walk_to_new(&w, false);
	if (!err)
		err = may_link(w.dir, ino);
	if (!err)
		err = w.dir->ops->link(w.dir, w.name, w.len, ino);
	if (!err)
		inode_touch(ino, TOUCH_CTIME);
	walk_end(&w);
	inode_put(ino);
	return err;
}

static int
unlink_last(struct walk *w, struct inode **victim)
{
	int err = walk_to_last(w);

	if (err)
		return err;
	if (w->last != LAST_NAME)
		return ERR(EISDIR);
	err = walk_lookup(w, victim);
	if (err)
		return err;
	if (w->slash)
		return inode_is_dir(*victim) ? ERR(EISDIR) : ERR(ENOTDIR);
	err = may_remove(w->dir, *victim);
	if (err)
		return err;
	if (inode_is_dir(*victim))
		return ERR(EISDIR);
	return w->dir->ops->unlink(w->dir, w->name, w->len);
}

int
path_unlink(struct inode *base, const char *path)
{
	struct inode *victim = NULL;
	struct walk w;
	int err = walk_begin(&w, base, path);

	if (err)
		return err;
	err = unlink_last(&w, &victim);
	walk_end(&w);
	inode_put(victim);
	return err;
}

static int
rmdir_last(struct walk *w, struct inode **victim)
{
	int err = walk_to_last(w);

	if (err)
		return err;
	if (w->last == LAST_DOT)
		return ERR(EINVAL);
	if (w->last == LAST_DOTDOT)
		return ERR(ENOTEMPTY);
	if (w->last == LAST_ROOT)
		return ERR(EBUSY);
	err = walk_lookup(w, victim);
	if (err)
		return err;
	err = may_remove(w->dir, *victim);
	if (err)
		return err;
	if (!inode_is_dir(*victim))
		return ERR(ENOTDIR);
	if (is_mount(*victim))
		return ERR(EBUSY);
	if (!(*victim)->ops->is_empty(*victim))
		return ERR(ENOTEMPTY);
	return w->dir->ops->unlink(w->dir, w->name, w->len);
}

int
path_rmdir(struct inode *base, const char *path)
{
	struct inode *victim = NULL;
	struct walk w;
	int err = walk_begin(&w, base, path);

	if (err)
		return err;
	err = rmdir_last(&w, &victim);
	walk_end(&w);
	inode_put(victim);
	return err;
}

/* Is dir ino itself or somewhere below it? */
static bool
is_below(struct inode *dir, struct inode *ino)
{
	for (; dir; dir = dir->dir.parent) {
		if (dir == ino)
			return true;
		if (!dir->dir.name)
			break;
	}
	return false;
}

struct rename {
	struct inode *from, *to; /* directories */
	struct inode *old, *target;
	bool old_slash, new_slash;
	unsigned int flags;
};

/* What is in the target's place. */
static int
rename_check_target(const struct rename *r)
{
	if (r->flags & RENAME_EXCHANGE) {
		if (inode_is_dir(r->target) && is_below(r->from, r->target))
			return ERR(EINVAL);
		return is_mount(r->target) ? ERR(EBUSY) : 0;
	}
	if (is_mount(r->target))
		return ERR(EBUSY);
	if (inode_is_dir(r->old) && !inode_is_dir(r->target))
		return ERR(ENOTDIR);
	if (!inode_is_dir(r->old) && inode_is_dir(r->target))
		return ERR(EISDIR);
	if (inode_is_dir(r->target) &&
	    (is_below(r->from, r->target) ||
		!r->target->ops->is_empty(r->target)))
		return ERR(ENOTEMPTY);
	return 0;
}

static int
rename_check(const struct rename *r)
{
	int err;

	if (!inode_is_dir(r->old) && (r->old_slash || r->new_slash))
		return ERR(ENOTDIR);
	if (inode_is_dir(r->old) && is_below(r->to, r->old))
		return ERR(EINVAL);
	err = may_remove(r->from, r->old);
	if (err)
		return err;
	err = r->target ? may_remove(r->to, r->target) : dir_may_change(r->to);
	if (err)
		return err;
	if (is_mount(r->old))
		return ERR(EBUSY);
	if (inode_is_dir(r->old) && r->from != r->to) {
		err = inode_permission(r->old, MAY_WRITE); /* `..` changes */
		if (err)
			return err;
	}
	return r->target ? rename_check_target(r) : 0;
}

static int
rename_found(struct rename *r, struct walk *o, struct walk *n)
{
	int err = walk_lookup(o, &r->old);

	if (err)
		return err;
	err = walk_lookup(n, &r->target);
	if (err && err != -ENOENT)
		return err;
	if (err && (r->flags & RENAME_EXCHANGE))
		return err;
	if (!err && (r->flags & RENAME_NOREPLACE))
		return ERR(EEXIST);
	if (r->old == r->target)
		return 0;
	err = rename_check(r);
	if (err)
		return err;
	err = r->from->ops->rename(r->from, o->name, o->len, r->to, n->name,
	    n->len, (r->flags & RENAME_EXCHANGE) != 0);
	if (!err)
		inode_touch(r->old, TOUCH_CTIME);
	return err;
}

/* Both walks; the tree mutex is taken by the first and kept. */
static int
rename_walks(struct walk *o, struct walk *n, struct rename *r)
{
	int err = walk_to_last(o);

	if (err)
		return err;
	err = walk_to_last(n);
	if (err)
		return err;
	if (o->dir->fs != n->dir->fs)
		return ERR(EXDEV);
	if (o->last != LAST_NAME)
		return ERR(EBUSY);
	if (n->last != LAST_NAME)
		return r->flags & RENAME_NOREPLACE ? ERR(EEXIST) : ERR(EBUSY);
	r->from = o->dir;
	r->to = n->dir;
	r->old_slash = o->slash;
	r->new_slash = n->slash;
	return rename_found(r, o, n);
}

int
path_rename(struct inode *obase, const char *old, struct inode *nbase,
    const char *new_path, unsigned int flags)
{
	struct rename r = { .flags = flags };
	struct walk o, n;
	int err;

	if ((flags & RENAME_NOREPLACE) && (flags & RENAME_EXCHANGE))
		return ERR(EINVAL);
	err = walk_begin(&o, obase, old);
	if (err)
		return err;
	mutex_unlock(&tree_lock);
	err = walk_begin(&n, nbase, new_path);
	if (err) {
		mutex_lock(&tree_lock);
		walk_end(&o);
		return err;
	}
	err = rename_walks(&o, &n, &r);
	walk_end(&n);
	mutex_lock(&tree_lock);
	walk_end(&o);
	inode_put(r.old);
	inode_put(r.target);
	return err;
}
