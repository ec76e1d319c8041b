# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
SRCS := tests/host/kernel/drivers/acpi/host_tables.c \
	tests/host/kernel/drivers/acpi/host_numa.c \
	kernel/drivers/acpi/madt.c kernel/drivers/acpi/fadt.c \
	$(HOST_CPU) $(HOST_LOG)
