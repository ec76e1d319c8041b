/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/virtio_pci.c - the modern PCI transport (virtio 1.0, 4.1).
 *
 * Idea: vendor capabilities name regions of BARs: common registers, queue
 * notification, device configuration. Malformed ones are reported and passed
 * over; the first good one of a type counts, as the specification has it.
 * Locking: none here; boot, one processor.
 * Limits: MSI-X only; no legacy interface, no IOMMU.
 */

#include "arch/cpu.h"
#include "arch/io.h"
#include "base/err.h"
#include "base/str.h"
#include "core/log.h"
#include "drivers/virtio/virtio.h"
#include "mm/kmem.h"

/* Turns to wait for a reset: registers answer in about 1 us. */
#define RESET_PATIENCE 1000000u

static uint32_t
common32(const struct virtio_dev *v, unsigned int select, unsigned int reg,
    uint32_t page)
{
	mmio_write32(v->common + select, page);
	return mmio_read32(v->common + reg);
}

static void
status_add(struct virtio_dev *v, uint8_t bits)
{
	uint8_t now = mmio_read8(v->common + VIRTIO_COMMON_STATUS);

	mmio_write8(v->common + VIRTIO_COMMON_STATUS, now | bits);
}

/* Map the region that a capability describes; NULL (reported) if it is bad. */
static volatile uint8_t *
region_map(
    struct pci_dev *pci, unsigned int cap, uint32_t min_len, uint32_t *len_out)
{
	unsigned int bar = pci_read8(pci, cap + VIRTIO_CAP_BAR);
	uint32_t offset = pci_read32(pci, cap + VIRTIO_CAP_OFFSET);
	uint32_t len = pci_read32(pci, cap + VIRTIO_CAP_LENGTH);
	volatile uint8_t *p = NULL;
	char name[PCI_NAME_LEN];

	if (len >= min_len)
		p = pci_bar_map(pci, bar, offset, len);
	if (!p)
		log_warn("virtio %s: bad capability at %x: BAR %u offset %x "
			 "length %x",
		    pci_name(pci, name), cap, bar, offset, len);
	*len_out = len;
	return p;
}

static void
region_use(struct virtio_dev *v, unsigned int cap, uint8_t type)
{
	struct pci_dev *pci = v->pci;
	uint8_t size = pci_read8(pci, cap + VIRTIO_CAP_LEN);
	uint32_t len;

	if (size < VIRTIO_CAP_SIZE)
		return;
	if (type == VIRTIO_TYPE_COMMON && !v->common)
		v->common = region_map(pci, cap, VIRTIO_COMMON_SIZE, &len);
	if (type == VIRTIO_TYPE_DEVICE && !v->device)
		v->device = region_map(pci, cap, 1, &v->device_len);
	if (type == VIRTIO_TYPE_NOTIFY && !v->notify &&
	    size >= VIRTIO_CAP_NOTIFY_SIZE) {
		v->notify = region_map(pci, cap, 2, &v->notify_len);
		v->notify_mult = pci_read32(pci, cap + VIRTIO_CAP_NOTIFY_MULT);
	}
}

static int
regions_find(struct virtio_dev *v)
{
	unsigned int cap = 0, turns;
	bool any = false;

	for (turns = 0; turns < 64; turns++) {
		cap = pci_cap_next(v->pci, cap, PCI_CAP_VENDOR);
		if (!cap)
			break;
		any = true;
		region_use(v, cap, pci_read8(v->pci, cap + VIRTIO_CAP_TYPE));
	}
	if (!any)
		return ERR(ENODEV);
	return v->common && v->notify ? 0 : ERR(ENXIO);
}

static int
reset(struct virtio_dev *v)
{
	unsigned int turns;

	mmio_write8(v->common + VIRTIO_COMMON_STATUS, 0);
	for (turns = 0; turns < RESET_PATIENCE; turns++) {
		if (mmio_read8(v->common + VIRTIO_COMMON_STATUS) == 0)
			return 0;
		arch_relax();
	}
	return ERR(EIO);
}

static int
negotiate(struct virtio_dev *v, uint64_t wanted)
{
	uint64_t offered;

	offered = common32(v, VIRTIO_COMMON_DFSELECT, VIRTIO_COMMON_DF, 0);
	offered |=
	    (uint64_t)common32(v, VIRTIO_COMMON_DFSELECT, VIRTIO_COMMON_DF, 1)
	    << 32;
	if (!(offered & VIRTIO_F_VERSION_1))
		return ERR(ENODEV);
	v->features = offered & (wanted | VIRTIO_F_VERSION_1);
	mmio_write32(v->common + VIRTIO_COMMON_GFSELECT, 0);
	mmio_write32(v->common + VIRTIO_COMMON_GF, (uint32_t)v->features);
	mmio_write32(v->common + VIRTIO_COMMON_GFSELECT, 1);
	mmio_write32(
	    v->common + VIRTIO_COMMON_GF, (uint32_t)(v->features >> 32));
	status_add(v, VIRTIO_STATUS_FEATURES_OK);
	if (!(mmio_read8(v->common + VIRTIO_COMMON_STATUS) &
		VIRTIO_STATUS_FEATURES_OK))
		return ERR(EIO);
	return 0;
}

int
virtio_open(struct virtio_dev *v, struct pci_dev *pci, uint64_t wanted)
{
	int err;

	memset(v, 0, sizeof(*v));
	v->pci = pci;
	pci_enable(pci);
	err = regions_find(v);
	if (!err)
		err = reset(v);
	if (err)
		return err;
	status_add(v, VIRTIO_STATUS_ACK);
	status_add(v, VIRTIO_STATUS_DRIVER);
	err = negotiate(v, wanted);
	if (err)
		virtio_fail(v);
	return err;
}

int
virtio_irq(struct virtio_dev *v, irq_handler_t fn, void *arg, const char *name)
{
	bool msix;
	int err;

	if (!v->pci->msix_cap)
		return ERR(ENODEV);
	err = pci_irq_claim(v->pci, 0, fn, arg, name, &msix);
	if (err)
		return err;
	mmio_write16(v->common + VIRTIO_COMMON_MSIX, VIRTIO_NO_VECTOR);
	return 0;
}

/* Where queue q's notification goes; -EIO when that is out of the region. */
static int
notify_find(struct virtio_dev *v, struct virtq *q)
{
	uint16_t off = mmio_read16(v->common + VIRTIO_COMMON_Q_NOTIFY);
	uint64_t at = (uint64_t)off * v->notify_mult;

	if (at + 2 > v->notify_len)
		return ERR(EIO);
	q->notify = v->notify + at;
	return 0;
}

static void
write64(volatile uint8_t *p, uint64_t value)
{
	mmio_write32(p, (uint32_t)value);
	mmio_write32(p + 4, (uint32_t)(value >> 32));
}

/* One block: descriptors, available ring, used ring, each aligned as 2.4 asks
 * (16, 2, 4). Sizes include the event words. */
static int
rings_alloc(struct virtq *q)
{
	size_t desc_len = sizeof(struct vring_desc) * q->size;
	size_t avail_len =
	    ALIGN_UP(sizeof(struct vring_avail) + 2u * q->size + 2, 4);
	size_t used_len = sizeof(struct vring_used) +
			  sizeof(struct vring_used_elem) * q->size + 2;
	uint8_t *block = kzalloc(desc_len + avail_len + used_len);

	if (!block)
		return ERR(ENOMEM);
	q->desc = (void *)block;
	q->avail = (void *)(block + desc_len);
	q->used = (void *)(block + desc_len + avail_len);
	return 0;
}

int
virtq_setup(struct virtio_dev *v, struct virtq *q, unsigned int index,
    unsigned int want)
{
	volatile uint8_t *c = v->common;
	uint16_t max;
	int err;

	memset(q, 0, sizeof(*q));
	if (index >= mmio_read16(c + VIRTIO_COMMON_NUMQ))
		return ERR(ENODEV);
	mmio_write16(c + VIRTIO_COMMON_Q_SELECT, (uint16_t)index);
	max = mmio_read16(c + VIRTIO_COMMON_Q_SIZE);
	if (max == 0 || (max & (max - 1)))
		return ERR(ENODEV);
	q->index = (uint16_t)index;
	q->size = (uint16_t)MIN((unsigned int)max, want);
	err = notify_find(v, q);
	if (!err)
		err = rings_alloc(q);
	if (err) {
		q->size = 0;
		return err;
	}
	mmio_write16(c + VIRTIO_COMMON_Q_SIZE, q->size);
	mmio_write16(c + VIRTIO_COMMON_Q_MSIX, 0);
	write64(c + VIRTIO_COMMON_Q_DESC, virt_to_phys(q->desc));
	write64(c + VIRTIO_COMMON_Q_AVAIL, virt_to_phys(q->avail));
	write64(c + VIRTIO_COMMON_Q_USED, virt_to_phys(q->used));
	if (mmio_read16(c + VIRTIO_COMMON_Q_MSIX) != 0) {
		kfree(q->desc);
		q->size = 0;
		return ERR(EIO);
	}
	mmio_write16(c + VIRTIO_COMMON_Q_ENABLE, 1);
	return 0;
}

void
virtio_start(struct virtio_dev *v)
{
	status_add(v, VIRTIO_STATUS_DRIVER_OK);
}

void
virtio_fail(struct virtio_dev *v)
{
	/* A reset takes the rings away from the device. */
	if (!reset(v))
		mmio_write8(
		    v->common + VIRTIO_COMMON_STATUS, VIRTIO_STATUS_FAILED);
}

uint16_t
virtio_config16(const struct virtio_dev *v, unsigned int off)
{
	if (!v->device || off + 2 > v->device_len)
		return 0;
	return mmio_read16(v->device + off);
}

uint32_t
virtio_config32(const struct virtio_dev *v, unsigned int off)
{
	if (!v->device || off + 4 > v->device_len)
		return 0;
	return mmio_read32(v->device + off);
}
