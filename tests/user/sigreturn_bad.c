/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/sigreturn_bad.c - signal frames that their handler has changed.
 *
 * Idea: rt_sigreturn takes every register from memory that the program may
 * have written. What a program may change takes effect, in all registers; what
 * it may not is forced, or brings SIGSEGV; the kernel stays.
 */
#include "lib/check.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/ucontext.h>

#define FLAG_IF	  0x00000200UL
#define FLAG_IOPL 0x00003000UL
#define FLAG_NT	  0x00004000UL
#define FLAG_VM	  0x00020000UL
#define FLAG_DF	  0x00000400UL
#define FLAG_AC	  0x00040000UL

static sigjmp_buf back;
static void (*change)(ucontext_t *uc);
static char stack[65536];

static void
changer(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)info;
	change(context);
}

static void
fault(int sig, siginfo_t *info, void *context)
{
	(void)info;
	(void)context;
	siglongjmp(back, sig);
}

/* The signal that returning through a frame changed by fn brings, or 0. */
static int
return_through(void (*fn)(ucontext_t *uc))
{
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction sa = { .sa_sigaction = changer,
		.sa_flags = SA_SIGINFO };
	int sig;

	sigaltstack(&ss, NULL);
	sigaction(SIGUSR1, &sa, NULL);
	sa.sa_sigaction = fault;
	sa.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	change = fn;
	sig = sigsetjmp(back, 1);
	if (!sig)
		raise(SIGUSR1);
	return sig;
}

static void
rip_not_canonical(ucontext_t *uc)
{
	uc->uc_mcontext.gregs[REG_RIP] = (greg_t)0x8000000000000000ull;
}

static void
rip_just_beyond(ucontext_t *uc)
{
	uc->uc_mcontext.gregs[REG_RIP] = (greg_t)0x0000800000000000ull;
}

static void
rip_of_kernel(ucontext_t *uc)
{
	uc->uc_mcontext.gregs[REG_RIP] = (greg_t)0xffffffff80100000ull;
}

static void
rip_last_page(ucontext_t *uc)
{
	uc->uc_mcontext.gregs[REG_RIP] = (greg_t)0x00007ffffffffffeull;
}

static void
rsp_not_canonical(ucontext_t *uc)
{
	uc->uc_mcontext.gregs[REG_RSP] = (greg_t)0x8000000000000000ull;
}

static void
rsp_of_kernel(ucontext_t *uc)
{
	uc->uc_mcontext.gregs[REG_RSP] = (greg_t)0xffffffff80100000ull;
}

static void
fpu_nowhere(ucontext_t *uc)
{
	uc->uc_mcontext.fpregs = (void *)0x10;
}

static void
fpu_of_kernel(ucontext_t *uc)
{
	uc->uc_mcontext.fpregs = (void *)0xffffffff80100000ull;
}

static void
test_addresses_that_cannot_be(void)
{
	CHECK_EQ(return_through(rip_not_canonical), SIGSEGV);
	CHECK_EQ(return_through(rip_just_beyond), SIGSEGV);
	CHECK_EQ(return_through(rip_of_kernel), SIGSEGV);
	CHECK_EQ(return_through(rip_last_page), SIGSEGV);
	/* a stack that is none faults when it is used: #SS or #GP */
	CHECK(return_through(rsp_not_canonical) != 0);
	CHECK(return_through(rsp_of_kernel) != 0);
	CHECK_EQ(return_through(fpu_nowhere), SIGSEGV);
	CHECK_EQ(return_through(fpu_of_kernel), SIGSEGV);
}

static void
flags_forbidden(ucontext_t *uc)
{
	uc->uc_mcontext.gregs[REG_EFL] |=
	    (greg_t)(FLAG_IOPL | FLAG_NT | FLAG_VM);
	uc->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)FLAG_IF;
}

static uint64_t
flags_now(void)
{
	uint64_t f;

	__asm__ volatile("pushfq; popq %0" : "=r"(f));
	return f;
}

static void
test_flags_are_masked(void)
{
	CHECK_EQ(return_through(flags_forbidden), 0);
	CHECK_EQ(flags_now() & (FLAG_IOPL | FLAG_VM), 0);
	CHECK_EQ(flags_now() & FLAG_IF, FLAG_IF);
}

/* The kernel works whatever DF and AC are when it is entered. */
static void
test_call_with_flags_set(void)
{
	char text[64] = "";
	long ret;

	__asm__ volatile("subq $128, %%rsp; pushfq; orq %[bits], (%%rsp);"
			 "popfq; syscall; pushfq; andq %[clear], (%%rsp);"
			 "popfq; addq $128, %%rsp"
			 : "=a"(ret)
			 : "a"((long)SYS_getcwd), "D"(text),
			 "S"(sizeof(text)), [bits] "i"(FLAG_DF | FLAG_AC),
			 [clear] "i"(~(long)(FLAG_DF | FLAG_AC))
			 : "rcx", "r11", "memory", "cc");
	CHECK(ret > 0);
	CHECK_EQ(text[0], '/');
}

static void
registers_changed(ucontext_t *uc)
{
	greg_t *g = uc->uc_mcontext.gregs;

	g[REG_RBX] = 101;
	g[REG_R12] = 102;
	g[REG_R13] = 103;
	g[REG_R14] = 104;
	g[REG_R15] = 105;
	g[REG_RCX] = 106;
	g[REG_R11] = 107;
	g[REG_RAX] = 108;
}

/* All registers come from the frame, those that calls keep as well, though
 * the signal came in a system call. */
static void
test_all_registers_come_back(void)
{
	struct sigaction sa = { .sa_sigaction = changer,
		.sa_flags = SA_SIGINFO };
	uint64_t v[8];
	long nr = SYS_tgkill, pid = getpid(), tid = gettid();
	register uint64_t *at __asm__("r8");

	change = registers_changed;
	sigaction(SIGUSR1, &sa, NULL);
	signal(SIGSEGV, SIG_DFL);
	at = v;
	__asm__ volatile(
	    "syscall;"
	    "movq %%rbx, 0(%%r8); movq %%r12, 8(%%r8);"
	    "movq %%r13, 16(%%r8); movq %%r14, 24(%%r8);"
	    "movq %%r15, 32(%%r8); movq %%rcx, 40(%%r8);"
	    "movq %%r11, 48(%%r8); movq %%rax, 56(%%r8)"
	    : "+a"(nr)
	    : "D"(pid), "S"(tid), "d"((long)SIGUSR1), "r"(at)
	    : "rbx", "rcx", "r11", "r12", "r13", "r14", "r15", "memory", "cc");
	for (unsigned int i = 0; i < 8; i++)
		CHECK_EQ(v[i], 101 + i);
}

static const struct check_test tests[] = {
	T(test_addresses_that_cannot_be),
	T(test_flags_are_masked),
	T(test_call_with_flags_set),
	T(test_all_registers_come_back),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
