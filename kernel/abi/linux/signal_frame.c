/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/signal_frame.c - the frame a signal handler runs on, and the way
 * back from it (rt_sigreturn).
 *
 * From high to low addresses:
 *
 *	red zone, 128 bytes (only on the interrupted stack; psABI 3.2.2)
 *	FPU state: FXSAVE image, XSAVE header and parts, MAGIC2; 64-byte aligned
 *	struct lx_sigframe: siginfo, ucontext, address of the restorer
 *	<- rsp: 8 below a multiple of 16, as after a call
 *
 * Bytes 464-511 of the FXSAVE image say how large the state is; MAGIC1 there
 * and MAGIC2 behind it are how rt_sigreturn knows that a program kept it whole.
 *
 * Everything that rt_sigreturn reads is the user's: segments are forced, flags
 * masked, addresses and FPU image checked before they are used.
 *
 * Tests: tests/user/{signal_basic,signal_fault,simd,exits}.
 */
#include "abi/linux/signal_frame.h"
#include "abi/linux/convert.h"
#include "abi/linux/handlers_proc.h"
#include "arch/pgtable.h"
#include "arch/task_arch.h"
#include "base/str.h"
#include "mm/kmem.h"
#include "proc/signal_state.h"
#include "sched/task.h"

#define RED_ZONE   128
#define USER_CS	   0x2b
#define USER_SS	   0x23
#define FPU_ALIGN  64ull
#define XSTATE_HDR 512 /* offset of XSTATE_BV */

/* Flags a handler may change for the interrupted code: CF PF AF ZF SF TF DF OF
 * AC (Intel SDM vol. 1 3.4.3); IF and bit 1 are always on. */
#define FLAGS_USER  0x00040dd5ull
#define FLAGS_FIXED 0x00000202ull
/* Cleared for a handler: direction, resume, trap. */
#define FLAGS_CLEAR 0x00010500ull

#define RESTART_SYSCALL_NR 219

static size_t
fpu_frame_size(void)
{
	return fpu_size() + (fpu_xcr0() ? sizeof(uint32_t) : 0);
}

size_t
signal_frame_size(void)
{
	return RED_ZONE + fpu_frame_size() + FPU_ALIGN +
	       sizeof(struct lx_sigframe) + 16;
}

static bool
inside_alt_stack(const struct task_signals *ts, uint64_t rsp)
{
	return rsp > ts->alt_sp && rsp - ts->alt_sp <= ts->alt_size;
}

/* Where the frame goes: *fp the FPU state, result the frame, 0: no room. */
static vaddr_t
frame_place(
    const struct trapframe *tf, const struct signal_action *act, vaddr_t *fp)
{
	const struct task_signals *ts = current->signals;
	vaddr_t sp = tf->rsp - RED_ZONE;
	bool nested = !(ts->alt_flags & LX_SS_AUTODISARM) &&
		      inside_alt_stack(ts, tf->rsp);
	bool enter = !nested && (act->flags & SIGACT_ONSTACK) && ts->alt_size;

	if (enter)
		sp = ts->alt_sp + ts->alt_size;
	*fp = ALIGN_DOWN(sp - fpu_frame_size(), FPU_ALIGN);
	sp = ALIGN_DOWN(*fp - sizeof(struct lx_sigframe), 16ull) - 8;
	/* An alternate stack that is too small is an overflow, not the memory
	 * below it. */
	if ((nested || enter) && !inside_alt_stack(ts, sp))
		return 0;
	return sp;
}

static int
fpu_store(vaddr_t fp)
{
	size_t size = fpu_size();
	struct lx_fp_sw sw = { .magic1 = LX_FP_XSTATE_MAGIC1,
		.extended_size = (uint32_t)fpu_frame_size(),
		.xfeatures = fpu_xcr0(),
		.xstate_size = (uint32_t)size };
	uint32_t magic2 = LX_FP_XSTATE_MAGIC2;

	fpu_save_current();
	if (copyout(fp, current->arch.fpu, size))
		return ERR(EFAULT);
	if (!fpu_xcr0()) {
		sw = (struct lx_fp_sw){ 0 };
		return copyout_obj(fp + LX_FP_SW_OFFSET, &sw);
	}
	if (copyout_obj(fp + LX_FP_SW_OFFSET, &sw) ||
	    copyout_obj(fp + size, &magic2))
		return ERR(EFAULT);
	return 0;
}

static void
context_fill(struct lx_ucontext *uc, const struct trapframe *tf, vaddr_t fp,
    uint64_t mask)
{
	const struct task_signals *ts = current->signals;

	*uc = (struct lx_ucontext){
		.uc_flags = LX_UC_SIGCONTEXT_SS | LX_UC_STRICT_RESTORE_SS |
			    (fpu_xcr0() ? LX_UC_FP_XSTATE : 0),
		.uc_stack = { .ss_sp = ts->alt_sp,
		    .ss_flags = (int32_t)ts->alt_flags,
		    .ss_size = ts->alt_size },
		.uc_sigmask = mask
	};
	uc->uc_mcontext = (struct lx_sigcontext){ .r8 = tf->r8,
		.r9 = tf->r9,
		.r10 = tf->r10,
		.r11 = tf->r11,
		.r12 = tf->r12,
		.r13 = tf->r13,
		.r14 = tf->r14,
		.r15 = tf->r15,
		.rdi = tf->rdi,
		.rsi = tf->rsi,
		.rbp = tf->rbp,
		.rbx = tf->rbx,
		.rdx = tf->rdx,
		.rax = tf->rax,
		.rcx = tf->rcx,
		.rsp = tf->rsp,
		.rip = tf->rip,
		.eflags = tf->rflags,
		.cs = USER_CS,
		.ss = USER_SS,
		.err = ts->fault_error,
		.trapno = ts->fault_trapno,
		.oldmask = mask,
		.cr2 = ts->fault_addr,
		.fpstate = fp };
}

static void
enter_handler(struct trapframe *tf, vaddr_t sp, int signo,
    const struct signal_action *act)
{
	struct task_signals *ts = current->signals;

	tf->rdi = (uint64_t)signo;
	tf->rsi = sp + offsetof(struct lx_sigframe, info);
	tf->rdx = sp + offsetof(struct lx_sigframe, uc);
	tf->rax = 0;
	tf->rip = act->handler;
	tf->rsp = sp;
	tf->cs = USER_CS;
	tf->ss = USER_SS;
	tf->rflags &= ~FLAGS_CLEAR;
	if (ts->alt_flags & LX_SS_AUTODISARM) {
		ts->alt_sp = 0;
		ts->alt_size = 0;
		ts->alt_flags = LX_SS_DISABLE;
	}
	fpu_init_state(current->arch.fpu);
	fpu_load_current();
}

static int
frame_build(struct trapframe *tf, const struct signal_info *info,
    const struct signal_action *act, uint64_t saved_mask)
{
	struct lx_sigframe f;
	vaddr_t fp, sp = frame_place(tf, act, &fp);
	size_t len = sizeof(f);

	if (!sp || !(act->flags & SIGACT_RESTORER) ||
	    act->handler >= USER_END || fpu_store(fp))
		return ERR(EFAULT);
	f.restorer = act->restorer;
	context_fill(&f.uc, tf, fp, saved_mask);
	if (act->flags & SIGACT_INFO)
		siginfo_from(info, &f.info);
	else
		len = offsetof(struct lx_sigframe, info);
	if (copyout(sp, &f, len))
		return ERR(EFAULT);
	enter_handler(tf, sp, info->signo, act);
	return 0;
}

/* How much of the user's FPU image counts: all, when the magic numbers are in
 * place, else the FXSAVE part. */
static size_t
fpu_image_size(vaddr_t fp, const struct lx_fp_sw *sw)
{
	uint32_t magic2;

	if (!fpu_xcr0() || sw->magic1 != LX_FP_XSTATE_MAGIC1 ||
	    sw->xstate_size > fpu_size() || sw->xstate_size < XSTATE_HDR + 64 ||
	    sw->xstate_size > sw->extended_size)
		return LX_FXSAVE_SIZE;
	if (copyin_obj(&magic2, fp + sw->xstate_size) ||
	    magic2 != LX_FP_XSTATE_MAGIC2)
		return LX_FXSAVE_SIZE;
	return sw->xstate_size;
}

/* Read, check and load. buf: fpu_size() bytes. */
static int
fpu_restore(vaddr_t fp, uint8_t *buf)
{
	struct lx_fp_sw sw;
	size_t len = LX_FXSAVE_SIZE;

	if (!fp) {
		fpu_init_state(buf);
	} else {
		if (copyin_obj(&sw, fp + LX_FP_SW_OFFSET))
			return ERR(EFAULT);
		len = fpu_image_size(fp, &sw);
		if (copyin(buf, fp, len))
			return ERR(EFAULT);
		if (len > LX_FXSAVE_SIZE) {
			uint64_t bv;

			/* parts the program took out of the frame's mask go
			 * to their initial state */
			memcpy(&bv, buf + XSTATE_HDR, sizeof(bv));
			bv &= sw.xfeatures & fpu_xcr0();
			memcpy(buf + XSTATE_HDR, &bv, sizeof(bv));
		}
		if (fpu_check(buf, len))
			return ERR(EINVAL);
	}
	memcpy(current->arch.fpu, buf, fpu_size());
	fpu_load_current();
	return 0;
}

static void
registers_restore(struct trapframe *tf, const struct lx_sigcontext *c)
{
	tf->r8 = c->r8;
	tf->r9 = c->r9;
	tf->r10 = c->r10;
	tf->r11 = c->r11;
	tf->r12 = c->r12;
	tf->r13 = c->r13;
	tf->r14 = c->r14;
	tf->r15 = c->r15;
	tf->rdi = c->rdi;
	tf->rsi = c->rsi;
	tf->rbp = c->rbp;
	tf->rbx = c->rbx;
	tf->rdx = c->rdx;
	tf->rax = c->rax;
	tf->rcx = c->rcx;
	tf->rsp = c->rsp;
	tf->rip = c->rip;
	tf->rflags =
	    (tf->rflags & ~FLAGS_USER) | (c->eflags & FLAGS_USER) | FLAGS_FIXED;
	tf->cs = USER_CS;
	tf->ss = USER_SS;
	/* Nothing to restart: this is not the call that was interrupted. */
	tf->nr |= TRAPFRAME_TRAP;
}

static void
alt_stack_restore(const struct lx_stack *s)
{
	struct task_signals *ts = current->signals;
	uint32_t mode = (uint32_t)s->ss_flags & ~LX_SS_AUTODISARM;

	if (mode == LX_SS_DISABLE) {
		ts->alt_sp = 0;
		ts->alt_size = 0;
	} else if (mode <= LX_SS_ONSTACK && s->ss_size >= LX_MINSIGSTKSZ) {
		ts->alt_sp = s->ss_sp;
		ts->alt_size = s->ss_size;
	} else {
		return;
	}
	ts->alt_flags = (uint32_t)s->ss_flags;
}

long
sys_rt_sigreturn(struct syscall_args *a)
{
	struct trapframe *tf = &a->tf;
	struct lx_ucontext uc;
	uint8_t *buf;
	/* the restorer's address was taken off by the handler's return */
	vaddr_t at =
	    tf->rsp - sizeof(uint64_t) + offsetof(struct lx_sigframe, uc);
	int err;

	if (copyin_obj(&uc, at) || uc.uc_mcontext.rip >= USER_END)
		goto bad;
	buf = kmalloc(fpu_size());
	if (!buf)
		goto bad;
	err = fpu_restore(uc.uc_mcontext.fpstate, buf);
	kfree(buf);
	if (err)
		goto bad;
	registers_restore(tf, &uc.uc_mcontext);
	alt_stack_restore(&uc.uc_stack);
	signal_set_blocked(uc.uc_sigmask);
	task_work_set(current, WORK_FULL_RETURN);
	return (long)tf->rax;
bad:
	tf->nr |= TRAPFRAME_TRAP;
	signal_force(SIGNO_SEGV);
	return 0;
}

static const struct signal_abi linux_signal_abi = {
	.restart_nr = RESTART_SYSCALL_NR,
	.frame_build = frame_build,
};

void
signal_frame_init(void)
{
	signal_set_abi(&linux_signal_abi);
}
