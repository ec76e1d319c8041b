/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/timerfd.c - a timer whose expirations are read.
 *
 * Idea: the kernel timer fires once; how often a periodic timer has expired
 * since is computed when someone looks, so an unread timer costs nothing but
 * its first interrupt.
 * Limits: a timer on the wall clock is placed on the monotonic clock when it
 * is set; setting the wall clock later does not move it.
 */
#include "base/err.h"
#include "base/errno.h"
#include "core/time.h"
#include "core/timer.h"
#include "fs/event/event.h"
#include "mm/kmem.h"

struct timerfd {
	struct spinlock lock;
	struct ktimer timer;
	struct waitq wait;
	bool real;	   /* [I] */
	uint64_t when;	   /* [l] next expiration, monotonic; 0: not armed */
	uint64_t interval; /* [l] */
};

static void
timer_fired(struct ktimer *k)
{
	struct timerfd *t = container_of(k, struct timerfd, timer);

	(void)waitq_wake(&t->wait, -1, POLL_IN | POLL_RDNORM);
}

static bool
timer_ready(void *arg)
{
	struct timerfd *t = arg;
	uint64_t when = READ_ONCE(t->when);

	return when && time_mono_ns() >= when;
}

/* Expirations up to now, taken; the next one is armed. */
static uint64_t
timer_take(struct timerfd *t)
{
	uint64_t now = time_mono_ns(), n = 0, when;

	spin_lock(&t->lock);
	if (t->when && now >= t->when) {
		n = 1;
		if (t->interval) {
			n += (now - t->when) / t->interval;
			t->when += n * t->interval;
		} else {
			t->when = 0;
		}
	}
	when = n ? t->when : 0;
	spin_unlock(&t->lock);
	if (when)
		ktimer_arm(&t->timer, when);
	return n;
}

static long
timer_read(struct file *f, struct uio *u, uint64_t *pos)
{
	struct timerfd *t = f->priv;
	uint64_t n;
	long err;

	(void)pos;
	if (u->left < sizeof(n))
		return ERR(EINVAL);
	while (!(n = timer_take(t))) {
		if (f->flags & FILE_NONBLOCK)
			return -EAGAIN;
		err = waitq_wait(
		    &t->wait, timer_ready, t, TIME_NEVER, WAIT_INTERRUPTIBLE);
		if (err)
			return err;
	}
	err = uio_to(u, &n, sizeof(n));
	return err == (long)sizeof(n) ? err : ERR(EFAULT);
}

static uint32_t
timer_poll(struct file *f, struct poll_table *pt)
{
	struct timerfd *t = f->priv;

	if (pt)
		pt->add(pt, &t->wait);
	return timer_ready(t) ? POLL_IN | POLL_RDNORM : 0;
}

static void
timer_release(struct file *f)
{
	struct timerfd *t = f->priv;

	(void)ktimer_cancel(&t->timer);
	kfree(t);
}

static const struct file_ops timerfd_ops = {
	.read = timer_read,
	.write = file_no_write,
	.seek = file_no_seek,
	.ioctl = file_no_ioctl,
	.poll = timer_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = timer_release,
};

bool
file_is_timerfd(const struct file *f)
{
	return f->ops == &timerfd_ops;
}

/* Time left; t->lock held. */
static void
timer_left(struct timerfd *t, struct timerfd_time *out)
{
	uint64_t now = time_mono_ns();

	out->interval = t->interval;
	out->value = 0;
	if (t->when > now)
		out->value = t->when - now;
	else if (t->when && t->interval)
		out->value = t->interval - (now - t->when) % t->interval;
}

void
timerfd_set(struct file *f, bool abs, const struct timerfd_time *set,
    struct timerfd_time *old)
{
	struct timerfd *t = f->priv;
	uint64_t now = time_mono_ns(), when = set->value;

	if (when && abs && t->real) {
		uint64_t offset = time_real_ns() - now;

		when = when > offset ? when - offset : 1;
	} else if (when && !abs) {
		when =
		    when > TIME_NEVER - 1 - now ? TIME_NEVER - 1 : now + when;
	}
	(void)ktimer_cancel(&t->timer);
	spin_lock(&t->lock);
	timer_left(t, old);
	t->when = when;
	t->interval = set->interval;
	spin_unlock(&t->lock);
	if (when)
		ktimer_arm(&t->timer, when);
}

void
timerfd_get(struct file *f, struct timerfd_time *out)
{
	struct timerfd *t = f->priv;

	spin_lock(&t->lock);
	timer_left(t, out);
	spin_unlock(&t->lock);
}

int
timerfd_create(bool real, unsigned int flags, struct file **out)
{
	struct timerfd *t = kzalloc(sizeof(*t));
	int err;

	if (!t)
		return ERR(ENOMEM);
	spin_init(&t->lock, RANK_FILE);
	waitq_init(&t->wait);
	ktimer_init(&t->timer, timer_fired);
	t->real = real;
	err = anon_file(
	    "timerfd", &timerfd_ops, flags | FILE_READ | FILE_WRITE, t, out);
	if (err)
		kfree(t);
	return err;
}
