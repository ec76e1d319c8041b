/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* solve.h - the conjugate-gradient iteration and where its time goes. */
#ifndef USER_APPS_CG_SOLVE_H
#define USER_APPS_CG_SOLVE_H

#include "cg/problem.h"

/* The outcome of a solve. Residuals are 2-norms; times are in seconds. */
struct solve {
	uint64_t iterations;
	double initial;	 /* |b - A x| for the first x, zero everywhere */
	double residual; /* the same at the end, as the iteration keeps it */
	double true_residual; /* the same at the end, computed afresh */
	double total_s;
	double ddot_s;
	double waxpby_s;
	double sparsemv_s;
};

/*
 * Solve A x = b from x = 0 until residual <= tolerance * initial, or max_iter
 * iterations. x has p->rows elements. Results do not depend on the number of
 * threads. Ends the program when there is not enough memory.
 */
void solve_cg(const struct problem *p, double *x, uint64_t max_iter,
    double tolerance, struct solve *out);

#endif
