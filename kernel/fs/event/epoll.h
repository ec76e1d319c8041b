/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/epoll.h - epoll: a standing set of files to wait for. */
#ifndef FS_EVENT_EPOLL_H
#define FS_EVENT_EPOLL_H

#include "fs/file.h"

/* Beside POLL_*, in an item's events. */
enum {
	EPOLL_EXCLUSIVE = 1u << 28,
	EPOLL_ONESHOT = 1u << 30,
	EPOLL_EDGE = 1u << 31
};

struct epoll_ready {
	uint32_t events;
	uint64_t data;
};

/* Once at boot. */
void epoll_init(void);
/* A new set. 0, -ENOMEM. */
int epoll_create(struct file **out);
bool file_is_epoll(const struct file *f);
/* Add, change, remove the pair (f, fd). -EEXIST, -ENOENT, -ELOOP (sets within
 * sets in a circle or deeper than 5), -EPERM (f is always ready: a regular
 * file), -ENOMEM, -EINVAL (f is ep itself). */
int epoll_add(
    struct file *ep, struct file *f, int fd, uint32_t events, uint64_t data);
int epoll_change(
    struct file *ep, struct file *f, int fd, uint32_t events, uint64_t data);
int epoll_remove(struct file *ep, struct file *f, int fd);
/* Wait until an item is ready: up to max of them are handed to put (which
 * returns false when it cannot take one). Returns how many, -EINTR, -EFAULT.
 * deadline: monotonic ns, 0: do not wait. */
int epoll_wait(struct file *ep, int max, uint64_t deadline,
    bool (*put)(void *arg, const struct epoll_ready *r), void *arg);
/* The last reference to f is gone. */
void epoll_file_gone(struct file *f);

#endif
