/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/pipe.h - pipes, with and without a name. */
#ifndef FS_PIPE_H
#define FS_PIPE_H

#include "fs/inode.h"

/* Bytes that a write moves all at once or not at all. */
#define PIPE_ATOMIC 4096u

/* Both ends of a new pipe; flags: FILE_NONBLOCK, FILE_DIRECT or 0.
 * 0, -ENOMEM. Context: task. */
int pipe_create(unsigned int flags, struct file **rd, struct file **wr);
bool file_is_pipe(const struct file *f);
/* Bytes a pipe holds at most; set: at least len, rounded up to a power of two.
 * Its new size, -EBUSY (holds more), -ENOMEM, -EINVAL, -EPERM (over 1 MiB). */
long pipe_capacity(struct file *f);
long pipe_set_capacity(struct file *f, uint64_t len);
/* The inode goes. */
void pipe_evict(struct inode *ino);

#endif
