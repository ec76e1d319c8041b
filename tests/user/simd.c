/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/simd.c - vector and floating-point state: each thread its own.
 *
 * Idea: threads on one processor fill every register of the widest kind that
 * CPUID reports with a pattern of their own, give the processor away (by a
 * yield, by a signal, by being preempted), and look again. Without AVX only
 * the 128-bit registers are looked at; the output is the same.
 */
#include "lib/check.h"

#include <cpuid.h>
#include <fenv.h>
#include <immintrin.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#define REGS	  32
#define REG_BYTES 64

struct image {
	uint8_t bytes[REGS * REG_BYTES];
} __attribute__((aligned(64)));

/* 16, 32 or 64 bytes in a register; 16 or 32 registers. */
static int width = 16, regs = 16;

static void
find_width(void)
{
	unsigned int a, b, c, d, xa, xd;

	__cpuid(1, a, b, c, d);
	if (!(c & bit_OSXSAVE))
		return;
	__asm__ volatile("xgetbv" : "=a"(xa), "=d"(xd) : "c"(0));
	if ((c & bit_AVX) && (xa & 6) == 6)
		width = 32;
	__cpuid_count(7, 0, a, b, c, d);
	if ((b & bit_AVX512F) && (xa & 0xe6) == 0xe6) {
		width = 64;
		regs = 32;
	}
}

#define LOW16(F) \
	F(0)     \
	F(1)     \
	F(2)     \
	F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15)
#define HIGH16(F) \
	F(16)     \
	F(17)     \
	F(18)     \
	F(19)     \
	F(20) F(21) F(22) F(23) F(24) F(25) F(26) F(27) F(28) F(29) F(30) F(31)

#define LOAD_X(n)  "movups " #n "*64(%0), %%xmm" #n "\n\t"
#define STORE_X(n) "movups %%xmm" #n ", " #n "*64(%1)\n\t"
#define LOAD_Y(n)  "vmovups " #n "*64(%0), %%ymm" #n "\n\t"
#define STORE_Y(n) "vmovups %%ymm" #n ", " #n "*64(%1)\n\t"
#define LOAD_Z(n)  "vmovups " #n "*64(%0), %%zmm" #n "\n\t"
#define STORE_Z(n) "vmovups %%zmm" #n ", " #n "*64(%1)\n\t"

/* Between load and store: this system call, or (call < 0) a busy loop. */
#define BETWEEN                      \
	"movq %2, %%rax\n\t"         \
	"testq %%rax, %%rax\n\t"     \
	"js 1f\n\t"                  \
	"movq %3, %%rdi\n\t"         \
	"movq %4, %%rsi\n\t"         \
	"movq %5, %%rdx\n\t"         \
	"syscall\n\t"                \
	"jmp 3f\n"                   \
	"1:\tmovl $2000000, %%ecx\n" \
	"2:\tdecl %%ecx\n\t"         \
	"jnz 2b\n"                   \
	"3:\n\t"

#define CLOBBERS "rax", "rcx", "rdx", "rdi", "rsi", "r11", "memory", "cc"
#define ARGS	 "r"(in), "r"(out), "r"(nr), "r"(a), "r"(b), "r"(c)

static void
pass(const struct image *in, struct image *out, long nr, long a, long b, long c)
{
	if (width == 64)
		__asm__ volatile(LOW16(LOAD_Z) HIGH16(LOAD_Z) BETWEEN LOW16(
		    STORE_Z) HIGH16(STORE_Z) "vzeroupper" ::ARGS
				 : CLOBBERS);
	else if (width == 32)
		__asm__ volatile(LOW16(LOAD_Y)
				     BETWEEN LOW16(STORE_Y) "vzeroupper" ::ARGS
				 : CLOBBERS);
	else
		__asm__ volatile(LOW16(LOAD_X) BETWEEN LOW16(STORE_X)::ARGS
				 : CLOBBERS);
}

static void
fill(struct image *image, uint32_t seed)
{
	for (size_t i = 0; i < sizeof(image->bytes); i++) {
		seed = seed * 1664525 + 1013904223;
		image->bytes[i] = (uint8_t)(seed >> 24);
	}
}

static int
same(const struct image *a, const struct image *b)
{
	for (int r = 0; r < regs; r++)
		if (memcmp(a->bytes + r * REG_BYTES, b->bytes + r * REG_BYTES,
			(size_t)width))
			return 0;
	return 1;
}

static void
check_passes(uint32_t seed, int rounds, long nr, long a, long b, long c)
{
	for (int i = 0; i < rounds; i++) {
		struct image in, out;

		fill(&in, seed + (uint32_t)i);
		memset(&out, 0, sizeof(out));
		pass(&in, &out, nr, a, b, c);
		EXPECT(same(&in, &out));
	}
}

static void
pin_here(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	EXPECT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
}

static cpu_set_t all;

static void
run_on_one_cpu(void *(*body)(void *))
{
	pthread_t threads[4];

	EXPECT_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	pin_here();
	for (int i = 0; i < 4; i++)
		EXPECT_EQ(pthread_create(&threads[i], NULL, body,
			      (void *)(intptr_t)(i + 1)),
		    0);
	for (int i = 0; i < 4; i++)
		EXPECT_EQ(pthread_join(threads[i], NULL), 0);
	EXPECT_EQ(sched_setaffinity(0, sizeof(all), &all), 0);
}

static void
test_registers_kept_over_calls(void)
{
	check_passes(1, 50, SYS_getpid, 0, 0, 0);
	check_passes(2, 50, SYS_close, -1, 0, 0);
}

static void *
yield_body(void *arg)
{
	check_passes(
	    (uint32_t)(intptr_t)arg * 1000, 300, SYS_sched_yield, 0, 0, 0);
	return NULL;
}

static void
test_registers_kept_over_yields(void)
{
	run_on_one_cpu(yield_body);
}

static void *
sleep_body(void *arg)
{
	struct timespec ts = { 0, 100000 };

	check_passes(
	    (uint32_t)(intptr_t)arg * 1000, 30, SYS_nanosleep, (long)&ts, 0, 0);
	return NULL;
}

static void
test_registers_kept_over_sleep(void)
{
	run_on_one_cpu(sleep_body);
}

static void *
busy_body(void *arg)
{
	check_passes((uint32_t)(intptr_t)arg * 1000, 20, -1, 0, 0, 0);
	return NULL;
}

static void
test_registers_kept_over_preemption(void)
{
	run_on_one_cpu(busy_body);
}

static void
scribble(int sig)
{
	struct image in, out;

	(void)sig;
	fill(&in, 12345);
	pass(&in, &out, SYS_getpid, 0, 0, 0);
	fesetround(FE_UPWARD);
}

static void
test_registers_kept_over_signal(void)
{
	struct sigaction sa = { .sa_handler = scribble };

	sigaction(SIGUSR1, &sa, NULL);
	check_passes(77, 50, SYS_tgkill, getpid(), gettid(), SIGUSR1);
	/* The handler's rounding was its own. */
	CHECK_EQ(fegetround(), FE_TONEAREST);
}

static void
handler_sees_defaults(int sig)
{
	uint16_t cw;

	(void)sig;
	__asm__ volatile("fnstcw %0" : "=m"(cw));
	EXPECT_EQ(cw & 0x3f, 0x3f);
	EXPECT_EQ(cw & 0xc00, 0);
}

static void
test_control_kept_over_signal(void)
{
	struct sigaction sa = { .sa_handler = handler_sees_defaults };
	unsigned int csr = _mm_getcsr();

	sigaction(SIGUSR1, &sa, NULL);
	fesetround(FE_DOWNWARD);
	raise(SIGUSR1);
	CHECK_EQ(fegetround(), FE_DOWNWARD);
	CHECK_EQ(_mm_getcsr() & 0x6000, 0x2000);
	fesetround(FE_TONEAREST);
	CHECK_EQ(_mm_getcsr() & 0x6000, csr & 0x6000);
}

static const int modes[4] = { FE_TONEAREST, FE_UPWARD, FE_DOWNWARD,
	FE_TOWARDZERO };

static void *
rounding_body(void *arg)
{
	int mode = modes[(intptr_t)arg % 4];
	long double x = 1.0L;
	uint16_t cw;

	fesetround(mode);
	__asm__ volatile("fldt %0\n\t" ::"m"(x));
	for (int i = 0; i < 300; i++) {
		EXPECT_EQ(fegetround(), mode);
		EXPECT_EQ(_mm_getcsr() >> 13 & 3, (unsigned int)mode >> 10);
		__asm__ volatile("fnstcw %0" : "=m"(cw));
		EXPECT_EQ(cw & 0xc00, mode);
		sched_yield();
	}
	__asm__ volatile("fstpt %0" : "=m"(x));
	EXPECT(x == 1.0L);
	return NULL;
}

static void
test_control_of_each_thread(void)
{
	run_on_one_cpu(rounding_body);
	CHECK_EQ(fegetround(), FE_TONEAREST);
}

static void *
new_thread_body(void *arg)
{
	*(int *)arg = fegetround();
	return NULL;
}

static void
test_control_inherited_by_thread(void)
{
	pthread_t thread;
	int seen = -1;

	fesetround(FE_UPWARD);
	CHECK_EQ(pthread_create(&thread, NULL, new_thread_body, &seen), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	fesetround(FE_TONEAREST);
	CHECK_EQ(seen, FE_UPWARD);
}

/* A new program starts with clean registers and default control words. */
static uint32_t csr_at_start;
static uint16_t cw_at_start;

__attribute__((constructor)) static void
note_start(void)
{
	csr_at_start = _mm_getcsr();
	__asm__ volatile("fnstcw %0" : "=m"(cw_at_start));
}

static void
test_control_at_start(void)
{
	CHECK_EQ(csr_at_start & 0xffc0, 0x1f80);
	CHECK_EQ(cw_at_start, 0x37f);
}

static const struct check_test tests[] = {
	T(test_registers_kept_over_calls),
	T(test_registers_kept_over_yields),
	T(test_registers_kept_over_sleep),
	T(test_registers_kept_over_preemption),
	T(test_registers_kept_over_signal),
	T(test_control_kept_over_signal),
	T(test_control_of_each_thread),
	T(test_control_inherited_by_thread),
	T(test_control_at_start),
};

int
main(void)
{
	find_width();
	fprintf(stderr, "# %d registers of %d bytes\n", regs, width);
	return CHECK_RUN(tests);
}
