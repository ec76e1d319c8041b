/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/driver.c - the explicit list of what is set up, in order. */

#include "drivers/driver.h"
#include "drivers/console/console.h"
#include "drivers/pci/pci.h"
#include "drivers/virtio/virtio_console.h"

static const struct pci_driver *const pci_drivers[] = {
	&virtio_console_driver,
};

void
drivers_init_early(void)
{
	console_init_early();
}

void
drivers_init(void)
{
	console_init();
	pci_init();
	pci_bind(pci_drivers, ARRAY_SIZE(pci_drivers));
}
