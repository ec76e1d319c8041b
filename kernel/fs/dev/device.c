/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/dev/device.c - device nodes: from a number to what its driver does.
 *
 * Locking: devices are only added; the list is walked without a lock.
 */
#include "base/err.h"
#include "base/errno.h"
#include "fs/gen/gen.h"
#include "fs/mem/mem.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

struct device {
	struct device *next;	    /* [I] */
	const struct file_ops *ops; /* [I] */
	int (*open)(struct file *f);
	void *priv;
	unsigned int major, minor;
};

static struct device *devices; /* [a] */

static struct device *
device_find(const struct inode *ino)
{
	struct device *d = __atomic_load_n(&devices, __ATOMIC_ACQUIRE);

	if (!MODE_IS(ino->mode, MODE_CHAR))
		return NULL;
	while (d && (d->major != ino->major || d->minor != ino->minor))
		d = d->next;
	return d;
}

int
inode_open_device(struct inode *ino, struct file *f)
{
	struct device *d = device_find(ino);

	if (!d)
		return ERR(ENXIO);
	f->ops = d->ops;
	f->priv = d->priv;
	return d->open ? d->open(f) : 0;
}

void *
dev_priv(struct file *f)
{
	struct device *d = f->inode ? device_find(f->inode) : NULL;

	return d ? d->priv : NULL;
}

int
dev_register(const char *name, const struct file_ops *ops,
    int (*open)(struct file *f), void *priv, unsigned int major,
    unsigned int minor)
{
	struct device *d;
	struct inode *ino;
	int err = fs_roots_init();

	if (err)
		return err;
	d = kzalloc(sizeof(*d));
	if (!d)
		return ERR(ENOMEM);
	d->ops = ops;
	d->open = open;
	d->priv = priv;
	d->major = major;
	d->minor = minor;
	ino = inode_alloc(&dev_fs, &mem_special_ops, MODE_CHAR | 0666);
	if (!ino) {
		kfree(d);
		return ERR(ENOMEM);
	}
	ino->major = major;
	ino->minor = minor;
	mutex_lock(&tree_lock);
	d->next = devices;
	__atomic_store_n(&devices, d, __ATOMIC_RELEASE);
	mutex_unlock(&tree_lock);
	return gen_enter(&dev_fs, name, ino);
}
