/* SPDX-License-Identifier: GPL-2.0-only */
/* core/selftest.c - faults made on purpose, for tests/boot.
 *
 * panic: a plain panic; fault: a wild pointer; stackoverflow: recursion into
 * the guard page of a kernel stack (a double fault on its own stack); wx: a
 * write to the kernel's text.
 */
#include "core/selftest.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "core/panic.h"
#include "sched/sched.h"

static void
test_panic(void *arg)
{
	(void)arg;
	panic("selftest: asked to");
}

static void
test_fault(void *arg)
{
	volatile uintptr_t wild = 0x10;

	(void)arg;
	*(volatile int *)wild = 1;
}

static int
recurse(volatile int depth)
{
	volatile char frame[512];

	frame[0] = (char)depth;
	return depth < 0 ? 0 : recurse(depth + 1) + frame[0];
}

static void
test_stack(void *arg)
{
	(void)arg;
	(void)recurse(0);
}

static void
test_wx(void *arg)
{
	(void)arg;
	*(volatile char *)(uintptr_t)selftest_run = 0;
}

static const struct {
	const char *name;
	void (*fn)(void *arg);
} tests[] = {
	{ "panic", test_panic },
	{ "fault", test_fault },
	{ "stackoverflow", test_stack },
	{ "wx", test_wx },
};

static void (*chosen)(void *arg);

static int
set_selftest(const char *value)
{
	for (unsigned int i = 0; value && i < ARRAY_SIZE(tests); i++) {
		if (!strcmp(tests[i].name, value)) {
			chosen = tests[i].fn;
			return 0;
		}
	}
	return -EINVAL;
}
CMDLINE_PARAM(param_selftest, "selftest", set_selftest,
    "fail on purpose: panic, fault, stackoverflow, wx");

void
selftest_run(void)
{
	if (chosen)
		VERIFY(kthread_create("selftest", chosen, NULL, 0));
}
