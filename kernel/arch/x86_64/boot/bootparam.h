/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/boot/bootparam.h - what loaders hand over: struct boot_params of
 * the Linux x86 boot protocol (the fields we read, at their offsets) and the
 * start info of Xen's PVH protocol.
 */
#ifndef ARCH_X86_64_BOOT_BOOTPARAM_H
#define ARCH_X86_64_BOOT_BOOTPARAM_H

#include "base/types.h"

struct e820_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
} __packed;

#define E820_RAM       1
#define E820_RESERVED  2
#define E820_ACPI      3
#define E820_NVS       4
#define E820_UNUSABLE  5
#define E820_TABLE_MAX 128

#define SETUP_TYPE_E820_EXT 1
#define SETUP_TYPE_RNG_SEED 9

/* A link of the setup_data chain. */
struct setup_data {
	uint64_t next;
	uint32_t type;
	uint32_t len;
	uint8_t data[];
} __packed;

struct boot_params {
	uint8_t pad0[0x070];
	uint64_t acpi_rsdp_addr; /* 0x070 */
	uint8_t pad1[0x0c0 - 0x078];
	uint32_t ext_ramdisk_image; /* 0x0c0: high halves */
	uint32_t ext_ramdisk_size;
	uint32_t ext_cmd_line_ptr;
	uint8_t pad2[0x1c0 - 0x0cc];
	uint32_t efi_signature; /* 0x1c0: "EL64" */
	uint32_t efi_systab;
	uint32_t efi_memdesc_size;
	uint32_t efi_memdesc_version;
	uint32_t efi_memmap;
	uint32_t efi_memmap_size;
	uint32_t efi_systab_hi;
	uint32_t efi_memmap_hi;
	uint32_t alt_mem_k; /* 0x1e0 */
	uint32_t scratch;
	uint8_t e820_entries; /* 0x1e8 */
	uint8_t pad3[0x210 - 0x1e9];
	uint8_t type_of_loader; /* 0x210 */
	uint8_t pad4[0x218 - 0x211];
	uint32_t ramdisk_image; /* 0x218 */
	uint32_t ramdisk_size;
	uint8_t pad5[0x228 - 0x220];
	uint32_t cmd_line_ptr; /* 0x228 */
	uint8_t pad6[0x250 - 0x22c];
	uint64_t setup_data; /* 0x250 */
	uint8_t pad7[0x2d0 - 0x258];
	struct e820_entry e820_table[E820_TABLE_MAX]; /* 0x2d0 */
	uint8_t pad8[0xf00 - 0xcd0];
	uint32_t tsc_mark; /* 0xf00: ours, see layout.h */
	uint32_t tsc_low, tsc_high;
} __packed;

#define EFI_LOADER_SIGNATURE 0x34364c45 /* "EL64" */

/* PVH (Xen's public/arch-x86/hvm/start_info.h). */
struct hvm_start_info {
	uint32_t magic;
	uint32_t version;
	uint32_t flags;
	uint32_t nr_modules;
	uint64_t modlist_paddr;
	uint64_t cmdline_paddr;
	uint64_t rsdp_paddr;
	uint64_t memmap_paddr; /* version 1 and up */
	uint32_t memmap_entries;
	uint32_t reserved;
} __packed;

#define HVM_START_MAGIC 0x336ec578

struct hvm_modlist_entry {
	uint64_t paddr;
	uint64_t size;
	uint64_t cmdline_paddr;
	uint64_t reserved;
} __packed;

struct hvm_memmap_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type; /* as E820 */
	uint32_t reserved;
} __packed;

/* EFI (UEFI 2.10 4.3, 4.6): the system table and its configuration tables. */
struct efi_guid {
	uint8_t b[16];
} __packed;

struct efi_config_table {
	struct efi_guid guid;
	uint64_t table;
} __packed;

struct efi_system_table {
	uint64_t signature; /* "IBI SYST" */
	uint32_t revision, header_size, crc32, reserved;
	uint64_t vendor;
	uint32_t firmware_revision, pad;
	uint64_t handles_and_consoles[6];
	uint64_t runtime_services, boot_services;
	uint64_t config_count;
	uint64_t config_tables;
} __packed;

#define EFI_SYSTEM_SIGNATURE 0x5453595320494249ull

STATIC_ASSERT(__builtin_offsetof(struct boot_params, e820_table) == 0x2d0);
STATIC_ASSERT(__builtin_offsetof(struct boot_params, setup_data) == 0x250);
STATIC_ASSERT(__builtin_offsetof(struct boot_params, tsc_mark) == 0xf00);
STATIC_ASSERT(sizeof(struct efi_system_table) == 120);

#endif
