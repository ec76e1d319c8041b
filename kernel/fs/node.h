/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/node.h - how the rest of the kernel adds names to /dev, /proc and /sys.
 *
 * A generated text file is a function that prints into a growing buffer each
 * time the file is opened; a device is a const struct file_ops.
 */
#ifndef FS_NODE_H
#define FS_NODE_H

#include "fs/file.h"

struct task;

/* Growing text buffer for generated files; errors stick. */
struct textbuf {
	char *data;
	size_t len, cap;
	bool failed;
};
void text_printf(struct textbuf *t, const char *fmt, ...) __printf(2, 3);
void text_append(struct textbuf *t, const void *data, size_t len);

/* Device node /dev/<name> (name may hold slashes: folders are made). open may
 * be NULL or fill f->priv. major/minor as Linux numbers them. 0/-errno. */
int dev_register(const char *name, const struct file_ops *ops,
    int (*open)(struct file *f), void *priv, unsigned int major,
    unsigned int minor);
void *dev_priv(struct file *f); /* priv given to dev_register */

/* /proc/<path> or /sys/<path>: show prints the whole content. arg as given. */
int proc_register(
    const char *path, void (*show)(struct textbuf *t, void *arg), void *arg);
int sys_register(
    const char *path, void (*show)(struct textbuf *t, void *arg), void *arg);
/* Text of a static file. */
int sys_register_text(const char *path, const char *text);
int sys_register_link(const char *path, const char *target);

#endif
