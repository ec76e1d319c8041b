/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/pci/pci_priv.h - inside the PCI folder. */
#ifndef DRIVERS_PCI_PCI_PRIV_H
#define DRIVERS_PCI_PCI_PRIV_H

#include "drivers/pci/pci.h"

/* Take the memory windows that ACPI names. Context: boot. */
void pci_config_init(void);
/* Registers of any address, there or not (then all ones). Width 1, 2, 4. */
uint32_t pci_config_read(unsigned int bus, unsigned int dev, unsigned int fn,
    unsigned int reg, unsigned int width);
void pci_config_write(unsigned int bus, unsigned int dev, unsigned int fn,
    unsigned int reg, unsigned int width, uint32_t value);

#endif
