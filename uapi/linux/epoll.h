/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/epoll.h - epoll events and commands (packed on x86-64). */
#ifndef UAPI_LINUX_EPOLL_H
#define UAPI_LINUX_EPOLL_H

#include <stdint.h>

#define LX_EPOLL_CTL_ADD 1
#define LX_EPOLL_CTL_DEL 2
#define LX_EPOLL_CTL_MOD 3

#define LX_EPOLLEXCLUSIVE (1u << 28)
#define LX_EPOLLWAKEUP	  (1u << 29)
#define LX_EPOLLONESHOT	  (1u << 30)
#define LX_EPOLLET	  (1u << 31)

#define LX_EPOLL_CLOEXEC 02000000

struct lx_epoll_event {
	uint32_t events;
	uint64_t data;
} __attribute__((packed));
_Static_assert(sizeof(struct lx_epoll_event) == 12, "packed on x86-64");

#endif
