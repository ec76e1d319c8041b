/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/kfail.h - make the kernel's allocations fail on purpose (debug kernels).
 */
#ifndef MM_KFAIL_H
#define MM_KFAIL_H

#include "base/types.h"

#ifdef CONFIG_DEBUG
/* Must this allocation fail? True for every Nth one that a program (not the
 * first task) causes, with the kernel argument kfail=N. Context: any. */
bool kfail_now(void);
#else
static inline bool
kfail_now(void)
{
	return false;
}
#endif

#endif
