/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/table.c - dispatch by number, made from syscalls.tbl, and the
 * count of calls that are not there.
 *
 * Tests: tests/user (all of them come through here).
 */
#include "abi/linux/table.h"
#include "base/err.h"
#include "core/log.h"

/* The default is given to all, then overridden call by call: meant so. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"

#define SYSCALL(nr, name, handler) [nr] = handler,
const syscall_fn_t syscall_table[SYSCALL_TABLE_SIZE] = {
	[0 ... SYSCALL_TABLE_SIZE - 1] = sys_missing,
#include "gen/syscall_table.h"
};
#undef SYSCALL

#pragma GCC diagnostic pop

static const struct {
	const char *name, *args;
} info[SYSCALL_TABLE_SIZE] = {
#define SYSNAME(nr, name, args) [nr] = { name, args },
#include "gen/syscall_names.h"
#undef SYSNAME
};

static uint32_t missing[SYSCALL_TABLE_SIZE]; /* [a] calls made */
static uint32_t beyond;			     /* [a] calls above the table */
static uint64_t beyond_last;		     /* [a] number of the latest */

const char *
syscall_name(uint64_t nr)
{
	return nr < SYSCALL_TABLE_SIZE && info[nr].name ? info[nr].name : "?";
}

const char *
syscall_arg_types(uint64_t nr)
{
	return nr < SYSCALL_TABLE_SIZE && info[nr].args ? info[nr].args : "";
}

long
sys_missing(struct syscall_args *a)
{
	uint64_t nr = a->tf.nr;

	if (nr < SYSCALL_TABLE_SIZE) {
		__atomic_add_fetch(&missing[nr], 1, __ATOMIC_RELAXED);
	} else {
		__atomic_add_fetch(&beyond, 1, __ATOMIC_RELAXED);
		WRITE_ONCE(beyond_last, nr);
	}
	return ERR(ENOSYS);
}

void
syscall_report_missing(void)
{
	for (unsigned int nr = 0; nr < SYSCALL_TABLE_SIZE; nr++) {
		uint32_t n = READ_ONCE(missing[nr]);

		if (n)
			log_info("abi: not implemented: %s (%u): %u call%s",
			    syscall_name(nr), nr, n, n == 1 ? "" : "s");
	}
	if (READ_ONCE(beyond))
		log_info("abi: not implemented: numbers above %u (the last: "
			 "%lu): %u calls",
		    SYSCALL_TABLE_SIZE - 1, READ_ONCE(beyond_last),
		    READ_ONCE(beyond));
}
