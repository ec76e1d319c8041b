/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/trap.c - what happens on exceptions and interrupts.
 *
 * Idea: a user's exception becomes a signal; a page fault first asks the
 * address space (a reservation may bind); a kernel exception is repaired if
 * the exception table knows the instruction (copyio.S), else it is a panic.
 *
 * Limits: no kernel debugger; #DB and #BP in the kernel are panics.
 */
#include "arch/x86_64/trap/trap.h"
#include "arch/cpu.h"
#include "arch/pgtable.h"
#include "arch/x86_64/trap/extable.h"
#include "arch/x86_64/trap/vectors.h"
#include "base/errno.h"
#include "core/cpu.h"
#include "core/irq.h"
#include "core/ksyms.h"
#include "core/log.h"
#include "core/panic.h"
#include "core/timer.h"
#include "core/xcall.h"
#include "hw/cr.h"
#include "mm/aspace.h"
#include "proc/signal.h"
#include "sched/sched.h"

/* The offsets entry.S uses. */
STATIC_ASSERT(offsetof(struct trapframe, r11) == 48);
STATIC_ASSERT(offsetof(struct trapframe, rax) == 80);
STATIC_ASSERT(offsetof(struct trapframe, nr) == 120);
STATIC_ASSERT(offsetof(struct trapframe, rip) == 136);
STATIC_ASSERT(offsetof(struct trapframe, rsp) == 160);
STATIC_ASSERT(offsetof(struct task, work) == 0);
STATIC_ASSERT(offsetof(struct cpu, running) == 24);
STATIC_ASSERT(offsetof(struct cpu, noise) == 32);
STATIC_ASSERT(NOISE_SYSCALL == 0);
STATIC_ASSERT(WORK_TRACE == 4);

enum {
	EXC_DIVIDE = 0,
	EXC_DEBUG = 1,
	EXC_NMI = 2,
	EXC_BREAKPOINT = 3,
	EXC_OVERFLOW = 4,
	EXC_BOUND = 5,
	EXC_INVALID_OP = 6,
	EXC_NO_FPU = 7,
	EXC_DOUBLE_FAULT = 8,
	EXC_STACK = 12,
	EXC_GP = 13,
	EXC_PAGE_FAULT = 14,
	EXC_X87 = 16,
	EXC_ALIGNMENT = 17,
	EXC_MACHINE_CHECK = 18,
	EXC_SIMD = 19,
};

/* Page-fault error code (Intel SDM vol. 3A 4.7). */
enum { PF_PRESENT = 1, PF_WRITE = 2, PF_USER = 4, PF_RSVD = 8, PF_EXEC = 16 };

static const char *const exception_names[32] = {
	[EXC_DIVIDE] = "divide error",
	[EXC_DEBUG] = "debug",
	[EXC_NMI] = "NMI",
	[EXC_BREAKPOINT] = "breakpoint",
	[EXC_OVERFLOW] = "overflow",
	[EXC_BOUND] = "bound range",
	[EXC_INVALID_OP] = "invalid opcode",
	[EXC_NO_FPU] = "device not available",
	[EXC_DOUBLE_FAULT] = "double fault (kernel stack overflow?)",
	[10] = "invalid TSS",
	[11] = "segment not present",
	[EXC_STACK] = "stack segment",
	[EXC_GP] = "general protection",
	[EXC_PAGE_FAULT] = "page fault",
	[EXC_X87] = "x87 floating point",
	[EXC_ALIGNMENT] = "alignment check",
	[EXC_MACHINE_CHECK] = "machine check",
	[EXC_SIMD] = "SIMD floating point",
};

/* Signal numbers and si_code values (POSIX; proc/signal.h uses the same). */
enum {
	SIG_ILL = 4,
	SIG_TRAP = 5,
	SIG_BUS = 7,
	SIG_FPE = 8,
	SIG_SEGV = 11,
	CODE_KERNEL = 0x80,
	CODE_ILLOPN = 2,
	CODE_INTDIV = 1,
	CODE_TRAP_BRKPT = 1,
	CODE_TRAP_TRACE = 2,
	CODE_SEGV_MAPERR = 1,
	CODE_SEGV_ACCERR = 2,
	CODE_BUS_ADRALN = 1,
	CODE_BUS_ADRERR = 2,
};

static uint64_t
read_cr2(void)
{
	uint64_t v;
	__asm__ volatile("mov %%cr2, %0" : "=r"(v));
	return v;
}

static void __noreturn
kernel_fault(struct trapframe *tf, uint64_t addr)
{
	unsigned int v = (unsigned int)(tf->nr & 0xff);
	const char *name = v < 32 ? exception_names[v] : NULL;

	char where[80];

	trap_dump(tf);
	ksym_format(tf->rip, where, sizeof(where));
	panic("kernel fault: %s, error %#lx, address %#lx, at %s",
	    name ? name : "exception", tf->error, addr, where);
}

/* Which si_code a floating-point fault has: from the x87 status word or MXCSR.
 * Order of the tests as the flags' order (invalid first). */
static int
fpe_code(unsigned int flags)
{
	if (flags & 0x01)
		return 7; /* FPE_FLTINV */
	if (flags & 0x04)
		return 3; /* FPE_FLTDIV */
	if (flags & 0x08)
		return 4; /* FPE_FLTOVF */
	if (flags & 0x12)
		return 5; /* FPE_FLTUND, denormal too */
	if (flags & 0x20)
		return 6; /* FPE_FLTRES */
	return 0;
}

static int
x87_code(void)
{
	uint16_t sw, cw;

	__asm__ volatile("fnstsw %0; fnstcw %1" : "=m"(sw), "=m"(cw));
	return fpe_code(sw & ~cw & 0x3fu);
}

static int
simd_code(void)
{
	uint32_t mxcsr;

	__asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
	return fpe_code(mxcsr & ~(mxcsr >> 7) & 0x3fu);
}

static void
user_page_fault(struct trapframe *tf, uint64_t addr)
{
	unsigned int access = PG_READ;
	int err;

	if (tf->error & PF_EXEC)
		access = PG_EXEC;
	else if (tf->error & PF_WRITE)
		access = PG_WRITE;
	arch_irq_enable();
	err = aspace_fault(current->aspace, addr, access);
	if (err == -ENOMEM || err == -ENXIO)
		signal_fault(SIG_BUS, CODE_BUS_ADRERR, addr, EXC_PAGE_FAULT);
	else if (err == -EACCES)
		signal_fault(SIG_SEGV, CODE_SEGV_ACCERR, addr, EXC_PAGE_FAULT);
	else if (err)
		signal_fault(SIG_SEGV, CODE_SEGV_MAPERR, addr, EXC_PAGE_FAULT);
	arch_irq_disable();
}

static void
user_exception(struct trapframe *tf, unsigned int v)
{
	uint64_t ip = tf->rip;
	int code;

	switch (v) {
	case EXC_DIVIDE:
		signal_fault(SIG_FPE, CODE_INTDIV, ip, (int)v);
		break;
	case EXC_DEBUG:
		tf->rflags &= ~0x100ull;
		signal_fault(SIG_TRAP, CODE_TRAP_TRACE, ip, (int)v);
		break;
	case EXC_BREAKPOINT:
		signal_fault(SIG_TRAP, CODE_KERNEL, 0, (int)v);
		break;
	case EXC_INVALID_OP:
		signal_fault(SIG_ILL, CODE_ILLOPN, ip, (int)v);
		break;
	case EXC_X87:
		code = x87_code();
		signal_fault(SIG_FPE, code, ip, (int)v);
		break;
	case EXC_SIMD:
		code = simd_code();
		signal_fault(SIG_FPE, code, ip, (int)v);
		break;
	case EXC_ALIGNMENT:
		signal_fault(SIG_BUS, CODE_BUS_ADRALN, 0, (int)v);
		break;
	case EXC_STACK:
		signal_fault(SIG_BUS, CODE_KERNEL, 0, (int)v);
		break;
	default:
		signal_fault(SIG_SEGV, CODE_KERNEL, 0, (int)v);
		break;
	}
}

/* A fault in the kernel at an instruction that touches user memory: bind a
 * reservation if that is what it hit, else take the fixup (-EFAULT). */
static bool
repair_user_access(struct trapframe *tf, uint64_t addr)
{
	uint64_t fixup = extable_find(tf->rip);
	unsigned int access = tf->error & PF_WRITE ? PG_WRITE : PG_READ;

	if (!fixup)
		return false;
	/* With interrupts off a spinlock may be held: no binding then. */
	if (addr < USER_END && current->aspace && (tf->rflags & RFLAGS_IF)) {
		arch_irq_enable();
		int err = aspace_fault(current->aspace, addr, access);
		arch_irq_disable();
		if (!err)
			return true;
	}
	tf->rip = fixup;
	return true;
}

static void
exception(struct trapframe *tf, unsigned int v)
{
	uint64_t addr = v == EXC_PAGE_FAULT ? read_cr2() : 0;

	noise_count(v == EXC_PAGE_FAULT ? NOISE_PAGE_FAULT : NOISE_EXCEPTION);
	if (trapframe_is_user(tf)) {
		if (v == EXC_PAGE_FAULT)
			user_page_fault(tf, addr);
		else
			user_exception(tf, v);
		return;
	}
	if (v == EXC_PAGE_FAULT && repair_user_access(tf, addr))
		return;
	if (v == EXC_GP && extable_find(tf->rip)) {
		tf->rip = extable_find(tf->rip);
		return;
	}
	kernel_fault(tf, addr);
}

static void
interrupt(unsigned int v)
{
	switch (v) {
	case VEC_TIMER:
		noise_count(NOISE_TIMER);
		arch_irq_eoi();
		ktimer_interrupt();
		break;
	case VEC_RESCHED:
		noise_count(NOISE_RESCHED);
		arch_irq_eoi();
		sched_ipi();
		break;
	case VEC_XCALL:
		noise_count(NOISE_XCALL);
		arch_irq_eoi();
		xcall_interrupt();
		break;
	case VEC_SPURIOUS:
		noise_count(NOISE_SPURIOUS);
		break;
	default:
		if (v >= VEC_DEVICE_FIRST && v <= VEC_DEVICE_LAST) {
			noise_count(NOISE_DEVICE);
			irq_dispatch((int)v);
			arch_irq_eoi();
		} else {
			noise_count(NOISE_SPURIOUS);
			if (v >= VEC_TIMER)
				arch_irq_eoi();
		}
	}
}

void
trap_handle(struct trapframe *tf)
{
	unsigned int v = (unsigned int)(tf->nr & 0xff);

	if (v < 32) {
		exception(tf, v);
		return;
	}
	this_cpu()->irq_depth++;
	interrupt(v);
	this_cpu()->irq_depth--;
}

void
trap_handle_paranoid(struct trapframe *tf)
{
	unsigned int v = (unsigned int)(tf->nr & 0xff);

	if (v == EXC_NMI) {
		noise_count(NOISE_NMI);
		panic_nmi(tf);
		return;
	}
	noise_count(NOISE_EXCEPTION);
	kernel_fault(tf, read_cr2());
}

/* Work before a return to user level. Entered with interrupts off and left
 * so, with nothing left to do but the trace bit. */
void
trap_return_work(struct trapframe *tf)
{
	struct task *t = current;

	for (;;) {
		uint32_t work = READ_ONCE(t->work) & ~(uint32_t)WORK_TRACE;

		if (!work)
			return;
		task_work_clear(t, WORK_FULL_RETURN);
		arch_irq_enable();
		if (work & WORK_RESCHED)
			sched_resched();
		if (work & (WORK_SIGNAL | WORK_STOP))
			signal_deliver(tf);
		arch_irq_disable();
	}
}
