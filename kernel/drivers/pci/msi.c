/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/pci/msi.c - interrupts as messages: MSI-X, else MSI (PCI Local Bus
 * 3.0 section 6.8). All go to the first system CPU.
 *
 * Locking: none; set up at boot on one processor.
 * Limits: one MSI message per function; no INTx (that needs ACPI's byte code).
 */

#include "arch/io.h"
#include "base/err.h"
#include "drivers/pci/pci.h"

/* Map the table and mask every entry, once. */
static int
msix_open(struct pci_dev *d, unsigned int entries)
{
	uint32_t where = pci_read32(d, d->msix_cap + PCI_MSIX_TABLE);
	volatile uint8_t *table;
	uint16_t ctrl;
	unsigned int i;

	if (d->msix_table)
		return 0;
	table = pci_bar_map(d, where & PCI_MSIX_BIR,
	    where & ~(uint32_t)PCI_MSIX_BIR,
	    (uint64_t)entries * PCI_MSIX_ENTRY_SIZE);
	if (!table)
		return ERR(ENXIO);
	ctrl = pci_read16(d, d->msix_cap + PCI_MSIX_CTRL);
	ctrl |= PCI_MSIX_CTRL_ENABLE | PCI_MSIX_CTRL_MASK;
	pci_write16(d, d->msix_cap + PCI_MSIX_CTRL, ctrl);
	for (i = 0; i < entries; i++)
		mmio_write32(
		    table + i * PCI_MSIX_ENTRY_SIZE + PCI_MSIX_ENTRY_CTRL,
		    PCI_MSIX_ENTRY_MASKED);
	ctrl &= (uint16_t)~PCI_MSIX_CTRL_MASK;
	pci_write16(d, d->msix_cap + PCI_MSIX_CTRL, ctrl);
	d->msix_table = table;
	return 0;
}

static int
msix_claim(struct pci_dev *d, unsigned int index, irq_handler_t fn, void *arg,
    const char *name)
{
	uint16_t ctrl = pci_read16(d, d->msix_cap + PCI_MSIX_CTRL);
	unsigned int entries = (ctrl & PCI_MSIX_CTRL_SIZE) + 1u;
	volatile uint8_t *entry;
	uint64_t addr;
	uint32_t data;
	int vector, err;

	if (index >= entries)
		return ERR(ENODEV);
	err = msix_open(d, entries);
	if (err)
		return err;
	err = irq_alloc(fn, arg, name, &vector);
	if (err)
		return err;
	irq_msi_message(vector, &addr, &data);
	entry = d->msix_table + index * PCI_MSIX_ENTRY_SIZE;
	mmio_write32(entry + PCI_MSIX_ENTRY_ADDR, (uint32_t)addr);
	mmio_write32(entry + PCI_MSIX_ENTRY_HIGH, (uint32_t)(addr >> 32));
	mmio_write32(entry + PCI_MSIX_ENTRY_DATA, data);
	mmio_write32(entry + PCI_MSIX_ENTRY_CTRL, 0);
	return 0;
}

static int
msi_claim(struct pci_dev *d, irq_handler_t fn, void *arg, const char *name)
{
	unsigned int cap = d->msi_cap;
	uint16_t ctrl = pci_read16(d, cap + PCI_MSI_CTRL);
	uint64_t addr;
	uint32_t data;
	int vector, err;

	err = irq_alloc(fn, arg, name, &vector);
	if (err)
		return err;
	irq_msi_message(vector, &addr, &data);
	pci_write32(d, cap + PCI_MSI_ADDR, (uint32_t)addr);
	if (ctrl & PCI_MSI_CTRL_64) {
		pci_write32(d, cap + PCI_MSI_ADDR_HIGH, (uint32_t)(addr >> 32));
		pci_write16(d, cap + PCI_MSI_DATA64, (uint16_t)data);
	} else {
		pci_write16(d, cap + PCI_MSI_DATA32, (uint16_t)data);
	}
	ctrl &= (uint16_t)~PCI_MSI_CTRL_MME;
	ctrl |= PCI_MSI_CTRL_ENABLE;
	pci_write16(d, cap + PCI_MSI_CTRL, ctrl);
	return 0;
}

int
pci_irq_claim(struct pci_dev *d, unsigned int index, irq_handler_t fn,
    void *arg, const char *name, bool *msix)
{
	if (msix)
		*msix = d->msix_cap != 0;
	if (d->msix_cap)
		return msix_claim(d, index, fn, arg, name);
	if (d->msi_cap && index == 0)
		return msi_claim(d, fn, arg, name);
	return ERR(ENODEV);
}
