/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/uio.c - move bytes between kernel buffers and a list of user pieces.
 *
 * Limits: a user piece that faults half-way counts page by page: what lies on
 * the pages before the bad one has been moved.
 */
#include "arch/pgtable.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "fs/file.h"
#include "mm/copyio.h"

enum uio_op { UIO_TO, UIO_FROM, UIO_ZERO };

static int
user_move(uint64_t at, void *buf, uint64_t n, enum uio_op op)
{
	if (op == UIO_TO)
		return copyout(at, buf, n);
	if (op == UIO_FROM)
		return copyin(buf, at, n);
	return zero_user(at, n);
}

/* After a fault: as many whole pages as go. */
static uint64_t
user_move_pages(uint64_t at, char *buf, uint64_t n, enum uio_op op)
{
	uint64_t done = 0;

	while (done < n) {
		uint64_t end = ALIGN_DOWN(at + done, PAGE_SIZE) + PAGE_SIZE;
		uint64_t part = MIN(end - (at + done), n - done);

		if (user_move(at + done, buf + done, part, op))
			break;
		done += part;
	}
	return done;
}

static void
kernel_move(uint64_t at, void *buf, uint64_t n, enum uio_op op)
{
	void *mem = (void *)at;

	if (op == UIO_TO)
		memcpy(mem, buf, n);
	else if (op == UIO_FROM)
		memcpy(buf, mem, n);
	else
		memset(mem, 0, n);
}

/* Bytes moved of n at the current place in the current piece. */
static uint64_t
piece_move(struct uio *u, char *buf, uint64_t n, enum uio_op op)
{
	uint64_t at = u->piece->base + u->done_in_piece;

	if (u->kernel) {
		kernel_move(at, buf, n, op);
		return n;
	}
	if (likely(!user_move(at, buf, n, op)))
		return n;
	return user_move_pages(at, buf, n, op);
}

static long
uio_move(struct uio *u, char *buf, uint64_t len, enum uio_op op)
{
	uint64_t done = 0;

	len = MIN(len, u->left);
	while (done < len) {
		uint64_t n = u->piece->len - u->done_in_piece, got;

		if (!n) {
			u->piece++;
			u->npieces--;
			u->done_in_piece = 0;
			continue;
		}
		n = MIN(n, len - done);
		got = piece_move(u, buf + (op == UIO_ZERO ? 0 : done), n, op);
		u->done_in_piece += got;
		u->left -= got;
		done += got;
		if (got < n)
			return done ? (long)done : ERR(EFAULT);
	}
	return (long)done;
}

long
uio_to(struct uio *u, const void *src, uint64_t len)
{
	return uio_move(u, (char *)(uintptr_t)src, len, UIO_TO);
}

long
uio_from(struct uio *u, void *dst, uint64_t len)
{
	return uio_move(u, dst, len, UIO_FROM);
}

long
uio_zero(struct uio *u, uint64_t len)
{
	return uio_move(u, NULL, len, UIO_ZERO);
}
