/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/file.h - an open file: what read, write, poll and ioctl work on.
 *
 * Every kind of file (memory file, pipe, device, /proc entry, eventfd, epoll)
 * is one const struct file_ops with every member set; the file_no_* functions
 * are the defaults. Data moves through struct uio, so that the same code
 * serves user buffers and kernel buffers.
 */
#ifndef FS_FILE_H
#define FS_FILE_H

#include "base/types.h"
#include "sync/waitq.h"

struct file;
struct inode;
struct fattr;

/* File flags (own names; abi/linux translates). */
enum {
	FILE_READ = 1,
	FILE_WRITE = 2,
	FILE_APPEND = 4,
	FILE_NONBLOCK = 8,
	FILE_PATH = 16, /* O_PATH: no I/O */
	FILE_DIRECT = 32,
	FILE_DIRECTORY = 64,
	FILE_SYNC = 128,
	FILE_NOATIME = 256,
	FILE_DSYNC = 512,
	FILE_ASYNC = 1024
};

/* Poll events, POSIX values. */
enum {
	POLL_IN = 0x1,
	POLL_PRI = 0x2,
	POLL_OUT = 0x4,
	POLL_ERR = 0x8,
	POLL_HUP = 0x10,
	POLL_NVAL = 0x20,
	POLL_RDNORM = 0x40,
	POLL_RDBAND = 0x80,
	POLL_WRNORM = 0x100,
	POLL_WRBAND = 0x200,
	POLL_RDHUP = 0x2000
};

/* A transfer: a list of pieces, in user or kernel memory. */
struct uio_piece {
	uint64_t base;
	uint64_t len;
};
struct uio {
	const struct uio_piece *piece;
	unsigned int npieces;
	uint64_t done_in_piece;
	uint64_t left; /* bytes still to move */
	bool kernel;   /* pieces are kernel addresses */
	bool append;   /* a write goes to the end of the file */
};
/* One buffer as a uio; p is storage for its piece. */
static inline void
uio_init(struct uio *u, struct uio_piece *p, uint64_t base, uint64_t len,
    bool kernel)
{
	p->base = base;
	p->len = len;
	u->piece = p;
	u->npieces = 1;
	u->done_in_piece = 0;
	u->left = len;
	u->kernel = kernel;
	u->append = false;
}
/* Move len bytes from kernel buffer to the uio's memory (a read) or back (a
 * write), advancing. Returns bytes moved, or -EFAULT when none could be. */
long uio_to(struct uio *u, const void *src, uint64_t len) __must_check;
long uio_from(struct uio *u, void *dst, uint64_t len) __must_check;
long uio_zero(struct uio *u, uint64_t len) __must_check;

/* A poll request hangs its waiters on the queues of the files it watches. */
struct poll_table {
	/* Called by ops->poll for each queue that will be woken on a change. */
	void (*add)(struct poll_table *pt, struct waitq *q);
};

struct file_ops {
	/* Read/write at *pos (advance it by what was moved); blocking unless
	 * FILE_NONBLOCK (then -EAGAIN). Returns bytes moved or -errno. */
	long (*read)(struct file *f, struct uio *u, uint64_t *pos);
	long (*write)(struct file *f, struct uio *u, uint64_t *pos);
	long (*seek)(struct file *f, int64_t off, int whence);
	/* cmd: Linux ioctl number; arg: user address or value. -ENOTTY. */
	long (*ioctl)(struct file *f, unsigned int cmd, uint64_t arg);
	/* Events that are true now; pt may be NULL. */
	uint32_t (*poll)(struct file *f, struct poll_table *pt);
	/* Directory listing: emit returns false when full. 0/-errno. */
	int (*readdir)(struct file *f, uint64_t *pos,
	    bool (*emit)(void *arg, const char *name, size_t len, uint64_t ino,
		uint64_t next_pos, unsigned int dtype),
	    void *arg);
	int (*truncate)(struct file *f, uint64_t len);
	/* Physical page (4 KiB) of a shared mapping, allocated if need be:
	 * 0, -ENODEV when the file can't be mapped shared, -ENXIO past end. */
	int (*map_page)(struct file *f, uint64_t pgoff, uint64_t *pa);
	void (*release)(struct file *f); /* last reference is gone */
};

struct file {
	uint32_t refs;		    /* [a] */
	uint32_t flags;		    /* FILE_* [a] */
	uint64_t pos;		    /* [m] */
	struct mutex pos_lock;	    /* m */
	const struct file_ops *ops; /* [I] */
	struct inode *inode;	    /* [I] may be NULL (pipes have one too) */
	char *path;		    /* [I] as opened, absolute; may be NULL */
	void *priv;		    /* ops' own */
	int32_t owner_type, owner;  /* fcntl F_SETOWN: kept, not used */
	int owner_signal;
	struct list epoll_links; /* fs/epoll.c */
};

/* A new file, reference 1, or NULL. inode's reference is taken over. */
struct file *file_alloc(const struct file_ops *ops, struct inode *inode,
    unsigned int flags, void *priv);
static inline void
file_get(struct file *f)
{
	__atomic_add_fetch(&f->refs, 1, __ATOMIC_RELAXED);
}
/* The last reference went: let go of all. Through file_put only. */
void file_free(struct file *f);
/* Context: task, no spinlock and not the tree mutex held. */
static inline void
file_put(struct file *f)
{
	if (!__atomic_sub_fetch(&f->refs, 1, __ATOMIC_ACQ_REL))
		file_free(f);
}

long file_no_read(struct file *f, struct uio *u, uint64_t *pos);    /* EINVAL */
long file_no_write(struct file *f, struct uio *u, uint64_t *pos);   /* EINVAL */
long file_no_seek(struct file *f, int64_t off, int whence);	    /* ESPIPE */
long file_no_ioctl(struct file *f, unsigned int cmd, uint64_t arg); /* ENOTTY */
uint32_t file_always_ready(struct file *f, struct poll_table *pt);
int file_no_readdir(struct file *f, uint64_t *pos,
    bool (*emit)(void *arg, const char *name, size_t len, uint64_t ino,
	uint64_t next_pos, unsigned int dtype),
    void *arg);					    /* ENOTDIR */
int file_no_truncate(struct file *f, uint64_t len); /* EINVAL */
int file_no_map_page(struct file *f, uint64_t pgoff, uint64_t *pa); /* ENODEV */
void file_no_release(struct file *f);

/* Where a seek begins. */
enum {
	SEEK_FROM_START = 0,
	SEEK_FROM_HERE = 1,
	SEEK_FROM_END = 2,
	SEEK_TO_DATA = 3,
	SEEK_TO_HOLE = 4
};
/* The seek of a file of a known size: sets and returns f->pos. -EINVAL,
 * Context: f->pos_lock held. */
long file_seek_size(struct file *f, int64_t off, int whence, uint64_t size);

/* A file without a position (pipe, eventfd, terminal): read, write and lseek
 * need no pos_lock. */
static inline bool
file_is_stream(const struct file *f)
{
	return f->ops->seek == file_no_seek;
}

#endif
