/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/virtio_console.c - virtio console device with several ports
 * (virtio 1.0, 5.3): the control queue's protocol.
 *
 *	driver                       device
 *	DEVICE_READY        ->
 *	                    <-       PORT_ADD id           (each port)
 *	PORT_READY id       ->
 *	                    <-       PORT_NAME, CONSOLE_PORT, PORT_OPEN 1
 *	PORT_OPEN id 1      ->                              (a program opens it)
 *	                    <-       PORT_OPEN 0/1, RESIZE, PORT_REMOVE
 *
 * Idea: at boot the messages are polled for until the device has nothing more
 * to say, so that the device nodes are there before the first program; later
 * ones come by interrupt. One message serves all queues: the handler looks at
 * each.
 *
 * Locking: vcon.lock (RANK_DRIVER) for the control queues and what they say;
 * no port's lock is taken inside it.
 * Life: devices and ports are made at boot and stay.
 * Limits: MAX_PORTS; ports that are plugged in later are reported, not used;
 * the host is never told that a program closed a port.
 */

#include "drivers/virtio/virtio_console.h"
#include "arch/cpu.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/log.h"
#include "core/time.h"
#include "drivers/virtio/port_priv.h"
#include "mm/kmem.h"

#define MAX_PORTS 32u

#define CTL_RX	    32u
#define CTL_TX	    8u
#define CTL_RX_SIZE 128u /* a message and a name */
STATIC_ASSERT(CTL_RX *CTL_RX_SIZE == PAGE_SIZE);

/* Longest wait for the device's answers at boot: a stuck device, and one that
 * has not named all its ports. */
#define READY_PATIENCE_NS (2 * NSEC_PER_SEC)
#define NAMES_PATIENCE_NS (100 * NSEC_PER_MSEC)

struct vcon {
	struct list link;
	struct virtio_dev vdev;
	struct spinlock lock; /* c */
	struct virtq ctl_rx;  /* [c] */
	struct virtq ctl_tx;  /* [c] */
	char *ctl_rx_bufs;    /* [I] CTL_RX of CTL_RX_SIZE bytes */
	struct virtio_console_control ctl_tx_bufs[CTL_TX]; /* [c] */
	bool settled;			   /* [c] boot is over: no new ports */
	bool resized;			   /* [c] */
	struct virtio_console_resize size; /* [c] */
	bool multiport;			   /* [I] */
	unsigned int nports;		   /* [I] */
	struct port *ports;		   /* [I] nports of them */
};

/* [I] after boot */
static struct list consoles = LIST_INIT(consoles);

static void
ctl_rx_post(struct vcon *con, unsigned int id)
{
	virtq_put(&con->ctl_rx, id,
	    virt_to_phys(con->ctl_rx_bufs + id * CTL_RX_SIZE), CTL_RX_SIZE,
	    true);
}

static void
ctl_tx_reclaim(struct vcon *con)
{
	unsigned int id;
	uint32_t len;

	while (virtq_take(&con->ctl_tx, &id, &len))
		;
}

/* Lock held. Waits (bounded) for a free buffer: the device takes control
 * messages at once. */
static void
ctl_send(struct vcon *con, unsigned int id, uint16_t event, uint16_t value)
{
	struct virtio_console_control *msg;
	unsigned int slot, turns = 0;

	do {
		ctl_tx_reclaim(con);
		slot = (unsigned int)__builtin_ctzll(~con->ctl_tx.busy);
		arch_relax();
	} while (slot >= con->ctl_tx.size && ++turns < 1000000u);
	if (slot >= con->ctl_tx.size) {
		log_err("vcon: the device takes no control messages");
		return;
	}
	msg = &con->ctl_tx_bufs[slot];
	msg->id = id;
	msg->event = event;
	msg->value = value;
	virtq_put(&con->ctl_tx, slot, virt_to_phys(msg), sizeof(*msg), false);
	virtq_kick(&con->ctl_tx);
}

void
vcon_send_open(struct port *p)
{
	struct vcon *con = p->con;

	if (!con->multiport)
		return;
	spin_lock(&con->lock);
	ctl_send(con, p->id, VIRTIO_CONSOLE_PORT_OPEN, 1);
	spin_unlock(&con->lock);
}

/* A name is a file name: printable, no slash, not hidden. */
static bool
name_ok(const char *s, size_t len)
{
	size_t i;

	if (len == 0 || len >= PORT_NAME_LEN || s[0] == '.')
		return false;
	for (i = 0; i < len; i++) {
		if (s[i] <= ' ' || s[i] > '~' || s[i] == '/')
			return false;
	}
	return true;
}

static void
on_name(struct vcon *con, struct port *p, const char *name, size_t len)
{
	len = strnlen(name, len);
	if (con->settled || p->name[0] != '\0')
		return;
	if (!name_ok(name, len)) {
		log_warn("vcon: port %u has a bad name", p->id);
		return;
	}
	memcpy(p->name, name, len);
	p->name[len] = '\0';
}

static void
on_add(struct vcon *con, struct port *p)
{
	bool usable = !con->settled && p->rx.size && p->tx.size;

	if (!usable)
		log_warn("vcon: port %u came too late or has no queues: not "
			 "used",
		    p->id);
	else
		p->present = true;
	ctl_send(con, p->id, VIRTIO_CONSOLE_PORT_READY, usable);
}

/* One message; text: what follows the header. Lock held. */
static void
ctl_message(struct vcon *con, const struct virtio_console_control *msg,
    const char *text, size_t len)
{
	struct port *p;

	if (msg->id >= con->nports) {
		log_warn("vcon: message %u for port %u, which is not there",
		    msg->event, msg->id);
		return;
	}
	p = &con->ports[msg->id];
	switch (msg->event) {
	case VIRTIO_CONSOLE_PORT_ADD:
		on_add(con, p);
		break;
	case VIRTIO_CONSOLE_PORT_REMOVE:
		port_set_host(p, HOST_CLOSED);
		break;
	case VIRTIO_CONSOLE_PORT_OPEN:
		port_set_host(p, msg->value ? HOST_OPEN : HOST_CLOSED);
		break;
	case VIRTIO_CONSOLE_PORT_NAME:
		on_name(con, p, text, len);
		break;
	case VIRTIO_CONSOLE_RESIZE:
		if (len >= sizeof(con->size)) {
			memcpy(&con->size, text, sizeof(con->size));
			con->resized = true;
		}
		break;
	case VIRTIO_CONSOLE_CONSOLE_PORT:
		break;
	default:
		log_debug("vcon: unknown message %u", msg->event);
		break;
	}
}

/* All messages that have come. */
static void
ctl_process(struct vcon *con)
{
	struct virtio_console_resize size;
	struct virtio_console_control msg;
	bool posted = false, resized;
	unsigned int id;
	uint32_t len;

	spin_lock(&con->lock);
	while (virtq_take(&con->ctl_rx, &id, &len)) {
		const char *buf = con->ctl_rx_bufs + id * CTL_RX_SIZE;

		len = MIN(len, CTL_RX_SIZE);
		if (len >= sizeof(msg)) {
			memcpy(&msg, buf, sizeof(msg));
			ctl_message(
			    con, &msg, buf + sizeof(msg), len - sizeof(msg));
		}
		ctl_rx_post(con, id);
		posted = true;
	}
	if (posted)
		virtq_kick(&con->ctl_rx);
	resized = con->resized;
	size = con->size;
	con->resized = false;
	spin_unlock(&con->lock);
	/* Signals may be sent: outside of the lock. */
	if (resized)
		port_tty_resize(size.rows, size.cols);
}

static void
vcon_interrupt(void *arg)
{
	struct vcon *con = arg;
	unsigned int i;

	if (virtq_pending(&con->ctl_rx))
		ctl_process(con);
	for (i = 0; i < con->nports; i++)
		port_interrupt(&con->ports[i]);
}

struct port *
vcon_port_find(const char *name)
{
	struct vcon *con;
	unsigned int i;

	list_for_each(con, &consoles, link) {
		for (i = 0; i < con->nports; i++) {
			if (con->ports[i].registered &&
			    strcmp(con->ports[i].name, name) == 0)
				return &con->ports[i];
		}
	}
	return NULL;
}

int
vcon_for_each_port(int (*fn)(struct port *p, void *arg), void *arg)
{
	struct vcon *con;
	unsigned int i;
	int ret;

	list_for_each(con, &consoles, link) {
		for (i = 0; i < con->nports; i++) {
			if (!con->ports[i].registered)
				continue;
			ret = fn(&con->ports[i], arg);
			if (ret)
				return ret;
		}
	}
	return 0;
}

/* ---- setting up ---- */

static int
control_queues(struct vcon *con)
{
	int err;

	err = virtq_setup(
	    &con->vdev, &con->ctl_rx, VIRTIO_CONSOLE_CTL_RX, CTL_RX);
	if (!err)
		err = virtq_setup(
		    &con->vdev, &con->ctl_tx, VIRTIO_CONSOLE_CTL_TX, CTL_TX);
	if (err)
		return err;
	con->ctl_rx_bufs = kpages_alloc(0, -1);
	if (!con->ctl_rx_bufs)
		return ERR(ENOMEM);
	virtq_interrupts(&con->ctl_tx, false);
	return 0;
}

/* The device may lack queues for the ports it claims: those have size 0. */
static int
port_queues(struct vcon *con)
{
	unsigned int i;
	int err = 0;

	con->ports = kzalloc(con->nports * sizeof(*con->ports));
	if (!con->ports)
		return ERR(ENOMEM);
	for (i = 0; i < con->nports && err != -ENOMEM; i++) {
		struct port *p = &con->ports[i];

		port_init(p, con, i);
		err = virtq_setup(
		    &con->vdev, &p->rx, VIRTIO_CONSOLE_PORT_RX(i), RX_BUFS);
		if (!err)
			err = virtq_setup(&con->vdev, &p->tx,
			    VIRTIO_CONSOLE_PORT_TX(i), VIRTQ_MAX);
		if (!err)
			virtq_interrupts(&p->tx, false);
	}
	return err == -ENOMEM ? err : 0;
}

static int
queues(struct vcon *con)
{
	int err = 0;

	con->multiport = (con->vdev.features & VIRTIO_CONSOLE_F_MULTIPORT) != 0;
	con->nports = 1;
	if (con->multiport) {
		con->nports =
		    virtio_config32(&con->vdev, VIRTIO_CONSOLE_CFG_PORTS);
		con->nports = MIN(con->nports, MAX_PORTS);
		err = control_queues(con);
	}
	if (con->nports == 0)
		return ERR(ENXIO);
	return err ? err : port_queues(con);
}

/* Have all ports been announced and named, and all our messages been taken? */
static bool
answered(struct vcon *con, bool *named)
{
	unsigned int i, nports = 0;
	bool quiet;

	*named = true;
	spin_lock(&con->lock);
	ctl_tx_reclaim(con);
	quiet = con->ctl_tx.busy == 0 && !virtq_pending(&con->ctl_rx);
	for (i = 0; i < con->nports; i++) {
		if (!con->ports[i].present)
			continue;
		nports++;
		*named &= con->ports[i].name[0] != '\0';
	}
	*named &= nports > 0;
	spin_unlock(&con->lock);
	return quiet;
}

/* The boot-time conversation. An answer lies in the ring before our message
 * counts as taken; devices that answer later are given NAMES_PATIENCE_NS. */
static void
discover_ports(struct vcon *con)
{
	uint64_t start = time_mono_ns();
	bool quiet, named;
	unsigned int i;

	spin_lock(&con->lock);
	for (i = 0; i < con->ctl_rx.size; i++)
		ctl_rx_post(con, i);
	virtq_kick(&con->ctl_rx);
	ctl_send(con, 0, VIRTIO_CONSOLE_DEVICE_READY, 1);
	spin_unlock(&con->lock);
	for (;;) {
		uint64_t spent;

		ctl_process(con);
		quiet = answered(con, &named);
		if (quiet && named)
			break;
		spent = time_mono_ns() - start;
		if (spent > (quiet ? NAMES_PATIENCE_NS : READY_PATIENCE_NS))
			break;
		arch_relax();
	}
	if (!quiet)
		log_warn("vcon: the device does not answer");
	spin_lock(&con->lock);
	con->settled = true;
	spin_unlock(&con->lock);
}

static void
register_ports(struct vcon *con)
{
	unsigned int i, n = 0;

	for (i = 0; i < con->nports; i++) {
		struct port *p = &con->ports[i];
		int err;

		if (!p->present)
			continue;
		if (p->name[0] == '\0')
			fmt_sn(p->name, sizeof(p->name), "port%u", i);
		err = port_register(p);
		if (err) {
			log_err("vcon: port %s: no device node (error %d)",
			    p->name, -err);
			continue;
		}
		p->registered = true;
		n++;
	}
	log_info("vcon: %u ports", n);
}

static bool
vcon_match(const struct pci_dev *d)
{
	return d->vendor == VIRTIO_PCI_VENDOR &&
	       (d->device == VIRTIO_PCI_MODERN_BASE + VIRTIO_ID_CONSOLE ||
		   d->device == VIRTIO_PCI_OLD_CONSOLE);
}

/* What can fail; the memory of a failed device stays allocated only as far as
 * the device might still write to it. */
static int
vcon_setup(struct vcon *con, struct pci_dev *pci)
{
	int err;

	err = virtio_open(&con->vdev, pci, VIRTIO_CONSOLE_F_MULTIPORT);
	if (err)
		return err;
	err = queues(con);
	if (!err)
		err = virtio_irq(&con->vdev, vcon_interrupt, con, "vcon");
	if (err)
		virtio_fail(&con->vdev);
	return err;
}

static int
vcon_probe(struct pci_dev *pci)
{
	struct vcon *con = kzalloc(sizeof(*con));
	int err;

	if (!con)
		return ERR(ENOMEM);
	spin_init(&con->lock, RANK_DRIVER);
	err = vcon_setup(con, pci);
	if (err)
		return err;
	pci->driver_data = con;
	virtio_start(&con->vdev);
	if (con->multiport) {
		discover_ports(con);
	} else {
		con->ports[0].present = true;
		con->ports[0].host = HOST_OPEN;
		con->settled = true;
	}
	list_add_tail(&consoles, &con->link);
	register_ports(con);
	return 0;
}

const struct pci_driver virtio_console_driver = {
	.name = "virtio_console",
	.match = vcon_match,
	.probe = vcon_probe,
};
