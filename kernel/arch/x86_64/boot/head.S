/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/boot/head.S - from the loader's world to C at KERNEL_BASE.
 *
 * Three doors: startup_32 (start of the image; 16-bit setup, GRUB), startup_64
 * (512 bytes further; 64-bit loaders, kexec) and pvh_start_32 (the ELF file
 * under a virtual machine monitor). All meet in head_common, in 32-bit
 * protected mode without paging, with
 *	ebp	physical address of the image
 *	esi	struct boot_params or struct hvm_start_info
 *	ebx	BOOT_KIND_*
 * which then
 *  1. moves the image up to the next multiple of 2 MiB if it does not lie on
 *     one (QEMU's -kernel loads it at 1 MiB). The boot header's init_size
 *     covers that, so the loader keeps everything else out of the way;
 *  2. clears .bss, checks that the processor has long mode;
 *  3. builds the early page tables (below) and enters long mode;
 *  4. calls boot_main(params, kind, image) on boot_stack, with GS at boot_cpu.
 *
 * Early page tables, until pgtable_init and, later, for processors that start:
 *	0                      first 4 GiB, identity
 *	DIRECT_BASE            first 4 GiB of physical memory
 *	KERNEL_BASE            the image
 *
 * The code before step 4 runs where it was loaded, not where it was linked:
 * every address is ebp + PA(symbol).
 *
 * Linux x86 boot protocol 2.15; Xen's PVH start protocol; Intel SDM vol. 3A
 * 9.8.5 (entering IA-32e mode).
 */
#include "arch/x86_64/boot/layout.h"
#include "hw/cr.h"
#include "hw/msr.h"

#define PA(x) ((x) - BOOT_VIRT_BASE)

#define CS64 0x08
#define DS32 0x10
#define CS32 0x18

#define BP_SCRATCH 0x1e4

	.section .head.text, "ax"
	.code32
	.globl	startup_32
startup_32:
	cli
	cld
	rdtsc
	/* There is no stack yet; the protocol lends a 4-byte one. */
	leal	(BP_SCRATCH + 4)(%esi), %esp
	call	1f
1:	popl	%ebp
	subl	$PA(1b), %ebp
	xorl	%ebx, %ebx
	jmp	head_common

	.globl	pvh_start_32
pvh_start_32:
	cli
	cld
	rdtsc
	movl	%ebx, %esi
	movl	$BOOT_PHYS_PREF, %ebp
	movl	$BOOT_KIND_PVH, %ebx
	jmp	head_common

	/* struct kernel_info of the boot protocol. */
	.org	BOOT_INFO_OFFSET
	.ascii	"LToP"
	.long	16, 16			/* size, with variable part */
	.long	9			/* largest setup_data type known */

	/* The 64-bit entry: 512 bytes from the start (boot protocol). */
	.org	0x200
	.code64
	.globl	startup_64
startup_64:
	cli
	cld
	rdtsc
	movl	%eax, boot_tsc(%rip)
	movl	%edx, %edi
	leaq	startup_32(%rip), %rbp
	leaq	head_stack_end(%rip), %rsp
	/* Back to 32 bits, paging off: whatever page tables the loader made
	 * (5 levels perhaps) are not in our way, and one path is enough. */
	leaq	head_gdt(%rip), %rax
	movq	%rax, head_gdtr + 2(%rip)
	lgdt	head_gdtr(%rip)
	movl	$DS32, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	leaq	1f(%rip), %rax
	pushq	$CS32
	pushq	%rax
	lretq
	.code32
1:	movl	%cr0, %eax
	andl	$~CR0_PG, %eax
	movl	%eax, %cr0
	movl	$MSR_EFER, %ecx
	rdmsr
	andl	$~EFER_LME, %eax
	wrmsr
	xorl	%eax, %eax
	movl	%eax, %cr4
	movl	%edi, %edx
	movl	PA(boot_tsc)(%ebp), %eax
	xorl	%ebx, %ebx

head_common:
	movl	%eax, PA(boot_tsc)(%ebp)
	movl	%edx, PA(boot_tsc) + 4(%ebp)
	movl	%esi, PA(head_params)(%ebp)
	movl	%ebx, PA(head_kind)(%ebp)

	/* 1. Move. Backwards, as the ranges may overlap and the target is
	 * above; this code is in the first page, which is not hit. */
	leal	(BOOT_ALIGN - 1)(%ebp), %edx
	andl	$-BOOT_ALIGN, %edx
	cmpl	%edx, %ebp
	je	head_moved
	movl	$PA(kernel_load_end), %ecx
	leal	-4(%ebp, %ecx), %esi
	leal	-4(%edx, %ecx), %edi
	shrl	$2, %ecx
	std
	rep movsl
	cld
	movl	%edx, %ebp
	leal	PA(head_moved)(%ebp), %eax
	jmp	*%eax

head_moved:
	/* 2. Clear .bss; a stack; our own flat segments. */
	leal	PA(kernel_bss_start)(%ebp), %edi
	movl	$PA(kernel_image_end), %ecx
	subl	$PA(kernel_bss_start), %ecx
	shrl	$2, %ecx
	xorl	%eax, %eax
	rep stosl
	leal	PA(head_stack_end)(%ebp), %esp
	leal	PA(head_gdt)(%ebp), %eax
	movl	%eax, PA(head_gdtr) + 2(%ebp)
	movl	$0, PA(head_gdtr) + 6(%ebp)
	lgdt	PA(head_gdtr)(%ebp)
	movl	$DS32, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	call	head_check_cpu

	/* 3. Page tables: PML4, low PDPT, high PDPT, four directories for the
	 * first 4 GiB, one for the image. */
	leal	PA(boot_tables)(%ebp), %edi
	leal	0x1003(%edi), %eax
	movl	%eax, (%edi)		/* identity */
	movl	%eax, 256 * 8(%edi)	/* DIRECT_BASE */
	addl	$0x1000, %eax
	movl	%eax, 511 * 8(%edi)	/* KERNEL_BASE */
	addl	$0x1000, %eax
	movl	%eax, 0x1000(%edi)
	addl	$0x1000, %eax
	movl	%eax, 0x1008(%edi)
	addl	$0x1000, %eax
	movl	%eax, 0x1010(%edi)
	addl	$0x1000, %eax
	movl	%eax, 0x1018(%edi)
	addl	$0x1000, %eax
	movl	%eax, (0x2000 + 510 * 8)(%edi)

	leal	0x3000(%edi), %edx
	movl	$0x83, %eax		/* present, writable, 2 MiB */
	movl	$2048, %ecx
1:	movl	%eax, (%edx)
	addl	$0x200000, %eax
	addl	$8, %edx
	decl	%ecx
	jnz	1b

	movl	$PA(kernel_image_end + BOOT_ALIGN - 1), %ecx
	shrl	$21, %ecx
	leal	0x83(%ebp), %eax
1:	movl	%eax, (%edx)
	addl	$0x200000, %eax
	addl	$8, %edx
	decl	%ecx
	jnz	1b

	movl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	%edi, %cr3
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME, %eax
	wrmsr
	movl	$(CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG), %eax
	movl	%eax, %cr0
	leal	PA(head_long)(%ebp), %eax
	pushl	$CS64
	pushl	%eax
	lretl

	.code64
head_long:
	movabsq	$head_high, %rax
	jmp	*%rax

/* Return if this processor can run a 64-bit kernel, else say why it can't.
 * Long mode brings PAE, MSRs, SSE2 and FXSAVE with it. */
	.code32
head_check_cpu:
	pushfl
	popl	%eax
	movl	%eax, %ecx
	xorl	$(1 << 21), %eax	/* EFLAGS.ID: is there CPUID? */
	pushl	%eax
	popfl
	pushfl
	popl	%eax
	cmpl	%eax, %ecx
	je	head_no_long_mode
	movl	$0x80000000, %eax
	cpuid
	cmpl	$0x80000001, %eax
	jb	head_no_long_mode
	movl	$0x80000001, %eax
	cpuid
	btl	$29, %edx
	jnc	head_no_long_mode
	ret

/* The message to the first serial port and to the text screen. */
head_no_long_mode:
	leal	PA(head_message)(%ebp), %esi
	movl	$0xb8000, %edi
	movw	$0x3f8, %dx
1:	lodsb
	testb	%al, %al
	jz	2f
	outb	%al, %dx
	movb	$0x4f, %ah
	stosw
	jmp	1b
2:	hlt
	jmp	2b

	.section .rodata
head_message:
	.asciz	"Kitten: this processor has no 64-bit mode; it can not run here.\r\n"

/* 4. At the linked address. */
	.text
	.code64
head_high:
	lgdt	head_gdtr_high(%rip)
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%eax, %fs
	movl	%eax, %gs
	leaq	boot_stack + BOOT_STACK_SIZE(%rip), %rsp
	leaq	boot_cpu(%rip), %rax
	movq	%rax, (%rax)		/* boot_cpu.self */
	movq	%rax, %rdx
	shrq	$32, %rdx
	movl	$MSR_GS_BASE, %ecx
	wrmsr
	movl	head_params(%rip), %edi
	movl	head_kind(%rip), %esi
	movl	%ebp, %edx
	xorl	%ebp, %ebp
	pushq	$0
	pushq	$0			/* ends a backtrace */
	call	boot_main
1:	hlt
	jmp	1b

	.data
	.balign	16
head_gdt:
	.quad	0
	.quad	0x00af9b000000ffff	/* CS64 */
	.quad	0x00cf93000000ffff	/* DS32 */
	.quad	0x00cf9b000000ffff	/* CS32 */
head_gdtr:
	.word	. - head_gdt - 1
	.quad	0
	.balign	8
head_gdtr_high:
	.word	head_gdtr - head_gdt - 1
	.quad	head_gdt
	.balign	8
head_params:
	.long	0
head_kind:
	.long	0
	.globl	boot_tsc
	.balign	8
boot_tsc:
	.quad	0
	.fill	64, 4, 0
head_stack_end:

	.section .bss.pagealigned, "aw", @nobits
	.balign	4096
	.globl	boot_tables
boot_tables:
	.skip	8 * 4096
	.globl	boot_stack
boot_stack:
	.skip	BOOT_STACK_SIZE

	.section .note.Xen, "a", @note
	.balign	4
	.long	4, 4, 18		/* XEN_ELFNOTE_PHYS32_ENTRY */
	.asciz	"Xen"
	.long	PA(pvh_start_32) + BOOT_PHYS_PREF

	.section .note.GNU-stack, "", @progbits
