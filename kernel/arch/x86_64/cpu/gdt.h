/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/gdt.h - segment selectors; assembly includes this too.
 *
 * The order is dictated by SYSCALL and SYSRET (AMD APM vol. 2 6.1.1): kernel
 * data follows kernel code; user data and 64-bit user code follow, in this
 * order, the 32-bit user code segment, which is otherwise unused.
 */
#ifndef ARCH_X86_64_CPU_GDT_H
#define ARCH_X86_64_CPU_GDT_H

#define SEL_KCODE   0x08
#define SEL_KDATA   0x10
#define SEL_UCODE32 0x18
#define SEL_UDATA   0x20
#define SEL_UCODE   0x28
#define SEL_TSS	    0x30
#define SEL_USER    3 /* privilege level, to be or-ed in */

#endif
