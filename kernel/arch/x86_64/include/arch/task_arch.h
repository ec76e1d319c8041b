/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/task_arch.h - the machine's part of a task: stack, FS/GS, FPU state. */
#ifndef ARCH_TASK_ARCH_H
#define ARCH_TASK_ARCH_H

#include "arch/trapframe.h"
#include "base/types.h"

struct task;

struct arch_task {
	uint64_t rsp;	  /* kernel stack pointer while switched out */
	uint64_t fs_base; /* user's */
	uint64_t gs_base; /* user's */
	void *fpu;	  /* XSAVE area, 64-byte aligned, fpu_size() bytes */
};

/* The task's user registers: at the top of its kernel stack. */
struct trapframe *task_frame(struct task *t);

/* Prepare a new task's stack so that the first switch to it calls fn(arg) (a
 * kernel thread), or, with fn NULL, returns to user level by its trap frame. */
void arch_task_setup(struct task *t, void (*fn)(void *arg), void *arg);
/* Switch stacks, FPU state, FS/GS. Returns when prev runs again.
 * Context: run queue lock held, interrupts off. */
void arch_switch(struct task *prev, struct task *next);

/* Give a new user task its FPU area (contents undefined), at the top of its
 * kernel stack. */
void arch_task_user_init(struct task *t);
/* The running task's FS and GS bases as its program sees them. Context: task.
 * The setters take addresses below USER_END only. */
void arch_bases_get(uint64_t *fs, uint64_t *gs);
void arch_fs_base_set(uint64_t fs);
void arch_gs_base_set(uint64_t gs);

/* FPU: size of the state, the state of a new task, copy to a signal frame. */
size_t fpu_size(void);
void fpu_init_state(void *area);
/* Save the running task's live registers into its area. */
void fpu_save_current(void);
/* Load the running task's registers from its area. */
void fpu_load_current(void);
/* Check user-supplied XSAVE/FXSAVE image of len bytes (already in kernel
 * memory) so that XRSTOR cannot fault; sanitizes it. 0 or -EINVAL. */
int fpu_check(void *area, size_t len);
/* Bits of XCR0 in use; 0 when only FXSAVE is there. */
uint64_t fpu_xcr0(void);

#endif
