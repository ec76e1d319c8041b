/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/trap/extable.h - instructions that may fault on user memory,
 * and where to go on then. Entries are made in assembly: EXTABLE(insn, fixup).
 */
#ifndef ARCH_X86_64_TRAP_EXTABLE_H
#define ARCH_X86_64_TRAP_EXTABLE_H

#include "base/types.h"

struct extable_entry {
	uint64_t insn;
	uint64_t fixup;
};

/* The fixup of the instruction at rip, or 0. Context: any. */
uint64_t extable_find(uint64_t rip);

#endif
