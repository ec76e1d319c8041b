/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/kfail.c - every Nth allocation fails, to see that the kernel survives.
 *
 * Idea: with kfail=N, kmalloc and kpages_alloc ask here before they look for
 * memory. What the first task and kernel threads ask for is spared, as without
 * them there is nothing to watch.
 * Tests: programs of tests/user, by hand, on a kernel of configs/debug.
 */
#include "mm/kfail.h"
#include "base/errno.h"
#include "base/parse.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "sched/task.h"

static uint64_t every;	 /* [I] 0: never */
static uint64_t counted; /* [a] */

static int
set_kfail(const char *value)
{
	return value ? parse_u64(value, &every) : -EINVAL;
}
CMDLINE_PARAM(param_kfail, "kfail", set_kfail,
    "let every Nth allocation of a program fail");

bool
kfail_now(void)
{
	const struct task *t;

	if (!every)
		return false;
	t = current;
	if (!t || !t->aspace || t->tid <= 1)
		return false;
	return __atomic_add_fetch(&counted, 1, __ATOMIC_RELAXED) % every == 0;
}
