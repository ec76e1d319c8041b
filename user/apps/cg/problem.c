/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * problem.c - build the 27-point operator in compressed rows.
 *
 * Idea: a row's length follows from its point alone (two or three neighbours,
 * itself included, along each edge), so the row starts are a running sum and
 * all rows can then be filled in parallel, each by the thread that will use
 * it.
 */
#include "cg/problem.h"

#include "common/args.h"

#include <stdlib.h>

/* How many of i - 1, i, i + 1 lie within [0, n). */
static uint64_t
span(uint64_t i, uint64_t n)
{
	return 1 + (i > 0) + (i + 1 < n);
}

static void
fill_row(struct problem *p, uint64_t x, uint64_t y, uint64_t z)
{
	uint64_t row = x + p->nx * (y + p->ny * z);
	uint64_t k = p->start[row];
	uint64_t x1 = x + 1 < p->nx ? x + 1 : x;
	uint64_t y1 = y + 1 < p->ny ? y + 1 : y;
	uint64_t z1 = z + 1 < p->nz ? z + 1 : z;
	double sum = 0.0;

	for (uint64_t c = z - (z > 0); c <= z1; c++)
		for (uint64_t b = y - (y > 0); b <= y1; b++)
			for (uint64_t a = x - (x > 0); a <= x1; a++) {
				uint64_t col = a + p->nx * (b + p->ny * c);

				p->column[k] = (uint32_t)col;
				p->value[k] = col == row ? 27.0 : -1.0;
				sum += p->value[k++];
			}
	p->b[row] = sum;
}

static void
fill_starts(struct problem *p)
{
	uint64_t row = 0, k = 0;

	for (uint64_t z = 0; z < p->nz; z++)
		for (uint64_t y = 0; y < p->ny; y++)
			for (uint64_t x = 0; x < p->nx; x++) {
				p->start[row++] = k;
				k += span(x, p->nx) * span(y, p->ny) *
				     span(z, p->nz);
			}
	p->start[row] = k;
	p->nonzeros = k;
}

void
problem_make(struct problem *p, uint64_t nx, uint64_t ny, uint64_t nz)
{
	p->nx = nx;
	p->ny = ny;
	p->nz = nz;
	p->rows = nx * ny * nz;
	p->start = args_alloc(p->rows + 1, sizeof *p->start);
	fill_starts(p);
	p->value = args_alloc(p->nonzeros, sizeof *p->value);
	p->column = args_alloc(p->nonzeros, sizeof *p->column);
	p->b = args_alloc(p->rows, sizeof *p->b);
#pragma omp parallel for collapse(2) schedule(static)
	for (uint64_t z = 0; z < nz; z++)
		for (uint64_t y = 0; y < ny; y++)
			for (uint64_t x = 0; x < nx; x++)
				fill_row(p, x, y, z);
}

void
problem_free(struct problem *p)
{
	free(p->start);
	free(p->value);
	free(p->column);
	free(p->b);
}
