/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/attr.c - attributes of inodes: stat, chmod, chown, times, truncate. */
#include "base/err.h"
#include "base/errno.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

void
inode_getattr(struct inode *ino, struct fattr *out)
{
	out->mode = ino->mode;
	out->uid = ino->uid;
	out->gid = ino->gid;
	out->nlink = ino->nlink;
	out->major = ino->major;
	out->minor = ino->minor;
	out->dev = ino->fs->dev;
	out->blksize = 4096;
	out->ino = ino->ino;
	out->size = ino->size;
	out->blocks512 = ino->ops->bytes(ino) / 512;
	out->atime = ino->atime;
	out->mtime = ino->mtime;
	out->ctime = ino->ctime;
	out->btime = ino->btime;
	out->is_root = ino->fs->root == ino;
}

void
inode_drop_suid(struct inode *ino)
{
	struct fs_cred c;

	if (!(ino->mode & (MODE_SUID | MODE_SGID)) ||
	    !MODE_IS(ino->mode, MODE_FILE))
		return;
	fs_cred_current(&c, false);
	if (!c.uid)
		return;
	ino->mode &= ~MODE_SUID;
	if (ino->mode & 0010)
		ino->mode &= ~MODE_SGID;
}

int
inode_chmod(struct inode *ino, unsigned int mode)
{
	struct fs_cred c;

	if (MODE_IS(ino->mode, MODE_LINK))
		return ERR(EOPNOTSUPP);
	fs_cred_current(&c, false);
	if (c.uid && c.uid != ino->uid)
		return ERR(EPERM);
	if (ino->fs->fixed)
		return ERR(EPERM);
	if (c.uid && !fs_cred_in_group(&c, ino->gid))
		mode &= ~MODE_SGID;
	mutex_lock(&tree_lock);
	ino->mode = (ino->mode & MODE_TYPE) | (mode & MODE_PERM);
	inode_touch(ino, TOUCH_CTIME);
	mutex_unlock(&tree_lock);
	return 0;
}

int
inode_chown(struct inode *ino, unsigned int uid, unsigned int gid)
{
	bool keep_uid = uid == ~0u || uid == ino->uid;
	bool keep_gid = gid == ~0u || gid == ino->gid;
	struct fs_cred c;

	fs_cred_current(&c, false);
	if (c.uid &&
	    (c.uid != ino->uid || !keep_uid ||
		(!keep_gid && !fs_cred_in_group(&c, gid))) &&
	    !(uid == ~0u && gid == ~0u))
		return ERR(EPERM);
	if (ino->fs->fixed)
		return ERR(EPERM);
	mutex_lock(&tree_lock);
	if (uid != ~0u)
		ino->uid = uid;
	if (gid != ~0u)
		ino->gid = gid;
	if (!inode_is_dir(ino)) {
		ino->mode &= ~MODE_SUID;
		if (ino->mode & 0010)
			ino->mode &= ~MODE_SGID;
	}
	inode_touch(ino, TOUCH_CTIME);
	mutex_unlock(&tree_lock);
	return 0;
}

int
inode_set_times(
    struct inode *ino, unsigned int which, uint64_t atime, uint64_t mtime)
{
	struct fs_cred c;

	fs_cred_current(&c, false);
	if (c.uid && c.uid != ino->uid) {
		if (!(which & SET_NOW))
			return ERR(EPERM);
		if (inode_permission(ino, MAY_WRITE))
			return ERR(EACCES);
	}
	mutex_lock(&tree_lock);
	if (which & SET_ATIME)
		ino->atime = atime;
	if (which & SET_MTIME)
		ino->mtime = mtime;
	inode_touch(ino, TOUCH_CTIME);
	mutex_unlock(&tree_lock);
	return 0;
}

int
inode_truncate(struct inode *ino, uint64_t len)
{
	int err;

	if (inode_is_dir(ino))
		return ERR(EISDIR);
	if (!MODE_IS(ino->mode, MODE_FILE))
		return ERR(EINVAL);
	err = inode_permission(ino, MAY_WRITE);
	return err ? err : ino->ops->truncate(ino, len);
}

long
inode_readlink(struct inode *ino, char *buf, size_t size)
{
	long n;

	if (!MODE_IS(ino->mode, MODE_LINK))
		return ERR(EINVAL);
	mutex_lock(&tree_lock);
	n = ino->ops->readlink(ino, buf, size);
	inode_accessed(ino);
	mutex_unlock(&tree_lock);
	return n;
}

bool
fs_memory_left(void)
{
	struct kmem_stats s;

	kmem_stats(&s);
	return s.free >= s.total / 8;
}

void
fs_statfs(struct inode *ino, struct fs_stat *out)
{
	struct kmem_stats s;

	*out = (struct fs_stat){ .magic = ino->fs->magic, .bsize = 4096 };
	if (!ino->fs->pages)
		return;
	kmem_stats(&s);
	out->blocks = s.total / 4096;
	out->bfree = s.free > s.total / 8 ? (s.free - s.total / 8) / 4096 : 0;
	out->files = s.total / 1024;
	out->ffree = s.free / 1024;
}
