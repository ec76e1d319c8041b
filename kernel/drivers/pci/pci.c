/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/pci/pci.c - find PCI functions and what they have; bind drivers.
 *
 * Idea: walk from bus 0 through the bridges as the firmware numbered them;
 * nothing is renumbered or moved. Every function is kept in a list.
 *
 * Invariants: a bus is walked once, whatever the bridges claim.
 * Locking: none; the list is made at boot on one processor and never changes.
 * Limits: one segment; no hot plug; buses that hang on further host bridges
 * are not found; BARs the firmware left unassigned stay so.
 */

#include "drivers/pci/pci.h"
#include "base/bitmap.h"
#include "base/fmt.h"
#include "core/log.h"
#include "drivers/pci/pci_priv.h"
#include "fs/node.h"
#include "mm/kmem.h"

/* A capability is 4 bytes at least: no honest list is longer. */
#define MAX_CAPS ((256 - PCI_CAP_FIRST) / 4)

static struct list devices = { &devices, &devices }; /* [I] after pci_init */

struct walk {
	unsigned long seen[BITMAP_LONGS(PCI_MAX_BUS)];
	uint8_t pending[PCI_MAX_BUS]; /* buses still to walk */
	unsigned int npending;
	unsigned int found;
};

const char *
pci_name(const struct pci_dev *d, char *buf)
{
	fmt_sn(buf, PCI_NAME_LEN, "%02x:%02x.%u", d->bus, d->dev, d->fn);
	return buf;
}

unsigned int
pci_cap_next(const struct pci_dev *d, unsigned int after, uint8_t id)
{
	unsigned int pos, n;

	if (after)
		pos = pci_read8(d, after + PCI_CAP_NEXT);
	else if (pci_read16(d, PCI_STATUS) & PCI_STATUS_CAPS)
		pos = pci_read8(d, PCI_CAP_PTR);
	else
		return 0;
	for (n = 0; n < MAX_CAPS; n++) {
		pos &= 0xfc;
		if (pos < PCI_CAP_FIRST)
			return 0;
		if (pci_read8(d, pos + PCI_CAP_ID) == id)
			return pos;
		pos = pci_read8(d, pos + PCI_CAP_NEXT);
	}
	return 0;
}

void
pci_enable(const struct pci_dev *d)
{
	uint16_t cmd = pci_read16(d, PCI_COMMAND);

	cmd |= PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER | PCI_COMMAND_NO_INTX;
	pci_write16(d, PCI_COMMAND, cmd);
}

volatile void *
pci_bar_map(
    const struct pci_dev *d, unsigned int bar, uint64_t offset, uint64_t len)
{
	const struct pci_bar *b;

	if (bar >= PCI_NR_BARS || len == 0)
		return NULL;
	b = &d->bars[bar];
	if (b->io || b->addr == 0 || offset > b->size || len > b->size - offset)
		return NULL;
	return mmio_map(b->addr + offset, len);
}

/* What the writable bits of a BAR are; decoding is off meanwhile. */
static uint32_t
bar_probe(const struct pci_dev *d, unsigned int reg, uint32_t *old)
{
	uint32_t mask;

	*old = pci_read32(d, reg);
	pci_write32(d, reg, UINT32_MAX);
	mask = pci_read32(d, reg);
	pci_write32(d, reg, *old);
	return mask;
}

/* Fill bars[i]; returns how many registers it takes. */
static unsigned int
bar_read(struct pci_dev *d, unsigned int i, unsigned int nbars)
{
	struct pci_bar *b = &d->bars[i];
	uint32_t lo, hi = 0, mask_hi = UINT32_MAX, mask;
	uint64_t size_mask;

	mask = bar_probe(d, PCI_BAR0 + 4 * i, &lo);
	if (mask == 0 || mask == UINT32_MAX)
		return 1;
	if (lo & PCI_BAR_IO) {
		b->io = true;
		b->addr = lo & PCI_BAR_IO_MASK;
		/* Upper half may be hard-wired to zero. */
		mask = (mask & PCI_BAR_IO_MASK) | 0xffff0000u;
		b->size = (uint32_t)(~mask + 1);
		return 1;
	}
	b->wide = (lo & PCI_BAR_TYPE) == PCI_BAR_TYPE_64 && i + 1 < nbars;
	if (b->wide)
		mask_hi = bar_probe(d, PCI_BAR0 + 4 * i + 4, &hi);
	size_mask = (uint64_t)mask_hi << 32 | (mask & PCI_BAR_MEM_MASK);
	b->size = ~size_mask + 1;
	b->addr = (uint64_t)hi << 32 | (lo & PCI_BAR_MEM_MASK);
	return b->wide ? 2 : 1;
}

static void
bars_read(struct pci_dev *d)
{
	unsigned int nbars = 0, i = 0;
	uint16_t cmd;

	if (d->header == PCI_HEADER_NORMAL)
		nbars = PCI_NR_BARS;
	else if (d->header == PCI_HEADER_BRIDGE)
		nbars = PCI_NR_BARS_BRIDGE;
	if (nbars == 0)
		return;
	cmd = pci_read16(d, PCI_COMMAND);
	pci_write16(d, PCI_COMMAND,
	    (uint16_t)(cmd & ~(PCI_COMMAND_IO | PCI_COMMAND_MEMORY)));
	while (i < nbars)
		i += bar_read(d, i, nbars);
	pci_write16(d, PCI_COMMAND, cmd);
}

static void
bus_queue(struct walk *w, unsigned int bus)
{
	if (bitmap_test(w->seen, bus))
		return;
	bitmap_set(w->seen, bus);
	w->pending[w->npending++] = (uint8_t)bus;
}

static void
function_add(struct walk *w, const struct pci_dev *seen)
{
	struct pci_dev *d = kzalloc(sizeof(*d));
	unsigned int secondary;

	if (!d) {
		log_err("pci: no memory for %02x:%02x.%u", seen->bus, seen->dev,
		    seen->fn);
		return;
	}
	*d = *seen;
	d->class = pci_read8(d, PCI_CLASS);
	d->subclass = pci_read8(d, PCI_SUBCLASS);
	d->prog_if = pci_read8(d, PCI_PROG_IF);
	d->revision = pci_read8(d, PCI_REVISION);
	if (d->header == PCI_HEADER_NORMAL) {
		d->subsys_vendor = pci_read16(d, PCI_SUBSYS_VENDOR);
		d->subsys_id = pci_read16(d, PCI_SUBSYS_ID);
	}
	bars_read(d);
	d->msi_cap = (uint8_t)pci_cap_next(d, 0, PCI_CAP_MSI);
	d->msix_cap = (uint8_t)pci_cap_next(d, 0, PCI_CAP_MSIX);
	list_add_tail(&devices, &d->link);
	w->found++;
	if (d->header == PCI_HEADER_BRIDGE) {
		secondary = pci_read8(d, PCI_BRIDGE_SECONDARY);
		if (secondary > d->bus)
			bus_queue(w, secondary);
	}
}

/* All functions of one device number. */
static void
device_scan(struct walk *w, unsigned int bus, unsigned int dev)
{
	unsigned int fn, nfn = 1;

	for (fn = 0; fn < nfn; fn++) {
		struct pci_dev d = {
			.bus = (uint8_t)bus,
			.dev = (uint8_t)dev,
			.fn = (uint8_t)fn,
		};
		uint8_t header;

		d.vendor = pci_read16(&d, PCI_VENDOR);
		if (d.vendor == PCI_VENDOR_NONE || d.vendor == 0)
			continue;
		d.device = pci_read16(&d, PCI_DEVICE);
		header = pci_read8(&d, PCI_HEADER_TYPE);
		d.header = header & PCI_HEADER_MASK;
		if (fn == 0 && (header & PCI_HEADER_MULTI))
			nfn = PCI_MAX_FN;
		function_add(w, &d);
	}
}

static void
show_bar(struct textbuf *t, unsigned int i, const struct pci_bar *b)
{
	if (b->size == 0)
		return;
	text_printf(t, "  bar %u %s %llx size %llx\n", i,
	    b->io ? "io" : "memory", (unsigned long long)b->addr,
	    (unsigned long long)b->size);
}

/* /proc/kitten/pci: address, ids, class, messages, driver; then the BARs. */
static void
show_devices(struct textbuf *t, void *arg)
{
	struct pci_dev *d;
	char name[PCI_NAME_LEN];
	unsigned int i;

	(void)arg;
	list_for_each(d, &devices, link) {
		text_printf(t, "%s %04x:%04x class %02x%02x%02x%s%s%s%s\n",
		    pci_name(d, name), d->vendor, d->device, d->class,
		    d->subclass, d->prog_if, d->msi_cap ? " msi" : "",
		    d->msix_cap ? " msix" : "", d->driver ? " driver " : "",
		    d->driver ? d->driver->name : "");
		for (i = 0; i < PCI_NR_BARS; i++)
			show_bar(t, i, &d->bars[i]);
	}
}

void
pci_init(void)
{
	struct walk w = { .npending = 0 };
	unsigned int dev;

	pci_config_init();
	bus_queue(&w, 0);
	while (w.npending > 0) {
		unsigned int bus = w.pending[--w.npending];

		for (dev = 0; dev < PCI_MAX_DEV; dev++)
			device_scan(&w, bus, dev);
	}
	log_info("pci: %u functions", w.found);
	if (proc_register("kitten/pci", show_devices, NULL))
		log_warn("pci: no /proc/kitten/pci");
}

static void
bind_one(struct pci_dev *d, const struct pci_driver *drv)
{
	char name[PCI_NAME_LEN];
	int err;

	if (d->driver || !drv->match(d))
		return;
	err = drv->probe(d);
	if (err)
		log_warn("pci %s: %s left it (error %d)", pci_name(d, name),
		    drv->name, -err);
	else
		d->driver = drv;
}

void
pci_bind(const struct pci_driver *const *drivers, unsigned int n)
{
	struct pci_dev *d;
	unsigned int i;

	list_for_each(d, &devices, link) {
		for (i = 0; i < n; i++)
			bind_one(d, drivers[i]);
	}
}
