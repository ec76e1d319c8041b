/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/driver.h - the order in which devices are found and set up. */
#ifndef DRIVERS_DRIVER_H
#define DRIVERS_DRIVER_H

/* Serial and text-screen output for the log, polled: no memory, no interrupt
 * needed. Context: boot, after cmdline_parse (reads console=). */
void drivers_init_early(void);

/* PCI, virtio, console input, device nodes. A device that fails is reported
 * and left out. Context: boot, after kmem, irq and fs_init; may sleep not. */
void drivers_init(void);

#endif
