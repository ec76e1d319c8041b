/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/virtio_console.h - the driver of virtio console devices; with
 * what the rest of the kernel uses of their ports (port.h).
 */
#ifndef DRIVERS_VIRTIO_VIRTIO_CONSOLE_H
#define DRIVERS_VIRTIO_VIRTIO_CONSOLE_H

#include "drivers/pci/pci.h"
#include "drivers/virtio/port.h"

extern const struct pci_driver virtio_console_driver;

#endif
