/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/lib/map.h - anonymous memory, for the programs that test mappings.
 */
#ifndef TESTS_USER_LIB_MAP_H
#define TESTS_USER_LIB_MAP_H

#include "lib/check.h"

#include <sys/mman.h>

#define PAGE 4096UL
#define MIB  (1UL << 20)
#define RW   (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

/* Private memory of so many bytes; NULL, and the test has failed, without. */
static char *
map(size_t bytes)
{
	char *p = mmap(NULL, bytes, RW, ANON, -1, 0);

	EXPECT(p != MAP_FAILED);
	return p == MAP_FAILED ? NULL : p;
}

/* Whether count bytes at p all have this value. */
static int
all_bytes(const char *p, size_t count, char value)
{
	for (size_t i = 0; i < count; i++)
		if (p[i] != value)
			return 0;
	return 1;
}

#endif
