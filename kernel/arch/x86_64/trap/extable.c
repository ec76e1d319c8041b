/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/extable.c - look up an instruction that may fault.
 *
 * The table has a dozen entries: a linear walk on a path that ends in -EFAULT.
 */
#include "arch/x86_64/trap/extable.h"

extern const struct extable_entry __extable_start[], __extable_end[];

uint64_t
extable_find(uint64_t rip)
{
	for (const struct extable_entry *e = __extable_start; e < __extable_end;
	     e++) {
		if (e->insn == rip)
			return e->fixup;
	}
	return 0;
}
