/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/pci/config.c - reach configuration registers: by the memory window
 * that ACPI's MCFG names, else by the ports CF8 and CFC.
 *
 * Idea: a bus's megabyte of the window is mapped when first used; most of the
 * 256 buses never are.
 * Locking: config_lock (RANK_DRIVER) for the port pair. Mapping happens at boot
 * only, on one processor (every bus that has a device is reached then).
 */

#include "arch/io.h"
#include "core/log.h"
#include "drivers/acpi/acpi.h"
#include "drivers/pci/pci_priv.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

static struct spinlock config_lock = SPINLOCK_INIT(RANK_DRIVER);

/* [I] after boot */
static paddr_t ecam_base[PCI_MAX_BUS];		   /* 0: none */
static volatile uint8_t *ecam_window[PCI_MAX_BUS]; /* mapped so far */

static void
window_add(const struct acpi_mcfg_area *a)
{
	unsigned int bus;

	if (a->segment != 0)
		return;
	if (!IS_ALIGNED(a->base, 1ull << PCI_ECAM_BUS_SHIFT)) {
		log_warn("pci: memory window %#lx is not aligned, left out",
		    a->base);
		return;
	}
	for (bus = a->bus_first; bus <= a->bus_last; bus++)
		ecam_base[bus] = a->base + ((paddr_t)bus << PCI_ECAM_BUS_SHIFT);
}

void
pci_config_init(void)
{
	struct acpi_mcfg_area area;
	unsigned int it = 0;

	while (acpi_mcfg_next(&it, &area))
		window_add(&area);
}

/* Where the register is in memory, or NULL: use the ports. */
static volatile uint8_t *
ecam(unsigned int bus, unsigned int dev, unsigned int fn, unsigned int reg)
{
	if (!ecam_base[bus])
		return NULL;
	if (!ecam_window[bus]) {
		ecam_window[bus] =
		    mmio_map(ecam_base[bus], 1ull << PCI_ECAM_BUS_SHIFT);
		if (!ecam_window[bus]) {
			ecam_base[bus] = 0;
			return NULL;
		}
	}
	return ecam_window[bus] + (dev << PCI_ECAM_DEV_SHIFT) +
	       (fn << PCI_ECAM_FN_SHIFT) + reg;
}

static uint16_t
port_select(
    unsigned int bus, unsigned int dev, unsigned int fn, unsigned int reg)
{
	io_out32(PCI_CF8,
	    PCI_CF8_ENABLE | bus << 16 | dev << 11 | fn << 8 | (reg & 0xfc));
	return (uint16_t)(PCI_CFC + (reg & 3));
}

static uint32_t
port_read(unsigned int bus, unsigned int dev, unsigned int fn, unsigned int reg,
    unsigned int width)
{
	uint32_t value;
	uint16_t port;

	if (reg > 0xff)
		return UINT32_MAX;
	spin_lock(&config_lock);
	port = port_select(bus, dev, fn, reg);
	if (width == 1)
		value = io_in8(port);
	else if (width == 2)
		value = io_in16(port);
	else
		value = io_in32(port);
	spin_unlock(&config_lock);
	return value;
}

uint32_t
pci_config_read(unsigned int bus, unsigned int dev, unsigned int fn,
    unsigned int reg, unsigned int width)
{
	volatile uint8_t *p = ecam(bus, dev, fn, reg);

	if (!p)
		return port_read(bus, dev, fn, reg, width);
	if (width == 1)
		return mmio_read8(p);
	if (width == 2)
		return mmio_read16(p);
	return mmio_read32(p);
}

static void
port_write(unsigned int bus, unsigned int dev, unsigned int fn,
    unsigned int reg, unsigned int width, uint32_t value)
{
	uint16_t port;

	if (reg > 0xff)
		return;
	spin_lock(&config_lock);
	port = port_select(bus, dev, fn, reg);
	if (width == 1)
		io_out8(port, (uint8_t)value);
	else if (width == 2)
		io_out16(port, (uint16_t)value);
	else
		io_out32(port, value);
	spin_unlock(&config_lock);
}

void
pci_config_write(unsigned int bus, unsigned int dev, unsigned int fn,
    unsigned int reg, unsigned int width, uint32_t value)
{
	volatile uint8_t *p = ecam(bus, dev, fn, reg);

	if (!p)
		port_write(bus, dev, fn, reg, width, value);
	else if (width == 1)
		mmio_write8(p, (uint8_t)value);
	else if (width == 2)
		mmio_write16(p, (uint16_t)value);
	else
		mmio_write32(p, value);
}

uint8_t
pci_read8(const struct pci_dev *d, unsigned int reg)
{
	return (uint8_t)pci_config_read(d->bus, d->dev, d->fn, reg, 1);
}

uint16_t
pci_read16(const struct pci_dev *d, unsigned int reg)
{
	return (uint16_t)pci_config_read(d->bus, d->dev, d->fn, reg, 2);
}

uint32_t
pci_read32(const struct pci_dev *d, unsigned int reg)
{
	return pci_config_read(d->bus, d->dev, d->fn, reg, 4);
}

void
pci_write8(const struct pci_dev *d, unsigned int reg, uint8_t v)
{
	pci_config_write(d->bus, d->dev, d->fn, reg, 1, v);
}

void
pci_write16(const struct pci_dev *d, unsigned int reg, uint16_t v)
{
	pci_config_write(d->bus, d->dev, d->fn, reg, 2, v);
}

void
pci_write32(const struct pci_dev *d, unsigned int reg, uint32_t v)
{
	pci_config_write(d->bus, d->dev, d->fn, reg, 4, v);
}
