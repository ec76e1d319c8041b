/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/drivers/acpi/host_tables.c - tables.c and its reset. */
#include "drivers/acpi/tables.c"
#include "host_acpi.h"

void
host_tables_reset(void)
{
	acpi = (struct acpi_machine){ 0 };
	table_count = 0;
}
