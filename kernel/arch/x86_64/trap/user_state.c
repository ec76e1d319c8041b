/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/user_state.c - the running task's FS and GS bases.
 *
 * Where the processor lets programs write their bases (FSGSBASE), the live
 * registers are the truth while a task runs, else struct arch_task is.
 */
#include "arch/task_arch.h"
#include "arch/x86_64/cpu/features.h"
#include "arch/x86_64/cpu/regs.h"
#include "core/cpu.h"
#include "hw/msr.h"
#include "sched/task.h"

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
