/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/vfs.h - names: paths, directories, and what is done to them.
 *
 * Every path_* function takes the directory where a relative path begins
 * (NULL: the current directory of the current process) and a path in kernel
 * memory. They return 0 or -errno as POSIX says: -ENOENT, -ENOTDIR, -EACCES,
 * -ELOOP, -ENAMETOOLONG among all of them. Context: task.
 */
#ifndef FS_VFS_H
#define FS_VFS_H

#include "fs/file.h"
#include "fs/inode.h"

struct fs_context; /* cwd, root, umask */
struct process;

/* Set up the root, unpack the initial cpio archive (in place: file data stays
 * where the archive is until written), make /dev, /proc, /sys, /tmp.
 * Returns 0 or -errno (a broken archive is logged and used as far as it goes).
 * Context: boot, after kmem. */
int fs_init(const void *archive, size_t len);

struct fs_context *fs_context_create(const char *cwd);
struct fs_context *fs_context_copy(struct fs_context *from);
void fs_context_get(struct fs_context *c);
void fs_context_put(struct fs_context *c);
/* Current directory / root, with a reference. */
struct inode *fs_context_cwd(struct fs_context *c);
struct inode *fs_context_root(struct fs_context *c);
/* Change (takes a reference of its own). */
void fs_context_set_cwd(struct fs_context *c, struct inode *dir);
void fs_context_set_root(struct fs_context *c, struct inode *dir);
unsigned int fs_context_umask(struct fs_context *c);
/* Set; returns the one before. */
unsigned int fs_context_set_umask(struct fs_context *c, unsigned int mask);

/* Open by absolute path from inside the kernel. */
int fs_open_kernel(const char *path, unsigned int flags, struct file **out);
/* Read a whole file; *data is kmalloc'ed, or points into the archive with
 * *borrowed true. */
int fs_read_whole(
    const char *path, const void **data, size_t *len, bool *borrowed);

/* How path_find ends. */
enum {
	WALK_NOFOLLOW = 1,  /* do not follow a link in the last place */
	WALK_EMPTY = 2,	    /* "" is the start directory itself */
	WALK_DIRECTORY = 4, /* -ENOTDIR unless it is one */
};
/* The inode of a path, with a reference. */
int path_find(struct inode *base, const char *path, unsigned int flags,
    struct inode **out);

/* path_open's how, beside FILE_*. */
enum {
	OPEN_CREATE = 1,
	OPEN_EXCL = 2,
	OPEN_TRUNC = 4,
	OPEN_NOFOLLOW = 8,
	OPEN_UNNAMED = 16, /* O_TMPFILE: path is the directory */
};
int path_open(struct inode *base, const char *path, unsigned int file_flags,
    unsigned int how, unsigned int mode, struct file **out);
/* A file on an inode (reference taken); no permission check. */
int inode_open(struct inode *ino, unsigned int file_flags, struct file **out);

/* mode with its type bits: MODE_FILE, MODE_FIFO, MODE_CHAR, ... or MODE_DIR;
 * the umask is applied here. */
int path_make(struct inode *base, const char *path, unsigned int mode,
    unsigned int major, unsigned int minor);
int path_symlink(struct inode *base, const char *path, const char *target);
int path_link(struct inode *obase, const char *old, unsigned int walk_flags,
    struct inode *nbase, const char *new_path);
int path_unlink(struct inode *base, const char *path);
int path_rmdir(struct inode *base, const char *path);
enum { RENAME_NOREPLACE = 1, RENAME_EXCHANGE = 2 };
int path_rename(struct inode *obase, const char *old, struct inode *nbase,
    const char *new_path, unsigned int flags);
/* Text of a link; ino as found with WALK_NOFOLLOW. Length or -errno. */
long inode_readlink(struct inode *ino, char *buf, size_t size);

/* Changes of attributes, checked against the caller. */
int inode_chmod(struct inode *ino, unsigned int mode);
/* id ~0u: leave. */
int inode_chown(struct inode *ino, unsigned int uid, unsigned int gid);
enum { SET_ATIME = 1, SET_MTIME = 2, SET_NOW = 4 };
/* which: SET_* (SET_NOW: both were "now", for the check only). */
int inode_set_times(
    struct inode *ino, unsigned int which, uint64_t atime, uint64_t mtime);
/* Cut or extend a regular file, with the checks of truncate(2). */
int inode_truncate(struct inode *ino, uint64_t len);

/* Absolute path of a directory into buf; start of the text within it by *out.
 * -ENOENT (removed), -ERANGE (does not fit). */
int inode_dir_path(
    struct inode *dir, struct inode *root, char *buf, size_t size, char **out);

struct fs_stat {
	uint32_t magic;
	uint64_t bsize, blocks, bfree, files, ffree;
};
void fs_statfs(struct inode *ino, struct fs_stat *out);

/* Make /path and all directories before it; -EEXIST is fine. Boot. */
int fs_make_dirs(const char *path, unsigned int mode);

/* Memory given to files: refuse more when the kernel's share nears its end. */
bool fs_memory_left(void);

extern struct filesystem root_fs, dev_fs, proc_fs, sys_fs, anon_fs;

#endif
