/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/task.c - a task's kernel stack and the switch between two.
 *
 * Layout of a kernel stack, from the top: the FPU area, the user's trap frame
 * (user tasks), below it whatever the kernel pushes. A new task's stack holds six zeroed or
 * set callee-saved registers and the address switch_stacks returns to.
 *
 * FPU state is saved whole when a user task is switched out and loaded when
 * one is switched in; kernel threads have none and leave the registers alone.
 */
#include "sched/task.h"
#include "arch/cpu.h"
#include "arch/task_arch.h"
#include "arch/x86_64/cpu/features.h"
#include "core/cpu.h"
#include "hw/msr.h"
#include "mm/aspace.h"
#include "mm/kmem.h"

void switch_stacks(uint64_t *save, uint64_t load);
void task_first_return(void);
void kthread_first_run(void);

struct first_frame {
	uint64_t r15, r14, r13, r12, rbp, rbx, rip;
};

static uint64_t
stack_top(const struct task *t)
{
	return (uint64_t)t->kstack + KSTACK_SIZE - ALIGN_UP(fpu_size(), 64);
}

void
arch_task_user_init(struct task *t)
{
	t->arch.fpu = (void *)stack_top(t);
}

struct trapframe *
task_frame(struct task *t)
{
	return (struct trapframe *)stack_top(t) - 1;
}

void
arch_task_setup(struct task *t, void (*fn)(void *arg), void *arg)
{
	uint64_t top = stack_top(t);
	struct first_frame *f;

	if (!fn)
		top -= sizeof(struct trapframe);
	f = (struct first_frame *)top - 1;
	/* After "ret" the stack must be aligned as at a call's target for
	 * kthread_first_run's own calls: top is a multiple of 16. */
	*f = (struct first_frame){ 0 };
	if (fn) {
		f->rbx = (uint64_t)fn;
		f->rbp = (uint64_t)arg;
		f->rip = (uint64_t)kthread_first_run;
	} else {
		f->rip = (uint64_t)task_first_return;
	}
	t->arch.rsp = (uint64_t)f;
}

static void
user_bases_save(struct task *t)
{
	if (!cpu_features.fsgsbase)
		return; /* only arch_prctl sets them: known already */
	__asm__ volatile("rdfsbase %0" : "=r"(t->arch.fs_base));
	t->arch.gs_base = msr_read(MSR_KERNEL_GS_BASE);
}

static void
user_bases_load(const struct task *t)
{
	if (cpu_features.fsgsbase)
		__asm__ volatile("wrfsbase %0" ::"r"(t->arch.fs_base));
	else
		msr_write(MSR_FS_BASE, t->arch.fs_base);
	msr_write(MSR_KERNEL_GS_BASE, t->arch.gs_base);
}

void
arch_switch(struct task *prev, struct task *next)
{
	struct cpu *cpu = this_cpu();

	if (prev->arch.fpu) {
		user_bases_save(prev);
		if (!(prev->flags & TASK_F_EXITING))
			fpu_save_current();
	}
	cpu->running = next;
	cpu->kstack_top = stack_top(next);
	cpu->arch.tss.rsp[0] = cpu->kstack_top;
	if (next->aspace)
		aspace_switch(next->aspace);
	if (next->arch.fpu) {
		user_bases_load(next);
		fpu_load_current();
	}
	switch_stacks(&prev->arch.rsp, next->arch.rsp);
}
