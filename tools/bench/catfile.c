/* SPDX-License-Identifier: GPL-2.0-only */
/* catfile.c - copy the named file to standard output, as cat would. */
#include <stdio.h>

int
main(int argc, char **argv)
{
	char buf[4096];
	size_t n;
	FILE *in;

	if (argc != 2) {
		fprintf(stderr, "usage: catfile FILE\n");
		return 2;
	}
	in = fopen(argv[1], "rb");
	if (in == NULL) {
		perror(argv[1]);
		return 1;
	}
	while ((n = fread(buf, 1, sizeof buf, in)) > 0)
		fwrite(buf, 1, n, stdout);
	if (ferror(in) || fflush(stdout) != 0) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
