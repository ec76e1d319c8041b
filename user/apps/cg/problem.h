/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * problem.h - the 27-point operator of a grid, as a sparse matrix.
 *
 * Row i belongs to grid point (x, y, z), i = x + nx * (y + ny * z): 27 on the
 * diagonal and -1 for each of the up to 26 neighbours inside the grid. The
 * right side is the sum of each row, so the solution is one everywhere.
 */
#ifndef USER_APPS_CG_PROBLEM_H
#define USER_APPS_CG_PROBLEM_H

#include <stdint.h>

struct problem {
	uint64_t nx, ny, nz;
	uint64_t rows;
	uint64_t nonzeros;
	uint64_t *start; /* rows + 1: where each row begins in value, column */
	double *value;
	uint32_t *column;
	double *b;
};

/* Build the problem, in parallel; each edge at least 1, rows < 2^32. Ends the
 * program when there is not enough memory. */
void problem_make(struct problem *p, uint64_t nx, uint64_t ny, uint64_t nz);

void problem_free(struct problem *p);

#endif
