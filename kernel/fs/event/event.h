/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/event.h - files that are events: eventfd, timerfd, signalfd; and
 * waiting for files of any kind (poll). */
#ifndef FS_EVENT_EVENT_H
#define FS_EVENT_EVENT_H

#include "fs/file.h"

/* An anonymous file; name as /proc/self/fd shows it ("eventfd").
 * 0, -ENOMEM. priv is the caller's until success. */
int anon_file(const char *name, const struct file_ops *ops, unsigned int flags,
    void *priv, struct file **out);

/* A counter. flags: FILE_NONBLOCK or 0. */
int eventfd_create(
    uint64_t count, bool semaphore, unsigned int flags, struct file **out);

/* A timer; real: on the wall clock. */
int timerfd_create(bool real, unsigned int flags, struct file **out);
bool file_is_timerfd(const struct file *f);
struct timerfd_time {
	uint64_t value, interval; /* ns; value 0: not armed */
};
/* Arm or disarm. abs: value is a time, not a distance. */
void timerfd_set(struct file *f, bool abs, const struct timerfd_time *t,
    struct timerfd_time *old);
void timerfd_get(struct file *f, struct timerfd_time *out);

/* Signals of set (bit signo - 1) become readable. */
int signalfd_create(uint64_t set, unsigned int flags, struct file **out);
bool file_is_signalfd(const struct file *f);
void signalfd_set(struct file *f, uint64_t set);

/* Wait for files. Each entry's ready is set; that of an entry without a file
 * counts as it is. Returns the number ready, -EINTR, -ENOMEM. deadline: monotonic ns,
 * 0: only look. Context: task. */
struct poll_entry {
	struct file *file; /* referenced by the caller */
	uint32_t want;	   /* POLL_*, errors and hang-ups too */
	uint32_t ready;
};
int poll_files(struct poll_entry *e, unsigned int n, uint64_t deadline);

#endif
