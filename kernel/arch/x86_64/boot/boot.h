/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/boot/boot.h - what the boot code leaves for the rest: its page
 * tables, its stack, and a way to look at physical memory early.
 */
#ifndef ARCH_X86_64_BOOT_BOOT_H
#define ARCH_X86_64_BOOT_BOOT_H

#include "base/types.h"

/* The early page tables, PML4 first (head.S draws them). They stay: starting
 * processors pass through them. */
extern uint64_t boot_tables[8 * 512];
/* The boot processor's first stack, BOOT_STACK_SIZE bytes. */
extern char boot_stack[];
/* TSC at the 32- or 64-bit entry. */
extern uint64_t boot_tsc;

/* A page below 1 MiB, taken out of the RAM in boot_info, where starting
 * processors wake up; 0 if there is none. */
extern paddr_t boot_tramp_page;

/* Ends and borders of the image (kernel.lds); all on page borders. */
extern char kernel_image_start[], kernel_text_end[];
extern char kernel_rodata_start[], kernel_rodata_end[];
extern char kernel_data_start[], kernel_load_end[], kernel_image_end[];

/* First C code, called by head.S: fills boot_info from params (physical; see
 * BOOT_KIND_*), calls kernel_main. image: the kernel's physical address. */
void boot_main(paddr_t params, uint32_t kind, paddr_t image) __noreturn;

/* Make [pa, pa+len) readable through the early direct map and return its
 * address there; NULL when it lies above what that can reach.
 * Context: boot, before pgtable_init. */
const void *boot_map(paddr_t pa, uint64_t len);

/* Sort ranges and make them disjoint: where two overlap, the one less usable
 * as RAM wins; neighbours of the same kind and node are joined.
 * n of max are used; returns the new count. */
struct mem_range;
unsigned int boot_ranges_sanitize(
    struct mem_range *ranges, unsigned int n, unsigned int max);

#endif
