/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/lwk/lwk.h - what the files of abi/lwk share: the checks that all LWK
 * calls make. What the calls do is said in uapi/kitten/lwk.h.
 */
#ifndef ABI_LWK_LWK_H
#define ABI_LWK_LWK_H

#include "abi/linux/syscall.h"
#include "mm/aspace.h"
#include "proc/process.h"
#include "uapi/kitten/lwk.h"

/* May the running process use LWK calls? */
static inline bool
lwk_allowed(void)
{
	return current->process->may_lwk;
}

/* The address space of an id (0: the caller's) with a reference, or NULL with
 * *err -EPERM (the caller may not) or -ENOENT. Context: task. */
struct aspace *lwk_aspace_get(int id, int *err);

/* Is all of [start, start+len) memory that user level may use as it likes
 * (LWK_PMEM_USER; with or_free also LWK_PMEM_FREE_MEM)? 0, -EINVAL (not
 * pages, or empty), -ENOENT (no memory), -EPERM (another's). */
int lwk_pmem_check(paddr_t start, uint64_t len, bool or_free);

/* Copy in a name of at most size - 1 characters; 0: an empty one. -EFAULT,
 * -ENAMETOOLONG. */
int lwk_name_get(char *name, size_t size, vaddr_t uaddr);

#endif
