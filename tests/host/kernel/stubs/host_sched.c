/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/stubs/host_sched.c - sleep and wake without a scheduler. */
#include "core/panic.h"
#include "host.h"
#include "sched/sched.h"

int (*host_sleep_hook)(uint64_t deadline);
struct task *host_woken[HOST_WOKEN_MAX];
unsigned int host_nwoken;

void
task_get(struct task *t)
{
	t->refs++;
}

void
task_put(struct task *t)
{
	t->refs--;
}

bool
task_wake(struct task *t)
{
	host_woken[host_nwoken++ % HOST_WOKEN_MAX] = t;
	return true;
}

void
task_sleep_prepare(enum wait_mode mode)
{
	(void)mode;
}

void
task_sleep_cancel(void)
{
}

int
task_sleep(uint64_t deadline)
{
	VERIFY(host_sleep_hook && !this_cpu()->locks_held);
	return host_sleep_hook(deadline);
}
