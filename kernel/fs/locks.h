/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/locks.h - advisory locks on files: POSIX ranges, open-file-description
 * ranges, whole-file flock. */
#ifndef FS_LOCKS_H
#define FS_LOCKS_H

#include "fs/file.h"

struct fdtable;

enum lock_kind { LOCK_POSIX, LOCK_OFD, LOCK_FLOCK };
enum lock_mode { LOCK_NONE, LOCK_SHARED, LOCK_EXCLUSIVE };

struct lock_range {
	enum lock_kind kind;
	enum lock_mode mode;
	uint64_t start, end; /* end inclusive, UINT64_MAX: to the end */
	const void *owner;   /* fdtable (POSIX) or file */
	int pid;
};

/* Once at boot. */
void locks_init(void);
/* First lock in the way of *want, copied to *want; mode LOCK_NONE: none. */
void locks_test(struct inode *ino, struct lock_range *want);
/* Set (or clear, LOCK_NONE). wait: sleep until it is free.
 * 0, -EAGAIN, -EINTR, -EDEADLK, -ENOMEM. Context: task. */
int locks_set(struct inode *ino, const struct lock_range *want, bool wait);
/* A descriptor of t on f was closed: the process's POSIX locks go. */
void locks_close_posix(struct fdtable *t, struct file *f);
/* The last reference to f is gone: its own locks go. */
void locks_file_gone(struct file *f);

#endif
