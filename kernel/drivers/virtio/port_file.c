/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/port_file.c - ports as device files; the host's terminal.
 *
 * Idea: /dev/ports/NAME reads and writes one port. Ports that init marks with
 * KITTEN_PORT_TTY together are one terminal, host_term, so that all of them
 * agree on window size, settings and foreground. The host sends nothing, the
 * end of input included, before a port is open: one that is only read is opened
 * when somebody asks for input, so that a program that never reads is never
 * interrupted by it.
 *
 * Locking: host_term has its own; the rest is the port's.
 * Limits: the terminal's settings are kept but do not reach the host.
 */

#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/log.h"
#include "core/time.h"
#include "drivers/console/term.h"
#include "drivers/virtio/port_priv.h"
#include "fs/node.h"
#include "mm/copyio.h"
#include "proc/signal.h"
#include "uapi/kitten/port.h"

/* /dev numbers: a range that Linux leaves to local use. */
#define PORT_MAJOR 240

#define TRACE_PATIENCE_NS (5 * NSEC_PER_SEC)

static struct term host_term; /* set up with the first port */
static bool host_term_ready;  /* [I] after boot */
static uint32_t trace_dead;   /* [a] the host never opened the trace port */

static unsigned int
mode_of(const struct file *f)
{
	return (READ_ONCE(f->flags) & FILE_NONBLOCK) ? PORT_NONBLOCK : 0;
}

static void
port_tell_host(struct port *p)
{
	if (!READ_ONCE(p->guest_open) &&
	    !__atomic_exchange_n(&p->guest_open, true, __ATOMIC_ACQ_REL))
		vcon_send_open(p);
}

static long
port_file_read(struct file *f, struct uio *u, uint64_t *pos)
{
	(void)pos;
	port_tell_host(f->priv);
	return port_read(f->priv, u, mode_of(f));
}

static long
port_file_write(struct file *f, struct uio *u, uint64_t *pos)
{
	long n;

	(void)pos;
	n = port_write(f->priv, u, mode_of(f));
	if (n == -EPIPE)
		signal_sigpipe();
	return n;
}

static long
mark_tty(struct port *p, uint64_t arg)
{
	struct kitten_port_tty mark;

	if (copyin_obj(&mark, arg))
		return ERR(EFAULT);
	if (mark.is_tty > 1 || mark.reserved != 0)
		return ERR(EINVAL);
	WRITE_ONCE(p->is_tty, mark.is_tty != 0);
	if (mark.is_tty)
		term_resize(&host_term, mark.rows, mark.cols);
	return 0;
}

static long
count_out(uint64_t bytes, uint64_t arg)
{
	int n = (int)MIN(bytes, (uint64_t)INT32_MAX);

	return copyout_obj(arg, &n);
}

static long
port_file_ioctl(struct file *f, unsigned int cmd, uint64_t arg)
{
	struct port *p = f->priv;

	switch (cmd) {
	case KITTEN_PORT_TTY:
		return mark_tty(p, arg);
	case LX_FIONREAD:
		port_tell_host(p);
		return count_out(port_readable_bytes(p), arg);
	case LX_TIOCOUTQ:
		return count_out(port_unsent_bytes(p), arg);
	default:
		break;
	}
	if (!READ_ONCE(p->is_tty))
		return ERR(ENOTTY);
	return term_ioctl(&host_term, cmd, arg);
}

static uint32_t
port_file_poll(struct file *f, struct poll_table *pt)
{
	struct port *p = f->priv;
	uint32_t events;

	if (f->flags & FILE_READ)
		port_tell_host(p);
	if (pt) {
		pt->add(pt, &p->readers);
		pt->add(pt, &p->writers);
	}
	events = port_events(p);
	if (!(f->flags & FILE_WRITE))
		events &= ~(uint32_t)(POLL_OUT | POLL_WRNORM);
	else if (events & POLL_HUP)
		events |= POLL_ERR;
	if (!(f->flags & FILE_READ))
		events &= ~(uint32_t)(POLL_IN | POLL_RDNORM);
	return events;
}

static const struct file_ops port_ops = {
	.read = port_file_read,
	.write = port_file_write,
	.seek = file_no_seek,
	.ioctl = port_file_ioctl,
	.poll = port_file_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = file_no_release,
};

/* Buffers for the wanted directions; tell the host, but for a port that is
 * only read, which waits until somebody asks for input. */
static int
port_open(struct port *p, unsigned int flags)
{
	int err = 0;

	if (flags & FILE_READ)
		err = port_rx_prepare(p);
	if (!err && (flags & FILE_WRITE))
		err = port_tx_prepare(p);
	if (!err && (flags & FILE_WRITE))
		port_tell_host(p);
	return err;
}

static int
port_file_open(struct file *f)
{
	struct port *p = dev_priv(f);

	f->priv = p;
	return port_open(p, f->flags);
}

int
port_register(struct port *p)
{
	char path[PORT_NAME_LEN + 8];

	if (!host_term_ready) {
		term_init(&host_term, 24, 80);
		host_term_ready = true;
	}
	fmt_sn(path, sizeof(path), "ports/%s", p->name);
	return dev_register(
	    path, &port_ops, port_file_open, p, PORT_MAJOR, p->id);
}

void
port_tty_resize(uint16_t rows, uint16_t cols)
{
	if (host_term_ready)
		term_resize(&host_term, rows, cols);
}

static int
drain_one(struct port *p, void *arg)
{
	return port_drain(p, *(const uint64_t *)arg);
}

int
ports_drain(uint64_t timeout_ns)
{
	uint64_t deadline = time_mono_ns() + timeout_ns;

	return vcon_for_each_port(drain_one, &deadline);
}

/* ---- trace ---- */

static bool
host_opened(void *arg)
{
	const struct port *p = arg;

	return READ_ONCE(p->host) != HOST_UNKNOWN;
}

/* The trace port, ready for writing, or NULL. */
static struct port *
trace_port(void)
{
	struct port *p;

	if (READ_ONCE(trace_dead))
		return NULL;
	p = vcon_port_find("kitten.trace");
	if (p && !p->guest_open && port_open(p, FILE_WRITE))
		p = NULL;
	if (p && waitq_wait(&p->writers, host_opened, p,
		     time_mono_ns() + TRACE_PATIENCE_NS, WAIT_UNINTERRUPTIBLE))
		p = NULL;
	if (!p)
		WRITE_ONCE(trace_dead, 1);
	return p;
}

void
trace_port_write(const char *text, size_t len)
{
	struct port *p = trace_port();
	struct uio_piece piece;
	struct uio u;

	if (p) {
		uio_init(&u, &piece, (uint64_t)text, len, true);
		(void)port_write(p, &u, PORT_UNINTERRUPTIBLE);
		return;
	}
	while (len > 0 && text[len - 1] == '\n')
		len--;
	log_info("trace: %.*s", (int)len, text);
}

/* ---- /dev/tty ---- */

/* A port of the host's terminal, by name, or NULL. */
static struct port *
tty_port(const char *name)
{
	struct port *p = vcon_port_find(name);

	return p && READ_ONCE(p->is_tty) ? p : NULL;
}

static struct port *
tty_out(void)
{
	struct port *p = tty_port("kitten.stdout");

	return p ? p : tty_port("kitten.stderr");
}

static long
ctty_read(struct file *f, struct uio *u, uint64_t *pos)
{
	struct port *p = tty_port("kitten.stdin");

	(void)pos;
	return p ? port_read(p, u, mode_of(f)) : ERR(EIO);
}

static long
ctty_write(struct file *f, struct uio *u, uint64_t *pos)
{
	struct port *p = tty_out();

	(void)pos;
	return p ? port_write(p, u, mode_of(f)) : ERR(EIO);
}

static long
ctty_ioctl(struct file *f, unsigned int cmd, uint64_t arg)
{
	struct port *in = tty_port("kitten.stdin");

	(void)f;
	if (cmd == LX_FIONREAD)
		return count_out(in ? port_readable_bytes(in) : 0, arg);
	return term_ioctl(&host_term, cmd, arg);
}

static uint32_t
ctty_poll(struct file *f, struct poll_table *pt)
{
	struct port *in = tty_port("kitten.stdin"), *out = tty_out();
	uint32_t events = 0;

	(void)f;
	if (pt && in)
		pt->add(pt, &in->readers);
	if (pt && out)
		pt->add(pt, &out->writers);
	if (in)
		events |= port_events(in) & ~(uint32_t)(POLL_OUT | POLL_WRNORM);
	if (out)
		events |= port_events(out) & ~(uint32_t)(POLL_IN | POLL_RDNORM);
	return events;
}

static const struct file_ops ctty_ops = {
	.read = ctty_read,
	.write = ctty_write,
	.seek = file_no_seek,
	.ioctl = ctty_ioctl,
	.poll = ctty_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = file_no_release,
};

static int
open_one(struct port *p, unsigned int flags)
{
	return p && flags ? port_open(p, flags) : 0;
}

int
port_open_controlling(struct file *f)
{
	struct port *in = tty_port("kitten.stdin"), *out = tty_out();
	int err;

	if (!host_term_ready)
		return 0;
	if (!in && !out)
		return ERR(ENXIO);
	err = open_one(in, f->flags & FILE_READ);
	if (!err)
		err = open_one(out, f->flags & FILE_WRITE);
	if (!err)
		f->ops = &ctty_ops;
	return err;
}
