/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/acpi/acpi.h - what the firmware's tables say about the machine.
 *
 * Idea: all tables are read once, early, into the plain structs below; nobody
 * keeps a pointer into firmware memory. Every length and address in a table
 * is doubted: a broken table is logged and left out.
 *
 * Life: acpi_read runs before kmem exists, single-threaded; after it all is
 * immutable.
 */
#ifndef DRIVERS_ACPI_ACPI_H
#define DRIVERS_ACPI_ACPI_H

#include "base/types.h"
#include "core/cpu.h"
#include "hw/acpi.h"

#define ACPI_MAX_IOAPICS   16
#define ACPI_MAX_OVERRIDES 32
#define ACPI_MAX_MCFG	   16
#define ACPI_NO_DOMAIN	   (~0u)

struct acpi_cpu {
	uint32_t apic_id;
	uint32_t uid;
	uint32_t domain; /* proximity domain of the SRAT, or ACPI_NO_DOMAIN */
};

struct acpi_ioapic {
	paddr_t address;
	uint32_t gsi_base;
	uint8_t id;
};

/* An ISA interrupt line that is wired differently from 1:1, edge, high. */
struct acpi_override {
	uint8_t irq;
	bool level, low;
	uint32_t gsi;
};

/* PCI configuration space in memory. */
struct acpi_mcfg_area {
	paddr_t base; /* of bus 0 */
	uint16_t segment;
	uint8_t bus_first, bus_last;
};

/* How to switch off and reset; ports are 0 where there is none. */
struct acpi_power {
	bool has_s5;
	uint8_t s5_a, s5_b; /* sleep types for PM1a, PM1b */
	uint16_t pm1a_control, pm1b_control;
	uint16_t smi_command;
	uint8_t acpi_enable;
	bool has_reset;
	struct acpi_gas reset;
	uint8_t reset_value;
};

struct acpi_machine {
	bool present; /* tables were found and acpi=off was not given */
	bool has_madt;
	bool has_8259;
	paddr_t lapic;
	unsigned int cpu_count;
	struct acpi_cpu cpus[MAX_CPUS];
	unsigned int cpus_dropped; /* more than MAX_CPUS */
	unsigned int ioapic_count;
	struct acpi_ioapic ioapics[ACPI_MAX_IOAPICS];
	unsigned int override_count;
	struct acpi_override overrides[ACPI_MAX_OVERRIDES];
	uint8_t nmi_lints; /* bit n: LINTn of every local APIC is NMI */
	paddr_t hpet;	   /* 0: none */
	uint16_t pm_timer; /* I/O port, 0: none */
	unsigned int mcfg_count;
	struct acpi_mcfg_area mcfg[ACPI_MAX_MCFG];
	struct acpi_power power;
};

extern struct acpi_machine acpi;

/* Find and read all tables. Context: boot, early direct map in force, kernel
 * arguments parsed. */
void acpi_read(void);

/* Apply the SRAT's memory affinity to boot_info.ranges, number the nodes and
 * fill node_count and node_distance. Context: as acpi_read, after it. */
void acpi_read_numa(void);

/* The node of a proximity domain; 0 for one that is not known. */
unsigned int acpi_node(uint32_t domain);

/* Iterate over the memory-mapped PCI configuration areas: start with *it = 0.
 * True when out was filled. Context: any. */
bool acpi_mcfg_next(unsigned int *it, struct acpi_mcfg_area *out);

/* The index-th table with this signature, checked; NULL when there is none.
 * Context: acpi_read and acpi_read_numa only. */
const struct acpi_header *acpi_table(const char *signature, unsigned int index);
/* A table by address, checked; NULL (logged) when it is broken. */
const struct acpi_header *acpi_table_at(paddr_t pa, const char *signature);

/* madt.c, fadt.c: read one table each into acpi. */
void acpi_read_madt(const struct acpi_madt *madt);
void acpi_read_fadt(const struct acpi_fadt *fadt);

#endif
