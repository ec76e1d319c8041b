/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/initrd.h - the archive the machine starts with: the first
 * program, the programs to run at their own paths, their working directory,
 * the user's files, the job description.
 */
#ifndef TOOLS_KITTEN_INITRD_H
#define TOOLS_KITTEN_INITRD_H

#include "options.h"
#include "places.h"

#include <stdint.h>

/*
 * Writes the archive (cpio, newc) to `fd` from its current position. `records`
 * is the job description. Returns 0, or 125 after having said what failed.
 */
int initrd_write(int fd, const struct options *o, const struct places *p,
    const struct buf *records);

/*
 * As initrd_write() to a new file in memory that has no name. `*fd` is open
 * for reading and writing and closes on exec.
 */
int initrd_make(const struct options *o, const struct places *p,
    const struct buf *records, int *fd);

/* Copies the archive in `fd` to a new file `path`. Returns 0 or 125. */
int initrd_copy(int fd, const char *path);

#endif
