/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/virtio.h - virtio devices on PCI, and their split queues.
 *
 * Life of a device: virtio_open (reset, features), virtio_irq, virtq_setup for
 * each queue, virtio_start; or virtio_fail at any point.
 */
#ifndef DRIVERS_VIRTIO_VIRTIO_H
#define DRIVERS_VIRTIO_VIRTIO_H

#include "drivers/pci/pci.h"
#include "hw/virtio.h"

/* All [I] after virtio_open. */
struct virtio_dev {
	struct pci_dev *pci;
	volatile uint8_t *common;
	volatile uint8_t *notify;
	volatile uint8_t *device;
	uint32_t notify_len, device_len;
	uint32_t notify_mult;
	uint64_t features; /* agreed upon */
};

#define VIRTQ_MAX 64u

/* A queue. Its user names the descriptors: an id below size stands for one
 * buffer from virtq_put until virtq_take returns it. [l]: the user's lock. */
struct virtq {
	struct vring_desc *desc;   /* [I] */
	struct vring_avail *avail; /* [l] */
	struct vring_used *used;   /* the device writes */
	volatile uint8_t *notify;  /* [I] */
	uint16_t index;		   /* [I] */
	uint16_t size;		   /* [I] 0: not set up */
	uint16_t next_avail;	   /* [l] */
	uint16_t next_used;	   /* [l] */
	uint64_t busy;		   /* [l] ids the device has */
	bool broken;		   /* [l] the device broke the rules */
};

/* Find the device's registers and agree on features out of `wanted` (plus
 * VERSION_1). 0, -ENODEV (no modern interface), -ENXIO (its BARs), -EIO (it
 * refuses). Context: boot. */
int virtio_open(struct virtio_dev *v, struct pci_dev *pci, uint64_t wanted);
/* One message for all queues; -errno of pci_irq_claim, -ENODEV without MSI-X.
 * Context: boot. */
int virtio_irq(
    struct virtio_dev *v, irq_handler_t fn, void *arg, const char *name);
/* Set up queue `index` with up to `want` entries (power of two, at most
 * VIRTQ_MAX). 0, -ENODEV (no such queue), -ENOMEM, -EIO. Context: boot. */
int virtq_setup(struct virtio_dev *v, struct virtq *q, unsigned int index,
    unsigned int want);
/* The device may work from here on. */
void virtio_start(struct virtio_dev *v);
/* Stop it for good. */
void virtio_fail(struct virtio_dev *v);
/* Device configuration; 0 beyond its end. */
uint16_t virtio_config16(const struct virtio_dev *v, unsigned int off);
uint32_t virtio_config32(const struct virtio_dev *v, unsigned int off);

/* Hand buffer id (not busy) of len bytes at pa to the device, to be read by
 * it or, device_writes, written. Lock held. */
void virtq_put(struct virtq *q, unsigned int id, paddr_t pa, uint32_t len,
    bool device_writes);
/* Has the device returned something? Context: any, no lock needed. */
bool virtq_pending(const struct virtq *q);
/* Next returned buffer: false when none. len: bytes the device wrote. Lock
 * held. */
bool virtq_take(struct virtq *q, unsigned int *id, uint32_t *len);
/* Sum of the lengths of what virtq_take would return. Lock held. */
uint64_t virtq_pending_bytes(const struct virtq *q);
/* Tell the device that there are new buffers, unless it said it looks anyway.
 * Context: any, lock not needed. */
void virtq_kick(const struct virtq *q);
/* Ask for interrupts, or not. After asking, look at virtq_pending once more.
 * Lock held. */
void virtq_interrupts(struct virtq *q, bool on);
/* Running number of returned buffers, to see a change. */
uint16_t virtq_used_index(const struct virtq *q);

#endif
