/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/file_map.h - files in memory: the bridge between fs/ and mm/. */
#ifndef ABI_LINUX_FILE_MAP_H
#define ABI_LINUX_FILE_MAP_H

#include "fs/file.h"
#include "mm/aspace.h"

/* Map f from offset (a multiple of 4 KiB) as req says: shared (its pages), or
 * private (a copy made now). req->prot etc. as for aspace_mmap.
 * 0, -ENODEV, -ENOMEM, -EINVAL, -EEXIST. Context: task. */
int file_map(struct aspace *as, struct file *f, struct map_request *req,
    uint64_t offset, bool shared, vaddr_t *out);

#endif
