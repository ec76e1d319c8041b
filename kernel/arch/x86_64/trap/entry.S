/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/entry.S - the ways into the kernel and out again.
 *
 * Idea: every entry leaves a struct trapframe (arch/trapframe.h) on the
 * task's kernel stack. A system call goes straight from here to its handler
 * through syscall_table; on the way out, with nothing in task->work, SYSRET
 * restores only what the handler may have changed (the callee-saved registers
 * are still the user's). Everything else leaves by the full path and IRETQ.
 *
 * Invariants: GS base is the struct cpu while in the kernel; interrupts are
 * off whenever the user's GS base is loaded in kernel mode. NMI, double fault
 * and machine check come on their own stacks (IST), whose last word holds the
 * struct cpu, because they may strike between entry and swapgs.
 */
#include "abi/linux/table.h"
#include "arch/x86_64/trap/vectors.h"

#define CPU_KSTACK  8
#define CPU_USERRSP 16
#define CPU_CURRENT 24
#define CPU_SYSCALLS 32

/* Offsets in struct trapframe; checked in trap/trap.c. */
#define TF_R11	48
#define TF_RAX	80
#define TF_NR	120
#define TF_RIP	136
#define TF_CS	144
#define TF_FLAGS 152
#define TF_RSP	160

#define WORK_TRACE_BIT 4

#define USER_CS 0x2b
#define USER_SS 0x23
#define ENOSYS_RESULT -38

	.macro PUSH_REGS rax_value
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	\rax_value
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	.endm

	.macro POP_REGS
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	.endm

	.text
	.globl	syscall_entry
	.type	syscall_entry, @function
	.balign	64
syscall_entry:
	swapgs
	movq	%rsp, %gs:CPU_USERRSP
	movq	%gs:CPU_KSTACK, %rsp
	pushq	$USER_SS
	pushq	%gs:CPU_USERRSP
	pushq	%r11
	pushq	$USER_CS
	pushq	%rcx
	pushq	$0
	movl	%eax, %eax	/* the number is an int, as Linux has it */
	pushq	%rax
	PUSH_REGS $ENOSYS_RESULT
	incq	%gs:CPU_SYSCALLS
	sti
	movq	%rsp, %rdi
	movq	%gs:CPU_CURRENT, %rdx
	testl	$WORK_TRACE_BIT, (%rdx)
	jnz	syscall_slow
	cmpl	$SYSCALL_TABLE_SIZE, %eax
	jae	syscall_unknown
	call	*syscall_table(, %rax, 8)
syscall_done:
	movq	%rax, TF_RAX(%rsp)
	cli
	movq	%gs:CPU_CURRENT, %rdx
	cmpl	$0, (%rdx)
	jne	return_work
	addq	$TF_R11, %rsp	/* r15..rbx are the user's still */
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	movq	(TF_RSP - TF_NR)(%rsp), %rsp
	swapgs
	sysretq

syscall_slow:
	call	syscall_traced
	jmp	syscall_done
syscall_unknown:
	call	sys_missing
	jmp	syscall_done
	.size	syscall_entry, . - syscall_entry

/* Leave by the frame at %rsp to user level, work first. Interrupts off. */
return_work:
	movq	%rsp, %rdi
	call	trap_return_work
return_full:
	POP_REGS
	addq	$16, %rsp
	swapgs
	iretq

/* First return of a new user task: see arch_task_setup. */
	.globl	task_first_return
	.type	task_first_return, @function
task_first_return:
	call	sched_tail
	cli
	jmp	return_work
	.size	task_first_return, . - task_first_return

/* First run of a kernel thread: function in rbx, argument in rbp. */
	.globl	kthread_first_run
	.type	kthread_first_run, @function
kthread_first_run:
	call	sched_tail
	movq	%rbp, %rdi
	xorl	%ebp, %ebp
	call	*%rbx
	call	sched_exit
	ud2
	.size	kthread_first_run, . - kthread_first_run

/* switch_stacks(&prev->arch.rsp, next->arch.rsp) */
	.globl	switch_stacks
	.type	switch_stacks, @function
switch_stacks:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.size	switch_stacks, . - switch_stacks

/* Exceptions and interrupts: the stub has pushed error code and vector. */
	.type	trap_common, @function
trap_common:
	PUSH_REGS %rax
	cld
	testb	$3, TF_CS(%rsp)
	jz	1f
	swapgs
1:	pushfq			/* the user may have set AC: lift no SMAP */
	andq	$~(1 << 18), (%rsp)
	popfq
	movq	%rsp, %rdi
	call	trap_handle
	testb	$3, TF_CS(%rsp)
	jz	2f
	movq	%gs:CPU_CURRENT, %rdx
	cmpl	$0, (%rdx)
	jne	return_work
	jmp	return_full
2:	POP_REGS
	addq	$16, %rsp
	iretq
	.size	trap_common, . - trap_common

/* NMI, double fault, machine check: on their own stack, GS base unknown. */
	.type	trap_paranoid, @function
trap_paranoid:
	PUSH_REGS %rax
	cld
	movl	$0xc0000101, %ecx	/* MSR GS_BASE */
	rdmsr
	shlq	$32, %rdx
	orq	%rdx, %rax
	movq	%rax, %rbx		/* keep it across the handler */
	movq	%rsp, %rax
	orq	$(IST_STACK_SIZE - 1), %rax
	movq	-7(%rax), %rax		/* last word: struct cpu */
	movq	%rax, %rdx
	shrq	$32, %rdx
	wrmsr
	movq	%rsp, %rdi
	call	trap_handle_paranoid
	movl	$0xc0000101, %ecx
	movq	%rbx, %rax
	movq	%rbx, %rdx
	shrq	$32, %rdx
	wrmsr
	POP_REGS
	addq	$16, %rsp
	iretq
	.size	trap_paranoid, . - trap_paranoid

	.macro STUB vector, error, target
	.balign	16
	.if \error == 0
	pushq	$0
	.endif
	/* the vector with bit 32 set: TRAPFRAME_TRAP. push sign-extends 32
	 * bits, so the high half is written by itself. */
	pushq	$\vector
	movl	$1, 4(%rsp)
	jmp	\target
	.endm

/* 256 stubs of 32 bytes each; trap/idt.c finds stub v at trap_stubs + 32 v. */
	.globl	trap_stubs
	.balign	32
trap_stubs:
	.set	vec, 0
	.rept	256
	.balign	32
	.if (vec == 8)
	STUB	vec, 1, trap_paranoid
	.elseif (vec == 10 || vec == 11 || vec == 12 || vec == 13)
	STUB	vec, 1, trap_common
	.elseif (vec == 14 || vec == 17 || vec == 21 || vec == 29 || vec == 30)
	STUB	vec, 1, trap_common
	.elseif (vec == 2 || vec == 18)
	STUB	vec, 0, trap_paranoid
	.else
	STUB	vec, 0, trap_common
	.endif
	.set	vec, vec + 1
	.endr
	.balign	32

	.section .note.GNU-stack, "", @progbits
