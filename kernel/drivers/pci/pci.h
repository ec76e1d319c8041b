/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/pci/pci.h - PCI functions found at boot, their registers and
 * interrupts.
 */
#ifndef DRIVERS_PCI_PCI_H
#define DRIVERS_PCI_PCI_H

#include "base/list.h"
#include "base/types.h"
#include "core/irq.h"
#include "hw/pci.h"

struct pci_bar {
	paddr_t addr;  /* 0: not assigned */
	uint64_t size; /* 0: no such BAR */
	bool io;
	bool wide; /* 64 bits: takes the next BAR's place too */
};

struct pci_driver;

/* One function. All fields [I] after enumeration but those marked. */
struct pci_dev {
	struct list link;
	uint8_t bus, dev, fn;
	uint8_t header; /* PCI_HEADER_NORMAL, PCI_HEADER_BRIDGE */
	uint16_t vendor, device, subsys_vendor, subsys_id;
	uint8_t class, subclass, prog_if, revision;
	struct pci_bar bars[PCI_NR_BARS];
	uint8_t msi_cap, msix_cap;	 /* 0: none */
	volatile uint8_t *msix_table;	 /* boot only */
	const struct pci_driver *driver; /* boot only; NULL: nobody's */
	void *driver_data;		 /* the driver's */
};

struct pci_driver {
	const char *name;
	/* Is dev one of yours? No side effects. */
	bool (*match)(const struct pci_dev *dev);
	/* Set it up; 0 or -errno (the device is left alone then). Context:
	 * boot. */
	int (*probe)(struct pci_dev *dev);
};

/* Find all functions behind the host bridge; /proc/kitten/pci. Context: boot,
 * after kmem and fs_init. */
void pci_init(void);
/* Offer every function to each driver in turn. Context: boot. */
void pci_bind(const struct pci_driver *const *drivers, unsigned int n);

/* Configuration registers; reg aligned to the width. Context: any. */
uint8_t pci_read8(const struct pci_dev *dev, unsigned int reg);
uint16_t pci_read16(const struct pci_dev *dev, unsigned int reg);
uint32_t pci_read32(const struct pci_dev *dev, unsigned int reg);
void pci_write8(const struct pci_dev *dev, unsigned int reg, uint8_t v);
void pci_write16(const struct pci_dev *dev, unsigned int reg, uint16_t v);
void pci_write32(const struct pci_dev *dev, unsigned int reg, uint32_t v);

/* Next capability of an id after position `after` (0: from the start): its
 * offset, or 0. Malformed lists end the search. */
unsigned int pci_cap_next(
    const struct pci_dev *dev, unsigned int after, uint8_t id);
/* Let the function decode its memory and write to ours; no INTx. */
void pci_enable(const struct pci_dev *dev);
/* Map [offset, offset+len) of a memory BAR uncached; NULL when the BAR is not
 * there, not assigned, too short. Context: boot. */
volatile void *pci_bar_map(
    const struct pci_dev *dev, unsigned int bar, uint64_t offset, uint64_t len);

/* Deliver the function's message `index` to fn(arg) on the first system CPU.
 * By MSI-X, else by MSI (index 0 only). msix may be NULL; it gets true when
 * MSI-X is used. 0, -ENODEV (neither, or no such message), -ENXIO (the table
 * can't be mapped), -ENOSPC. Context: boot. */
int pci_irq_claim(struct pci_dev *dev, unsigned int index, irq_handler_t fn,
    void *arg, const char *name, bool *msix);

/* "bb:dd.f" for messages, into buf[PCI_NAME_LEN]; returns buf. */
#define PCI_NAME_LEN 12
const char *pci_name(const struct pci_dev *dev, char *buf);

#endif
