/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/stdio_echo.c - copies standard input to standard output.
 *
 * Idea: byte exactness of the three streams. Every byte of standard input goes
 * to standard output; the count goes to standard error at the end. With
 * `both` each block goes to standard error as well, so that both streams are
 * full at the same time.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
write_all(int fd, const char *bytes, size_t count)
{
	while (count) {
		ssize_t n = write(fd, bytes, count);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 1;
		bytes += n;
		count -= (size_t)n;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	static char block[65536];
	int both = argc > 1 && !strcmp(argv[1], "both");
	unsigned long long total = 0;
	ssize_t n;

	while ((n = read(0, block, sizeof(block))) > 0) {
		if (write_all(1, block, (size_t)n))
			return 2;
		if (both && write_all(2, block, (size_t)n))
			return 3;
		total += (unsigned long long)n;
	}
	if (n < 0)
		return 4;
	if (!both)
		fprintf(stderr, "%llu bytes\n", total);
	return 0;
}
