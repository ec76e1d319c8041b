/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/signal.h - signal numbers, sigaction, siginfo and the frame that a
 * handler sees (x86-64 psABI 3.4.1 leaves them to the system: these are
 * Linux').
 */
#ifndef UAPI_LINUX_SIGNAL_H
#define UAPI_LINUX_SIGNAL_H

#include <stdint.h>

#define LX_NSIG	    64
#define LX_SIGRTMIN 32

#define LX_SIG_DFL 0
#define LX_SIG_IGN 1

#define LX_SIG_BLOCK   0
#define LX_SIG_UNBLOCK 1
#define LX_SIG_SETMASK 2

#define LX_SA_NOCLDSTOP	  0x00000001
#define LX_SA_NOCLDWAIT	  0x00000002
#define LX_SA_SIGINFO	  0x00000004
#define LX_SA_UNSUPPORTED 0x00000400
#define LX_SA_RESTORER	  0x04000000
#define LX_SA_ONSTACK	  0x08000000
#define LX_SA_RESTART	  0x10000000
#define LX_SA_NODEFER	  0x40000000
#define LX_SA_RESETHAND	  0x80000000
#define LX_SA_KNOWN                                                           \
	(LX_SA_NOCLDSTOP | LX_SA_NOCLDWAIT | LX_SA_SIGINFO | LX_SA_RESTORER | \
	    LX_SA_ONSTACK | LX_SA_RESTART | LX_SA_NODEFER | LX_SA_RESETHAND)

struct lx_sigaction {
	uint64_t handler;
	uint64_t flags;
	uint64_t restorer;
	uint64_t mask;
};

#define LX_SS_ONSTACK	 1
#define LX_SS_DISABLE	 2
#define LX_SS_AUTODISARM (1u << 31)
#define LX_MINSIGSTKSZ	 2048

struct lx_stack {
	uint64_t ss_sp;
	int32_t ss_flags;
	int32_t pad;
	uint64_t ss_size;
};

#define LX_SI_USER    0
#define LX_SI_KERNEL  0x80
#define LX_SI_QUEUE   (-1)
#define LX_SI_TIMER   (-2)
#define LX_SI_MESGQ   (-3)
#define LX_SI_ASYNCIO (-4)
#define LX_SI_SIGIO   (-5)
#define LX_SI_TKILL   (-6)

/* 128 bytes; which member of the union holds depends on signo and code. */
struct lx_siginfo {
	int32_t si_signo;
	int32_t si_errno;
	int32_t si_code;
	int32_t pad;
	union {
		struct {
			int32_t pid;
			uint32_t uid;
		} kill;
		struct {
			int32_t tid;
			int32_t overrun;
			uint64_t value;
		} timer;
		struct {
			int32_t pid;
			uint32_t uid;
			uint64_t value;
		} rt;
		struct {
			int32_t pid;
			uint32_t uid;
			int32_t status;
			int32_t pad;
			int64_t utime;
			int64_t stime;
		} chld;
		struct {
			uint64_t addr;
		} fault;
		struct {
			int64_t band;
			int32_t fd;
		} poll;
		uint8_t bytes[112];
	} u;
};
_Static_assert(sizeof(struct lx_siginfo) == 128, "siginfo_t");

#define LX_SIGEV_SIGNAL	   0
#define LX_SIGEV_NONE	   1
#define LX_SIGEV_THREAD	   2
#define LX_SIGEV_THREAD_ID 4

struct lx_sigevent {
	uint64_t value;
	int32_t signo;
	int32_t notify;
	int32_t tid;
	int32_t pad[11];
};
_Static_assert(sizeof(struct lx_sigevent) == 64, "sigevent");

/* The registers in a signal frame. */
struct lx_sigcontext {
	uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
	uint64_t rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip;
	uint64_t eflags;
	uint16_t cs, gs, fs, ss;
	uint64_t err, trapno, oldmask, cr2;
	uint64_t fpstate; /* user address of the FXSAVE/XSAVE image, or 0 */
	uint64_t reserved[8];
};
_Static_assert(sizeof(struct lx_sigcontext) == 256, "sigcontext");

#define LX_UC_FP_XSTATE		1
#define LX_UC_SIGCONTEXT_SS	2
#define LX_UC_STRICT_RESTORE_SS 4

struct lx_ucontext {
	uint64_t uc_flags;
	uint64_t uc_link;
	struct lx_stack uc_stack;
	struct lx_sigcontext uc_mcontext;
	uint64_t uc_sigmask;
};

struct lx_sigframe {
	uint64_t restorer;
	struct lx_ucontext uc;
	struct lx_siginfo info;
};

#define LX_FP_XSTATE_MAGIC1 0x46505853u
#define LX_FP_XSTATE_MAGIC2 0x46505845u

/* In bytes 464-511 of the FXSAVE image: what follows it. */
struct lx_fp_sw {
	uint32_t magic1;
	uint32_t extended_size; /* with the closing MAGIC2 */
	uint64_t xfeatures;
	uint32_t xstate_size;
	uint32_t pad[7];
};
_Static_assert(sizeof(struct lx_fp_sw) == 48, "fpx_sw_bytes");
#define LX_FP_SW_OFFSET 464
#define LX_FXSAVE_SIZE	512

#endif
