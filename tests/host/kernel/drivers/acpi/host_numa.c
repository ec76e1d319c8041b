/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/drivers/acpi/host_numa.c - numa.c and its reset. */
#include "drivers/acpi/numa.c"
#include "host_acpi.h"

void
host_numa_reset(void)
{
	affinity_count = 0;
	domain_count = 0;
	node_count = 1;
}
