/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/signal_fault.c - signals that instructions bring, and recovery.
 *
 * Idea: a handler notes the siginfo and leaves by siglongjmp, or repairs the
 * saved registers and returns.
 */
#include "lib/check.h"

#include <cpuid.h>
#include <immintrin.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

static __thread sigjmp_buf place;
static __thread volatile int code;
static __thread volatile uintptr_t address, pc;

static void
note(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	code = info->si_code;
	address = (uintptr_t)info->si_addr;
	pc = (uintptr_t)uc->uc_mcontext.gregs[REG_RIP];
	siglongjmp(place, sig);
}

static void
handle_all(int flags)
{
	static const int sigs[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };
	struct sigaction sa = { .sa_sigaction = note,
		.sa_flags = SA_SIGINFO | flags };

	for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		EXPECT_EQ(sigaction(sigs[i], &sa, NULL), 0);
}

/* Runs a statement; the value is the signal that it brought, or 0. */
#define SIGNAL_OF(statement)                          \
	({                                            \
		int signal_of_ = sigsetjmp(place, 1); \
		if (signal_of_ == 0) {                \
			statement;                    \
		}                                     \
		signal_of_;                           \
	})

static __attribute__((noinline)) void
read_at(uintptr_t where)
{
	(void)*(volatile char *)where;
}

static __attribute__((noinline)) void
write_at(uintptr_t where)
{
	*(volatile char *)where = 1;
}

static void
test_null_read(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(read_at(0)), SIGSEGV);
	CHECK(address == 0 && code == SEGV_MAPERR);
	CHECK_EQ(SIGNAL_OF(write_at(0x10)), SIGSEGV);
	CHECK(address == 0x10 && code == SEGV_MAPERR);
}

static void
test_kernel_half(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(read_at(0xffff800000000000)), SIGSEGV);
	CHECK_EQ(SIGNAL_OF(write_at(0xffffffff81000000)), SIGSEGV);
	CHECK_EQ(SIGNAL_OF(read_at(0xfffffffffffffff8)), SIGSEGV);
	CHECK_EQ(SIGNAL_OF(read_at(0x00007ffffffff000)), SIGSEGV);
}

static void
test_non_canonical(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(read_at(0x0000800000000000)), SIGSEGV);
	CHECK_EQ(SIGNAL_OF(write_at(0x1234567812345678)), SIGSEGV);
	CHECK(address == 0 && code == SI_KERNEL);
}

static void
test_write_to_text(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(write_at((uintptr_t)write_at)), SIGSEGV);
	CHECK(address == (uintptr_t)write_at && code == SEGV_ACCERR);
}

static __attribute__((noinline)) void
jump_to(uintptr_t where)
{
	((void (*)(void))where)();
}

static void
test_jump_to_nowhere(void)
{
	static char data[64];

	handle_all(0);
	CHECK_EQ(SIGNAL_OF(jump_to(0)), SIGSEGV);
	CHECK(pc == 0 && address == 0);
	CHECK_EQ(SIGNAL_OF(jump_to(0x123456000)), SIGSEGV);
	CHECK_EQ(pc, 0x123456000);
	data[0] = (char)0xc3;
	CHECK_EQ(SIGNAL_OF(jump_to((uintptr_t)data)), SIGSEGV);
	CHECK(address == (uintptr_t)data && code == SEGV_ACCERR);
}

static void
test_integer_division(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("xorl %%ecx, %%ecx\n\t"
					    "movl $1, %%eax\n\tcltd\n\t"
					    "idivl %%ecx" ::
						: "eax", "ecx", "edx")),
	    SIGFPE);
	CHECK_EQ(code, FPE_INTDIV);
	CHECK(address == pc && pc != 0);
}

/* QEMU's own processor (TCG) sets the flags in MXCSR but raises nothing. */
static bool
raises_simd_exceptions(void)
{
	unsigned int eax, name[3];

	__cpuid(1, eax, name[0], name[1], name[2]);
	if (!(name[1] >> 31)) /* ECX bit 31: in a virtual machine */
		return true;
	__cpuid(0x40000000, eax, name[0], name[1], name[2]);
	return memcmp(name, "TCGTCGTCGTCG", sizeof(name)) != 0;
}

static void
test_sse_exception_codes(void)
{
	volatile double one = 1.0, zero = 0.0, r;
	unsigned int csr = _mm_getcsr();

	if (!raises_simd_exceptions())
		return;
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(_mm_setcsr(csr & ~(unsigned)_MM_MASK_DIV_ZERO);
			   r = one / zero),
	    SIGFPE);
	CHECK_EQ(code, FPE_FLTDIV);
	_mm_setcsr(csr);
	CHECK_EQ(SIGNAL_OF(_mm_setcsr(csr & ~(unsigned)_MM_MASK_INVALID);
			   r = zero / zero),
	    SIGFPE);
	CHECK_EQ(code, FPE_FLTINV);
	_mm_setcsr(csr);
	(void)r;
}

static void
test_x87_exception(void)
{
	unsigned short cw, open;

	handle_all(0);
	__asm__ volatile("fnstcw %0" : "=m"(cw));
	open = cw & ~4;
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("fldcw %0\n\tfld1\n\tfldz\n\t"
					    "fdivrp\n\tfwait" ::"m"(open))),
	    SIGFPE);
	CHECK_EQ(code, FPE_FLTDIV);
	__asm__ volatile("fninit\n\tfldcw %0" ::"m"(cw));
}

static void
test_illegal_instruction(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("ud2")), SIGILL);
	CHECK_EQ(code, ILL_ILLOPN);
	CHECK_EQ(address, pc);
}

static void
test_privileged_instructions(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("hlt")), SIGSEGV);
	CHECK_EQ(code, SI_KERNEL);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("cli")), SIGSEGV);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("outb %%al, $0x80" ::)), SIGSEGV);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("mov %%cr0, %%rax" ::
						: "rax")),
	    SIGSEGV);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("rdmsr" ::
						: "eax", "edx", "memory")),
	    SIGSEGV);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("int $0x21")), SIGSEGV);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("int $0x8")), SIGSEGV);
}

static void
test_breakpoint(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("int3")), SIGTRAP);
	CHECK_EQ(code, SI_KERNEL);
}

static void
test_single_step_flag(void)
{
	handle_all(0);
	CHECK_EQ(SIGNAL_OF(__asm__ volatile("pushfq\n\torl $0x100, (%%rsp)\n\t"
					    "popfq\n\tnop\n\tnop" ::
						: "memory", "cc")),
	    SIGTRAP);
	CHECK_EQ(code, TRAP_TRACE);
}

static char *guarded;

static void
open_page(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	if ((char *)info->si_addr < guarded ||
	    (char *)info->si_addr >= guarded + 4096)
		_exit(3);
	if (mprotect(guarded, 4096, PROT_READ | PROT_WRITE))
		_exit(4);
}

static void
test_handler_repairs_and_returns(void)
{
	struct sigaction sa = { .sa_sigaction = open_page,
		.sa_flags = SA_SIGINFO };

	guarded =
	    mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(guarded != MAP_FAILED);
	sigaction(SIGSEGV, &sa, NULL);
	for (int i = 0; i < 100; i++) {
		guarded[100] = (char)i;
		CHECK_EQ(guarded[100], i);
		CHECK_EQ(mprotect(guarded, 4096, PROT_NONE), 0);
	}
	munmap(guarded, 4096);
}

static void
skip_two(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig;
	(void)info;
	uc->uc_mcontext.gregs[REG_RIP] += 2;
	uc->uc_mcontext.gregs[REG_RBX] = 4711;
}

static void
test_handler_changes_registers(void)
{
	struct sigaction sa = { .sa_sigaction = skip_two,
		.sa_flags = SA_SIGINFO };
	long value = 0;

	sigaction(SIGILL, &sa, NULL);
	__asm__ volatile("xorl %%ebx, %%ebx\n\tud2\n\tmovq %%rbx, %0"
			 : "=r"(value)
			 :
			 : "rbx");
	CHECK_EQ(value, 4711);
}

static int
sink(volatile char *p)
{
	volatile char pad[4096];

	pad[0] = *p;
	if (*p < 0)
		return 0;
	return pad[0] + sink(pad) + 1;
}

static void
test_stack_overflow_on_alternate_stack(void)
{
	static char stack[64 * 1024];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	volatile char c = 0;

	CHECK_EQ(sigaltstack(&ss, NULL), 0);
	handle_all(SA_ONSTACK);
	CHECK_EQ(SIGNAL_OF(sink(&c)), SIGSEGV);
	ss.ss_flags = SS_DISABLE;
	CHECK_EQ(sigaltstack(&ss, NULL), 0);
}

static void *
fault_in_thread(void *arg)
{
	uintptr_t where = (uintptr_t)arg * 16;

	for (int i = 0; i < 200; i++) {
		EXPECT_EQ(SIGNAL_OF(read_at(where)), SIGSEGV);
		EXPECT_EQ(address, where);
	}
	return NULL;
}

static void
test_threads_fault_apart(void)
{
	pthread_t threads[4];

	handle_all(0);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, fault_in_thread,
			     (void *)(intptr_t)(i + 1)),
		    0);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
}

static const struct check_test tests[] = {
	T(test_null_read),
	T(test_kernel_half),
	T(test_non_canonical),
	T(test_write_to_text),
	T(test_jump_to_nowhere),
	T(test_integer_division),
	T(test_sse_exception_codes),
	T(test_x87_exception),
	T(test_illegal_instruction),
	T(test_privileged_instructions),
	T(test_breakpoint),
	T(test_single_step_flag),
	T(test_handler_repairs_and_returns),
	T(test_handler_changes_registers),
	T(test_stack_overflow_on_alternate_stack),
	T(test_threads_fault_apart),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
