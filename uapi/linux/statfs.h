/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/statfs.h - struct statfs, file-system magic numbers. */
#ifndef UAPI_LINUX_STATFS_H
#define UAPI_LINUX_STATFS_H

#include <stdint.h>

struct lx_statfs {
	int64_t f_type;
	int64_t f_bsize;
	uint64_t f_blocks;
	uint64_t f_bfree;
	uint64_t f_bavail;
	uint64_t f_files;
	uint64_t f_ffree;
	int32_t f_fsid[2];
	int64_t f_namelen;
	int64_t f_frsize;
	int64_t f_flags;
	int64_t f_spare[4];
};
_Static_assert(sizeof(struct lx_statfs) == 120, "struct statfs of x86-64");

#define LX_TMPFS_MAGIC	0x01021994
#define LX_PROC_MAGIC	0x9fa0
#define LX_SYSFS_MAGIC	0x62656572
#define LX_PIPEFS_MAGIC 0x50495045
#define LX_ANON_MAGIC	0x09041934

#define LX_ST_VALID 0x20

#endif
