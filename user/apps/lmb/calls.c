/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* calls.c - the cost of a system call that does next to nothing. */
#define _GNU_SOURCE
#include "lmb/lmb.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

static long parent;

int
call_null_setup(void)
{
	parent = getppid();
	return 0;
}

int
call_null(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (syscall(SYS_getppid) != parent)
			return EPROTO;
	return 0;
}

int
call_yield(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (sched_yield() != 0)
			return errno;
	return 0;
}
