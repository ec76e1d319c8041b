/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/inode.h - inodes: what a name leads to; file systems; permissions.
 *
 * Idea: a file system is a struct filesystem and inodes with const ops. Its
 * root is hung into another one as a plain directory entry ("mounted"): there
 * is no mount table and no cache of names. A directory knows its parent and
 * its name there, so `..` and getcwd need no search.
 *
 * Life: refcounted. A directory entry holds one reference on its inode, a
 * directory one on its parent (also after it was removed), an open file one on
 * its inode. The last inode_put calls ops->evict and frees.
 *
 * Locking: [t] tree mutex, [l] inode's lock, [a] atomic, [I] immutable.
 */
#ifndef FS_INODE_H
#define FS_INODE_H

#include "base/rbtree.h"
#include "fs/file.h"

/* Mode bits: type and permissions, in the traditional values (they are also
 * those of cpio archives). */
#define MODE_TYPE   0170000u
#define MODE_SOCKET 0140000u
#define MODE_LINK   0120000u
#define MODE_FILE   0100000u
#define MODE_BLOCK  0060000u
#define MODE_DIR    0040000u
#define MODE_CHAR   0020000u
#define MODE_FIFO   0010000u
#define MODE_SUID   04000u
#define MODE_SGID   02000u
#define MODE_STICKY 01000u
#define MODE_PERM   07777u

#define MODE_IS(mode, type) (((mode)&MODE_TYPE) == (type))
/* Type as directory listings give it. */
#define MODE_DTYPE(mode) (((mode)&MODE_TYPE) >> 12)

#define FS_NAME_MAX  255
#define FS_PATH_MAX  4096
#define FS_LINKS_MAX 40

enum { MAY_EXEC = 1, MAY_WRITE = 2, MAY_READ = 4 };

struct inode;
struct filedata;
struct pipe;

typedef bool (*readdir_emit_t)(void *arg, const char *name, size_t len,
    uint64_t ino, uint64_t next_pos, unsigned int dtype);

struct filesystem {
	const char *type; /* [I] as in /proc/mounts */
	uint32_t magic;	  /* [I] statfs */
	uint32_t dev;	  /* [I] minor of st_dev, major 0 */
	int fixed;	  /* [I] 0, or the errno of a change of names */
	bool pages;	  /* [I] statfs shows memory */
	struct inode *root;
	uint64_t next_ino; /* [a] */
};

/* How an inode is made. */
struct inode_spec {
	unsigned int mode; /* type and permissions */
	unsigned int uid, gid;
	unsigned int major, minor; /* devices */
	const char *target;	   /* links */
};

/* All but evict are called with the tree mutex held (open, readlink, follow:
 * without). Names are not NUL-terminated. */
struct inode_ops {
	/* Entry of a directory, with a reference. -ENOENT. */
	int (*lookup)(struct inode *dir, const char *name, size_t len,
	    struct inode **out);
	int (*readdir)(
	    struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg);
	/* Make an inode and enter it; dir NULL in fs_make_unnamed. */
	int (*make)(struct inode *dir, const char *name, size_t len,
	    const struct inode_spec *spec, struct inode **out);
	int (*link)(
	    struct inode *dir, const char *name, size_t len, struct inode *ino);
	int (*unlink)(struct inode *dir, const char *name, size_t len);
	/* All was checked; a target that exists is replaced, or exchanged. */
	int (*rename)(struct inode *from, const char *name, size_t len,
	    struct inode *to, const char *to_name, size_t to_len,
	    bool exchange);
	bool (*is_empty)(struct inode *dir);
	/* Set f->ops and f->priv. */
	int (*open)(struct inode *ino, struct file *f);
	/* Text of a link into buf, no NUL; its whole length or -errno. */
	long (*readlink)(struct inode *ino, char *buf, size_t size);
	/* Where a link leads that is more than its text (/proc/self/exe), with
	 * a reference; -EAGAIN: walk the text. */
	int (*follow)(struct inode *ino, struct inode **out);
	int (*truncate)(struct inode *ino, uint64_t len);
	/* Bytes of memory behind it, for st_blocks. */
	uint64_t (*bytes)(struct inode *ino);
	void (*evict)(struct inode *ino);
};

struct inode {
	uint32_t refs;			     /* [a] */
	uint32_t mode;			     /* [t] */
	uint32_t uid, gid;		     /* [t] */
	uint32_t nlink;			     /* [t] */
	uint32_t seals;			     /* [l] SEAL_* */
	uint32_t major, minor;		     /* [I] devices */
	uint64_t ino;			     /* [I] */
	struct filesystem *fs;		     /* [I] */
	const struct inode_ops *ops;	     /* [I] */
	struct mutex lock;		     /* l: contents */
	uint64_t size;			     /* [l] */
	uint64_t atime, mtime, ctime, btime; /* ns of the wall clock */
	struct list locks;		     /* fs/locks.c [its mutex] */
	uint32_t writers;		     /* [a] open for writing */
	uint32_t writable_maps;		     /* [l] shared mappings */
	bool never_named;		     /* [I] O_TMPFILE | O_EXCL */
	union {
		struct {			/* directories */
			struct inode *parent;	/* [t] referenced */
			char *name;		/* [t] there; NULL: root */
			struct rb_root entries; /* [t] by name */
			struct list order;	/* [t] by cookie */
			uint64_t next_cookie;	/* [t] */
			bool removed;		/* [t] */
		} dir;
		struct filedata *data; /* regular files in memory */
		char *target;	       /* links */
		struct pipe *pipe;     /* FIFOs, anonymous pipes */
		struct {	       /* generated */
			const void *what;
			void *arg;
			int64_t id;
		} gen;
	};
};

enum {
	SEAL_SEAL = 1,
	SEAL_SHRINK = 2,
	SEAL_GROW = 4,
	SEAL_WRITE = 8,
	SEAL_FUTURE_WRITE = 16
};

/* Names and inodes; sleeping lock of rank FS. */
extern struct mutex tree_lock;

/* A new inode, reference 1, link count 0 (directories: 2). NULL: no memory. */
struct inode *inode_alloc(
    struct filesystem *fs, const struct inode_ops *ops, unsigned int mode);
static inline void
inode_get(struct inode *ino)
{
	__atomic_add_fetch(&ino->refs, 1, __ATOMIC_RELAXED);
}
/* Context: task; not with the inode's lock held (the tree mutex is fine). */
void inode_put(struct inode *ino);

/* Defaults for inode_ops. */
int inode_no_lookup(struct inode *dir, const char *name, size_t len,
    struct inode **out); /* ENOTDIR */
int inode_no_readdir(struct inode *dir, uint64_t *pos, readdir_emit_t emit,
    void *arg); /* ENOTDIR */
int inode_no_make(struct inode *dir, const char *name, size_t len,
    const struct inode_spec *spec, struct inode **out); /* EPERM */
int inode_no_link(struct inode *dir, const char *name, size_t len,
    struct inode *ino); /* EPERM */
int inode_no_unlink(
    struct inode *dir, const char *name, size_t len); /* EPERM */
int inode_no_rename(struct inode *from, const char *name, size_t len,
    struct inode *to, const char *to_name, size_t to_len,
    bool exchange);						   /* EPERM */
bool inode_no_entries(struct inode *dir);			   /* true */
int inode_no_open(struct inode *ino, struct file *f);		   /* ENXIO */
long inode_no_readlink(struct inode *ino, char *buf, size_t size); /* EINVAL */
int inode_no_follow(struct inode *ino, struct inode **out);	   /* EAGAIN */
int inode_no_truncate(struct inode *ino, uint64_t len);		   /* EINVAL */
uint64_t inode_no_bytes(struct inode *ino);			   /* 0 */
void inode_no_evict(struct inode *ino);

/* Who asks: user and groups for permission checks. */
struct fs_cred {
	unsigned int uid, gid;
	unsigned int ngroups;
	const unsigned int *groups;
};
/* Of the current process; real: of the real ids. A kernel thread is root. */
void fs_cred_current(struct fs_cred *out, bool real);
bool fs_cred_in_group(const struct fs_cred *c, unsigned int gid);
/* May the caller do want (MAY_*)? 0 or -EACCES. */
int inode_permission(const struct inode *ino, unsigned int want);
int inode_permission_cred(
    const struct inode *ino, unsigned int want, const struct fs_cred *c);

/* Open of the kinds that are the same on every file system. */
int inode_open_dir(struct inode *ino, struct file *f);
int inode_open_fifo(struct inode *ino, struct file *f);
int inode_open_device(struct inode *ino, struct file *f);

/* Attributes, as stat shows them. */
struct fattr {
	uint32_t mode, uid, gid, nlink;
	uint32_t major, minor; /* of a device node */
	uint32_t dev;	       /* minor of the file system; major is 0 */
	uint32_t blksize;
	uint64_t ino, size, blocks512;
	uint64_t atime, mtime, ctime, btime;
	bool is_root; /* of its file system */
};
void inode_getattr(struct inode *ino, struct fattr *out);

static inline bool
inode_is_dir(const struct inode *ino)
{
	return MODE_IS(ino->mode, MODE_DIR);
}

#endif
