/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/eventfd.h - flags of eventfd2, signalfd4 and pipe2. */
#ifndef UAPI_LINUX_EVENTFD_H
#define UAPI_LINUX_EVENTFD_H

#include <stdint.h>

#define LX_EFD_SEMAPHORE 1
#define LX_EFD_NONBLOCK	 00004000
#define LX_EFD_CLOEXEC	 02000000

/* What a read of a signalfd returns, one per signal. */
struct lx_signalfd_siginfo {
	uint32_t ssi_signo;
	int32_t ssi_errno;
	int32_t ssi_code;
	uint32_t ssi_pid;
	uint32_t ssi_uid;
	int32_t ssi_fd;
	uint32_t ssi_tid;
	uint32_t ssi_band;
	uint32_t ssi_overrun;
	uint32_t ssi_trapno;
	int32_t ssi_status;
	int32_t ssi_int;
	uint64_t ssi_ptr;
	uint64_t ssi_utime;
	uint64_t ssi_stime;
	uint64_t ssi_addr;
	uint16_t ssi_addr_lsb;
	uint16_t pad2;
	int32_t ssi_syscall;
	uint64_t ssi_call_addr;
	uint32_t ssi_arch;
	uint8_t pad[28];
};
_Static_assert(sizeof(struct lx_signalfd_siginfo) == 128, "signalfd record");

#endif
