/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/host_stack.c - no kernel stacks and no failures on
 * purpose in a unit test. */
#include "mm/kfail.h"
#include "mm/kmem.h"

uint64_t
kstack_cached_bytes(void)
{
	return 0;
}

bool
kfail_now(void)
{
	return false;
}
