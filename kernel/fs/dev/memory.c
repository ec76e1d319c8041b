/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/dev/memory.c - /dev/null, zero, full, random, urandom. */
#include "base/err.h"
#include "base/errno.h"
#include "core/random.h"
#include "fs/gen/gen.h"
#include "fs/vfs_priv.h"
#include "mm/copyio.h"
#include "uapi/linux/ioctl.h"

#define MEM_MAJOR 1

static long
null_read(struct file *f, struct uio *u, uint64_t *pos)
{
	(void)f, (void)u, (void)pos;
	return 0;
}

static long
null_write(struct file *f, struct uio *u, uint64_t *pos)
{
	long n = (long)u->left;

	(void)f, (void)pos;
	u->left = 0;
	return n;
}

static long
zero_read(struct file *f, struct uio *u, uint64_t *pos)
{
	(void)f, (void)pos;
	return uio_zero(u, u->left);
}

static long
full_write(struct file *f, struct uio *u, uint64_t *pos)
{
	(void)f, (void)pos;
	return u->left ? ERR(ENOSPC) : 0;
}

static long
random_read(struct file *f, struct uio *u, uint64_t *pos)
{
	uint8_t block[256];
	long done = 0, n;

	(void)f, (void)pos;
	while (u->left) {
		uint64_t part = MIN(u->left, sizeof(block));

		random_bytes(block, part);
		n = uio_to(u, block, part);
		if (n <= 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

static long
random_write(struct file *f, struct uio *u, uint64_t *pos)
{
	uint8_t block[256];
	long done = 0, n;

	(void)f, (void)pos;
	while (u->left) {
		n = uio_from(u, block, MIN(u->left, sizeof(block)));
		if (n <= 0)
			return done ? done : n;
		random_stir(block, (size_t)n);
		done += n;
	}
	return done;
}

static long
random_ioctl(struct file *f, unsigned int cmd, uint64_t arg)
{
	int bits = 256;

	(void)f;
	if (cmd != LX_RNDGETENTCNT)
		return ERR(ENOTTY);
	return copyout_obj(arg, &bits);
}

static long
mem_dev_seek(struct file *f, int64_t off, int whence)
{
	(void)off, (void)whence;
	f->pos = 0;
	return 0;
}

#define MEM_DEVICE(name, rd, wr, io)                \
	static const struct file_ops name##_ops = { \
		.read = rd,                         \
		.write = wr,                        \
		.seek = mem_dev_seek,               \
		.ioctl = io,                        \
		.poll = file_always_ready,          \
		.readdir = file_no_readdir,         \
		.truncate = file_no_truncate,       \
		.map_page = file_no_map_page,       \
		.release = file_no_release,         \
	}

MEM_DEVICE(null, null_read, null_write, file_no_ioctl);
MEM_DEVICE(zero, zero_read, null_write, file_no_ioctl);
MEM_DEVICE(full, zero_read, full_write, file_no_ioctl);
MEM_DEVICE(random, random_read, random_write, random_ioctl);

int
dev_memory_init(void)
{
	static const struct {
		const char *name;
		const struct file_ops *ops;
		unsigned int minor;
	} list[] = {
		{ "null", &null_ops, 3 },
		{ "zero", &zero_ops, 5 },
		{ "full", &full_ops, 7 },
		{ "random", &random_ops, 8 },
		{ "urandom", &random_ops, 9 },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(list) && !err; i++)
		err = dev_register(list[i].name, list[i].ops, NULL, NULL,
		    MEM_MAJOR, list[i].minor);
	return err;
}
