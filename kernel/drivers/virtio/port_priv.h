/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/port_priv.h - one port of a virtio console: its queues, its
 * buffers, the state of the host's side.
 *
 * Receive: RX_BUFS buffers lie with the device; the reader takes a returned
 * one, copies out of it, and posts it again when it is empty.
 *
 *	device -> rx ring -> rx_cur (rx_off .. rx_off+rx_len) -> reader
 *
 * Transmit: a ring of TX_SIZE bytes. A writer copies behind tx_head and hands
 * the copied slice to the device; slices are retired at tx_tail in the order
 * they were handed over, whatever the order the device returns them in.
 *
 *	tx_tail <= tx_head <= tx_tail + TX_SIZE   (free-running counters)
 */
#ifndef DRIVERS_VIRTIO_PORT_PRIV_H
#define DRIVERS_VIRTIO_PORT_PRIV_H

#include "drivers/virtio/port.h"
#include "drivers/virtio/virtio.h"
#include "fs/file.h"
#include "sync/spinlock.h"
#include "sync/waitq.h"

#define PORT_NAME_LEN 48

#define RX_ORDER 2
#define RX_BUFS	 4
#define RX_SIZE	 4096u

#define TX_ORDER 4
#define TX_SIZE	 65536u
#define TX_SLICE 16384u /* the host starts on one while we fill the next */
/* Writes up to this size are not mixed with those of others (PIPE_BUF). */
#define TX_ATOMIC 4096u

struct vcon;

enum host_state { HOST_UNKNOWN, HOST_OPEN, HOST_CLOSED };

/* l: lock; r: rx_mutex; t: tx_mutex; i: the interrupt handler's; c: vcon.lock
 */
struct port {
	struct spinlock lock;
	struct vcon *con;	  /* [I] */
	unsigned int id;	  /* [I] */
	char name[PORT_NAME_LEN]; /* [c], [I] once registered */
	bool present;		  /* [c] the device announced it */
	bool registered;	  /* [I] after boot */
	enum host_state host;	  /* [a] written under c */
	bool guest_open;	  /* [a] the host was told so */
	bool is_tty;		  /* [a] leads to the host's terminal */

	struct virtq rx;       /* [l] */
	struct mutex rx_mutex; /* r */
	char *rx_bufs;	       /* [r] NULL until opened for reading */
	unsigned int rx_cur;   /* [r] */
	uint32_t rx_off;       /* [r] */
	uint32_t rx_len;       /* [r] readable hint for others [a] */
	uint16_t rx_seen;      /* [i] */
	struct waitq readers;

	struct virtq tx;	     /* [l] */
	struct mutex tx_mutex;	     /* t */
	char *tx_buf;		     /* [t] NULL until opened for writing */
	uint32_t tx_head;	     /* [l], grown by t only */
	uint32_t tx_tail;	     /* [l] */
	uint64_t tx_ids;	     /* [l] ids of slices not retired */
	uint64_t tx_done;	     /* [l] returned, but not the oldest */
	uint8_t tx_order[VIRTQ_MAX]; /* [l] ids, oldest first */
	uint32_t tx_order_head;	     /* [l] */
	uint32_t tx_order_tail;	     /* [l] */
	uint32_t tx_len[VIRTQ_MAX];  /* [l] by id */
	bool tx_unkicked;	     /* [t] slices the device has not seen */
	unsigned int tx_waiters;     /* [l] want an interrupt */
	bool tx_polled;		     /* [l] so does a poll */
	uint16_t tx_seen;	     /* [i] */
	struct waitq writers;
};

/* How a transfer behaves. */
enum { PORT_NONBLOCK = 1, PORT_UNINTERRUPTIBLE = 2 };

/* Locks and queues of waiters; the virtqs are set up by the console. */
void port_init(struct port *p, struct vcon *con, unsigned int id);
/* Buffers for a direction: -ENOMEM, -ENODEV (broken queue). Context: task. */
int port_rx_prepare(struct port *p);
int port_tx_prepare(struct port *p);
/* Read what is there, waiting for the first byte. Bytes, 0 (the host closed
 * and all was read), -EAGAIN, -EINTR, -EFAULT. Context: task. */
long port_read(struct port *p, struct uio *u, unsigned int mode);
/* Write all. Bytes written, or when there are none -EAGAIN, -EINTR, -EFAULT,
 * -EPIPE (the host closed). Context: task. */
long port_write(struct port *p, struct uio *u, unsigned int mode);
/* POLL_* events true now; arranges for a wake-up when writable. */
uint32_t port_events(struct port *p);
/* Bytes that can be read, bytes not yet taken by the host. Context: task. */
uint64_t port_readable_bytes(struct port *p);
uint64_t port_unsent_bytes(struct port *p);
/* Wait until nothing is unsent. 0, -ETIMEDOUT. Context: task. */
int port_drain(struct port *p, uint64_t deadline);
/* The device's interrupt came: wake whom it concerns. Context: interrupt. */
void port_interrupt(struct port *p);
/* The host's side changed. Context: any. */
void port_set_host(struct port *p, enum host_state state);

/* Make the node /dev/ports/NAME. Context: boot. */
int port_register(struct port *p);

/* console side: tell the host that the guest opened the port. */
void vcon_send_open(struct port *p);
/* Registered port by name, or NULL. first NULL: any port at all. */
struct port *vcon_port_find(const char *name);
/* Call fn for each registered port until it returns non-zero; that value. */
int vcon_for_each_port(int (*fn)(struct port *p, void *arg), void *arg);
/* The host's terminal changed its size. */
void port_tty_resize(uint16_t rows, uint16_t cols);

#endif
