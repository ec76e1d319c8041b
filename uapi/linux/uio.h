/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/uio.h - struct iovec, limits and flags of vectored transfers. */
#ifndef UAPI_LINUX_UIO_H
#define UAPI_LINUX_UIO_H

#include <stdint.h>

struct lx_iovec {
	uint64_t iov_base;
	uint64_t iov_len;
};

#define LX_IOV_MAX 1024
/* The most that one call transfers. */
#define LX_RW_MAX 0x7ffff000ull

#define LX_RWF_HIPRI  0x1
#define LX_RWF_DSYNC  0x2
#define LX_RWF_SYNC   0x4
#define LX_RWF_NOWAIT 0x8
#define LX_RWF_APPEND 0x10

#endif
