/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/pipe.c - pipes: ends, blocking, atomicity, large transfers.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

static void
test_pipe_passes_bytes(void)
{
	int fds[2];
	char b[10];

	CHECK_EQ(pipe(fds), 0);
	CHECK_EQ(write(fds[1], "hello", 5), 5);
	CHECK_EQ(read(fds[0], b, 3), 3);
	CHECK_EQ(read(fds[0], b + 3, 7), 2);
	CHECK(!memcmp(b, "hello", 5));
	CHECK_ERR(read(fds[1], b, 1), EBADF);
	CHECK_ERR(write(fds[0], b, 1), EBADF);
	CHECK_ERR(lseek(fds[0], 0, SEEK_SET), ESPIPE);
	CHECK_ERR(pread(fds[0], b, 1, 0), ESPIPE);
	close(fds[0]);
	close(fds[1]);
}

static void
test_pipe_end_of_file(void)
{
	int fds[2];
	char b[10];

	CHECK_EQ(pipe(fds), 0);
	CHECK_EQ(write(fds[1], "xy", 2), 2);
	close(fds[1]);
	CHECK_EQ(read(fds[0], b, 10), 2);
	CHECK_EQ(read(fds[0], b, 10), 0);
	CHECK_EQ(read(fds[0], b, 10), 0);
	close(fds[0]);
}

static volatile int broken;

static void
note(int sig)
{
	broken = sig;
}

static void
test_pipe_broken(void)
{
	int fds[2];

	CHECK_EQ(pipe(fds), 0);
	close(fds[0]);
	signal(SIGPIPE, note);
	CHECK_ERR(write(fds[1], "x", 1), EPIPE);
	CHECK_EQ(broken, SIGPIPE);
	signal(SIGPIPE, SIG_IGN);
	broken = 0;
	CHECK_ERR(write(fds[1], "x", 1), EPIPE);
	CHECK_EQ(broken, 0);
	signal(SIGPIPE, SIG_DFL);
	close(fds[1]);
}

static void
test_pipe_nonblocking(void)
{
	static char block[PIPE_BUF];
	int fds[2], avail;
	long total = 0;
	ssize_t n;

	CHECK_EQ(pipe2(fds, O_NONBLOCK | O_CLOEXEC), 0);
	CHECK_EQ(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
	CHECK_ERR(read(fds[0], block, 1), EAGAIN);
	while ((n = write(fds[1], block, sizeof(block))) > 0)
		total += n;
	CHECK(n == -1 && errno == EAGAIN);
	CHECK(total >= 16 * PIPE_BUF && total % PIPE_BUF == 0);
	CHECK_EQ(ioctl(fds[0], FIONREAD, &avail), 0);
	CHECK_EQ(avail, total);
	CHECK_EQ(fcntl(fds[0], F_GETPIPE_SZ), total);
	CHECK_EQ(read(fds[0], block, 100), 100);
	/* Not enough room for a whole PIPE_BUF: nothing is written. */
	CHECK_ERR(write(fds[1], block, sizeof(block)), EAGAIN);
	close(fds[0]);
	close(fds[1]);
	CHECK_ERR(pipe2(fds, 0x12345), EINVAL);
}

enum { WRITERS = 4, RECORDS = 300, RECORD = 512 };

static int shared_end;

static void *
write_records(void *arg)
{
	char record[RECORD];

	memset(record, 'a' + (int)(intptr_t)arg, sizeof(record));
	for (int i = 0; i < RECORDS; i++)
		EXPECT_EQ(write(shared_end, record, RECORD), RECORD);
	return NULL;
}

static void
read_whole(int fd, char *bytes, size_t count)
{
	while (count) {
		ssize_t n = read(fd, bytes, count);

		if (n <= 0) {
			check_fail(__FILE__, __LINE__, "pipe ended early");
			return;
		}
		bytes += n;
		count -= (size_t)n;
	}
}

static void
test_pipe_records_stay_whole(void)
{
	pthread_t threads[WRITERS];
	int fds[2], counts[WRITERS] = { 0 };

	CHECK_EQ(pipe(fds), 0);
	shared_end = fds[1];
	for (int i = 0; i < WRITERS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, write_records,
			     (void *)(intptr_t)i),
		    0);
	for (int i = 0; i < WRITERS * RECORDS; i++) {
		char record[RECORD];

		read_whole(fds[0], record, RECORD);
		for (int k = 1; k < RECORD; k++)
			CHECK_EQ(record[k], record[0]);
		counts[record[0] - 'a']++;
	}
	for (int i = 0; i < WRITERS; i++) {
		CHECK_EQ(counts[i], RECORDS);
		pthread_join(threads[i], NULL);
	}
	close(fds[0]);
	close(fds[1]);
}

enum { BIG = 8 << 20 };

static void *
write_big(void *arg)
{
	unsigned char *bytes = malloc(BIG);

	for (size_t i = 0; i < BIG; i++)
		bytes[i] = (unsigned char)(i * 31 + (i >> 8));
	EXPECT_EQ(write((int)(intptr_t)arg, bytes, BIG), BIG);
	close((int)(intptr_t)arg);
	free(bytes);
	return NULL;
}

static void
test_pipe_big_transfer(void)
{
	static unsigned char block[100000];
	pthread_t thread;
	int fds[2];
	size_t at = 0;
	ssize_t n;

	CHECK_EQ(pipe(fds), 0);
	CHECK_EQ(
	    pthread_create(&thread, NULL, write_big, (void *)(intptr_t)fds[1]),
	    0);
	while ((n = read(fds[0], block, sizeof(block))) > 0) {
		for (ssize_t i = 0; i < n; i++, at++)
			CHECK_EQ(
			    block[i], (unsigned char)(at * 31 + (at >> 8)));
	}
	CHECK_EQ(n, 0);
	CHECK_EQ(at, BIG);
	pthread_join(thread, NULL);
	close(fds[0]);
}

static void *
echo_bytes(void *arg)
{
	int *fds = arg;
	char c;

	while (read(fds[0], &c, 1) == 1)
		EXPECT_EQ(write(fds[1], &c, 1), 1);
	return NULL;
}

static void
test_pipe_ping_pong(void)
{
	pthread_t thread;
	int to[2], from[2], ends[2];
	char c;

	CHECK_EQ(pipe(to), 0);
	CHECK_EQ(pipe(from), 0);
	ends[0] = to[0];
	ends[1] = from[1];
	CHECK_EQ(pthread_create(&thread, NULL, echo_bytes, ends), 0);
	for (int i = 0; i < 2000; i++) {
		c = (char)i;
		CHECK_EQ(write(to[1], &c, 1), 1);
		CHECK_EQ(read(from[0], &c, 1), 1);
		CHECK_EQ(c, (char)i);
	}
	close(to[1]);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	close(to[0]);
	close(from[0]);
	close(from[1]);
}

static void
test_pipe_vectors_and_zero(void)
{
	struct iovec iov[2] = { { (void *)"ab", 2 }, { (void *)"cd", 2 } };
	int fds[2];
	char b[4];

	CHECK_EQ(pipe(fds), 0);
	CHECK_EQ(writev(fds[1], iov, 2), 4);
	CHECK_EQ(read(fds[0], b, 4), 4);
	CHECK(!memcmp(b, "abcd", 4));
	CHECK_EQ(write(fds[1], b, 0), 0);
	CHECK_EQ(read(fds[0], b, 0), 0);
	close(fds[0]);
	close(fds[1]);
}

static void *
close_later(void *arg)
{
	check_sleep_ms(10);
	close((int)(intptr_t)arg);
	return NULL;
}

static void
test_pipe_reader_sees_late_close(void)
{
	pthread_t thread;
	int fds[2];
	char c;

	CHECK_EQ(pipe(fds), 0);
	CHECK_EQ(pthread_create(
		     &thread, NULL, close_later, (void *)(intptr_t)fds[1]),
	    0);
	CHECK_EQ(read(fds[0], &c, 1), 0);
	pthread_join(thread, NULL);
	close(fds[0]);
}

static void
test_pipe_writer_sees_late_close(void)
{
	static char block[1 << 20];
	pthread_t thread;
	int fds[2];

	CHECK_EQ(pipe(fds), 0);
	signal(SIGPIPE, SIG_IGN);
	CHECK_EQ(pthread_create(
		     &thread, NULL, close_later, (void *)(intptr_t)fds[0]),
	    0);
	/* What fitted before the close is counted, or nothing did. */
	CHECK(write(fds[1], block, sizeof(block)) < (ssize_t)sizeof(block));
	CHECK_ERR(write(fds[1], block, 1), EPIPE);
	signal(SIGPIPE, SIG_DFL);
	pthread_join(thread, NULL);
	close(fds[1]);
}

static const struct check_test tests[] = {
	T(test_pipe_passes_bytes),
	T(test_pipe_end_of_file),
	T(test_pipe_broken),
	T(test_pipe_nonblocking),
	T(test_pipe_records_stay_whole),
	T(test_pipe_big_transfer),
	T(test_pipe_ping_pong),
	T(test_pipe_vectors_and_zero),
	T(test_pipe_reader_sees_late_close),
	T(test_pipe_writer_sees_late_close),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
