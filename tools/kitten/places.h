/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/places.h - where the kernel and the first program are.
 */
#ifndef TOOLS_KITTEN_PLACES_H
#define TOOLS_KITTEN_PLACES_H

#include "options.h"

struct places {
	char *kernel;  /* the bzImage */
	char *symbols; /* the ELF file for gdb; NULL when there is none */
	char *init;    /* the first program */
};

/*
 * Takes what --kernel and --init name, else looks beside the running command:
 * in its build tree, then in an installed PREFIX/lib/kitten. Returns 0, or 125
 * after having said what is missing.
 */
int places_find(const struct options *o, struct places *p);

void places_free(struct places *p);

#endif
