/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/vdso/note.S - the ELF note that gives the ABI's version: glibc takes
 * it for the kernel's (6.1.0), instead of asking uname. */
	.section .note.Linux, "a", @note
	.balign	4
	.long	2f - 1f		/* length of the name */
	.long	4f - 3f		/* length of the content */
	.long	0
1:	.asciz	"Linux"
2:	.balign	4
3:	.long	6 << 16 | 1 << 8
4:	.balign	4

	.section .note.GNU-stack, "", @progbits
