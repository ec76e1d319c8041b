/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/longjmp.c - setjmp, sigsetjmp, ucontext.
 */
#include "lib/check.h"

#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <ucontext.h>

static jmp_buf place;
static sigjmp_buf signal_place;

static void
dive(int depth)
{
	volatile char pad[512];

	pad[0] = (char)depth;
	if (pad[0] < 0)
		return;
	if (depth == 0)
		longjmp(place, 5);
	dive(depth - 1);
	pad[511] = pad[0];
}

static void
test_longjmp_out_of_deep_calls(void)
{
	int value = setjmp(place);

	if (value == 0) {
		dive(100);
		CHECK(0);
	}
	CHECK_EQ(value, 5);
}

static void
test_longjmp_zero_becomes_one(void)
{
	volatile int round = 0;
	int value = setjmp(place);

	if (round++ == 0)
		longjmp(place, 0);
	CHECK_EQ(value, 1);
}

static void
jump_handler(int sig)
{
	siglongjmp(signal_place, sig);
}

static void
test_siglongjmp_restores_mask(void)
{
	struct sigaction sa = { .sa_handler = jump_handler };
	sigset_t now;
	int value;

	sigaction(SIGUSR1, &sa, NULL);
	value = sigsetjmp(signal_place, 1);
	if (value == 0) {
		raise(SIGUSR1);
		CHECK(0);
	}
	CHECK_EQ(value, SIGUSR1);
	sigprocmask(SIG_SETMASK, NULL, &now);
	CHECK_EQ(sigismember(&now, SIGUSR1), 0);
}

static void
test_siglongjmp_leaves_mask(void)
{
	struct sigaction sa = { .sa_handler = jump_handler };
	sigset_t now;

	sigaction(SIGUSR1, &sa, NULL);
	if (sigsetjmp(signal_place, 0) == 0) {
		raise(SIGUSR1);
		CHECK(0);
	}
	sigprocmask(SIG_SETMASK, NULL, &now);
	CHECK_EQ(sigismember(&now, SIGUSR1), 1);
	sigdelset(&now, SIGUSR1);
	sigprocmask(SIG_SETMASK, &now, NULL);
}

static ucontext_t main_context, other_context;
static int steps[6], step_count;

static void
other_main(int a, int b)
{
	steps[step_count++] = a;
	swapcontext(&other_context, &main_context);
	steps[step_count++] = b;
}

static void
test_ucontext_swaps(void)
{
	static char stack[65536];

	CHECK_EQ(getcontext(&other_context), 0);
	other_context.uc_stack.ss_sp = stack;
	other_context.uc_stack.ss_size = sizeof(stack);
	other_context.uc_link = &main_context;
	makecontext(&other_context, (void (*)(void))other_main, 2, 11, 22);
	swapcontext(&main_context, &other_context);
	steps[step_count++] = 1;
	swapcontext(&main_context, &other_context);
	CHECK_EQ(step_count, 3);
	CHECK(steps[0] == 11 && steps[1] == 1 && steps[2] == 22);
}

static void
test_rounding_mode_changes_results(void)
{
	volatile double one = 1.0, three = 3.0;
	volatile double up, down;

	fesetround(FE_UPWARD);
	up = one / three;
	fesetround(FE_DOWNWARD);
	down = one / three;
	fesetround(FE_TONEAREST);
	CHECK(up > down);
}

static const struct check_test tests[] = {
	T(test_longjmp_out_of_deep_calls),
	T(test_longjmp_zero_becomes_one),
	T(test_siglongjmp_restores_mask),
	T(test_siglongjmp_leaves_mask),
	T(test_ucontext_swaps),
	T(test_rounding_mode_changes_results),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
