/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/poll.h - struct pollfd, poll events, fd_set. */
#ifndef UAPI_LINUX_POLL_H
#define UAPI_LINUX_POLL_H

#include <stdint.h>

#define LX_POLLIN     0x0001
#define LX_POLLPRI    0x0002
#define LX_POLLOUT    0x0004
#define LX_POLLERR    0x0008
#define LX_POLLHUP    0x0010
#define LX_POLLNVAL   0x0020
#define LX_POLLRDNORM 0x0040
#define LX_POLLRDBAND 0x0080
#define LX_POLLWRNORM 0x0100
#define LX_POLLWRBAND 0x0200
#define LX_POLLRDHUP  0x2000

struct lx_pollfd {
	int32_t fd;
	int16_t events;
	int16_t revents;
};

#endif
