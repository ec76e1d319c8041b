/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/port.c - move bytes through a port's queues.
 *
 * Idea: see port_priv.h. Programs copy in and out of buffers that the device
 * reads and writes; no thread, no timer. The transmit queue asks for
 * interrupts only while somebody waits for room.
 *
 * Invariants: the reader looks at the host's state before it looks at the
 * ring: the device puts all data in the ring before it says "closed".
 * Locking: rx_mutex and tx_mutex (RANK_DEVICE) are held while user memory is
 * copied, never while waiting for the host; lock (RANK_DRIVER) inside them.
 * Life: ports are made at boot and stay.
 */

#include "base/err.h"
#include "base/str.h"
#include "core/time.h"
#include "drivers/virtio/port_priv.h"
#include "mm/kmem.h"

STATIC_ASSERT(RX_BUFS *RX_SIZE == PAGE_SIZE << RX_ORDER);
STATIC_ASSERT(TX_SIZE == PAGE_SIZE << TX_ORDER);
STATIC_ASSERT(RX_BUFS <= VIRTQ_MAX);

void
port_init(struct port *p, struct vcon *con, unsigned int id)
{
	memset(p, 0, sizeof(*p));
	spin_init(&p->lock, RANK_DRIVER);
	mutex_init(&p->rx_mutex, RANK_DEVICE);
	mutex_init(&p->tx_mutex, RANK_DEVICE);
	waitq_init(&p->readers);
	waitq_init(&p->writers);
	p->con = con;
	p->id = id;
}

void
port_set_host(struct port *p, enum host_state state)
{
	__atomic_store_n(&p->host, state, __ATOMIC_RELEASE);
	waitq_wake_all(&p->readers);
	waitq_wake_all(&p->writers);
}

static enum host_state
host_state(const struct port *p)
{
	return __atomic_load_n(&p->host, __ATOMIC_ACQUIRE);
}

void
port_interrupt(struct port *p)
{
	uint16_t now;

	if (p->rx.size) {
		now = virtq_used_index(&p->rx);
		if (now != p->rx_seen) {
			p->rx_seen = now;
			waitq_wake(&p->readers, -1, POLL_IN | POLL_RDNORM);
		}
	}
	if (p->tx.size) {
		now = virtq_used_index(&p->tx);
		if (now != p->tx_seen) {
			p->tx_seen = now;
			waitq_wake(&p->writers, -1, POLL_OUT | POLL_WRNORM);
		}
	}
}

/* ---- receive ---- */

/* Lock held. */
static void
rx_post(struct port *p, unsigned int id)
{
	virtq_put(
	    &p->rx, id, virt_to_phys(p->rx_bufs + id * RX_SIZE), RX_SIZE, true);
}

int
port_rx_prepare(struct port *p)
{
	unsigned int i;
	int err = 0;

	mutex_lock(&p->rx_mutex);
	if (p->rx.size == 0) {
		err = ERR(ENODEV);
	} else if (!p->rx_bufs) {
		p->rx_bufs = kpages_alloc(RX_ORDER, -1);
		if (!p->rx_bufs) {
			err = ERR(ENOMEM);
		} else {
			spin_lock(&p->lock);
			for (i = 0; i < MIN(RX_BUFS, p->rx.size); i++)
				rx_post(p, i);
			spin_unlock(&p->lock);
			virtq_kick(&p->rx);
		}
	}
	mutex_unlock(&p->rx_mutex);
	return err;
}

/* Make rx_cur a buffer with bytes in it; false when none has come. */
static bool
rx_next(struct port *p, bool *posted)
{
	unsigned int id = 0;
	uint32_t len = 0;
	bool got;

	spin_lock(&p->lock);
	do {
		got = virtq_take(&p->rx, &id, &len);
		if (got && len == 0) {
			rx_post(p, id);
			*posted = true;
		}
	} while (got && len == 0);
	spin_unlock(&p->lock);
	if (!got)
		return false;
	p->rx_cur = id;
	p->rx_off = 0;
	WRITE_ONCE(p->rx_len, MIN(len, RX_SIZE));
	return true;
}

/* Copy what is there. Bytes, or -EFAULT. rx_mutex held. */
static long
rx_copy(struct port *p, struct uio *u, bool *posted)
{
	long total = 0;

	while (u->left > 0) {
		long n;

		if (p->rx_len == 0 && !rx_next(p, posted))
			break;
		n = uio_to(u, p->rx_bufs + p->rx_cur * RX_SIZE + p->rx_off,
		    MIN(p->rx_len, u->left));
		if (n <= 0)
			return total ? total : n;
		total += n;
		p->rx_off += (uint32_t)n;
		WRITE_ONCE(p->rx_len, p->rx_len - (uint32_t)n);
		if (p->rx_len == 0) {
			spin_lock(&p->lock);
			rx_post(p, p->rx_cur);
			spin_unlock(&p->lock);
			*posted = true;
		}
	}
	return total;
}

static bool
rx_ready(const struct port *p)
{
	return READ_ONCE(p->rx_len) != 0 || virtq_pending(&p->rx);
}

static bool
readable(void *arg)
{
	const struct port *p = arg;

	return host_state(p) == HOST_CLOSED || rx_ready(p) ||
	       READ_ONCE(p->rx.broken);
}

long
port_read(struct port *p, struct uio *u, unsigned int mode)
{
	if (u->left == 0)
		return 0;
	for (;;) {
		bool closed = host_state(p) == HOST_CLOSED || p->rx.broken;
		bool posted = false;
		long n;

		mutex_lock(&p->rx_mutex);
		n = rx_copy(p, u, &posted);
		mutex_unlock(&p->rx_mutex);
		if (posted)
			virtq_kick(&p->rx);
		if (n != 0 || closed)
			return n;
		if (mode & PORT_NONBLOCK)
			return ERR(EAGAIN);
		n = waitq_wait(
		    &p->readers, readable, p, TIME_NEVER, WAIT_INTERRUPTIBLE);
		if (n)
			return n;
	}
}

uint64_t
port_readable_bytes(struct port *p)
{
	uint64_t n;

	mutex_lock(&p->rx_mutex);
	spin_lock(&p->lock);
	n = p->rx_len + virtq_pending_bytes(&p->rx);
	spin_unlock(&p->lock);
	mutex_unlock(&p->rx_mutex);
	return n;
}

/* ---- transmit ---- */

int
port_tx_prepare(struct port *p)
{
	int err = 0;

	mutex_lock(&p->tx_mutex);
	if (p->tx.size < 2)
		err = ERR(ENODEV);
	else if (!p->tx_buf) {
		p->tx_buf = kpages_alloc(TX_ORDER, -1);
		if (!p->tx_buf)
			err = ERR(ENOMEM);
	}
	mutex_unlock(&p->tx_mutex);
	return err;
}

/* Retire what the host has taken. Lock held. */
static void
tx_reclaim(struct port *p)
{
	unsigned int id;
	uint32_t len;

	while (virtq_take(&p->tx, &id, &len))
		p->tx_done |= BIT(id);
	while (p->tx_order_tail != p->tx_order_head) {
		id = p->tx_order[p->tx_order_tail % VIRTQ_MAX];
		if (!(p->tx_done & BIT(id)))
			break;
		p->tx_done &= ~BIT(id);
		p->tx_ids &= ~BIT(id);
		p->tx_tail += p->tx_len[id];
		p->tx_order_tail++;
	}
}

/* Room for need bytes, in pieces at most two before the ring wraps? Lock held,
 * after tx_reclaim. */
static bool
tx_has_room(const struct port *p, uint32_t need)
{
	uint32_t space = TX_SIZE - (p->tx_head - p->tx_tail);
	uint32_t ids_used = p->tx_order_head - p->tx_order_tail;
	uint32_t ids = p->tx_head % TX_SIZE + need > TX_SIZE ? 2 : 1;

	return space >= need && p->tx.size - ids_used >= ids;
}

static bool
tx_check(struct port *p, uint32_t need)
{
	bool ok;

	spin_lock(&p->lock);
	tx_reclaim(p);
	ok = tx_has_room(p, need);
	spin_unlock(&p->lock);
	return ok;
}

/* Interrupts as long as somebody waits. Lock held. */
static void
tx_want_interrupts(struct port *p)
{
	virtq_interrupts(&p->tx, p->tx_waiters > 0 || p->tx_polled);
}

struct tx_wait {
	struct port *port;
	uint32_t need;
};

static bool
tx_gone(const struct port *p)
{
	return host_state(p) == HOST_CLOSED || READ_ONCE(p->tx.broken);
}

static bool
tx_wait_over(void *arg)
{
	const struct tx_wait *w = arg;

	return tx_gone(w->port) || tx_check(w->port, w->need);
}

/* Sleep until cond, with interrupts for returned slices. */
static int
tx_sleep(struct port *p, bool (*cond)(void *arg), void *arg, uint64_t deadline,
    enum wait_mode mode)
{
	int err;

	spin_lock(&p->lock);
	p->tx_waiters++;
	tx_want_interrupts(p);
	spin_unlock(&p->lock);
	err = waitq_wait(&p->writers, cond, arg, deadline, mode);
	spin_lock(&p->lock);
	p->tx_waiters--;
	tx_want_interrupts(p);
	spin_unlock(&p->lock);
	return err;
}

/* Copy one slice and hand it to the device; there is room. Bytes or -EFAULT.
 * tx_mutex held. */
static long
tx_slice(struct port *p, struct uio *u)
{
	uint32_t at = p->tx_head % TX_SIZE;
	uint32_t tail = READ_ONCE(p->tx_tail);
	uint64_t len = MIN(u->left, (uint64_t)TX_SLICE);
	unsigned int id;
	long n;

	len = MIN(len, (uint64_t)(TX_SIZE - (p->tx_head - tail)));
	len = MIN(len, (uint64_t)(TX_SIZE - at));
	n = uio_from(u, p->tx_buf + at, len);
	if (n <= 0)
		return n;
	spin_lock(&p->lock);
	id = (unsigned int)__builtin_ctzll(~p->tx_ids);
	p->tx_ids |= BIT(id);
	p->tx_len[id] = (uint32_t)n;
	p->tx_order[p->tx_order_head++ % VIRTQ_MAX] = (uint8_t)id;
	p->tx_head += (uint32_t)n;
	virtq_put(&p->tx, id, virt_to_phys(p->tx_buf + at), (uint32_t)n, false);
	spin_unlock(&p->lock);
	p->tx_unkicked = true;
	return n;
}

static void
tx_kick(struct port *p)
{
	if (p->tx_unkicked)
		virtq_kick(&p->tx);
	p->tx_unkicked = false;
}

/* Wait, without the mutex, for room enough to be worth waking up for. tx_mutex
 * held on entry and on return. */
static int
tx_wait_room(struct port *p, uint64_t left, unsigned int mode)
{
	struct tx_wait w = { p, (uint32_t)MIN(left, (uint64_t)TX_SIZE / 2) };
	int err;

	if (mode & PORT_NONBLOCK)
		return ERR(EAGAIN);
	mutex_unlock(&p->tx_mutex);
	err = tx_sleep(p, tx_wait_over, &w, TIME_NEVER,
	    (mode & PORT_UNINTERRUPTIBLE) ? WAIT_UNINTERRUPTIBLE
					  : WAIT_INTERRUPTIBLE);
	mutex_lock(&p->tx_mutex);
	return err;
}

/* tx_mutex held. */
static long
tx_copy(struct port *p, struct uio *u, unsigned int mode)
{
	long total = 0;

	while (u->left > 0) {
		uint32_t need = (uint32_t)MIN(u->left, (uint64_t)TX_ATOMIC);
		long n;

		if (tx_gone(p))
			return total ? total : ERR(EPIPE);
		if (tx_check(p, need)) {
			n = tx_slice(p, u);
			if (n <= 0)
				return total ? total : n;
			total += n;
		} else if (p->tx_unkicked) {
			tx_kick(p);
		} else {
			n = tx_wait_room(p, u->left, mode);
			if (n)
				return total ? total : n;
		}
	}
	return total;
}

static bool
host_known(void *arg)
{
	return host_state(arg) != HOST_UNKNOWN;
}

long
port_write(struct port *p, struct uio *u, unsigned int mode)
{
	long n;
	int err;

	if (u->left == 0)
		return 0;
	if (!host_known(p)) {
		if (mode & PORT_NONBLOCK)
			return ERR(EAGAIN);
		err = waitq_wait(&p->writers, host_known, p, TIME_NEVER,
		    (mode & PORT_UNINTERRUPTIBLE) ? WAIT_UNINTERRUPTIBLE
						  : WAIT_INTERRUPTIBLE);
		if (err)
			return err;
	}
	mutex_lock(&p->tx_mutex);
	n = tx_copy(p, u, mode);
	tx_kick(p);
	mutex_unlock(&p->tx_mutex);
	return n;
}

uint64_t
port_unsent_bytes(struct port *p)
{
	uint64_t n;

	spin_lock(&p->lock);
	tx_reclaim(p);
	n = p->tx_head - p->tx_tail;
	spin_unlock(&p->lock);
	return n;
}

/* Nothing is on its way any more. A host that went away keeps the slices it
 * had not looked at. */
static bool
tx_empty(void *arg)
{
	struct port *p = arg;

	return tx_gone(p) || port_unsent_bytes(p) == 0;
}

int
port_drain(struct port *p, uint64_t deadline)
{
	if (p->tx.size == 0 || tx_empty(p))
		return 0;
	return tx_sleep(p, tx_empty, p, deadline, WAIT_UNINTERRUPTIBLE);
}

/* Is there room for an atomic write? If not, the next returned slice shall
 * interrupt, so that the poller is woken. */
static bool
tx_poll(struct port *p)
{
	bool ok;

	spin_lock(&p->lock);
	tx_reclaim(p);
	ok = tx_has_room(p, TX_ATOMIC);
	p->tx_polled = !ok;
	tx_want_interrupts(p);
	if (!ok) {
		tx_reclaim(p);
		ok = tx_has_room(p, TX_ATOMIC);
	}
	spin_unlock(&p->lock);
	return ok;
}

uint32_t
port_events(struct port *p)
{
	enum host_state host = host_state(p);
	uint32_t events = 0;

	if (p->rx.size && rx_ready(p))
		events |= POLL_IN | POLL_RDNORM;
	if (host == HOST_CLOSED)
		events |= POLL_IN | POLL_RDNORM | POLL_HUP;
	if (host == HOST_OPEN && p->tx.size && tx_poll(p))
		events |= POLL_OUT | POLL_WRNORM;
	return events;
}
