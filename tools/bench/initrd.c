/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * initrd.c - pack programs into an initial ramdisk (cpio, "newc").
 *
 * usage: initrd OUT NAME=FILE...
 *
 * Every file becomes an executable NAME in the root directory, owned by root,
 * with no time stamp: the same files always make the same image.
 *
 * Format: per entry 110 characters (magic "070701", 13 numbers of eight
 * hexadecimal digits), the name with its NUL, padding to 4, the data, padding
 * to 4; the last entry is called TRAILER!!!.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
fail(const char *what)
{
	fprintf(stderr, "initrd: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void
pad(FILE *out)
{
	while (ftell(out) % 4 != 0)
		fputc(0, out);
}

static void
header(FILE *out, const char *name, unsigned int mode, unsigned long size)
{
	static unsigned int ino;

	fprintf(out, "070701%08x%08x%08x%08x%08x%08x%08lx", ++ino, mode, 0u, 0u,
	    1u, 0u, size);
	fprintf(out, "%08x%08x%08x%08x%08zx%08x", 0u, 0u, 0u, 0u,
	    strlen(name) + 1, 0u);
	fwrite(name, 1, strlen(name) + 1, out);
	pad(out);
}

static void
add(FILE *out, const char *name, const char *path)
{
	char buf[65536];
	struct stat st;
	size_t n;
	FILE *in = fopen(path, "rb");

	if (in == NULL || fstat(fileno(in), &st) != 0)
		fail(path);
	header(out, name, S_IFREG | 0755, (unsigned long)st.st_size);
	while ((n = fread(buf, 1, sizeof buf, in)) > 0)
		fwrite(buf, 1, n, out);
	if (ferror(in))
		fail(path);
	fclose(in);
	pad(out);
}

int
main(int argc, char **argv)
{
	FILE *out;

	if (argc < 3) {
		fprintf(stderr, "usage: initrd OUT NAME=FILE...\n");
		return 2;
	}
	out = fopen(argv[1], "wb");
	if (out == NULL)
		fail(argv[1]);
	for (int i = 2; i < argc; i++) {
		char *path = strchr(argv[i], '=');

		if (path == NULL) {
			fprintf(stderr, "initrd: '%s' lacks '='\n", argv[i]);
			return 2;
		}
		*path++ = '\0';
		add(out, argv[i], path);
	}
	header(out, "TRAILER!!!", 0, 0);
	if (fclose(out) != 0)
		fail(argv[1]);
	return 0;
}
