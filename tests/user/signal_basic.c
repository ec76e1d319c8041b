/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/signal_basic.c - handlers, masks, queues, alternate stacks.
 */
#include "lib/check.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>

static volatile int count, last_sig, last_code, last_value, last_pid;
static volatile int order[64], order_count;

static void
note(int sig, siginfo_t *info, void *context)
{
	(void)context;
	count++;
	last_sig = sig;
	last_code = info->si_code;
	last_value = info->si_value.sival_int;
	last_pid = info->si_pid;
	if (order_count < 64)
		order[order_count++] = sig * 1000 + info->si_value.sival_int;
}

static void
handle(int sig, void (*fn)(int, siginfo_t *, void *), int flags)
{
	struct sigaction sa = { .sa_sigaction = fn,
		.sa_flags = flags | SA_SIGINFO };

	sigemptyset(&sa.sa_mask);
	EXPECT_EQ(sigaction(sig, &sa, NULL), 0);
	count = last_sig = last_code = last_value = last_pid = order_count = 0;
}

static void
block(int how, int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	EXPECT_EQ(pthread_sigmask(how, &set, NULL), 0);
}

static int
pending(int sig)
{
	sigset_t set;

	EXPECT_EQ(sigpending(&set), 0);
	return sigismember(&set, sig);
}

static void
test_raise_runs_handler(void)
{
	handle(SIGUSR1, note, 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK(count == 1 && last_sig == SIGUSR1 && last_code == SI_TKILL);
	CHECK_EQ(last_pid, getpid());
}

static void
test_kill_info(void)
{
	handle(SIGUSR2, note, 0);
	CHECK_EQ(kill(getpid(), SIGUSR2), 0);
	CHECK(count == 1 && last_code == SI_USER && last_pid == getpid());
	CHECK_EQ(kill(getpid(), 0), 0);
	CHECK_ERR(kill(getpid(), 65), EINVAL);
	CHECK_ERR(kill(0x3fffffff, SIGTERM), ESRCH);
}

static void
test_tgkill(void)
{
	handle(SIGUSR1, note, 0);
	CHECK_EQ(syscall(SYS_tgkill, getpid(), gettid(), SIGUSR1), 0);
	CHECK(count == 1 && last_code == SI_TKILL);
	CHECK_ERR(syscall(SYS_tgkill, getpid(), 0x3fffffff, SIGUSR1), ESRCH);
	CHECK_ERR(syscall(SYS_tgkill, -1, gettid(), SIGUSR1), EINVAL);
}

static void
test_sigqueue_value(void)
{
	union sigval value = { .sival_int = 4711 };

	handle(SIGUSR1, note, 0);
	CHECK_EQ(sigqueue(getpid(), SIGUSR1, value), 0);
	CHECK(count == 1 && last_code == SI_QUEUE && last_value == 4711);
}

static void
test_blocked_is_pending_once(void)
{
	handle(SIGUSR1, note, 0);
	block(SIG_BLOCK, SIGUSR1);
	for (int i = 0; i < 5; i++)
		raise(SIGUSR1);
	CHECK_EQ(count, 0);
	CHECK_EQ(pending(SIGUSR1), 1);
	block(SIG_UNBLOCK, SIGUSR1);
	CHECK_EQ(count, 1);
	CHECK_EQ(pending(SIGUSR1), 0);
}

static void
test_real_time_queue_order(void)
{
	int low = SIGRTMIN + 1, high = SIGRTMIN + 4;

	handle(low, note, 0);
	handle(high, note, 0);
	block(SIG_BLOCK, low);
	block(SIG_BLOCK, high);
	for (int i = 0; i < 5; i++) {
		union sigval value = { .sival_int = i };

		CHECK_EQ(sigqueue(getpid(), high, value), 0);
		CHECK_EQ(sigqueue(getpid(), low, value), 0);
	}
	block(SIG_UNBLOCK, high);
	CHECK_EQ(order_count, 5);
	for (int i = 0; i < 5; i++)
		CHECK_EQ(order[i], high * 1000 + i);
	block(SIG_UNBLOCK, low);
	CHECK_EQ(order_count, 10);
	for (int i = 0; i < 5; i++)
		CHECK_EQ(order[5 + i], low * 1000 + i);
}

static void
test_sigwaitinfo_lowest_first(void)
{
	sigset_t set;
	siginfo_t info;
	union sigval value = { .sival_int = 3 };

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN + 1);
	sigaddset(&set, SIGRTMIN + 2);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	sigqueue(getpid(), SIGRTMIN + 2, value);
	value.sival_int = 4;
	sigqueue(getpid(), SIGRTMIN + 1, value);
	CHECK_EQ(sigwaitinfo(&set, &info), SIGRTMIN + 1);
	CHECK(info.si_value.sival_int == 4 && info.si_code == SI_QUEUE);
	CHECK_EQ(sigwaitinfo(&set, &info), SIGRTMIN + 2);
	CHECK_EQ(info.si_value.sival_int, 3);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void
test_sigtimedwait_times_out(void)
{
	sigset_t set;
	struct timespec ts = { 0, 10000000 };
	int64_t t = check_clock_ns(CLOCK_MONOTONIC);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	CHECK_ERR(sigtimedwait(&set, NULL, &ts), EAGAIN);
	CHECK(check_clock_ns(CLOCK_MONOTONIC) - t >= 10000000);
	raise(SIGUSR1);
	CHECK_EQ(sigtimedwait(&set, NULL, &ts), SIGUSR1);
	ts.tv_nsec = -1;
	CHECK_ERR(sigtimedwait(&set, NULL, &ts), EINVAL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static volatile int depth, max_depth;

static void
nest(int sig, siginfo_t *info, void *context)
{
	(void)info;
	(void)context;
	count++;
	if (++depth > max_depth)
		max_depth = depth;
	if (count < 3)
		raise(sig);
	depth--;
}

static void
test_nodefer_nests(void)
{
	handle(SIGUSR1, nest, SA_NODEFER);
	depth = max_depth = 0;
	raise(SIGUSR1);
	CHECK(count == 3 && max_depth == 3);
}

static void
test_deferred_does_not_nest(void)
{
	handle(SIGUSR1, nest, 0);
	depth = max_depth = 0;
	raise(SIGUSR1);
	CHECK(count == 3 && max_depth == 1);
}

static void
test_resethand_resets(void)
{
	struct sigaction old;

	handle(SIGUSR1, note, SA_RESETHAND);
	raise(SIGUSR1);
	CHECK_EQ(count, 1);
	CHECK_EQ(sigaction(SIGUSR1, NULL, &old), 0);
	CHECK(old.sa_handler == SIG_DFL);
}

static volatile int usr2_in_handler;

static void
raise_other(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)info;
	(void)context;
	raise(SIGUSR2);
	usr2_in_handler = count;
}

static void
test_handler_mask_applies(void)
{
	struct sigaction sa = { .sa_sigaction = raise_other,
		.sa_flags = SA_SIGINFO };

	handle(SIGUSR2, note, 0);
	sigemptyset(&sa.sa_mask);
	sigaddset(&sa.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	CHECK(usr2_in_handler == 0 && count == 1);
}

static void
test_ignored_is_dropped(void)
{
	signal(SIGUSR1, SIG_IGN);
	block(SIG_BLOCK, SIGUSR1);
	raise(SIGUSR1);
	block(SIG_UNBLOCK, SIGUSR1);
	handle(SIGUSR1, note, 0);
	CHECK_EQ(pending(SIGUSR1), 0);
	/* These default to nothing. */
	CHECK_EQ(raise(SIGCHLD), 0);
	CHECK_EQ(raise(SIGURG), 0);
	CHECK_EQ(raise(SIGWINCH), 0);
	CHECK_EQ(raise(SIGCONT), 0);
}

static void
test_sigaction_errors(void)
{
	struct sigaction sa = { .sa_handler = SIG_IGN };

	CHECK_ERR(sigaction(SIGKILL, &sa, NULL), EINVAL);
	CHECK_ERR(sigaction(SIGSTOP, &sa, NULL), EINVAL);
	CHECK_ERR(sigaction(0, &sa, NULL), EINVAL);
	CHECK_ERR(sigaction(65, &sa, NULL), EINVAL);
	CHECK_ERR(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 4), EINVAL);
	CHECK_ERR(sigprocmask(77, &sa.sa_mask, NULL), EINVAL);
}

static void
test_kill_cannot_be_blocked(void)
{
	sigset_t all, now;

	sigfillset(&all);
	CHECK_EQ(sigprocmask(SIG_SETMASK, &all, NULL), 0);
	CHECK_EQ(sigprocmask(SIG_SETMASK, NULL, &now), 0);
	CHECK_EQ(sigismember(&now, SIGKILL), 0);
	CHECK_EQ(sigismember(&now, SIGSTOP), 0);
	CHECK_EQ(sigismember(&now, SIGTERM), 1);
	sigemptyset(&all);
	CHECK_EQ(sigprocmask(SIG_SETMASK, &all, NULL), 0);
}

static char alt_stack[64 * 1024];
static volatile int on_alt, alt_flags;

static void
where(int sig, siginfo_t *info, void *context)
{
	char here;
	stack_t now;

	(void)sig;
	(void)info;
	(void)context;
	on_alt = (uintptr_t)&here >= (uintptr_t)alt_stack &&
		 (uintptr_t)&here < (uintptr_t)alt_stack + sizeof(alt_stack);
	sigaltstack(NULL, &now);
	alt_flags = now.ss_flags;
}

static void
test_altstack_used(void)
{
	stack_t ss = { .ss_sp = alt_stack, .ss_size = sizeof(alt_stack) }, old;

	CHECK_EQ(sigaltstack(&ss, &old), 0);
	CHECK(old.ss_flags & SS_DISABLE);
	handle(SIGUSR1, where, SA_ONSTACK);
	raise(SIGUSR1);
	CHECK(on_alt == 1 && alt_flags == SS_ONSTACK);
	handle(SIGUSR1, where, 0);
	raise(SIGUSR1);
	CHECK(on_alt == 0 && alt_flags == 0);
	ss.ss_size = 100;
	CHECK_ERR(sigaltstack(&ss, NULL), ENOMEM);
	ss.ss_flags = 0x55;
	CHECK_ERR(sigaltstack(&ss, NULL), EINVAL);
	ss.ss_flags = SS_DISABLE;
	CHECK_EQ(sigaltstack(&ss, NULL), 0);
}

static void
test_sigsuspend_swaps_mask(void)
{
	sigset_t empty;

	handle(SIGUSR1, note, 0);
	block(SIG_BLOCK, SIGUSR1);
	raise(SIGUSR1);
	CHECK_EQ(count, 0);
	sigemptyset(&empty);
	CHECK_ERR(sigsuspend(&empty), EINTR);
	CHECK_EQ(count, 1);
	raise(SIGUSR1);
	CHECK_EQ(count, 1);
	block(SIG_UNBLOCK, SIGUSR1);
	CHECK_EQ(count, 2);
}

static pthread_t main_thread;

static void *
interrupt_soon(void *arg)
{
	/* Until it was seen: the reader may not be asleep yet. */
	for (int i = 0; i < 2000 && !count; i++) {
		check_sleep_ms(5);
		EXPECT_EQ(pthread_kill(main_thread, SIGUSR1), 0);
		if (arg)
			break;
	}
	if (arg) {
		check_sleep_ms(20);
		EXPECT_EQ(write((int)(intptr_t)arg, "x", 1), 1);
	}
	return NULL;
}

static void
test_read_interrupted(void)
{
	pthread_t thread;
	int fds[2];
	char c;

	CHECK_EQ(pipe(fds), 0);
	handle(SIGUSR1, note, 0);
	main_thread = pthread_self();
	CHECK_EQ(pthread_create(&thread, NULL, interrupt_soon, NULL), 0);
	CHECK_ERR(read(fds[0], &c, 1), EINTR);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	close(fds[0]);
	close(fds[1]);
}

static void
test_read_restarted(void)
{
	pthread_t thread;
	int fds[2];
	char c = 0;

	CHECK_EQ(pipe(fds), 0);
	handle(SIGUSR1, note, SA_RESTART);
	main_thread = pthread_self();
	CHECK_EQ(pthread_create(
		     &thread, NULL, interrupt_soon, (void *)(intptr_t)fds[1]),
	    0);
	CHECK_EQ(read(fds[0], &c, 1), 1);
	CHECK_EQ(c, 'x');
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(count, 1);
	close(fds[0]);
	close(fds[1]);
}

static void
test_nanosleep_interrupted_says_rest(void)
{
	pthread_t thread;
	struct timespec ts = { 30, 0 }, rest = { 0, 0 };

	handle(SIGUSR1, note, SA_RESTART);
	main_thread = pthread_self();
	CHECK_EQ(pthread_create(&thread, NULL, interrupt_soon, NULL), 0);
	CHECK_ERR(nanosleep(&ts, &rest), EINTR);
	CHECK(rest.tv_sec >= 10 && rest.tv_sec < 30);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

static const struct check_test tests[] = {
	T(test_raise_runs_handler),
	T(test_kill_info),
	T(test_tgkill),
	T(test_sigqueue_value),
	T(test_blocked_is_pending_once),
	T(test_real_time_queue_order),
	T(test_sigwaitinfo_lowest_first),
	T(test_sigtimedwait_times_out),
	T(test_nodefer_nests),
	T(test_deferred_does_not_nest),
	T(test_resethand_resets),
	T(test_handler_mask_applies),
	T(test_ignored_is_dropped),
	T(test_sigaction_errors),
	T(test_kill_cannot_be_blocked),
	T(test_altstack_used),
	T(test_sigsuspend_swaps_mask),
	T(test_read_interrupted),
	T(test_read_restarted),
	T(test_nanosleep_interrupted_says_rest),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
