/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/boot/setup.S - the head of the bzImage: the boot header, and the
 * real-mode code that asks the BIOS for the memory map.
 *
 * Loaders that enter at 16 bits (QEMU -kernel, syslinux, GRUB's linux16) jump
 * to offset 0x200 with ds = the segment of this code. It clears its own
 * struct boot_params, copies the boot header into it, fills in the E820 map,
 * opens the A20 gate, switches to protected mode and jumps to code32_start.
 * Loaders that enter at 32 or 64 bits read the header only.
 *
 * Linux x86 boot protocol 2.15; INT 15h E820h as in ACPI 6.5 chapter 15.
 */
#include "arch/x86_64/boot/layout.h"

/* Offsets in struct boot_params. */
#define BP_E820_COUNT 0x1e8
#define BP_HEADER     0x1f1
#define BP_E820	      0x2d0
#define E820_SIZE     20
#define E820_MAX      128
#define BP_SIZE	      4096

#define SMAP 0x534d4150

#define LOADED_HIGH  0x01
#define CAN_USE_HEAP 0x80
#define XLF_KERNEL_64 1

	.code16
	.section .bootsect, "a"
/* Started as a boot sector: this is not a disk. */
	ljmp	$0x07c0, $1f
1:	movw	%cs, %ax
	movw	%ax, %ds
	movw	%ax, %ss
	movw	$0x7000, %sp
	sti
	cld
	movw	$bootsect_message, %si
2:	lodsb
	testb	%al, %al
	jz	3f
	movb	$0x0e, %ah
	movw	$7, %bx
	int	$0x10
	jmp	2b
3:	hlt
	jmp	3b
bootsect_message:
	.asciz	"Kitten needs a boot loader (GRUB, for instance).\r\n"

	.section .header, "a"
	.globl	header
header:
	.byte	setup_sectors
	.word	1			/* root_flags: read-only */
	.long	payload_paragraphs	/* syssize */
	.word	0			/* ram_size */
	.word	0xffff			/* vid_mode: as it is */
	.word	0			/* root_dev */
	.word	0xaa55
	/* 0x200 */
	.byte	0xeb, header_end - 1f
1:	.ascii	"HdrS"
	.word	0x020f			/* version of the protocol */
	.long	0			/* realmode_swtch */
	.word	0			/* start_sys_seg */
	.word	kernel_version - 512
	.byte	0			/* type_of_loader */
	.byte	LOADED_HIGH | CAN_USE_HEAP
	.word	0			/* setup_move_size */
code32_start:
	.long	0x100000
	.long	0			/* ramdisk_image */
	.long	0			/* ramdisk_size */
	.long	0			/* bootsect_kludge */
heap_end:
	.word	setup_heap_end - 512
	.byte	0			/* ext_loader_ver */
	.byte	0			/* ext_loader_type */
	.long	0			/* cmd_line_ptr */
	.long	0x7fffffff		/* initrd_addr_max */
	.long	BOOT_ALIGN		/* kernel_alignment */
	.byte	1			/* relocatable_kernel */
	.byte	12			/* min_alignment: head.S moves it */
	.word	XLF_KERNEL_64
	.long	BOOT_CMDLINE_SIZE
	.long	0			/* hardware_subarch: PC */
	.quad	0
	.long	0			/* payload_offset: not compressed */
	.long	0
	.quad	0			/* setup_data */
	.quad	BOOT_PHYS_PREF
	.long	payload_init_size
	.long	0			/* handover_offset */
	.long	BOOT_INFO_OFFSET	/* kernel_info */
header_end:
	jmp	setup_start

	.text
	.globl	setup_start
setup_start:
	cli
	cld
	rdtsc
	movw	%ds, %cx
	movw	%cx, %es
	movw	%ss, %bx
	cmpw	%bx, %cx		/* the loader's stack, or our own? */
	je	1f
	movw	$setup_heap_end, %sp
	testb	$CAN_USE_HEAP, header + 0x211 - 0x1f1
	jz	2f
	movw	heap_end, %sp
	addw	$512, %sp
2:	movw	%cx, %ss
1:	movzwl	%sp, %esp
	andw	$-4, %sp
	pushw	%ds			/* cs = ds: one segment for all */
	pushw	$3f
	lretw
3:	movl	%eax, %ebp
	movl	%edx, %ebx
	sti

	/* Clear .bss, which is boot_params, then put the header there. */
	movw	$setup_end, %di
	movw	$setup_bss_end + 3, %cx
	subw	%di, %cx
	shrw	$2, %cx
	xorl	%eax, %eax
	rep stosl
	movw	$header, %si
	movw	$boot_params + BP_HEADER, %di
	movw	$header_end, %cx
	subw	%si, %cx
	rep movsb
	movl	$BOOT_TSC_MARK, boot_params + BOOT_TSC_OFFSET
	movl	%ebp, boot_params + BOOT_TSC_OFFSET + 4
	movl	%ebx, boot_params + BOOT_TSC_OFFSET + 8

	/* E820: until the continuation value is 0 or an error. */
	xorl	%ebx, %ebx
	movw	$boot_params + BP_E820, %di
4:	movl	$0xe820, %eax
	movl	$SMAP, %edx
	movl	$E820_SIZE, %ecx
	int	$0x15
	jc	5f
	cmpl	$SMAP, %eax
	jne	5f
	addw	$E820_SIZE, %di
	incb	boot_params + BP_E820_COUNT
	cmpb	$E820_MAX, boot_params + BP_E820_COUNT
	jae	5f
	testl	%ebx, %ebx
	jnz	4b
5:
	call	a20_open

	/* Protected mode. */
	cli
	xorl	%eax, %eax
	movw	%ds, %ax
	shll	$4, %eax
	movl	%eax, %ebx		/* ebx: our linear address */
	addl	%eax, setup_gdtr + 2
	addl	%eax, setup_jump
	lidtl	setup_idtr
	lgdtl	setup_gdtr
	leal	boot_params(%ebx), %esi
	movl	code32_start, %edi
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	*setup_jump

	.code32
setup_protected:
	movl	$0x18, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	%eax, %ss
	xorl	%ebp, %ebp
	xorl	%ebx, %ebx
	jmp	*%edi

	.code16
/* Make address line 20 work: by the BIOS, by the fast gate, by the keyboard
 * controller; each tried until memory no longer wraps at 1 MiB. */
a20_open:
	call	a20_test
	jnz	1f
	movw	$0x2401, %ax
	int	$0x15
	call	a20_test
	jnz	1f
	inb	$0x92, %al
	orb	$2, %al
	andb	$0xfe, %al
	outb	%al, $0x92
	call	a20_test
	jnz	1f
	call	kbc_wait
	movb	$0xd1, %al
	outb	%al, $0x64
	call	kbc_wait
	movb	$0xdf, %al
	outb	%al, $0x60
	call	kbc_wait
	call	a20_test
1:	ret

kbc_wait:
	movw	$0xffff, %cx
1:	inb	$0x64, %al
	testb	$2, %al
	loopnz	1b
	ret

/* Zero flag clear: open. Compares 0:0x200 with 0xffff:0x210. Tries a while,
 * since some gates are slow. */
a20_test:
	pushw	%fs
	pushw	%gs
	xorw	%ax, %ax
	movw	%ax, %fs
	decw	%ax
	movw	%ax, %gs
	movw	$32, %cx
	pushw	%fs:0x200
	movw	%fs:0x200, %ax
1:	incw	%ax
	movw	%ax, %fs:0x200
	outb	%al, $0x80
	cmpw	%gs:0x210, %ax
	loope	1b
	popw	%fs:0x200
	popw	%gs
	popw	%fs
	ret

	.data
	.balign	16
setup_gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff	/* 0x10: code, flat (boot protocol) */
	.quad	0x00cf93000000ffff	/* 0x18: data, flat */
setup_gdtr:
	.word	. - setup_gdt - 1
	.long	setup_gdt
setup_idtr:
	.word	0
	.long	0
setup_jump:
	.long	setup_protected
	.word	0x10
kernel_version:
	.asciz	"kitten"

	.set	setup_heap_end, 0x9000

	.bss
	.balign	16
boot_params:
	.skip	BP_SIZE

	.section .note.GNU-stack, "", @progbits
