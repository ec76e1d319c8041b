/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * entry_probe.S - a boot image that says when it was entered, and no more.
 *
 * Idea: booted in place of a kernel, on the same virtual machine and with the
 * same initial ramdisk, it reads the time stamp counter at the entry of the
 * Linux x86 boot protocol (Documentation/arch/x86/boot.rst), so what firmware
 * and loader spent before a kernel's first instruction is known. It writes
 * 16 hexadecimal digits and a newline to COM1, then resets the machine, which
 * ends an emulator started with -no-reboot.
 *
 * Limits: the firmware hands the kernel over by DMA, which takes the same
 * number of instructions whatever the kernel's size.
 */
#define COM1	   0x3f8
#define COM1_LSR   0x3fd
#define LSR_EMPTY  0x20
#define RESET_PORT 0xcf9 /* ICH9 reset control */
#define RESET_HARD 0x06

	.code16
	.text
	.globl	_start
_start:
	.org	0x1f1
	.byte	1		/* setup_sects */
	.word	0
	.long	512 / 16	/* syssize */
	.org	0x1fe
	.word	0xaa55
	.org	0x200
	jmp	entry
	.ascii	"HdrS"
	.word	0x0204		/* protocol 2.04 */
	.org	0x211
	.byte	1		/* loadflags: LOADED_HIGH */
	.org	0x214
	.long	0x100000	/* code32_start */
	.org	0x22c
	.long	0x37ffffff	/* initrd_addr_max */
	.org	0x240
entry:
	rdtsc
	movl	%eax, %esi
	movl	%edx, %ebx
	call	print_ebx
	movl	%esi, %ebx
	call	print_ebx
	movb	$'\n', %al
	call	print_al
	movw	$RESET_PORT, %dx
	movb	$RESET_HARD, %al
	outb	%al, %dx
1:	hlt
	jmp	1b

/* Eight digits of ebx. Changes eax, ecx, edx. */
print_ebx:
	movw	$8, %cx
1:	roll	$4, %ebx
	movb	%bl, %al
	andb	$15, %al
	addb	$'0', %al
	cmpb	$'9', %al
	jbe	2f
	addb	$'a' - '9' - 1, %al
2:	call	print_al
	loop	1b
	ret

/* The character in al. Changes edx. */
print_al:
	pushw	%ax
	movw	$COM1_LSR, %dx
1:	inb	%dx, %al
	testb	$LSR_EMPTY, %al
	jz	1b
	popw	%ax
	movw	$COM1, %dx
	outb	%al, %dx
	ret

	.org	0x600		/* one sector that stands for the kernel */
	.section .note.GNU-stack, "", @progbits
