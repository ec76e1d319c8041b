/* SPDX-License-Identifier: BSD-2-Clause */
/* base/cpio.h - reading and writing of cpio archives, format "newc".
 *
 * An archive is a run of entries: a header of 110 characters (magic "070701"
 * or "070702", then 13 fields of 8 hexadecimal digits), the name with its 0,
 * padding to 4, the data, padding to 4. The entry "TRAILER!!!" ends it; other
 * archives may follow, after any number of zero bytes.
 *
 * Tests: tests/host/base/cpio_test.c
 */
#ifndef BASE_CPIO_H
#define BASE_CPIO_H

#include "base/types.h"

#define CPIO_NAME_MAX 4095u /* characters of a name */

/* A reader; set data and len, all else 0, before the first call. */
struct cpio {
	const void *data;
	size_t len;
	size_t pos;
	bool open; /* inside an archive whose end was not seen yet */
};

struct cpio_entry {
	const char *name; /* ends with 0, inside the archive */
	const void *data; /* inside the archive; NULL if size is 0 */
	uint32_t size;
	uint32_t ino;
	uint32_t mode; /* type and permissions as in st_mode */
	uint32_t uid;
	uint32_t gid;
	uint32_t nlink;
	uint32_t mtime; /* seconds since 1970 */
	uint32_t rdev_major;
	uint32_t rdev_minor;
};

/* The next entry, of this archive or of one that follows it, to *e. 1, 0 (the
 * end), -EINVAL (malformed or cut short; the reader stays where it is). */
int cpio_next(struct cpio *it, struct cpio_entry *e) __must_check;

/* Take n bytes of the archive being written; 0 or -errno. */
typedef int (*cpio_emit_t)(void *ctx, const void *data, size_t n);

/* Write one entry. 0, -EINVAL (no name, or too long), or emit's error; not
 * must-check, because an emit may as well keep its error in ctx. */
int cpio_write_entry(cpio_emit_t emit, void *ctx, const struct cpio_entry *e);
/* Write the end of the archive. 0, or emit's error. */
int cpio_write_trailer(cpio_emit_t emit, void *ctx);

#endif
