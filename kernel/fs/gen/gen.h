/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/gen/gen.h - trees of generated files: what /proc and /sys are made of. */
#ifndef FS_GEN_GEN_H
#define FS_GEN_GEN_H

#include "fs/inode.h"
#include "fs/node.h"

/* A kind of generated file; ino->gen.what points to it. */
struct gen_kind {
	/* Print the contents. 0, or -errno for the read. */
	int (*show)(struct inode *ino, struct textbuf *t);
	/* Take what was written (text, NUL-ended). 0/-errno; NULL: -EIO. */
	int (*store)(struct inode *ino, const char *text, size_t len);
};

/* An inode that is not entered anywhere, mode with permissions only. */
struct inode *gen_file(struct filesystem *fs, const struct gen_kind *kind,
    unsigned int perm, void *arg, int64_t id);
extern const struct inode_ops gen_file_ops;
/* A directory with nothing but its registered entries. */
extern const struct inode_ops gen_dir_ops;

/* Enter ino at path below the root of fs, making the directories before it.
 * The caller's reference is taken over, also on failure. */
int gen_enter(struct filesystem *fs, const char *path, struct inode *ino);
/* A directory (all of path). */
int gen_make_dir(struct filesystem *fs, const char *path);
/* A link with a fixed text. */
int gen_enter_link(struct filesystem *fs, const char *path, const char *target);

/* The roots of /proc, /sys, /dev and of all; made at the first call. */
int fs_roots_init(void);

/* The parts of /proc and /sys and /dev enter themselves. */
int procfs_init(void);
int procfs_system_init(void);
int procfs_kitten_init(void);
int sysfs_cpu_init(void);
int sysfs_node_init(void);
int dev_memory_init(void);

#endif
