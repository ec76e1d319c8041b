/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/memory_same.c - memory that a program left behind in the kernel.
 *
 * Idea: `memory_same note` removes what programs left in /dev/shm, where
 * lib/check.h has its directories, and writes the lines of /proc/kitten/memory
 * that count the kernel's memory and the free physical memory to a file;
 * `memory_same check`, later in the same boot, compares. The file is there in
 * both cases, with a block of its own. The kernel's memory is counted without
 * the spare: room in blocks of small objects, and stacks kept for the next task.
 * Kitten only.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOTE "/memory-note"

static const char *const names[] = { "kernel_held_bytes", "kernel_slab_bytes",
	"free_kib", "budget_total_kib" };
enum { COUNT = sizeof(names) / sizeof(names[0]) };

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	if (at->level == 0)
		return 0;
	chmod(path, 0700);
	if (remove(path))
		printf("cannot remove %s\n", path);
	return 0;
}

static void
tidy(const char *dir)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int
read_now(long *values)
{
	char line[128], name[64];
	FILE *f = fopen("/proc/kitten/memory", "r");
	long value;
	int found = 0;

	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%63s %ld", name, &value) != 2)
			continue;
		for (int i = 0; i < COUNT; i++) {
			if (strcmp(name, names[i]))
				continue;
			values[i] = value;
			found++;
		}
	}
	fclose(f);
	return found == COUNT ? 0 : -1;
}

static int
exchange(int writing, long *values)
{
	int fd = open(NOTE, writing ? O_RDWR | O_CREAT : O_RDWR, 0600);
	ssize_t size = COUNT * sizeof(*values), n;

	if (fd < 0)
		return -1;
	n = writing ? write(fd, values, (size_t)size)
		    : read(fd, values, (size_t)size);
	close(fd);
	return n == size ? 0 : -1;
}

int
main(int argc, char **argv)
{
	long now[COUNT] = { 0 }, then[COUNT];
	int bad = 0, checking = argc > 1 && !strcmp(argv[1], "check");

	tidy("/dev/shm");
	if (!checking && exchange(1, now))
		return 3;
	if (read_now(now) || exchange(!checking, checking ? then : now)) {
		printf("not ok memory_same: cannot read\n");
		return 3;
	}
	if (!checking)
		return 0;
	for (int i = 0; i < COUNT; i++) {
		if (now[i] == then[i])
			continue;
		printf("not ok memory_same: %s was %ld, is %ld\n", names[i],
		    then[i], now[i]);
		bad = 1;
	}
	if (!bad)
		printf("ok memory_same\n");
	return bad;
}
