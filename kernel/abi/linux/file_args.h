/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/file_args.h - decode the arguments that calls on files share:
 * descriptors, paths, lists of buffers, times. */
#ifndef ABI_LINUX_FILE_ARGS_H
#define ABI_LINUX_FILE_ARGS_H

#include "abi/linux/syscall.h"
#include "fs/fdtable.h"
#include "fs/vfs.h"
#include "proc/process.h"
#include "uapi/linux/time.h"

#define RLIMIT_FSIZE_INDEX  1
#define RLIMIT_NOFILE_INDEX 7

/* Flags of file status as the user gives them <-> FILE_*. */
unsigned int file_flags_from_user(unsigned int o);
unsigned int file_flags_to_user(const struct file *f);

/* A path from user memory; short ones need no allocation. */
struct user_path {
	char *text;
	char small[160];
};
/* 0, -EFAULT, -ENAMETOOLONG, -ENOMEM. */
int user_path_get(struct user_path *p, vaddr_t uaddr);
void user_path_put(struct user_path *p);

/* Where path begins for a *at call: *base is NULL (current directory, or an
 * absolute path) or referenced. -EBADF, -ENOTDIR. */
int at_base(int dirfd, const char *path, bool empty_ok, struct inode **base);
/* Path and base and inode at once; walk_flags of path_find. */
int at_find(
    int dirfd, vaddr_t upath, unsigned int walk_flags, struct inode **out);

/* The file of a descriptor with a reference, or NULL. */
static inline struct file *
file_of(int fd)
{
	return fd_get(current->process->files, fd);
}

static inline uint64_t
file_limit(void)
{
	return current->process->limits[RLIMIT_NOFILE_INDEX].cur;
}

/* Give a new file its lowest descriptor (>= min); on failure the file is
 * put. */
int file_install(struct file *f, int min, bool cloexec);

/* struct timespec of an interval to a deadline: 0 address: TIME_NEVER.
 * -EFAULT, -EINVAL. *rel gets the interval in ns. */
int deadline_from_user(vaddr_t uts, uint64_t *deadline);
/* seconds and nanoseconds, saturating. */
uint64_t ns_saturating(int64_t sec, int64_t nsec);

/* A call broken off by a signal: to be begun again after the handler. */
static inline long
restartable(long r)
{
	return r == -EINTR ? -ERESTART : r;
}

#endif
