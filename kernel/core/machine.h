/* SPDX-License-Identifier: GPL-2.0-only */
/* core/machine.h - what the boot code found, and how the machine ends. */
#ifndef CORE_MACHINE_H
#define CORE_MACHINE_H

#include "base/types.h"

enum mem_kind { MEM_RAM = 1, MEM_RESERVED, MEM_ACPI, MEM_NVS, MEM_BAD };

struct mem_range {
	paddr_t start;
	paddr_t end; /* exclusive */
	enum mem_kind kind;
	uint32_t node;
};

#define BOOT_MAX_RANGES 256

/* Everything the loader handed over, copied out of its pages early. */
struct boot_info {
	char cmdline[4096];
	paddr_t initrd;
	uint64_t initrd_len;
	paddr_t rsdp; /* 0: search the BIOS area */
	paddr_t efi_systab;
	paddr_t kernel_start; /* image, physical, with bss */
	paddr_t kernel_end;
	uint64_t entry_tsc; /* TSC at the kernel's first instruction */
	const char *loader; /* "bzImage", "PVH" */
	unsigned int nr_ranges;
	struct mem_range ranges[BOOT_MAX_RANGES]; /* sorted, no overlap */
};

extern struct boot_info boot_info;

enum machine_end { MACHINE_POWEROFF, MACHINE_RESTART, MACHINE_HALT };

/* End the machine: all ports drained, end report printed by the caller.
 * status goes to the debug-exit port when there is one. Does not return. */
void machine_end(enum machine_end how, unsigned int status) __noreturn;

/* First C function, called by the boot code on the boot stack with the
 * boot page tables (see arch/x86_64/boot/README in start64.S). */
void kernel_main(void) __noreturn;

#endif
