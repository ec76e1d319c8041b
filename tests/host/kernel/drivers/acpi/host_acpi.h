/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/drivers/acpi/host_acpi.h - forget what was read, so that
 * one process can read many machines. */
#ifndef TESTS_HOST_KERNEL_DRIVERS_ACPI_HOST_ACPI_H
#define TESTS_HOST_KERNEL_DRIVERS_ACPI_HOST_ACPI_H

void host_tables_reset(void);
void host_numa_reset(void);

#endif
