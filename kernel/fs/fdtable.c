/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/fdtable.c - descriptors: an array of file pointers.
 *
 * Idea: a slot is the file's address, its lowest bit set for close-on-exec.
 * No free number lies below `hint`.
 * Locking: the spinlock guards everything; files are put outside of it.
 */
#include "fs/fdtable.h"

#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "fs/locks.h"
#include "mm/kmem.h"

#define FD_FIRST     64
#define FD_MOST	     (1u << 20)
#define SLOT_CLOEXEC 1ul

struct fdtable {
	struct spinlock lock;
	uint32_t refs;	   /* [a] */
	unsigned int size; /* [l] */
	unsigned int hint; /* [l] */
	uintptr_t *slot;   /* [l] first or kmalloc'ed */
	uintptr_t first[FD_FIRST];
};

static inline struct file *
slot_file(uintptr_t s)
{
	return (struct file *)(s & ~SLOT_CLOEXEC);
}

struct fdtable *
fdtable_create(void)
{
	struct fdtable *t = kzalloc(sizeof(*t));

	if (!t)
		return NULL;
	spin_init(&t->lock, RANK_FDTABLE);
	t->refs = 1;
	t->size = FD_FIRST;
	t->slot = t->first;
	return t;
}

/* Make room for number fd; called without the lock. */
static int
table_grow(struct fdtable *t, unsigned int fd)
{
	unsigned int size = FD_FIRST;
	uintptr_t *slot, *old = NULL;

	if (fd >= FD_MOST)
		return ERR(EMFILE);
	while (size <= fd)
		size *= 2;
	slot = kzalloc(size * sizeof(*slot));
	if (!slot)
		return ERR(ENOMEM);
	spin_lock(&t->lock);
	if (t->size < size) {
		memcpy(slot, t->slot, t->size * sizeof(*slot));
		old = t->slot == t->first ? NULL : t->slot;
		t->slot = slot;
		t->size = size;
		slot = NULL;
	}
	spin_unlock(&t->lock);
	kfree(slot);
	kfree(old);
	return 0;
}

struct fdtable *
fdtable_copy(struct fdtable *from)
{
	struct fdtable *t = fdtable_create();

	if (!t)
		return NULL;
	spin_lock(&from->lock);
	while (t->size < from->size) {
		unsigned int size = from->size;

		spin_unlock(&from->lock);
		if (table_grow(t, size - 1)) {
			fdtable_put(t);
			return NULL;
		}
		spin_lock(&from->lock);
	}
	for (unsigned int i = 0; i < from->size; i++) {
		t->slot[i] = from->slot[i];
		if (t->slot[i])
			file_get(slot_file(t->slot[i]));
	}
	t->hint = from->hint;
	spin_unlock(&from->lock);
	return t;
}

void
fdtable_get(struct fdtable *t)
{
	__atomic_add_fetch(&t->refs, 1, __ATOMIC_RELAXED);
}

void
fdtable_put(struct fdtable *t)
{
	if (__atomic_sub_fetch(&t->refs, 1, __ATOMIC_ACQ_REL))
		return;
	for (unsigned int i = 0; i < t->size; i++) {
		struct file *f = slot_file(t->slot[i]);

		if (!f)
			continue;
		locks_close_posix(t, f);
		file_put(f);
	}
	if (t->slot != t->first)
		kfree(t->slot);
	kfree(t);
}

struct file *
fd_get(struct fdtable *t, int fd)
{
	struct file *f = NULL;

	spin_lock(&t->lock);
	if ((unsigned int)fd < t->size) {
		f = slot_file(t->slot[fd]);
		if (f)
			file_get(f);
	}
	spin_unlock(&t->lock);
	return f;
}

/* Lowest free number >= min; t->size when all are in use. Lock held. */
static unsigned int
lowest_free(struct fdtable *t, unsigned int min)
{
	unsigned int fd = MAX(min, t->hint);

	while (fd < t->size && t->slot[fd])
		fd++;
	return fd;
}

int
fd_install(
    struct fdtable *t, struct file *f, int min, bool cloexec, uint64_t limit)
{
	unsigned int fd;
	int err;

	for (;;) {
		spin_lock(&t->lock);
		fd = lowest_free(t, (unsigned int)min);
		if (fd >= limit || fd >= FD_MOST) {
			spin_unlock(&t->lock);
			return ERR(EMFILE);
		}
		if (fd < t->size)
			break;
		spin_unlock(&t->lock);
		err = table_grow(t, fd);
		if (err)
			return err;
	}
	t->slot[fd] = (uintptr_t)f | (cloexec ? SLOT_CLOEXEC : 0);
	if ((unsigned int)min <= t->hint)
		t->hint = fd + 1;
	spin_unlock(&t->lock);
	return (int)fd;
}

int
fd_install_at(
    struct fdtable *t, struct file *f, int fd, bool cloexec, uint64_t limit)
{
	struct file *old;

	if (fd < 0 || (uint64_t)fd >= limit)
		return ERR(EBADF);
	spin_lock(&t->lock);
	while ((unsigned int)fd >= t->size) {
		int err;

		spin_unlock(&t->lock);
		err = table_grow(t, (unsigned int)fd);
		if (err)
			return err;
		spin_lock(&t->lock);
	}
	old = slot_file(t->slot[fd]);
	t->slot[fd] = (uintptr_t)f | (cloexec ? SLOT_CLOEXEC : 0);
	spin_unlock(&t->lock);
	if (old) {
		locks_close_posix(t, old);
		file_put(old);
	}
	return fd;
}

int
fd_close(struct fdtable *t, int fd)
{
	struct file *f = NULL;

	spin_lock(&t->lock);
	if ((unsigned int)fd < t->size) {
		f = slot_file(t->slot[fd]);
		t->slot[fd] = 0;
		if (f && (unsigned int)fd < t->hint)
			t->hint = (unsigned int)fd;
	}
	spin_unlock(&t->lock);
	if (!f)
		return ERR(EBADF);
	locks_close_posix(t, f);
	file_put(f);
	return 0;
}

int
fd_cloexec(struct fdtable *t, int fd, int set)
{
	int ret = -EBADF;

	spin_lock(&t->lock);
	if ((unsigned int)fd < t->size && t->slot[fd]) {
		ret = (t->slot[fd] & SLOT_CLOEXEC) != 0;
		if (set >= 0)
			t->slot[fd] = (t->slot[fd] & ~SLOT_CLOEXEC) |
				      (set ? SLOT_CLOEXEC : 0);
	}
	spin_unlock(&t->lock);
	return ret;
}

void
fd_close_on_exec(struct fdtable *t)
{
	for (unsigned int i = 0; i < t->size; i++) {
		if (fd_cloexec(t, (int)i, -1) == 1)
			(void)fd_close(t, (int)i);
	}
}

int
fd_next(struct fdtable *t, int from)
{
	int found = -1;

	spin_lock(&t->lock);
	for (unsigned int i = (unsigned int)MAX(from, 0); i < t->size; i++) {
		if (t->slot[i]) {
			found = (int)i;
			break;
		}
	}
	spin_unlock(&t->lock);
	return found;
}
