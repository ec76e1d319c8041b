/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/file_args.c - decode the arguments that calls on files share. */
#include "abi/linux/file_args.h"

#include "core/time.h"
#include "mm/kmem.h"
#include "uapi/linux/fcntl.h"

STATIC_ASSERT(MODE_TYPE == 0170000u);
STATIC_ASSERT(FS_PATH_MAX == LX_PATH_MAX);
STATIC_ASSERT(FS_NAME_MAX == LX_NAME_MAX);

static const struct {
	unsigned int user, file;
} flag_map[] = {
	{ LX_O_APPEND, FILE_APPEND },
	{ LX_O_NONBLOCK, FILE_NONBLOCK },
	{ LX_O_PATH, FILE_PATH },
	{ LX_O_DIRECT, FILE_DIRECT },
	{ LX_O_DIRECTORY, FILE_DIRECTORY },
	{ LX_O_NOATIME, FILE_NOATIME },
	{ LX_O_DSYNC, FILE_DSYNC },
	{ LX_O_ASYNC, FILE_ASYNC },
};

unsigned int
file_flags_from_user(unsigned int o)
{
	unsigned int flags = 0;

	for (size_t i = 0; i < ARRAY_SIZE(flag_map); i++) {
		if (o & flag_map[i].user)
			flags |= flag_map[i].file;
	}
	if ((o & LX_O_SYNC) == LX_O_SYNC)
		flags |= FILE_SYNC;
	if (flags & FILE_PATH)
		return flags & (FILE_PATH | FILE_DIRECTORY);
	if ((o & LX_O_ACCMODE) == LX_O_RDONLY)
		flags |= FILE_READ;
	else if ((o & LX_O_ACCMODE) == LX_O_WRONLY)
		flags |= FILE_WRITE;
	else if ((o & LX_O_ACCMODE) == LX_O_RDWR)
		flags |= FILE_READ | FILE_WRITE;
	return flags;
}

unsigned int
file_flags_to_user(const struct file *f)
{
	unsigned int rw = f->flags & (FILE_READ | FILE_WRITE), o = 0;

	for (size_t i = 0; i < ARRAY_SIZE(flag_map); i++) {
		if (f->flags & flag_map[i].file)
			o |= flag_map[i].user;
	}
	if (f->flags & FILE_SYNC)
		o |= LX_O_SYNC;
	if (f->flags & FILE_PATH)
		return o;
	if (rw == (FILE_READ | FILE_WRITE))
		o |= LX_O_RDWR;
	else if (rw == FILE_WRITE)
		o |= LX_O_WRONLY;
	else if (!rw)
		o |= LX_O_ACCMODE;
	/* Everything that was opened by a path is 64 bits long. */
	if (f->path && f->path[0] == '/')
		o |= LX_O_LARGEFILE;
	return o;
}

int
user_path_get(struct user_path *p, vaddr_t uaddr)
{
	long n = copyin_str(p->small, uaddr, sizeof(p->small));

	p->text = p->small;
	if (n >= 0)
		return 0;
	if (n != -ENAMETOOLONG)
		return (int)n;
	p->text = kmalloc(FS_PATH_MAX);
	if (!p->text)
		return ERR(ENOMEM);
	n = copyin_str(p->text, uaddr, FS_PATH_MAX);
	if (n < 0) {
		kfree(p->text);
		return (int)n;
	}
	return 0;
}

void
user_path_put(struct user_path *p)
{
	if (p->text != p->small)
		kfree(p->text);
}

int
at_base(int dirfd, const char *path, bool empty_ok, struct inode **base)
{
	struct file *f;

	*base = NULL;
	if (!*path && !empty_ok)
		return ERR(ENOENT);
	if (*path == '/' || dirfd == LX_AT_FDCWD)
		return 0;
	f = file_of(dirfd);
	if (!f)
		return ERR(EBADF);
	if (!f->inode || (!inode_is_dir(f->inode) && !(empty_ok && !*path))) {
		file_put(f);
		return ERR(ENOTDIR);
	}
	inode_get(f->inode);
	*base = f->inode;
	file_put(f);
	return 0;
}

int
at_find(int dirfd, vaddr_t upath, unsigned int walk_flags, struct inode **out)
{
	struct user_path path;
	struct inode *base;
	int err = user_path_get(&path, upath);

	if (err)
		return err;
	err = at_base(dirfd, path.text, walk_flags & WALK_EMPTY, &base);
	if (!err) {
		err = path_find(base, path.text, walk_flags, out);
		inode_put(base);
	}
	user_path_put(&path);
	return err;
}

int
file_install(struct file *f, int min, bool cloexec)
{
	int fd =
	    fd_install(current->process->files, f, min, cloexec, file_limit());

	if (fd < 0)
		file_put(f);
	return fd;
}

uint64_t
ns_saturating(int64_t sec, int64_t nsec)
{
	if ((uint64_t)sec >= INT64_MAX / NSEC_PER_SEC)
		return INT64_MAX;
	return (uint64_t)sec * NSEC_PER_SEC + (uint64_t)nsec;
}

int
deadline_from_user(vaddr_t uts, uint64_t *deadline)
{
	struct lx_timespec ts;
	uint64_t ns;

	*deadline = TIME_NEVER;
	if (!uts)
		return 0;
	if (copyin_obj(&ts, uts))
		return ERR(EFAULT);
	if (ts.tv_sec < 0 || (uint64_t)ts.tv_nsec >= NSEC_PER_SEC)
		return ERR(EINVAL);
	ns = ns_saturating(ts.tv_sec, ts.tv_nsec);
	*deadline = ns ? time_mono_ns() + ns : 0;
	return 0;
}
