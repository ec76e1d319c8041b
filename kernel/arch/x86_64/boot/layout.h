/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/boot/layout.h - constants shared by the boot code in C, in
 * assembly and in the linker scripts. No C declarations here.
 *
 * The image is linked at BOOT_VIRT_BASE and lies, at run time, at any physical
 * address that is a multiple of BOOT_ALIGN. BOOT_PHYS_PREF is the address the
 * boot header asks for, and the one the ELF file's program headers state.
 */
#ifndef ARCH_X86_64_BOOT_LAYOUT_H
#define ARCH_X86_64_BOOT_LAYOUT_H

#define BOOT_VIRT_BASE	  0xffffffff80000000
#define BOOT_PHYS_PREF	  0x1000000
#define BOOT_ALIGN	  0x200000
#define BOOT_STACK_SIZE	  16384
#define BOOT_CMDLINE_SIZE 4095

/* Where in the image the boot protocol's struct kernel_info lies. */
#define BOOT_INFO_OFFSET 0x1e0

/* Who called: handed to boot_main. */
#define BOOT_KIND_LINUX 0
#define BOOT_KIND_PVH	1

/* The 16-bit setup leaves the TSC of its first instruction in an unused part
 * of boot_params, behind this mark. */
#define BOOT_TSC_OFFSET 0xf00
#define BOOT_TSC_MARK	0x4353544b

#endif
