/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/dirent.h - records of getdents and getdents64. */
#ifndef UAPI_LINUX_DIRENT_H
#define UAPI_LINUX_DIRENT_H

#include <stdint.h>

/* Followed by the name, NUL, padding to 8. */
struct lx_dirent64 {
	uint64_t d_ino;
	int64_t d_off;
	uint16_t d_reclen;
	uint8_t d_type;
} __attribute__((packed));
#define LX_DIRENT64_HEAD 19

/* Followed by the name, NUL, padding; the type is the record's last byte. */
struct lx_dirent {
	uint64_t d_ino;
	uint64_t d_off;
	uint16_t d_reclen;
} __attribute__((packed));
#define LX_DIRENT_HEAD 18

#endif
