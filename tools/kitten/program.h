/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/program.h - which file a program's name means, and whether
 * Kitten can run it.
 */
#ifndef TOOLS_KITTEN_PROGRAM_H
#define TOOLS_KITTEN_PROGRAM_H

/*
 * Finds the executable that a shell would start for `name`: as it stands when
 * it has a slash, else along PATH. Checks that it is a Linux program for this
 * machine that needs nothing but itself.
 *
 * Returns 0 with its absolute path, links resolved, in `*path` (to be freed);
 * or, after having said why, 127 (there is none) or 126 (it cannot run).
 */
int program_find(const char *name, char **path);

#endif
