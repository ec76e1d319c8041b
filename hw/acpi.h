/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/acpi.h - ACPI tables as they lie in memory (ACPI 6.5 chapter 5; HPET
 * specification 1.0a 3.2.4; PCI firmware specification 3.3 4.1.2). Nothing is
 * aligned; every length is the firmware's word and to be doubted.
 */
#ifndef HW_ACPI_H
#define HW_ACPI_H

#include <stdint.h>

#define ACPI_PACKED __attribute__((packed))

struct acpi_rsdp {
	char signature[8]; /* "RSD PTR " */
	uint8_t checksum;  /* of the first 20 bytes */
	char oem_id[6];
	uint8_t revision; /* 2 and up: the rest is there */
	uint32_t rsdt;
	uint32_t length;
	uint64_t xsdt;
	uint8_t checksum_all;
	uint8_t reserved[3];
} ACPI_PACKED;

struct acpi_header {
	char signature[4];
	uint32_t length; /* with the header */
	uint8_t revision;
	uint8_t checksum; /* all bytes add up to 0 */
	char oem_id[6];
	char oem_table_id[8];
	uint32_t oem_revision;
	uint32_t creator_id;
	uint32_t creator_revision;
} ACPI_PACKED;

/* Generic address structure. */
struct acpi_gas {
	uint8_t space;
	uint8_t bits;
	uint8_t bit_offset;
	uint8_t access;
	uint64_t address;
} ACPI_PACKED;

#define ACPI_SPACE_MEMORY 0
#define ACPI_SPACE_IO	  1

/* MADT. */
struct acpi_madt {
	struct acpi_header header;
	uint32_t lapic;
	uint32_t flags;
} ACPI_PACKED;

#define ACPI_MADT_PCAT 1 /* there are 8259s */

/* Head of each entry of MADT and SRAT. */
struct acpi_entry {
	uint8_t type;
	uint8_t length;
} ACPI_PACKED;

#define ACPI_MADT_LAPIC	     0
#define ACPI_MADT_IOAPIC     1
#define ACPI_MADT_OVERRIDE   2
#define ACPI_MADT_LAPIC_NMI  4
#define ACPI_MADT_LAPIC_ADDR 5
#define ACPI_MADT_X2APIC     9
#define ACPI_MADT_X2APIC_NMI 10

#define ACPI_CPU_ENABLED 1

struct acpi_madt_lapic {
	struct acpi_entry entry;
	uint8_t uid;
	uint8_t apic_id;
	uint32_t flags;
} ACPI_PACKED;

struct acpi_madt_ioapic {
	struct acpi_entry entry;
	uint8_t id;
	uint8_t reserved;
	uint32_t address;
	uint32_t gsi_base;
} ACPI_PACKED;

struct acpi_madt_override {
	struct acpi_entry entry;
	uint8_t bus;
	uint8_t irq;
	uint32_t gsi;
	uint16_t flags;
} ACPI_PACKED;

/* "MPS INTI flags". */
#define ACPI_INTI_POLARITY 0x3
#define ACPI_INTI_LOW	   0x3
#define ACPI_INTI_TRIGGER  0xc
#define ACPI_INTI_LEVEL	   0xc

struct acpi_madt_lapic_nmi {
	struct acpi_entry entry;
	uint8_t uid; /* 0xff: all */
	uint16_t flags;
	uint8_t lint;
} ACPI_PACKED;

struct acpi_madt_lapic_addr {
	struct acpi_entry entry;
	uint16_t reserved;
	uint64_t address;
} ACPI_PACKED;

struct acpi_madt_x2apic {
	struct acpi_entry entry;
	uint16_t reserved;
	uint32_t apic_id;
	uint32_t flags;
	uint32_t uid;
} ACPI_PACKED;

struct acpi_madt_x2apic_nmi {
	struct acpi_entry entry;
	uint16_t flags;
	uint32_t uid;
	uint8_t lint;
	uint8_t reserved[3];
} ACPI_PACKED;

/* SRAT. */
struct acpi_srat {
	struct acpi_header header;
	uint32_t reserved0;
	uint64_t reserved1;
} ACPI_PACKED;

#define ACPI_SRAT_CPU	 0
#define ACPI_SRAT_MEMORY 1
#define ACPI_SRAT_X2APIC 2

#define ACPI_SRAT_ENABLED 1

struct acpi_srat_cpu {
	struct acpi_entry entry;
	uint8_t domain_low;
	uint8_t apic_id;
	uint32_t flags;
	uint8_t eid;
	uint8_t domain_high[3];
	uint32_t clock_domain;
} ACPI_PACKED;

struct acpi_srat_memory {
	struct acpi_entry entry;
	uint32_t domain;
	uint16_t reserved0;
	uint64_t base;
	uint64_t length;
	uint32_t reserved1;
	uint32_t flags;
	uint64_t reserved2;
} ACPI_PACKED;

struct acpi_srat_x2apic {
	struct acpi_entry entry;
	uint16_t reserved0;
	uint32_t domain;
	uint32_t apic_id;
	uint32_t flags;
	uint32_t clock_domain;
	uint32_t reserved1;
} ACPI_PACKED;

struct acpi_slit {
	struct acpi_header header;
	uint64_t count;
	uint8_t distance[]; /* count * count */
} ACPI_PACKED;

struct acpi_hpet {
	struct acpi_header header;
	uint32_t block_id;
	struct acpi_gas base;
	uint8_t number;
	uint16_t min_tick;
	uint8_t flags;
} ACPI_PACKED;

struct acpi_mcfg_entry {
	uint64_t base;
	uint16_t segment;
	uint8_t bus_first;
	uint8_t bus_last;
	uint32_t reserved;
} ACPI_PACKED;

struct acpi_mcfg {
	struct acpi_header header;
	uint64_t reserved;
	struct acpi_mcfg_entry entries[];
} ACPI_PACKED;

/* FADT, as far as we read it. */
struct acpi_fadt {
	struct acpi_header header;
	uint32_t facs;
	uint32_t dsdt;
	uint8_t reserved0;
	uint8_t profile;
	uint16_t sci_irq;
	uint32_t smi_command;
	uint8_t acpi_enable;
	uint8_t acpi_disable;
	uint8_t reserved1[2];
	uint32_t pm1a_event;
	uint32_t pm1b_event;
	uint32_t pm1a_control;
	uint32_t pm1b_control;
	uint32_t pm2_control;
	uint32_t pm_timer;
	uint32_t gpe0;
	uint32_t gpe1;
	uint8_t lengths[8];
	uint16_t latencies[2];
	uint16_t flush[2];
	uint8_t duty[2];
	uint8_t alarms[3];
	uint16_t boot_arch;
	uint8_t reserved2;
	uint32_t flags;
	struct acpi_gas reset;
	uint8_t reset_value;
	uint16_t arm_arch;
	uint8_t minor;
	uint64_t x_facs;
	uint64_t x_dsdt;
} ACPI_PACKED;

#define ACPI_FADT_RESET (1u << 10) /* flags: the reset register is there */

/* PM1 control register. */
#define ACPI_PM1_SCI_EN	      0x0001
#define ACPI_PM1_SLP_TYP(typ) ((uint32_t)(typ) << 10)
#define ACPI_PM1_SLP_EN	      0x2000

#endif
