/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/dump.c - registers and backtraces, for the last words.
 *
 * Backtraces follow the frame pointers (the kernel is built with them) as
 * long as they stay in mapped kernel memory and go upwards.
 */
#include "arch/pgtable.h"
#include "arch/x86_64/trap/trap.h"
#include "core/cpu.h"
#include "core/ksyms.h"
#include "core/log.h"
#include "core/panic.h"
#include "sched/task.h"

#define MAX_FRAMES 24

/* Readable kernel memory? Walks the tables, so that a wild pointer ends the
 * backtrace and not the dump. */
static bool
readable(uint64_t at)
{
	paddr_t pa;
	uint64_t size;

	if (at < DIRECT_BASE || (at & 7))
		return false;
	return pgtable_walk(kernel_root, at & PAGE_MASK, &pa, &size, NULL) == 0;
}

void
backtrace_from(uint64_t rip, uint64_t rbp)
{
	char where[80];

	for (int i = 0; i < MAX_FRAMES; i++) {
		if (i == 0)
			ksym_format(rip, where, sizeof(where));
		else
			ksym_format_return(rip, where, sizeof(where));
		log_line(LOG_EMERG, "  %#018lx %s", rip, where);
		if (!readable(rbp) || !readable(rbp + 8))
			return;
		uint64_t up = ((const uint64_t *)rbp)[0];

		rip = ((const uint64_t *)rbp)[1];
		if (up <= rbp || rip < KERNEL_BASE)
			return;
		rbp = up;
	}
}

void
backtrace_here(void)
{
	backtrace_from((uint64_t)__builtin_return_address(0),
	    *(uint64_t *)__builtin_frame_address(0));
}

void
trap_dump(const struct trapframe *tf)
{
	struct cpu *c = this_cpu();
	struct task *t = c->running;
	uint64_t cr2, cr3;

	__asm__ volatile("mov %%cr2, %0" : "=r"(cr2));
	__asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
	log_line(LOG_EMERG, "cpu %u, task %d (%s), vector %lu, error %#lx",
	    c->id, t ? t->tid : -1, t ? t->name : "none", tf->nr & 0xff,
	    tf->error);
	log_line(LOG_EMERG, "rip %04lx:%016lx rsp %04lx:%016lx rflags %08lx",
	    tf->cs, tf->rip, tf->ss, tf->rsp, tf->rflags);
	log_line(LOG_EMERG, "rax %016lx rbx %016lx rcx %016lx rdx %016lx",
	    tf->rax, tf->rbx, tf->rcx, tf->rdx);
	log_line(LOG_EMERG, "rsi %016lx rdi %016lx rbp %016lx r8  %016lx",
	    tf->rsi, tf->rdi, tf->rbp, tf->r8);
	log_line(LOG_EMERG, "r9  %016lx r10 %016lx r11 %016lx r12 %016lx",
	    tf->r9, tf->r10, tf->r11, tf->r12);
	log_line(LOG_EMERG, "r13 %016lx r14 %016lx r15 %016lx", tf->r13,
	    tf->r14, tf->r15);
	log_line(LOG_EMERG, "cr2 %016lx cr3 %016lx", cr2, cr3);
	log_line(LOG_EMERG, "backtrace:");
	if (trapframe_is_user(tf))
		log_line(LOG_EMERG, "  (user level)");
	else
		backtrace_from(tf->rip, tf->rbp);
}
