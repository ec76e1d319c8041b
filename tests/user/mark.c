/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/mark.c - prints its arguments as a line between two programs.
 *
 * Idea: when several programs run in one boot, this separates their outputs:
 * `mark NAME` prints `==== NAME` on standard output. With `-m`, the kernel's
 * free memory (/proc/kitten/memory, if there is one) goes to standard error.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
copy_memory(void)
{
	char text[4096];
	int fd = open("/proc/kitten/memory", O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return;
	while ((n = read(fd, text, sizeof(text))) > 0)
		if (write(2, text, (size_t)n) != n)
			break;
	close(fd);
}

int
main(int argc, char **argv)
{
	int first = 1;

	if (argc > 1 && !strcmp(argv[1], "-m")) {
		copy_memory();
		first = 2;
	}
	printf("====");
	for (int i = first; i < argc; i++)
		printf(" %s", argv[i]);
	printf("\n");
	return 0;
}
