/* SPDX-License-Identifier: BSD-2-Clause */
/* base/cpio.c - reading and writing of cpio archives, format "newc". */
#include "base/cpio.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

#define HEADER_BYTES 110u
#define TRAILER	     "TRAILER!!!"

/* The fields of the header, in order. */
enum field {
	F_INO,
	F_MODE,
	F_UID,
	F_GID,
	F_NLINK,
	F_MTIME,
	F_FILESIZE,
	F_DEVMAJOR,
	F_DEVMINOR,
	F_RDEVMAJOR,
	F_RDEVMINOR,
	F_NAMESIZE,
	F_CHECK,
	F_COUNT
};

static int
read_field(const char *p, uint32_t *v)
{
	unsigned int i;

	*v = 0;
	for (i = 0; i < 8; i++) {
		char c = p[i];

		if (c >= '0' && c <= '9')
			*v = *v << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*v = *v << 4 | (uint32_t)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			*v = *v << 4 | (uint32_t)(c - 'A' + 10);
		else
			return ERR(EINVAL);
	}
	return 0;
}

static int
read_header(const char *p, uint32_t field[F_COUNT])
{
	unsigned int i;
	int err;

	if (memcmp(p, "07070", 5) || (p[5] != '1' && p[5] != '2'))
		return ERR(EINVAL);
	for (i = 0; i < F_COUNT; i++) {
		err = read_field(p + 6 + 8 * i, &field[i]);
		if (err)
			return err;
	}
	return 0;
}

static void
fill_entry(struct cpio_entry *e, const uint32_t field[F_COUNT])
{
	e->ino = field[F_INO];
	e->mode = field[F_MODE];
	e->uid = field[F_UID];
	e->gid = field[F_GID];
	e->nlink = field[F_NLINK];
	e->mtime = field[F_MTIME];
	e->size = field[F_FILESIZE];
	e->rdev_major = field[F_RDEVMAJOR];
	e->rdev_minor = field[F_RDEVMINOR];
}

/* One entry at *pos, which moves behind it. */
static int
read_entry(const struct cpio *it, size_t *pos, struct cpio_entry *e)
{
	const char *p = (const char *)it->data + *pos;
	size_t left = it->len - *pos;
	uint32_t field[F_COUNT];
	size_t name, data, end;
	int err;

	if (left < HEADER_BYTES)
		return ERR(EINVAL);
	err = read_header(p, field);
	if (err)
		return err;
	/* Paddings count from the archive's start, where *pos is 0 mod 4. None
	 * of these sums overflows: fields have 32 bits. */
	name = field[F_NAMESIZE];
	data = ALIGN_UP(HEADER_BYTES + name, 4);
	end = data + field[F_FILESIZE];
	if (!name || name > CPIO_NAME_MAX + 1 || end > left)
		return ERR(EINVAL);
	if (strnlen(p + HEADER_BYTES, name) != name - 1)
		return ERR(EINVAL);
	fill_entry(e, field);
	e->name = p + HEADER_BYTES;
	e->data = e->size ? p + data : NULL;
	*pos += MIN(ALIGN_UP(end, 4), left);
	return 0;
}

int
cpio_next(struct cpio *it, struct cpio_entry *e)
{
	const char *p = (const char *)it->data;
	size_t pos = it->pos;
	bool open = it->open;
	int err;

	for (;;) {
		if (!open) {
			while (pos < it->len && !p[pos])
				pos++;
			if (pos == it->len) {
				it->pos = pos;
				it->open = false;
				return 0;
			}
			if (!IS_ALIGNED(pos, 4))
				return ERR(EINVAL);
		}
		err = read_entry(it, &pos, e);
		if (err)
			return err;
		open = strcmp(e->name, TRAILER) != 0;
		if (open) {
			it->pos = pos;
			it->open = true;
			return 1;
		}
	}
}

static int
emit_padded(cpio_emit_t emit, void *ctx, const void *data, size_t n, size_t pad)
{
	static const char zeros[4];
	int err = n ? emit(ctx, data, n) : 0;

	if (!err && pad)
		err = emit(ctx, zeros, pad);
	return err;
}

int
cpio_write_entry(cpio_emit_t emit, void *ctx, const struct cpio_entry *e)
{
	size_t name = strnlen(e->name, CPIO_NAME_MAX + 1) + 1;
	char header[HEADER_BYTES + 1];
	int err;

	if (name == 1 || name > CPIO_NAME_MAX + 1)
		return ERR(EINVAL);
	fmt_sn(header, sizeof(header),
	    "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
	    e->ino, e->mode, e->uid, e->gid, e->nlink, e->mtime, e->size, 0, 0,
	    e->rdev_major, e->rdev_minor, (unsigned int)name, 0);
	err = emit(ctx, header, HEADER_BYTES);
	if (!err)
		err = emit_padded(
		    emit, ctx, e->name, name, -(HEADER_BYTES + name) % 4);
	if (!err)
		err = emit_padded(
		    emit, ctx, e->data, e->size, -(size_t)e->size % 4);
	return err;
}

int
cpio_write_trailer(cpio_emit_t emit, void *ctx)
{
	struct cpio_entry e = { .name = TRAILER, .nlink = 1 };

	return cpio_write_entry(emit, ctx, &e);
}
