/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/anon.c - files without a name in any directory; they share one
 * inode. */
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/str.h"
#include "fs/event/event.h"
#include "fs/vfs.h"
#include "mm/kmem.h"

static const struct inode_ops anon_inode_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_no_open,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = inode_no_evict,
};

/* The one inode, with a reference. */
static struct inode *
anon_inode(void)
{
	mutex_lock(&tree_lock);
	if (!anon_fs.root) {
		anon_fs.root = inode_alloc(&anon_fs, &anon_inode_ops, 0600);
		if (anon_fs.root)
			anon_fs.root->nlink = 1;
	}
	if (anon_fs.root)
		inode_get(anon_fs.root);
	mutex_unlock(&tree_lock);
	return anon_fs.root;
}

int
anon_file(const char *name, const struct file_ops *ops, unsigned int flags,
    void *priv, struct file **out)
{
	size_t n = strlen(name) + sizeof("anon_inode:[]");
	struct inode *ino = anon_inode();
	struct file *f;

	if (!ino)
		return ERR(ENOMEM);
	f = file_alloc(ops, ino, flags, priv);
	if (!f) {
		inode_put(ino);
		return ERR(ENOMEM);
	}
	f->path = kmalloc(n);
	if (f->path)
		(void)fmt_sn(f->path, n, "anon_inode:[%s]", name);
	*out = f;
	return 0;
}
