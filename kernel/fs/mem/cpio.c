/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/mem/cpio.c - the initial files: a newc archive, unpacked in place.
 *
 * Idea: names and inodes are made, contents stay where the archive is.
 * Hard links in an archive share an inode number; all but one have no data.
 */
#include "base/cpio.h"

#include "base/errno.h"
#include "base/str.h"
#include "core/log.h"
#include "core/time.h"
#include "fs/mem/mem.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

#define HARD_LINKS_MAX 256

struct hard_link {
	uint32_t ino;
	struct inode *inode; /* borrowed: the tree holds it */
};

struct unpack {
	struct hard_link hard[HARD_LINKS_MAX];
	unsigned int nhard;
	unsigned int failed;
};

/* Make the directories on the way to path (absolute, writable). */
static void
make_parents(char *path)
{
	for (char *s = strchr(path + 1, '/'); s; s = strchr(s + 1, '/')) {
		*s = '\0';
		(void)path_make(root_fs.root, path, MODE_DIR | 0755, 0, 0);
		*s = '/';
	}
}

static struct hard_link *
hard_find(struct unpack *u, uint32_t ino)
{
	for (unsigned int i = 0; i < u->nhard; i++) {
		if (u->hard[i].ino == ino)
			return &u->hard[i];
	}
	return NULL;
}

static void
set_attributes(struct inode *ino, const struct cpio_entry *e)
{
	ino->mode = (ino->mode & MODE_TYPE) | (e->mode & MODE_PERM);
	ino->uid = e->uid;
	ino->gid = e->gid;
	ino->atime = ino->mtime = ino->ctime = ino->btime =
	    e->mtime * NSEC_PER_SEC;
	if (MODE_IS(ino->mode, MODE_FILE) && e->size) {
		filedata_borrow(ino->data, e->data, e->size);
		ino->size = e->size;
	}
}

/* Contents and name of a link: its target is in the archive, without NUL. */
static int
make_link(const char *path, const struct cpio_entry *e)
{
	char *target = kmalloc((size_t)e->size + 1);
	int err;

	if (!target)
		return -ENOMEM;
	if (e->size)
		memcpy(target, e->data, e->size);
	target[e->size] = '\0';
	err = path_symlink(root_fs.root, path, target);
	kfree(target);
	return err;
}

static int
make_entry(struct unpack *u, const char *path, const struct cpio_entry *e)
{
	struct hard_link *h = NULL;
	struct inode *ino;
	int err;

	(void)path_unlink(root_fs.root, path);
	if (MODE_IS(e->mode, MODE_FILE) && e->nlink > 1)
		h = hard_find(u, e->ino);
	if (h) {
		mutex_lock(&tree_lock);
		if (e->size)
			set_attributes(h->inode, e);
		mutex_unlock(&tree_lock);
		return 1;
	}
	if (MODE_IS(e->mode, MODE_LINK))
		err = make_link(path, e);
	else
		err = path_make(
		    root_fs.root, path, e->mode, e->rdev_major, e->rdev_minor);
	if (err && !(err == -EEXIST && MODE_IS(e->mode, MODE_DIR)))
		return err;
	err = path_find(root_fs.root, path, WALK_NOFOLLOW, &ino);
	if (err)
		return err;
	set_attributes(ino, e);
	if (MODE_IS(e->mode, MODE_FILE) && e->nlink > 1 &&
	    u->nhard < HARD_LINKS_MAX)
		u->hard[u->nhard++] =
		    (struct hard_link){ .ino = e->ino, .inode = ino };
	inode_put(ino);
	return 0;
}

/* Another name for an inode of the archive. */
static int
enter_hard(struct unpack *u, char *path, uint32_t number)
{
	struct hard_link *h = hard_find(u, number);
	char *slash = strrchr(path, '/');
	struct inode *dir;
	int err;

	*slash = '\0';
	err = path_find(root_fs.root, *path ? path : "/", WALK_DIRECTORY, &dir);
	*slash = '/';
	if (err)
		return err;
	mutex_lock(&tree_lock);
	err = mem_dir_enter(dir, slash + 1, strlen(slash + 1), h->inode);
	mutex_unlock(&tree_lock);
	inode_put(dir);
	return err;
}

static void
unpack_entry(struct unpack *u, const struct cpio_entry *e, char *path)
{
	const char *name = e->name;
	int err;

	while (*name == '/' || (name[0] == '.' && name[1] == '/'))
		name++;
	if (!*name || !strcmp(name, "."))
		return;
	path[0] = '/';
	if (strscpy(path + 1, name, FS_PATH_MAX - 1) < 0)
		return;
	make_parents(path);
	err = make_entry(u, path, e);
	if (err == 1)
		err = enter_hard(u, path, e->ino);
	if (err && u->failed++ < 8)
		log_warn("fs: archive: %s: error %d", path, -err);
}

void
mem_unpack(const void *archive, size_t len)
{
	struct cpio it = { .data = archive, .len = len };
	struct unpack *u = kzalloc(sizeof(*u));
	char *path = kmalloc(FS_PATH_MAX);
	struct cpio_entry e;
	unsigned int n = 0;
	int more = 0;

	while (u && path && (more = cpio_next(&it, &e)) == 1) {
		unpack_entry(u, &e, path);
		n++;
	}
	if (more < 0)
		log_warn("fs: archive is damaged after %u entries", n);
	kfree(u);
	kfree(path);
}
