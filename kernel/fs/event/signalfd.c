/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/signalfd.c - read signals instead of being interrupted by them. */
#include "base/err.h"
#include "base/errno.h"
#include "core/time.h"
#include "fs/event/event.h"
#include "mm/kmem.h"
#include "proc/signal.h"
#include "uapi/linux/eventfd.h"

struct signalfd {
	uint64_t set; /* [a] */
};

static bool
signals_there(void *arg)
{
	struct signalfd *s = arg;

	return signal_pending_set(READ_ONCE(s->set)) != 0;
}

static void
record_fill(struct lx_signalfd_siginfo *r, const struct signal_info *i)
{
	*r = (struct lx_signalfd_siginfo){
		.ssi_signo = (uint32_t)i->signo,
		.ssi_errno = i->err,
		.ssi_code = i->code,
		.ssi_pid = (uint32_t)i->pid,
		.ssi_uid = i->uid,
		.ssi_tid = (uint32_t)i->timerid,
		.ssi_overrun = (uint32_t)i->overrun,
		.ssi_trapno = (uint32_t)i->trapno,
		.ssi_status = i->status,
		.ssi_int = (int32_t)i->value,
		.ssi_ptr = i->value,
		.ssi_utime = i->utime,
		.ssi_stime = i->stime,
		.ssi_addr = i->addr,
	};
}

static long
signal_read(struct file *f, struct uio *u, uint64_t *pos)
{
	struct signalfd *s = f->priv;
	struct lx_signalfd_siginfo r;
	struct signal_info info;
	long done = 0, n;

	(void)pos;
	if (u->left < sizeof(r))
		return ERR(EINVAL);
	while (u->left >= sizeof(r)) {
		if (signal_dequeue(s->set, &info)) {
			record_fill(&r, &info);
			n = uio_to(u, &r, sizeof(r));
			if (n != (long)sizeof(r))
				return done ? done : ERR(EFAULT);
			done += n;
			continue;
		}
		if (done)
			break;
		if (f->flags & FILE_NONBLOCK)
			return -EAGAIN;
		n = waitq_wait(signal_waitq(), signals_there, s, TIME_NEVER,
		    WAIT_INTERRUPTIBLE);
		if (n)
			return n;
	}
	return done;
}

static uint32_t
signal_poll(struct file *f, struct poll_table *pt)
{
	if (pt)
		pt->add(pt, signal_waitq());
	return signals_there(f->priv) ? POLL_IN | POLL_RDNORM : 0;
}

static void
signal_release(struct file *f)
{
	kfree(f->priv);
}

static const struct file_ops signalfd_ops = {
	.read = signal_read,
	.write = file_no_write,
	.seek = file_no_seek,
	.ioctl = file_no_ioctl,
	.poll = signal_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = signal_release,
};

bool
file_is_signalfd(const struct file *f)
{
	return f->ops == &signalfd_ops;
}

void
signalfd_set(struct file *f, uint64_t set)
{
	struct signalfd *s = f->priv;

	WRITE_ONCE(s->set, set);
}

int
signalfd_create(uint64_t set, unsigned int flags, struct file **out)
{
	struct signalfd *s = kzalloc(sizeof(*s));
	int err;

	if (!s)
		return ERR(ENOMEM);
	s->set = set;
	err = anon_file(
	    "signalfd", &signalfd_ops, flags | FILE_READ | FILE_WRITE, s, out);
	if (err)
		kfree(s);
	return err;
}
