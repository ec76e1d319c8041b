/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/sys/sysfs.h - between the files of /sys. */
#ifndef FS_SYS_SYSFS_H
#define FS_SYS_SYSFS_H

#include "core/cpu.h"
#include "fs/gen/gen.h"

/* A set of processors as Linux prints masks (32-bit groups, commas) or lists,
 * with a newline. */
void sysfs_mask(struct textbuf *t, const struct cpuset *set);
void sysfs_list(struct textbuf *t, const struct cpuset *set);
/* The online processors of a node. */
void sysfs_node_cpus(unsigned int node, struct cpuset *out);

#endif
