/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/vfs_priv.h - between the files of this room: the path walk, times. */
#ifndef FS_VFS_PRIV_H
#define FS_VFS_PRIV_H

#include "fs/vfs.h"

enum { TOUCH_MTIME = 1, TOUCH_CTIME = 2 };
/* Set times to now. */
void inode_touch(struct inode *ino, unsigned int which);
/* It was read: set atime, as often as "relatime" does. */
void inode_accessed(struct inode *ino);
/* Set-user-id bits go when another than root writes. */
void inode_drop_suid(struct inode *ino);

/* A walk under way; the tree mutex is held from walk_begin to walk_end. */
enum walk_last { LAST_NAME, LAST_DOT, LAST_DOTDOT, LAST_ROOT };
struct walk {
	struct inode *root; /* referenced */
	struct inode *dir;  /* where it is, referenced */
	const char *rest;   /* what is left to walk */
	char *buf[2];	    /* texts of links */
	unsigned int links; /* followed so far */
	/* The last component, after walk_to_last. */
	enum walk_last last;
	const char *name;
	size_t len;
	bool slash; /* a slash follows it */
};
/* Take the tree mutex and start. -ENOENT for "" . On failure it is as after
 * walk_end. */
int walk_begin(struct walk *w, struct inode *base, const char *path);
/* Go on until one component is left. */
int walk_to_last(struct walk *w);
/* What the last component is, with a reference; not following a link. */
int walk_lookup(struct walk *w, struct inode **out);
/* Go through a link (its reference is dropped): either *out is set to where it
 * leads, or it is NULL and the walk has new text (call walk_to_last). */
int walk_link(struct walk *w, struct inode *link, struct inode **out);
void walk_end(struct walk *w);

/* Is dir a directory in which the caller may make or remove names? */
int dir_may_change(struct inode *dir);
/* Make and enter an inode; mode as is (umask applied). Tree mutex held. */
int dir_make(struct inode *dir, const char *name, size_t len,
    struct inode_spec *spec, struct inode **out);
/* mode without what the caller's umask forbids. */
unsigned int mode_after_umask(unsigned int mode);
/* Absolute path of name in dir, kmalloc'ed, or NULL. Tree mutex held. */
char *path_of(struct inode *dir, const char *name, size_t len);

extern const struct file_ops dir_file_ops;

#endif
