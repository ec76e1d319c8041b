/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/context.c - a process's current directory, root and umask. */
#include "base/err.h"
#include "base/errno.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"
#include "proc/process.h"

struct fs_context {
	struct spinlock lock;
	uint32_t refs;	    /* [a] */
	unsigned int umask; /* [l] */
	struct inode *cwd;  /* [l] referenced */
	struct inode *root; /* [l] referenced */
};

static struct fs_context *
context_alloc(struct inode *cwd, struct inode *root, unsigned int umask)
{
	struct fs_context *c = kzalloc(sizeof(*c));

	if (!c)
		return NULL;
	spin_init(&c->lock, RANK_FILE);
	c->refs = 1;
	c->umask = umask;
	c->cwd = cwd;
	c->root = root;
	return c;
}

struct fs_context *
fs_context_create(const char *cwd)
{
	struct inode *dir = NULL;
	struct fs_context *c;

	if (!cwd || path_find(root_fs.root, cwd, WALK_DIRECTORY, &dir)) {
		dir = root_fs.root;
		inode_get(dir);
	}
	inode_get(root_fs.root);
	c = context_alloc(dir, root_fs.root, 022);
	if (!c) {
		inode_put(dir);
		inode_put(root_fs.root);
	}
	return c;
}

struct fs_context *
fs_context_copy(struct fs_context *from)
{
	struct inode *cwd = fs_context_cwd(from), *root = fs_context_root(from);
	struct fs_context *c;

	c = context_alloc(cwd, root, fs_context_umask(from));
	if (!c) {
		inode_put(cwd);
		inode_put(root);
	}
	return c;
}

void
fs_context_get(struct fs_context *c)
{
	__atomic_add_fetch(&c->refs, 1, __ATOMIC_RELAXED);
}

void
fs_context_put(struct fs_context *c)
{
	if (__atomic_sub_fetch(&c->refs, 1, __ATOMIC_ACQ_REL))
		return;
	inode_put(c->cwd);
	inode_put(c->root);
	kfree(c);
}

struct inode *
fs_context_cwd(struct fs_context *c)
{
	struct inode *dir;

	spin_lock(&c->lock);
	dir = c->cwd;
	inode_get(dir);
	spin_unlock(&c->lock);
	return dir;
}

struct inode *
fs_context_root(struct fs_context *c)
{
	struct inode *dir;

	spin_lock(&c->lock);
	dir = c->root;
	inode_get(dir);
	spin_unlock(&c->lock);
	return dir;
}

void
fs_context_set_cwd(struct fs_context *c, struct inode *dir)
{
	struct inode *old;

	inode_get(dir);
	spin_lock(&c->lock);
	old = c->cwd;
	c->cwd = dir;
	spin_unlock(&c->lock);
	inode_put(old);
}

void
fs_context_set_root(struct fs_context *c, struct inode *dir)
{
	struct inode *old;

	inode_get(dir);
	spin_lock(&c->lock);
	old = c->root;
	c->root = dir;
	spin_unlock(&c->lock);
	inode_put(old);
}

unsigned int
fs_context_umask(struct fs_context *c)
{
	return READ_ONCE(c->umask);
}

unsigned int
fs_context_set_umask(struct fs_context *c, unsigned int mask)
{
	return __atomic_exchange_n(&c->umask, mask & 0777, __ATOMIC_RELAXED);
}

unsigned int
mode_after_umask(unsigned int mode)
{
	struct process *p = current->process;

	return p && p->fs ? mode & ~fs_context_umask(p->fs) : mode;
}
