/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/fs/host_fs.h - a root directory for tests. */
#ifndef TESTS_HOST_KERNEL_FS_HOST_FS_H
#define TESTS_HOST_KERNEL_FS_HOST_FS_H

#include "proc/process.h"

extern struct process host_process; /* root's, with cwd and root set */

void host_fs_init(void);
/* Remove all names; what is left then shows in host_alloc_live. */
void host_fs_fini(void);

#endif
