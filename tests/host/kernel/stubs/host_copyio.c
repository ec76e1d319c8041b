/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/stubs/host_copyio.c - one stretch of host memory is user
 * memory; every other address faults. */
#include "base/errno.h"
#include "host.h"
#include "mm/copyio.h"
#include <string.h>

char *host_user;
size_t host_user_len;

bool
user_range_ok(vaddr_t uaddr, size_t len)
{
	uint64_t off = uaddr - (uint64_t)host_user;

	return off <= host_user_len && len <= host_user_len - off;
}

int
copyin(void *dst, vaddr_t uaddr, size_t len)
{
	if (!user_range_ok(uaddr, len))
		return -EFAULT;
	memcpy(dst, (void *)uaddr, len);
	return 0;
}

int
copyout(vaddr_t uaddr, const void *src, size_t len)
{
	if (!user_range_ok(uaddr, len))
		return -EFAULT;
	memcpy((void *)uaddr, src, len);
	return 0;
}

int
zero_user(vaddr_t uaddr, size_t len)
{
	if (!user_range_ok(uaddr, len))
		return -EFAULT;
	memset((void *)uaddr, 0, len);
	return 0;
}

int
user_load32(vaddr_t uaddr, uint32_t *old)
{
	return copyin(old, uaddr, 4);
}

int
user_atomic_op32(vaddr_t uaddr, unsigned int op, uint32_t val, uint32_t *old)
{
	uint32_t now;

	if (copyin(old, uaddr, 4))
		return -EFAULT;
	now = op == 0	? val
	      : op == 1 ? *old + val
	      : op == 2 ? *old | val
	      : op == 3 ? *old & ~val
			: *old ^ val;
	return copyout(uaddr, &now, 4);
}
