/* SPDX-License-Identifier: GPL-2.0-only */
/* core/cmdline.h - the kernel's arguments.
 *
 * A module declares its argument where it uses it; cmdline_parse hands each
 * "name=value" (or bare "name", value NULL) to its owner. Unknown and
 * malformed ones are logged and passed over.
 */
#ifndef CORE_CMDLINE_H
#define CORE_CMDLINE_H

#include "base/types.h"

struct cmdline_param {
	const char *name;
	/* 0, or -EINVAL when the value is malformed. value may be NULL. */
	int (*set)(const char *value);
	const char *help; /* one line, for docs/kernel-arguments.md */
};

#define CMDLINE_PARAM(ident, pname, fn, text)                         \
	static const struct cmdline_param ident __section(".cmdline") \
	    __attribute__((used, aligned(8))) = { pname, fn, text }

/* Parse the boot line. Context: boot, once, before anything reads a value. */
void cmdline_parse(const char *line);
/* The line as given. */
const char *cmdline_text(void);

#endif
