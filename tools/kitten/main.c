/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/main.c - the `kitten` command.
 *
 * Idea: `kitten run PROGRAM` boots Kitten in a virtual machine, runs an
 * ordinary Linux program on it and ends as the program ended. The order of
 * things, one file each:
 *
 *	options   what the user asked for
 *	program   which file that is, and whether it can run
 *	places    where kernel and init are
 *	job       the description of the programs, for init
 *	initrd    the archive with all of it
 *	machine   QEMU
 *	pump      bytes and signals both ways, through channel and control
 *	log       what happened
 *	iso       the same archive on a bootable image instead
 */
#define _GNU_SOURCE
#include "command.h"

#include "message.h"
#include "version.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A missing standard descriptor would be taken by the first file opened. */
static void
fill_standard_descriptors(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int
say_version(void)
{
	puts("kitten " KITTEN_VERSION);
	return fflush(stdout) ? EXIT_KITTEN : 0;
}

int
main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";

	fill_standard_descriptors();
	if (!strcmp(word, "run"))
		return command_run(argc - 1, argv + 1);
	if (!strcmp(word, "iso"))
		return command_iso(argc - 1, argv + 1);
	if (!strcmp(word, "help"))
		return command_help(argc > 2 ? argv[2] : NULL);
	if (!strcmp(word, "--help") || !strcmp(word, "-h"))
		return command_help(NULL);
	if (!strcmp(word, "--version"))
		return say_version();
	if (!*word)
		return fail(EXIT_KITTEN,
		    "which command? kitten run PROGRAM, or see kitten --help");
	return fail(EXIT_KITTEN,
	    "%s: no such command: kitten run PROGRAM, or see kitten --help",
	    word);
}
