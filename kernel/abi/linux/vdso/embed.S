/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/vdso/embed.S - the linked vDSO as pages of the kernel image. */
	.section .rodata.vdso, "a", @progbits
	.balign	4096
	.globl	vdso_image, vdso_image_end
vdso_image:
	.incbin	VDSO_FILE
	.balign	4096
vdso_image_end:

	.section .note.GNU-stack, "", @progbits
