/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/fdtable.h - a process's descriptors: small numbers to open files. */
#ifndef FS_FDTABLE_H
#define FS_FDTABLE_H

#include "fs/file.h"

struct fdtable;

struct fdtable *fdtable_create(void); /* NULL: no memory */
/* A copy with the same files (fork, clone without CLONE_FILES). */
struct fdtable *fdtable_copy(struct fdtable *from);
void fdtable_get(struct fdtable *t);
void fdtable_put(struct fdtable *t); /* the last one closes all */
/* The file of fd with a reference, or NULL (-EBADF). */
struct file *fd_get(struct fdtable *t, int fd);
/* Install f (reference taken over on success) at the lowest free number
 * >= min, below limit. fd, -EMFILE, -ENOMEM. */
int fd_install(
    struct fdtable *t, struct file *f, int min, bool cloexec, uint64_t limit);
/* Install at exactly fd, closing what was there. */
int fd_install_at(
    struct fdtable *t, struct file *f, int fd, bool cloexec, uint64_t limit);
int fd_close(struct fdtable *t, int fd);
int fd_cloexec(struct fdtable *t, int fd, int set /* -1: only get */);
void fd_close_on_exec(struct fdtable *t);
/* Lowest used fd >= from, or -1: for /proc/self/fd. */
int fd_next(struct fdtable *t, int from);

#endif
