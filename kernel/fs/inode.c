/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/inode.c - inodes: their life, permissions, default operations. */
#include "fs/inode.h"

#include "base/err.h"
#include "base/errno.h"
#include "core/time.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"
#include "proc/process.h"

struct mutex tree_lock;

struct inode *
inode_alloc(
    struct filesystem *fs, const struct inode_ops *ops, unsigned int mode)
{
	struct inode *ino = kzalloc(sizeof(*ino));
	uint64_t now = time_real_ns();

	if (!ino)
		return NULL;
	ino->refs = 1;
	ino->mode = mode;
	ino->fs = fs;
	ino->ops = ops;
	ino->ino = __atomic_add_fetch(&fs->next_ino, 1, __ATOMIC_RELAXED);
	ino->atime = ino->mtime = ino->ctime = ino->btime = now;
	mutex_init(&ino->lock, RANK_INODE);
	list_init(&ino->locks);
	if (MODE_IS(mode, MODE_DIR)) {
		ino->nlink = 2;
		list_init(&ino->dir.order);
		ino->dir.next_cookie = 2;
	}
	return ino;
}

void
inode_put(struct inode *ino)
{
	while (ino && !__atomic_sub_fetch(&ino->refs, 1, __ATOMIC_ACQ_REL)) {
		struct inode *next = NULL;

		if (inode_is_dir(ino)) {
			next = ino->dir.parent;
			kfree(ino->dir.name);
		}
		ino->ops->evict(ino);
		kfree(ino);
		ino = next;
	}
}

void
inode_touch(struct inode *ino, unsigned int which)
{
	uint64_t now = time_real_ns();

	if (which & TOUCH_MTIME)
		ino->mtime = now;
	if (which & TOUCH_CTIME)
		ino->ctime = now;
}

void
inode_accessed(struct inode *ino)
{
	uint64_t now = time_real_ns();

	if (ino->atime <= ino->mtime || ino->atime <= ino->ctime ||
	    now - ino->atime > 86400 * NSEC_PER_SEC)
		ino->atime = now;
}

void
fs_cred_current(struct fs_cred *out, bool real)
{
	const struct process *p = current->process;

	*out = (struct fs_cred){ 0 };
	if (!p)
		return;
	out->uid = real ? p->uid : p->euid;
	out->gid = real ? p->gid : p->egid;
	out->ngroups = MIN(p->ngroups, (unsigned int)ARRAY_SIZE(p->groups));
	out->groups = p->groups;
}

bool
fs_cred_in_group(const struct fs_cred *c, unsigned int gid)
{
	if (c->gid == gid)
		return true;
	for (unsigned int i = 0; i < c->ngroups; i++) {
		if (c->groups[i] == gid)
			return true;
	}
	return false;
}

int
inode_permission_cred(
    const struct inode *ino, unsigned int want, const struct fs_cred *c)
{
	unsigned int bits = ino->mode;

	if (c->uid == 0) {
		/* Root may all, but run only what someone may run. */
		if ((want & MAY_EXEC) && !MODE_IS(ino->mode, MODE_DIR) &&
		    !(ino->mode & 0111))
			return ERR(EACCES);
		return 0;
	}
	if (c->uid == ino->uid)
		bits >>= 6;
	else if (fs_cred_in_group(c, ino->gid))
		bits >>= 3;
	return (want & ~bits & 7) ? ERR(EACCES) : 0;
}

int
inode_permission(const struct inode *ino, unsigned int want)
{
	struct fs_cred c;

	fs_cred_current(&c, false);
	return inode_permission_cred(ino, want, &c);
}

int
inode_no_lookup(
    struct inode *dir, const char *name, size_t len, struct inode **out)
{
	(void)dir, (void)name, (void)len, (void)out;
	return ERR(ENOTDIR);
}

int
inode_no_readdir(
    struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	(void)dir, (void)pos, (void)emit, (void)arg;
	return ERR(ENOTDIR);
}

int
inode_no_make(struct inode *dir, const char *name, size_t len,
    const struct inode_spec *spec, struct inode **out)
{
	(void)name, (void)len, (void)spec, (void)out;
	return dir && dir->fs->fixed ? -dir->fs->fixed : ERR(EPERM);
}

int
inode_no_link(
    struct inode *dir, const char *name, size_t len, struct inode *ino)
{
	(void)dir, (void)name, (void)len, (void)ino;
	return ERR(EPERM);
}

int
inode_no_unlink(struct inode *dir, const char *name, size_t len)
{
	(void)dir, (void)name, (void)len;
	return ERR(EPERM);
}

int
inode_no_rename(struct inode *from, const char *name, size_t len,
    struct inode *to, const char *to_name, size_t to_len, bool exchange)
{
	(void)from, (void)name, (void)len;
	(void)to, (void)to_name, (void)to_len, (void)exchange;
	return ERR(EPERM);
}

bool
inode_no_entries(struct inode *dir)
{
	(void)dir;
	return true;
}

int
inode_no_open(struct inode *ino, struct file *f)
{
	(void)ino, (void)f;
	return ERR(ENXIO);
}

long
inode_no_readlink(struct inode *ino, char *buf, size_t size)
{
	(void)ino, (void)buf, (void)size;
	return ERR(EINVAL);
}

int
inode_no_follow(struct inode *ino, struct inode **out)
{
	(void)ino, (void)out;
	return -EAGAIN;
}

int
inode_no_truncate(struct inode *ino, uint64_t len)
{
	(void)ino, (void)len;
	return ERR(EINVAL);
}

uint64_t
inode_no_bytes(struct inode *ino)
{
	(void)ino;
	return 0;
}

void
inode_no_evict(struct inode *ino)
{
	(void)ino;
}
