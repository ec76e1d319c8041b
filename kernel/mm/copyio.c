/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/copyio.c - checked access to user memory (arch/user.h has the
 * instructions).
 *
 * Limits: a copy that faults half-way has copied some bytes; callers treat
 * the destination as undefined then.
 * Tests: tests/user/bad_pointers.
 */
#include "mm/copyio.h"
#include "arch/pgtable.h"
#include "arch/user.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"

bool
user_range_ok(vaddr_t uaddr, size_t len)
{
	return uaddr <= USER_END && len <= USER_END - uaddr;
}

int
copyin(void *dst, vaddr_t uaddr, size_t len)
{
	int bad;

	if (!user_range_ok(uaddr, len))
		return ERR(EFAULT);
	user_access_begin();
	bad = user_copy(dst, (const void *)uaddr, len);
	user_access_end();
	return bad ? ERR(EFAULT) : 0;
}

int
copyout(vaddr_t uaddr, const void *src, size_t len)
{
	int bad;

	if (!user_range_ok(uaddr, len))
		return ERR(EFAULT);
	user_access_begin();
	bad = user_copy((void *)uaddr, src, len);
	user_access_end();
	return bad ? ERR(EFAULT) : 0;
}

int
zero_user(vaddr_t uaddr, size_t len)
{
	int bad;

	if (!user_range_ok(uaddr, len))
		return ERR(EFAULT);
	user_access_begin();
	bad = user_zero((void *)uaddr, len);
	user_access_end();
	return bad ? ERR(EFAULT) : 0;
}

/* In pieces that do not cross a page: reading past the string's end then can
 * only touch the page that the string is in. */
#define STR_PIECE 64ul

long
copyin_str(char *dst, vaddr_t uaddr, size_t size)
{
	size_t done = 0;

	while (done < size) {
		vaddr_t at = uaddr + done;
		size_t n = MIN(size - done, STR_PIECE - (at & (STR_PIECE - 1)));
		const char *end;
		int err = copyin(dst + done, at, n);

		if (err)
			return err;
		end = memchr(dst + done, 0, n);
		if (end)
			return end - dst;
		done += n;
	}
	return ERR(ENAMETOOLONG);
}

int
user_load32(vaddr_t uaddr, uint32_t *old)
{
	int bad;

	if (!user_range_ok(uaddr, 4))
		return ERR(EFAULT);
	user_access_begin();
	bad = user_get32((const void *)uaddr, old);
	user_access_end();
	return bad ? ERR(EFAULT) : 0;
}

int
user_cmpxchg32(vaddr_t uaddr, uint32_t expect, uint32_t val, uint32_t *old)
{
	int bad;

	if (!user_range_ok(uaddr, 4))
		return ERR(EFAULT);
	user_access_begin();
	bad = user_cas32((void *)uaddr, expect, val, old);
	user_access_end();
	return bad ? ERR(EFAULT) : 0;
}

static uint32_t
apply(unsigned int op, uint32_t old, uint32_t val)
{
	switch (op) {
	case 0:
		return val;
	case 1:
		return old + val;
	case 2:
		return old | val;
	case 3:
		return old & ~val;
	default:
		return old ^ val;
	}
}

int
user_atomic_op32(vaddr_t uaddr, unsigned int op, uint32_t val, uint32_t *old)
{
	uint32_t seen;
	int err;

	if (op > 4)
		return ERR(ENOSYS);
	err = user_load32(uaddr, &seen);
	while (!err) {
		uint32_t want = seen;

		err = user_cmpxchg32(uaddr, want, apply(op, want, val), &seen);
		if (!err && seen == want) {
			*old = want;
			return 0;
		}
	}
	return err;
}
