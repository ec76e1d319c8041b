/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/poll.c - poll, select, epoll, eventfd, timerfd, signalfd.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#define MS 1000000LL

static void
test_poll_pipe(void)
{
	int fds[2];
	struct pollfd p[3];
	char c;

	CHECK_EQ(pipe(fds), 0);
	p[0] = (struct pollfd){ .fd = fds[0], .events = POLLIN };
	p[1] = (struct pollfd){ .fd = fds[1], .events = POLLOUT };
	p[2] = (struct pollfd){ .fd = -1, .events = POLLIN, .revents = 9 };
	CHECK_EQ(poll(p, 3, 0), 1);
	CHECK(!p[0].revents && p[1].revents == POLLOUT && !p[2].revents);
	CHECK_EQ(write(fds[1], "x", 1), 1);
	CHECK_EQ(poll(p, 3, -1), 2);
	CHECK_EQ(p[0].revents, POLLIN);
	CHECK_EQ(read(fds[0], &c, 1), 1);
	close(fds[1]);
	CHECK_EQ(poll(p, 1, -1), 1);
	CHECK_EQ(p[0].revents, POLLHUP);
	p[1].fd = 999;
	CHECK_EQ(poll(p + 1, 1, -1), 1);
	CHECK_EQ(p[1].revents, POLLNVAL);
	close(fds[0]);
}

static void
test_poll_write_end_of_broken_pipe(void)
{
	int fds[2];
	struct pollfd p;

	CHECK_EQ(pipe(fds), 0);
	close(fds[0]);
	p = (struct pollfd){ .fd = fds[1], .events = POLLOUT };
	CHECK_EQ(poll(&p, 1, 0), 1);
	CHECK(p.revents & POLLERR);
	close(fds[1]);
}

static void
test_poll_times_out(void)
{
	int64_t t = check_clock_ns(CLOCK_MONOTONIC);
	struct timespec ts = { 0, 10 * MS };

	CHECK_EQ(poll(NULL, 0, 10), 0);
	CHECK(check_clock_ns(CLOCK_MONOTONIC) - t >= 10 * MS);
	t = check_clock_ns(CLOCK_MONOTONIC);
	CHECK_EQ(ppoll(NULL, 0, &ts, NULL), 0);
	CHECK(check_clock_ns(CLOCK_MONOTONIC) - t >= 10 * MS);
	ts.tv_nsec = -1;
	CHECK_ERR(ppoll(NULL, 0, &ts, NULL), EINVAL);
}

static void *
write_later(void *arg)
{
	check_sleep_ms(15);
	EXPECT_EQ(write((int)(intptr_t)arg, "12345678", 8), 8);
	return NULL;
}

static void
test_poll_woken_by_thread(void)
{
	pthread_t thread;
	int fds[2];
	struct pollfd p;

	CHECK_EQ(pipe(fds), 0);
	p = (struct pollfd){ .fd = fds[0], .events = POLLIN };
	CHECK_EQ(pthread_create(
		     &thread, NULL, write_later, (void *)(intptr_t)fds[1]),
	    0);
	CHECK_EQ(poll(&p, 1, 60000), 1);
	CHECK_EQ(p.revents, POLLIN);
	pthread_join(thread, NULL);
	close(fds[0]);
	close(fds[1]);
}

static void
test_poll_regular_file_ready(void)
{
	const char *dir = check_dir_enter();
	struct pollfd p = { .events = POLLIN | POLLOUT };

	p.fd = open("f", O_CREAT | O_RDWR, 0600);
	CHECK(p.fd >= 0);
	CHECK_EQ(poll(&p, 1, 0), 1);
	CHECK_EQ(p.revents, POLLIN | POLLOUT);
	close(p.fd);
	unlink("f");
	check_dir_leave(dir);
}

static void
test_select_pipe(void)
{
	int fds[2];
	fd_set in, out;
	struct timeval tv = { 0, 0 };

	CHECK_EQ(pipe(fds), 0);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(fds[0], &in);
	FD_SET(fds[1], &out);
	CHECK_EQ(select(fds[1] + 1, &in, &out, NULL, &tv), 1);
	CHECK(!FD_ISSET(fds[0], &in) && FD_ISSET(fds[1], &out));
	CHECK_EQ(write(fds[1], "x", 1), 1);
	FD_SET(fds[0], &in);
	CHECK_EQ(select(fds[1] + 1, &in, NULL, NULL, NULL), 1);
	tv.tv_usec = 10000;
	CHECK_EQ(select(0, NULL, NULL, NULL, &tv), 0);
	close(fds[0]);
	close(fds[1]);
	FD_SET(fds[0], &in);
	CHECK_ERR(select(fds[1] + 1, &in, NULL, NULL, NULL), EBADF);
	CHECK_ERR(select(-1, NULL, NULL, NULL, NULL), EINVAL);
}

static volatile int signals;

static void
note(int sig)
{
	(void)sig;
	signals++;
}

static void
test_pselect_and_ppoll_swap_mask(void)
{
	struct sigaction sa = { .sa_handler = note };
	struct timespec ts = { 60, 0 };
	sigset_t set, empty;

	sigaction(SIGUSR1, &sa, NULL);
	sigemptyset(&empty);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR1);
	CHECK_EQ(signals, 0);
	CHECK_ERR(pselect(0, NULL, NULL, NULL, &ts, &empty), EINTR);
	CHECK_EQ(signals, 1);
	raise(SIGUSR1);
	CHECK_ERR(ppoll(NULL, 0, &ts, &empty), EINTR);
	CHECK_EQ(signals, 2);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void
test_epoll_level(void)
{
	int fds[2], ep = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event ev = { .events = EPOLLIN, .data.u64 = 0x123456789a };
	struct epoll_event got[4];
	char c;

	CHECK(ep >= 0 && !pipe(fds));
	CHECK_EQ(epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &ev), 0);
	CHECK_ERR(epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &ev), EEXIST);
	CHECK_EQ(epoll_wait(ep, got, 4, 0), 0);
	CHECK_EQ(write(fds[1], "xy", 2), 2);
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(epoll_wait(ep, got, 4, -1), 1);
		CHECK(got[0].events == EPOLLIN &&
		      got[0].data.u64 == 0x123456789a);
		CHECK_EQ(read(fds[0], &c, 1), 1);
	}
	CHECK_EQ(epoll_wait(ep, got, 4, 0), 0);
	CHECK_EQ(epoll_ctl(ep, EPOLL_CTL_DEL, fds[0], NULL), 0);
	CHECK_ERR(epoll_ctl(ep, EPOLL_CTL_DEL, fds[0], NULL), ENOENT);
	CHECK_ERR(epoll_ctl(ep, EPOLL_CTL_MOD, fds[0], &ev), ENOENT);
	CHECK_ERR(epoll_ctl(ep, EPOLL_CTL_ADD, ep, &ev), EINVAL);
	CHECK_ERR(epoll_ctl(ep, EPOLL_CTL_ADD, 999, &ev), EBADF);
	CHECK_ERR(epoll_wait(ep, got, 0, 0), EINVAL);
	CHECK_ERR(epoll_wait(fds[0], got, 4, 0), EINVAL);
	close(fds[0]);
	close(fds[1]);
	close(ep);
}

static void
test_epoll_edge_and_oneshot(void)
{
	int fds[2], ep = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET };
	struct epoll_event got;

	CHECK(ep >= 0 && !pipe(fds));
	CHECK_EQ(epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &ev), 0);
	CHECK_EQ(write(fds[1], "x", 1), 1);
	CHECK_EQ(epoll_wait(ep, &got, 1, -1), 1);
	CHECK_EQ(epoll_wait(ep, &got, 1, 0), 0);
	CHECK_EQ(write(fds[1], "y", 1), 1);
	CHECK_EQ(epoll_wait(ep, &got, 1, -1), 1);
	ev.events = EPOLLIN | EPOLLONESHOT;
	CHECK_EQ(epoll_ctl(ep, EPOLL_CTL_MOD, fds[0], &ev), 0);
	CHECK_EQ(epoll_wait(ep, &got, 1, -1), 1);
	CHECK_EQ(epoll_wait(ep, &got, 1, 0), 0);
	CHECK_EQ(epoll_ctl(ep, EPOLL_CTL_MOD, fds[0], &ev), 0);
	CHECK_EQ(epoll_wait(ep, &got, 1, -1), 1);
	close(fds[0]);
	close(fds[1]);
	close(ep);
}

static void
test_epoll_nested(void)
{
	int fds[2], inner = epoll_create1(0), outer = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN }, got;

	CHECK(inner >= 0 && outer >= 0 && !pipe(fds));
	CHECK_EQ(epoll_ctl(inner, EPOLL_CTL_ADD, fds[0], &ev), 0);
	CHECK_EQ(epoll_ctl(outer, EPOLL_CTL_ADD, inner, &ev), 0);
	CHECK_ERR(epoll_ctl(inner, EPOLL_CTL_ADD, outer, &ev), ELOOP);
	CHECK_EQ(epoll_wait(outer, &got, 1, 0), 0);
	CHECK_EQ(write(fds[1], "x", 1), 1);
	CHECK_EQ(epoll_wait(outer, &got, 1, -1), 1);
	close(fds[0]);
	close(fds[1]);
	close(inner);
	close(outer);
}

static void
test_epoll_forgets_closed(void)
{
	int fds[2], ep = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN }, got;

	CHECK(ep >= 0 && !pipe(fds));
	CHECK_EQ(epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &ev), 0);
	CHECK_EQ(write(fds[1], "x", 1), 1);
	close(fds[0]);
	CHECK_EQ(epoll_wait(ep, &got, 1, 0), 0);
	close(fds[1]);
	close(ep);
}

static void
test_epoll_woken_by_thread(void)
{
	int fds[2], ep = epoll_create1(0);
	struct epoll_event ev = { .events = EPOLLIN }, got;
	pthread_t thread;

	CHECK(ep >= 0 && !pipe(fds));
	CHECK_EQ(epoll_ctl(ep, EPOLL_CTL_ADD, fds[0], &ev), 0);
	CHECK_EQ(pthread_create(
		     &thread, NULL, write_later, (void *)(intptr_t)fds[1]),
	    0);
	CHECK_EQ(epoll_wait(ep, &got, 1, 60000), 1);
	pthread_join(thread, NULL);
	close(fds[0]);
	close(fds[1]);
	close(ep);
}

static void
test_eventfd_counts(void)
{
	int fd = eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC);
	uint64_t v = 4;

	CHECK(fd >= 0);
	CHECK_EQ(write(fd, &v, 8), 8);
	CHECK_EQ(read(fd, &v, 8), 8);
	CHECK_EQ(v, 7);
	CHECK_ERR(read(fd, &v, 8), EAGAIN);
	v = UINT64_MAX;
	CHECK_ERR(write(fd, &v, 8), EINVAL);
	v = UINT64_MAX - 1;
	CHECK_EQ(write(fd, &v, 8), 8);
	v = 1;
	CHECK_ERR(write(fd, &v, 8), EAGAIN);
	CHECK_ERR(read(fd, &v, 4), EINVAL);
	close(fd);
	CHECK_ERR(eventfd(0, 0x7777), EINVAL);
}

static void
test_eventfd_semaphore(void)
{
	int fd = eventfd(3, EFD_SEMAPHORE | EFD_NONBLOCK);
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLOUT };
	uint64_t v;

	CHECK(fd >= 0);
	for (int i = 0; i < 3; i++) {
		CHECK_EQ(poll(&p, 1, 0), 1);
		CHECK_EQ(p.revents, POLLIN | POLLOUT);
		CHECK_EQ(read(fd, &v, 8), 8);
		CHECK_EQ(v, 1);
	}
	CHECK_ERR(read(fd, &v, 8), EAGAIN);
	CHECK_EQ(poll(&p, 1, 0), 1);
	CHECK_EQ(p.revents, POLLOUT);
	close(fd);
}

static void
test_eventfd_blocks_until_written(void)
{
	int fd = eventfd(0, 0);
	pthread_t thread;
	uint64_t v = 0;

	CHECK(fd >= 0);
	CHECK_EQ(
	    pthread_create(&thread, NULL, write_later, (void *)(intptr_t)fd),
	    0);
	CHECK_EQ(read(fd, &v, 8), 8);
	CHECK(!memcmp(&v, "12345678", 8));
	pthread_join(thread, NULL);
	close(fd);
}

static void
test_timerfd(void)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	struct itimerspec it = { { 0, 5 * MS }, { 0, 5 * MS } }, now;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint64_t n;

	CHECK(fd >= 0);
	CHECK_ERR(read(fd, &n, 8), EAGAIN);
	CHECK_EQ(timerfd_settime(fd, 0, &it, NULL), 0);
	CHECK_EQ(poll(&p, 1, 60000), 1);
	CHECK_EQ(read(fd, &n, 8), 8);
	CHECK(n >= 1);
	check_sleep_ms(25);
	CHECK_EQ(read(fd, &n, 8), 8);
	CHECK(n >= 4);
	CHECK_EQ(timerfd_gettime(fd, &now), 0);
	CHECK_EQ(now.it_interval.tv_nsec, 5 * MS);
	it.it_interval.tv_nsec = 0;
	it.it_value = check_after_ns(CLOCK_MONOTONIC, 5 * MS);
	CHECK_EQ(timerfd_settime(fd, TFD_TIMER_ABSTIME, &it, NULL), 0);
	CHECK_EQ(poll(&p, 1, 60000), 1);
	CHECK_EQ(read(fd, &n, 8), 8);
	CHECK_EQ(n, 1);
	close(fd);
	CHECK_ERR(timerfd_create(12345, 0), EINVAL);
}

static void
test_signalfd(void)
{
	struct signalfd_siginfo info[2];
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK);
	CHECK(fd >= 0);
	CHECK_ERR(read(fd, info, sizeof(info)), EAGAIN);
	CHECK_EQ(sigqueue(getpid(), SIGRTMIN, (union sigval){ 9 }), 0);
	CHECK_EQ(kill(getpid(), SIGUSR2), 0);
	CHECK_EQ(read(fd, info, sizeof(info)), sizeof(info));
	CHECK(info[0].ssi_signo == SIGUSR2 &&
	      info[0].ssi_pid == (uint32_t)getpid());
	CHECK((int)info[1].ssi_signo == SIGRTMIN && info[1].ssi_int == 9);
	close(fd);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static const struct check_test tests[] = {
	T(test_poll_pipe),
	T(test_poll_write_end_of_broken_pipe),
	T(test_poll_times_out),
	T(test_poll_woken_by_thread),
	T(test_poll_regular_file_ready),
	T(test_select_pipe),
	T(test_pselect_and_ppoll_swap_mask),
	T(test_epoll_level),
	T(test_epoll_edge_and_oneshot),
	T(test_epoll_nested),
	T(test_epoll_forgets_closed),
	T(test_epoll_woken_by_thread),
	T(test_eventfd_counts),
	T(test_eventfd_semaphore),
	T(test_eventfd_blocks_until_written),
	T(test_timerfd),
	T(test_signalfd),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
