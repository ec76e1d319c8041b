/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/eventfd.c - a 64-bit counter to wait for. */
#include "base/err.h"
#include "base/errno.h"
#include "core/time.h"
#include "fs/event/event.h"
#include "mm/kmem.h"

#define COUNT_MOST (UINT64_MAX - 1)

struct eventfd {
	struct spinlock lock;
	uint64_t count; /* [l], hints read without */
	bool semaphore; /* [I] */
	struct waitq wait;
};

struct event_wait {
	struct eventfd *e;
	uint64_t add; /* 0: a reader */
};

static bool
event_ready(void *arg)
{
	struct event_wait *w = arg;
	uint64_t count = READ_ONCE(w->e->count);

	return w->add ? COUNT_MOST - count >= w->add : count > 0;
}

/* One try: 0 done, -EAGAIN. *value: taken, or to add. */
static int
event_try(struct eventfd *e, bool add, uint64_t *value)
{
	int err = 0;

	spin_lock(&e->lock);
	if (add && COUNT_MOST - e->count >= *value) {
		e->count += *value;
	} else if (!add && e->count) {
		*value = e->semaphore ? 1 : e->count;
		e->count -= *value;
	} else {
		err = -EAGAIN;
	}
	spin_unlock(&e->lock);
	return err;
}

static int
event_do(struct file *f, bool add, uint64_t *value)
{
	struct eventfd *e = f->priv;
	struct event_wait w = { .e = e, .add = add ? *value : 0 };
	int err;

	while ((err = event_try(e, add, value)) == -EAGAIN) {
		if (f->flags & FILE_NONBLOCK)
			return -EAGAIN;
		err = waitq_wait(
		    &e->wait, event_ready, &w, TIME_NEVER, WAIT_INTERRUPTIBLE);
		if (err)
			return err;
	}
	if (!add || *value)
		(void)waitq_wake(&e->wait, -1,
		    add ? POLL_IN | POLL_RDNORM : POLL_OUT | POLL_WRNORM);
	return err;
}

static long
event_read(struct file *f, struct uio *u, uint64_t *pos)
{
	uint64_t value = 0;
	long n;

	(void)pos;
	if (u->left < sizeof(value))
		return ERR(EINVAL);
	n = event_do(f, false, &value);
	if (n)
		return n;
	n = uio_to(u, &value, sizeof(value));
	return n == (long)sizeof(value) ? n : ERR(EFAULT);
}

static long
event_write(struct file *f, struct uio *u, uint64_t *pos)
{
	uint64_t value;
	long n;

	(void)pos;
	if (u->left < sizeof(value))
		return ERR(EINVAL);
	n = uio_from(u, &value, sizeof(value));
	if (n != (long)sizeof(value))
		return ERR(EFAULT);
	if (value == UINT64_MAX)
		return ERR(EINVAL);
	n = event_do(f, true, &value);
	return n ? n : (long)sizeof(value);
}

static uint32_t
event_poll(struct file *f, struct poll_table *pt)
{
	struct eventfd *e = f->priv;
	uint32_t events = 0;
	uint64_t count;

	if (pt)
		pt->add(pt, &e->wait);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	count = READ_ONCE(e->count);
	if (count)
		events |= POLL_IN | POLL_RDNORM;
	if (count < COUNT_MOST)
		events |= POLL_OUT | POLL_WRNORM;
	return events;
}

static void
event_release(struct file *f)
{
	kfree(f->priv);
}

static const struct file_ops eventfd_ops = {
	.read = event_read,
	.write = event_write,
	.seek = file_no_seek,
	.ioctl = file_no_ioctl,
	.poll = event_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = event_release,
};

int
eventfd_create(
    uint64_t count, bool semaphore, unsigned int flags, struct file **out)
{
	struct eventfd *e = kzalloc(sizeof(*e));
	int err;

	if (!e)
		return ERR(ENOMEM);
	spin_init(&e->lock, RANK_FILE);
	waitq_init(&e->wait);
	e->count = count;
	e->semaphore = semaphore;
	err = anon_file(
	    "eventfd", &eventfd_ops, flags | FILE_READ | FILE_WRITE, e, out);
	if (err)
		kfree(e);
	return err;
}
