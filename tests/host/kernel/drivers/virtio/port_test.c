/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/drivers/virtio/port_test.c - a port's rings against a
 * device made of a few functions: every byte arrives once, in order, whatever
 * the order in which the device returns buffers; the end comes after the data;
 * a device that breaks the rules does no harm.
 *
 * Idea: port.c and virtq.c are compiled as they are. Who sleeps lets the device
 * do a random piece of work.
 */
#include "arch/pgtable.h"
#include "base/err.h"
#include "core/time.h"
#include "drivers/virtio/port_priv.h"
#include "host.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

/* ---- the device ---- */

struct device {
	struct port port;
	struct virtq *tx, *rx;
	uint16_t tx_seen, rx_seen; /* available entries taken */
	unsigned int held[VIRTQ_MAX], nheld;
	size_t held_at[VIRTQ_MAX]; /* by id: place in out */
	unsigned char *out;	   /* what the host received */
	size_t nout;
	const unsigned char *in; /* what it sends */
	size_t nin;
	bool close_at_end;
	bool stuck;
	volatile uint16_t doorbell;
};

static struct device dev;

static unsigned int
pick(unsigned int n)
{
	return (unsigned int)random() % n;
}

static void
use(struct virtq *q, unsigned int id, uint32_t len)
{
	struct vring_used_elem *e =
	    &q->used->ring[q->used->idx & (q->size - 1)];

	e->id = id;
	e->len = len;
	q->used->idx++;
}

/* Take one transmitted buffer, return one some time, in any order. The bytes
 * are looked at when it is returned: until then nobody may change them. */
static void
device_tx(struct device *d)
{
	struct vring_desc *desc;
	unsigned int id, i;

	if (d->tx_seen != d->tx->avail->idx) {
		id = d->tx->avail->ring[d->tx_seen++ & (d->tx->size - 1)];
		d->held_at[id] = d->nout;
		d->nout += d->tx->desc[id].len;
		d->held[d->nheld++] = id;
	}
	if (d->nheld > 0 && pick(3) == 0) {
		i = pick(d->nheld);
		id = d->held[i];
		desc = &d->tx->desc[id];
		memcpy(d->out + d->held_at[id], phys_to_virt(desc->addr),
		    desc->len);
		use(d->tx, id, 0);
		d->held[i] = d->held[--d->nheld];
	}
}

static void
device_rx(struct device *d)
{
	struct vring_desc *desc;
	uint32_t len;
	unsigned int id;

	if (d->nin > 0 && d->rx_seen != d->rx->avail->idx) {
		id = d->rx->avail->ring[d->rx_seen++ & (d->rx->size - 1)];
		desc = &d->rx->desc[id];
		assert_int_equal(desc->flags, VRING_DESC_F_WRITE);
		len = pick(4) == 0 ? 0 : 1 + pick(desc->len);
		len = (uint32_t)MIN((size_t)len, d->nin);
		memcpy(phys_to_virt(desc->addr), d->in, len);
		d->in += len;
		d->nin -= len;
		use(d->rx, id, len);
	}
	if (d->nin == 0 && d->close_at_end)
		port_set_host(&d->port, HOST_CLOSED);
}

static unsigned int turns;

static int
device_turn(uint64_t deadline)
{
	assert_null(dev.port.tx_mutex.owner);
	assert_null(dev.port.rx_mutex.owner);
	if (dev.stuck)
		return deadline == TIME_NEVER ? -EINTR : -ETIMEDOUT;
	device_tx(&dev);
	device_rx(&dev);
	if (++turns > 10000000)
		fail_msg("waits for ever");
	return 0;
}

static void
queue_make(struct virtq *q, unsigned int size)
{
	q->size = (uint16_t)size;
	q->desc = calloc(size, sizeof(*q->desc));
	q->avail = calloc(1, sizeof(*q->avail) + 2 * size);
	q->used =
	    calloc(1, sizeof(*q->used) + sizeof(struct vring_used_elem) * size);
	q->notify = (volatile uint8_t *)&dev.doorbell;
}

static int
setup(void **state)
{
	(void)state;
	memset(&dev, 0, sizeof(dev));
	srandom(1);
	turns = 0;
	host_sleep_hook = device_turn;
	port_init(&dev.port, NULL, 1);
	queue_make(&dev.port.rx, RX_BUFS);
	queue_make(&dev.port.tx, VIRTQ_MAX);
	dev.tx = &dev.port.tx;
	dev.rx = &dev.port.rx;
	virtq_interrupts(dev.tx, false);
	assert_int_equal(port_rx_prepare(&dev.port), 0);
	assert_int_equal(port_tx_prepare(&dev.port), 0);
	dev.port.host = HOST_OPEN;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	free(dev.port.rx_bufs);
	free(dev.port.tx_buf);
	free(dev.rx->desc);
	free(dev.rx->avail);
	free(dev.rx->used);
	free(dev.tx->desc);
	free(dev.tx->avail);
	free(dev.tx->used);
	return 0;
}

static unsigned char *
pattern(size_t len)
{
	unsigned char *p = malloc(len);
	size_t i;

	for (i = 0; i < len; i++)
		p[i] = (unsigned char)(i * 7 + (i >> 8) + (i >> 16));
	return p;
}

static long
put(const void *data, size_t len, unsigned int mode)
{
	struct uio_piece piece;
	struct uio u;

	uio_init(&u, &piece, (uint64_t)data, len, true);
	return port_write(&dev.port, &u, mode);
}

static long
get(void *data, size_t len, unsigned int mode)
{
	struct uio_piece piece;
	struct uio u;

	uio_init(&u, &piece, (uint64_t)data, len, true);
	return port_read(&dev.port, &u, mode);
}

static void
test_port_write_large_arrives_whole(void **state)
{
	size_t len = 10u << 20;
	unsigned char *data = pattern(len);

	(void)state;
	dev.out = malloc(len);
	assert_int_equal(put(data, len, 0), len);
	assert_int_equal(port_drain(&dev.port, 1), 0);
	assert_int_equal(dev.nout, len);
	assert_memory_equal(dev.out, data, len);
	assert_int_equal(port_unsent_bytes(&dev.port), 0);
	free(dev.out);
	free(data);
}

static void
test_port_write_small_ones_keep_order(void **state)
{
	size_t len = 1u << 20, at = 0;
	unsigned char *data = pattern(len);

	(void)state;
	dev.out = malloc(len);
	while (at < len) {
		size_t n = MIN((size_t)1 + pick(300), len - at);

		assert_int_equal(put(data + at, n, 0), n);
		at += n;
	}
	assert_int_equal(port_drain(&dev.port, 1), 0);
	assert_int_equal(dev.nout, len);
	assert_memory_equal(dev.out, data, len);
	free(dev.out);
	free(data);
}

static void
test_port_write_nonblocking_stops_when_full(void **state)
{
	unsigned char *data = pattern(2 * TX_SIZE);
	long n;

	(void)state;
	dev.stuck = true;
	n = put(data, 2 * TX_SIZE, PORT_NONBLOCK);
	assert_in_range(n, TX_ATOMIC, TX_SIZE);
	assert_int_equal(put(data, TX_SIZE, PORT_NONBLOCK), -EAGAIN);
	assert_int_equal(port_events(&dev.port) & POLL_OUT, 0);
	/* The poller is to be woken: interrupts are on. */
	assert_int_equal(dev.tx->avail->flags, 0);
	assert_int_equal(port_drain(&dev.port, 1), -ETIMEDOUT);
	free(data);
}

static void
test_port_write_interrupted_tells_how_much(void **state)
{
	unsigned char *data = pattern(2 * TX_SIZE);

	(void)state;
	dev.stuck = true;
	assert_in_range(put(data, 2 * TX_SIZE, 0), TX_ATOMIC, TX_SIZE);
	assert_int_equal(put(data, TX_SIZE, 0), -EINTR);
	/* Nobody waits any more. */
	assert_int_equal(dev.tx->avail->flags, VRING_AVAIL_F_NO_INTERRUPT);
	free(data);
}

static void
test_port_write_after_close_is_epipe(void **state)
{
	(void)state;
	port_set_host(&dev.port, HOST_CLOSED);
	assert_int_equal(put("x", 1, 0), -EPIPE);
	assert_int_equal(put("x", 0, 0), 0);
	assert_int_equal(port_events(&dev.port) & POLL_HUP, POLL_HUP);
}

static void
test_port_write_waits_until_host_is_known(void **state)
{
	(void)state;
	dev.port.host = HOST_UNKNOWN;
	dev.stuck = true;
	assert_int_equal(put("x", 1, PORT_NONBLOCK), -EAGAIN);
	assert_int_equal(put("x", 1, 0), -EINTR);
}

static void
test_port_read_gets_all_then_end(void **state)
{
	size_t len = 3u << 20, at = 0;
	unsigned char *data = pattern(len), *back = malloc(len + 1);
	long n;

	(void)state;
	dev.in = data;
	dev.nin = len;
	dev.close_at_end = true;
	do {
		n = get(
		    back + at, MIN((size_t)1 + pick(9000), len + 1 - at), 0);
		assert_true(n >= 0);
		at += (size_t)n;
	} while (n > 0);
	assert_int_equal(at, len);
	assert_memory_equal(back, data, len);
	assert_int_equal(get(back, 1, 0), 0);
	free(back);
	free(data);
}

static void
test_port_read_data_before_end_though_closed(void **state)
{
	char back[8];

	(void)state;
	memcpy(dev.port.rx_bufs + 2 * RX_SIZE, "abc", 3);
	use(dev.rx, 2, 3);
	port_set_host(&dev.port, HOST_CLOSED);
	assert_int_equal(port_readable_bytes(&dev.port), 3);
	assert_int_equal(get(back, 2, 0), 2);
	assert_int_equal(port_readable_bytes(&dev.port), 1);
	assert_int_equal(get(back + 2, 6, 0), 1);
	assert_memory_equal(back, "abc", 3);
	assert_int_equal(get(back, 1, 0), 0);
}

static void
test_port_read_nonblocking_empty_is_eagain(void **state)
{
	char c;

	(void)state;
	assert_int_equal(get(&c, 1, PORT_NONBLOCK), -EAGAIN);
	assert_int_equal(get(&c, 0, 0), 0);
	dev.stuck = true;
	assert_int_equal(get(&c, 1, 0), -EINTR);
}

static void
test_port_read_length_beyond_buffer_is_cut(void **state)
{
	static char back[4 * RX_SIZE];

	(void)state;
	use(dev.rx, 0, 0xffffffff);
	assert_int_equal(get(back, sizeof(back), 0), RX_SIZE);
}

static void
test_port_broken_receive_queue_ends(void **state)
{
	char c;

	(void)state;
	use(dev.rx, 77, 5);
	assert_int_equal(get(&c, 1, PORT_NONBLOCK), -EAGAIN);
	assert_int_equal(get(&c, 1, 0), 0);
}

static void
test_port_buffer_returned_twice_breaks_transmit(void **state)
{
	(void)state;
	dev.stuck = true;
	assert_int_equal(put("x", 1, 0), 1);
	use(dev.tx, 0, 0);
	use(dev.tx, 0, 0);
	(void)port_unsent_bytes(&dev.port);
	assert_int_equal(put("x", 1, 0), -EPIPE);
	assert_int_equal(port_drain(&dev.port, 1), 0);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_port_write_large_arrives_whole),
		T(test_port_write_small_ones_keep_order),
		T(test_port_write_nonblocking_stops_when_full),
		T(test_port_write_interrupted_tells_how_much),
		T(test_port_write_after_close_is_epipe),
		T(test_port_write_waits_until_host_is_known),
		T(test_port_read_gets_all_then_end),
		T(test_port_read_data_before_end_though_closed),
		T(test_port_read_nonblocking_empty_is_eagain),
		T(test_port_read_length_beyond_buffer_is_cut),
		T(test_port_broken_receive_queue_ends),
		T(test_port_buffer_returned_twice_breaks_transmit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
