/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/smp/tramp.S - a starting processor's way from real mode to C.
 *
 * smp_tramp .. smp_tramp_end is copied to a page below 1 MiB and patched
 * there (smp.c). The processor wakes at its first byte in real mode, enters
 * long mode in one step by the boot page tables (their identity map covers
 * this page) and jumps into the kernel image. There it loads the kernel's own
 * tables, finds its slot by its APIC id, claims it, takes its stack.
 * All processors may do this at the same time: nothing is shared but the slot
 * table. (Intel SDM vol. 3A 9.4, 9.8.5; AMD APM vol. 2 14.8.)
 */
#include "arch/x86_64/smp/smp_priv.h"
#include "hw/cr.h"
#include "hw/msr.h"

#define TRAMP(x) ((x) - smp_tramp)

	.section .smptramp, "ax"
	.code16
	.globl	smp_tramp
	.balign	16
smp_tramp:
	cli
	cld
	movw	%cs, %ax
	movw	%ax, %ds
	lgdtl	TRAMP(tramp_gdtr)
	movl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	TRAMP(tramp_cr3), %eax
	movl	%eax, %cr3
	movl	$MSR_EFER, %ecx
	xorl	%edx, %edx
	movl	TRAMP(tramp_efer), %eax
	wrmsr
	movl	$(CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG), %eax
	movl	%eax, %cr0
	ljmpl	*TRAMP(tramp_jump)

	.code64
tramp_long:
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movabsq	$smp_entry, %rax
	jmp	*%rax

	.balign	8
tramp_gdt:
	.quad	0
	.quad	0x00af9b000000ffff	/* 0x08: 64-bit code */
tramp_gdtr:
	.word	. - tramp_gdt - 1
	.globl	smp_tramp_gdt_base
smp_tramp_gdt_base:
	.long	TRAMP(tramp_gdt)	/* smp.c adds the page's address */
	.globl	smp_tramp_jump
smp_tramp_jump:
tramp_jump:
	.long	TRAMP(tramp_long)	/* here too */
	.word	0x08
	.globl	smp_tramp_cr3
smp_tramp_cr3:
tramp_cr3:
	.long	0
	.globl	smp_tramp_efer
smp_tramp_efer:
tramp_efer:
	.long	0
	.globl	smp_tramp_end
smp_tramp_end:

	.text
	.code64
smp_entry:
	movq	kernel_root(%rip), %rax
	movq	%rax, %cr3
	/* APIC id: 32 bits from leaf 0xb where it is, else 8 from leaf 1. */
	xorl	%eax, %eax
	cpuid
	cmpl	$0xb, %eax
	jb	1f
	movl	$0xb, %eax
	xorl	%ecx, %ecx
	cpuid
	testw	%bx, %bx
	jz	1f
	movl	%edx, %r8d
	jmp	2f
1:	movl	$1, %eax
	cpuid
	shrl	$24, %ebx
	movl	%ebx, %r8d
2:
	leaq	smp_slots(%rip), %rdi
	movl	smp_slot_count(%rip), %ecx
3:	testl	%ecx, %ecx
	jz	5f
	cmpl	%r8d, SLOT_APIC_ID(%rdi)
	je	4f
	addq	$SLOT_SIZE, %rdi
	decl	%ecx
	jmp	3b
4:	movl	$SLOT_WAITING, %eax
	movl	$SLOT_CLAIMED, %edx
	lock cmpxchgl %edx, SLOT_STATE(%rdi)
	jne	5f
	movq	SLOT_STACK(%rdi), %rsp
	xorl	%ebp, %ebp
	pushq	$0
	pushq	$0
	call	smp_secondary
5:	cli
	hlt
	jmp	5b

	.section .note.GNU-stack, "", @progbits
