/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/mem/mem.h - the file system in memory: directories, and file data. */
#ifndef FS_MEM_MEM_H
#define FS_MEM_MEM_H

#include "fs/inode.h"

extern const struct inode_ops mem_dir_ops, mem_file_inode_ops, mem_link_ops,
    mem_special_ops;
extern const struct file_ops mem_file_ops;

/* Directory entries; also used by the fixed trees (/proc, /sys, /dev).
 * Tree mutex held, or boot. */
int mem_dir_lookup(
    struct inode *dir, const char *name, size_t len, struct inode **out);
int mem_dir_readdir(
    struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg);
bool mem_dir_is_empty(struct inode *dir);
/* Enter ino (takes a reference of its own); a directory gets its parent.
 * -ENOMEM, -EEXIST. */
int mem_dir_enter(
    struct inode *dir, const char *name, size_t len, struct inode *ino);
void mem_dir_evict(struct inode *dir);
/* Free the text of a link. */
void mem_link_evict(struct inode *ino);
long mem_link_readlink(struct inode *ino, char *buf, size_t size);

/* A new inode in memory of any type; not entered anywhere. */
int mem_make(
    struct filesystem *fs, const struct inode_spec *spec, struct inode **out);

/* Contents of a regular file: pages under a tree of 512-way nodes, over bytes
 * borrowed from the archive. All: inode's lock held unless said. */
struct filedata;
struct filedata *filedata_alloc(void);
void filedata_free(struct filedata *d);
/* The first len bytes are at data until overwritten. */
void filedata_borrow(struct filedata *d, const void *data, uint64_t len);
const void *filedata_borrowed(const struct filedata *d, uint64_t *len);
/* Page pgno for reading: NULL: a hole, or *part valid bytes at the result. */
const char *filedata_peek(struct filedata *d, uint64_t pgno, uint64_t *part);
/* Page pgno for writing, made if need be. pin: it is being mapped, never free
 * it before the inode (then the lock need not be held). -ENOSPC by NULL.
 * whole: all of it will be overwritten, contents may be junk. */
char *filedata_page(struct filedata *d, uint64_t pgno, bool pin, bool whole);
/* Free what lies wholly in pages [from, to); part pages are zeroed. */
void filedata_drop(struct filedata *d, uint64_t start, uint64_t end);
/* First page >= pgno below end that has (data true) or lacks memory;
 * end when there is none. */
uint64_t filedata_next(
    struct filedata *d, uint64_t pgno, uint64_t end, bool data);
uint64_t filedata_bytes(const struct filedata *d);

/* Unpack a newc archive into the root. */
void mem_unpack(const void *archive, size_t len);

/* A file without a name, for memfd_create. */
int mem_file_anonymous(
    const char *name, bool seals, unsigned int flags, struct file **out);
/* Allocate, or punch a hole in, [off, off+len). */
int mem_file_allocate(
    struct file *f, uint64_t off, uint64_t len, bool keep_size);
int mem_file_punch(struct file *f, uint64_t off, uint64_t len);
/* Zero it, keeping it allocated. */
int mem_file_zero_range(
    struct file *f, uint64_t off, uint64_t len, bool keep_size);
bool file_is_mem(const struct file *f);
/* -EINVAL: not a memory file made with seals. */
int mem_file_add_seals(struct file *f, uint32_t seals);
int mem_file_get_seals(struct file *f);
/* A shared mapping of f begins or ends, which writes now or may later be made
 * to. The count keeps F_SEAL_WRITE away: -EPERM when it is there already and
 * the mapping is to write now. *counted: mem_file_unmapped() is due. */
int mem_file_mapped(struct file *f, bool writes, bool *counted);
void mem_file_unmapped(struct file *f);

#endif
