# SPDX-License-Identifier: GPL-2.0-only
obj-y += drivers/acpi/tables.o
obj-y += drivers/acpi/madt.o
obj-y += drivers/acpi/numa.o
obj-y += drivers/acpi/fadt.o
