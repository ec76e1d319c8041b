/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory.c - mapping, first touch and unmapping of anonymous memory. */
#define _GNU_SOURCE
#include "lmb/lmb.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

enum { PAGE = 4096, TOUCH_BYTES = 64 << 20, WARM_BYTES = 4 << 20 };

static int
map(size_t bytes, char **out)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return errno;
	*out = p;
	return 0;
}

int
memory_map(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		char *p = NULL;
		int error = map(PAGE, &p);

		if (error != 0)
			return error;
		if (munmap(p, PAGE) != 0)
			return errno;
	}
	return 0;
}

/* One store for each page; the last page must then hold that and zeros. */
static int
touch(size_t bytes)
{
	char *p = NULL;
	int error = map(bytes, &p);

	if (error != 0)
		return error;
	for (size_t i = 0; i < bytes; i += PAGE)
		((volatile char *)p)[i] = 1;
	if (p[bytes - PAGE] != 1 || p[bytes - 1] != 0)
		return EPROTO;
	return munmap(p, bytes) != 0 ? errno : 0;
}

/* Warms the code, not the memory: a whole round would take half the time the
 * program may take. */
int
memory_touch_warm(void)
{
	return touch(WARM_BYTES);
}

int
memory_touch(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		int error = touch(TOUCH_BYTES);

		if (error != 0)
			return error;
	}
	return 0;
}
