/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/apps/hello.c - what an emulator on Kitten runs. */
#include <stdio.h>

int
main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		printf("hello %s\n", argv[i]);
	return 5;
}
