/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/copyio.S - the instructions that touch user memory.
 *
 * Each returns 0, or 1 after a fault (the callers in mm/copyio.c say -EFAULT).
 * The caller has checked the range and lifted SMAP (stac) around the call.
 */
	.macro EXTABLE insn, fixup
	.pushsection .extable, "a"
	.balign	8
	.quad	\insn, \fixup
	.popsection
	.endm

	.text
/* user_copy(dst, src, len): either side may be the user's. */
	.globl	user_copy
	.type	user_copy, @function
user_copy:
	movq	%rdx, %rcx
	shrq	$3, %rcx
	andl	$7, %edx
1:	rep movsq
	movl	%edx, %ecx
2:	rep movsb
	xorl	%eax, %eax
	ret
	EXTABLE	1b, user_fault
	EXTABLE	2b, user_fault
	.size	user_copy, . - user_copy

/* user_zero(dst, len) */
	.globl	user_zero
	.type	user_zero, @function
user_zero:
	movq	%rsi, %rcx
	movl	%esi, %edx
	shrq	$3, %rcx
	andl	$7, %edx
	xorl	%eax, %eax
1:	rep stosq
	movl	%edx, %ecx
2:	rep stosb
	ret
	EXTABLE	1b, user_fault
	EXTABLE	2b, user_fault
	.size	user_zero, . - user_zero

/* user_get8(src, out), user_get32(src, out) */
	.globl	user_get8
	.type	user_get8, @function
user_get8:
1:	movb	(%rdi), %al
	movb	%al, (%rsi)
	xorl	%eax, %eax
	ret
	EXTABLE	1b, user_fault
	.size	user_get8, . - user_get8

	.globl	user_get32
	.type	user_get32, @function
user_get32:
1:	movl	(%rdi), %eax
	movl	%eax, (%rsi)
	xorl	%eax, %eax
	ret
	EXTABLE	1b, user_fault
	.size	user_get32, . - user_get32

/* user_cas32(addr, expect, val, old) */
	.globl	user_cas32
	.type	user_cas32, @function
user_cas32:
	movl	%esi, %eax
1:	lock cmpxchgl %edx, (%rdi)
	movl	%eax, (%rcx)
	xorl	%eax, %eax
	ret
	EXTABLE	1b, user_fault
	.size	user_cas32, . - user_cas32

	.type	user_fault, @function
user_fault:
	movl	$1, %eax
	ret
	.size	user_fault, . - user_fault

	.section .note.GNU-stack, "", @progbits
