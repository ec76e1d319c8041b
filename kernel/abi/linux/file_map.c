/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/file_map.c - files in memory.
 *
 * A shared mapping holds a reference on the open file and asks it for pages;
 * a private one is anonymous memory filled by reading the file.
 *
 * Life: the object is made with the mapping, each region holds a reference.
 */
#include "abi/linux/file_map.h"
#include "base/err.h"
#include "base/errno.h"
#include "fs/mem/mem.h"
#include "mm/kmem.h"

struct file_object {
	struct map_object base;
	struct file *file;
	uint32_t refs; /* [a] */
	bool counted;  /* mem_file_unmapped() is due */
};

static struct file_object *
object_of(struct map_object *o)
{
	return container_of(o, struct file_object, base);
}

static int
object_page(struct map_object *o, uint64_t pgoff, paddr_t *out)
{
	struct file *f = object_of(o)->file;

	return f->ops->map_page(f, pgoff, out);
}

static void
object_get(struct map_object *o)
{
	__atomic_add_fetch(&object_of(o)->refs, 1, __ATOMIC_RELAXED);
}

static void
object_put(struct map_object *o)
{
	struct file_object *fo = object_of(o);

	if (__atomic_sub_fetch(&fo->refs, 1, __ATOMIC_ACQ_REL))
		return;
	if (fo->counted)
		mem_file_unmapped(fo->file);
	file_put(fo->file);
	kfree(fo);
}

static const struct map_object_ops object_ops = {
	.page = object_page,
	.get = object_get,
	.put = object_put,
};

static int
map_shared(
    struct aspace *as, struct file *f, struct map_request *req, vaddr_t *out)
{
	struct file_object *fo = kzalloc(sizeof(*fo));
	paddr_t pa;
	int err;

	if (!fo)
		return ERR(ENOMEM);
	fo->base.ops = &object_ops;
	fo->refs = 1;
	fo->file = f;
	file_get(f);
	/* Can it be mapped at all? */
	err = f->ops->map_page(f, req->offset >> PAGE_SHIFT, &pa);
	if (!err || err == -ENXIO) {
		int no = mem_file_mapped(f, req->prot & PG_WRITE, &fo->counted);

		err = no ? no : err;
		if (!fo->counted && file_is_mem(f))
			req->flags |= REGION_NOWRITE;
	}
	if (!err || err == -ENXIO) {
		req->object = &fo->base;
		err = aspace_mmap(as, req, out);
	}
	object_put(&fo->base);
	return err;
}

/* Read the file's part into the mapping, piece by piece; past its end the
 * memory stays zero. */
static int
fill(struct file *f, vaddr_t va, uint64_t len, uint64_t offset)
{
	while (len) {
		struct uio_piece piece;
		struct uio u;
		uint64_t pos = offset;
		long n;

		uio_init(&u, &piece, va, len, false);
		n = f->ops->read(f, &u, &pos);
		if (n <= 0)
			return (int)n;
		va += (uint64_t)n;
		offset += (uint64_t)n;
		len -= (uint64_t)n;
	}
	return 0;
}

int
file_map(struct aspace *as, struct file *f, struct map_request *req,
    uint64_t offset, bool shared, vaddr_t *out)
{
	unsigned int prot = req->prot;
	int err;

	req->name = f->path;
	req->offset = offset;
	if (shared)
		return map_shared(as, f, req, out);
	if (file_is_stream(f)) /* nothing to copy: a pipe, an eventfd */
		return ERR(ENODEV);
	req->prot = PG_READ | PG_WRITE;
	req->flags &= ~(unsigned int)REGION_RESERVE;
	req->offset = 0;
	err = aspace_mmap(as, req, out);
	if (err)
		return err;
	err = fill(f, *out, req->len, offset);
	if (!err && prot != (PG_READ | PG_WRITE))
		err = aspace_mprotect(as, *out, req->len, prot);
	if (err)
		(void)!aspace_munmap(as, *out, req->len);
	return err == -EISDIR ? -ENODEV : err;
}
