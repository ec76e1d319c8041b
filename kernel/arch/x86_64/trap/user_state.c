/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/user_state.c - the running task's FS and GS bases, and the
 * FPU area of a new user task.
 *
 * Where the processor lets programs write their bases (FSGSBASE), the live
 * registers are the truth while a task runs, else struct arch_task is.
 */
#include "arch/task_arch.h"
#include "arch/x86_64/cpu/features.h"
#include "arch/x86_64/cpu/regs.h"
#include "base/err.h"
#include "core/cpu.h"
#include "core/panic.h"
#include "hw/msr.h"
#include "mm/kmem.h"
#include "sched/task.h"

int
arch_task_user_init(struct task *t)
{
	/* a page: the area must be 64-byte aligned */
	VERIFY(fpu_size() <= PAGE_SIZE);
	t->arch.fpu = kmalloc(PAGE_SIZE);
	return t->arch.fpu ? 0 : ERR(ENOMEM);
}

void
arch_bases_get(uint64_t *fs, uint64_t *gs)
{
	const struct arch_task *a = &current->arch;

	if (!cpu_features.fsgsbase) {
		*fs = a->fs_base;
		*gs = a->gs_base;
		return;
	}
	__asm__ volatile("rdfsbase %0" : "=r"(*fs));
	*gs = msr_read(MSR_KERNEL_GS_BASE);
}

void
arch_fs_base_set(uint64_t fs)
{
	current->arch.fs_base = fs;
	msr_write(MSR_FS_BASE, fs);
}

void
arch_gs_base_set(uint64_t gs)
{
	/* the user's GS base waits there while the kernel runs */
	current->arch.gs_base = gs;
	msr_write(MSR_KERNEL_GS_BASE, gs);
}
