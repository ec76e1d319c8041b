/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * main.c - cg: conjugate gradients on the 27-point operator of a grid.
 *
 * Idea: the HPCCG problem, from its published definition: 27 on the diagonal,
 * -1 towards the neighbours, a right side that makes the solution one
 * everywhere. Rates count floating-point operations as HPCCG does: for every
 * iteration 4 n for ddot, 6 n for waxpby, 2 nnz for sparsemv.
 *
 * Limits: HPCCG always runs 150 iterations; here the iteration stops when the
 * residual has fallen by the tolerance (--tolerance 0 asks for the former).
 *
 * Tests: the program checks itself. The residual computed afresh must agree
 * with the one kept by the iteration, and a converged solution must be one
 * everywhere; if not it says so and exits with status 1. --check leaves out
 * every line that depends on time or threads.
 */
#include "cg/problem.h"
#include "cg/solve.h"
#include "common/args.h"

#include <getopt.h>
#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct options {
	uint64_t edge[3];
	uint64_t max_iter;
	double tolerance;
	bool check;
};

static const char help[] =
    "usage: cg [OPTIONS] [NX NY NZ [MAX_ITER]]\n"
    "\n"
    "Conjugate gradients on the 27-point operator of an NX x NY x NZ grid\n"
    "(64 64 64 unless given), at most MAX_ITER iterations (150).\n"
    "\n"
    "  -t, --tolerance T  stop when the residual is T times the first (1e-10)\n"
    "  -c, --check        print only what does not depend on time or threads\n"
    "  -h, --help         this text\n"
    "\n"
    "OMP_NUM_THREADS chooses the number of threads. Exit status: 0 the result\n"
    "is right, 1 it is wrong or there is not enough memory, 2 bad arguments.\n";

static void
parse(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {
		{ "tolerance", required_argument, NULL, 't' },
		{ "check", no_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	static const char *const names[] = { "NX", "NY", "NZ" };
	int c, left;

	while ((c = getopt_long(argc, argv, "t:ch", longs, NULL)) != -1) {
		if (c == 't') {
			o->tolerance = args_real("tolerance", optarg, 0, 0.1);
		} else if (c == 'c') {
			o->check = true;
		} else if (c == 'h') {
			fputs(help, stdout);
			exit(args_flush(0));
		} else {
			exit(EXIT_USAGE);
		}
	}
	left = argc - optind;
	if (left != 0 && left != 3 && left != 4)
		args_fail("give NX NY NZ, or NX NY NZ MAX_ITER");
	for (int i = 0; i < 3 && left != 0; i++)
		o->edge[i] = args_u64(names[i], argv[optind + i], 1, 1 << 20);
	if (left == 4)
		o->max_iter =
		    args_u64("MAX_ITER", argv[optind + 3], 1, 1000000000);
	if (o->edge[0] * o->edge[1] > UINT32_MAX / o->edge[2])
		args_fail("the grid has more than %u points", UINT32_MAX);
}

static double
max_error(const double *x, uint64_t n)
{
	double max = 0.0;

#pragma omp parallel for schedule(static) reduction(max : max)
	for (uint64_t i = 0; i < n; i++) {
		double e = fabs(x[i] - 1.0);

		/* A NaN must not slip through a comparison. */
		max = isnan(e) ? INFINITY : e > max ? e : max;
	}
	return max;
}

static double
mflops(double operations, double seconds)
{
	return seconds > 0.0 ? operations / seconds * 1e-6 : 0.0;
}

static void
print_times(const struct problem *p, const struct solve *s)
{
	double it = (double)s->iterations;
	double ddot = it * 4.0 * (double)p->rows;
	double waxpby = it * 6.0 * (double)p->rows;
	double mv = it * 2.0 * (double)p->nonzeros;

	printf("%-10s %12s %12s\n", "", "seconds", "MFLOPS");
	printf("%-10s %12.6f %12.2f\n", "total", s->total_s,
	    mflops(ddot + waxpby + mv, s->total_s));
	printf("%-10s %12.6f %12.2f\n", "ddot", s->ddot_s,
	    mflops(ddot, s->ddot_s));
	printf("%-10s %12.6f %12.2f\n", "waxpby", s->waxpby_s,
	    mflops(waxpby, s->waxpby_s));
	printf("%-10s %12.6f %12.2f\n", "sparsemv", s->sparsemv_s,
	    mflops(mv, s->sparsemv_s));
}

/*
 * The smallest eigenvalue of the operator is at least 1 (27 on the diagonal,
 * at most 26 neighbours of -1), so no element of the solution is further off
 * than the residual's norm; the rest of the margin is for rounding.
 */
static int
verdict(const struct solve *s, double error)
{
	double drift = fabs(s->true_residual - s->residual);

	if (!(drift <= 1e-10 * s->initial)) {
		printf("result: WRONG, the residual is %.9e afresh\n",
		    s->true_residual);
		return EXIT_WRONG;
	}
	if (!(error <= 1.01 * s->true_residual + 1e-10)) {
		printf("result: WRONG, the solution is off by %.9e\n", error);
		return EXIT_WRONG;
	}
	printf("result: correct\n");
	return 0;
}

int
main(int argc, char **argv)
{
	struct options o = { { 64, 64, 64 }, 150, 1e-10, false };
	struct problem p;
	struct solve s;
	double *x, error;
	int status;

	parse(argc, argv, &o);
	problem_make(&p, o.edge[0], o.edge[1], o.edge[2]);
	x = args_alloc(p.rows, sizeof *x);
	printf(
	    "cg: 27-point operator, %lu x %lu x %lu grid\n", p.nx, p.ny, p.nz);
	printf("rows: %lu\nnonzeros: %lu\n", p.rows, p.nonzeros);
	if (!o.check)
		printf("threads: %d\n", omp_get_max_threads());
	fflush(stdout);
	solve_cg(&p, x, o.max_iter, o.tolerance, &s);
	error = max_error(x, p.rows);
	printf("initial residual: %.9e\n", s.initial);
	printf("iterations: %lu\n", s.iterations);
	printf("final residual: %.9e\n", s.residual);
	printf("difference from exact: %.9e\n", error);
	if (!o.check)
		print_times(&p, &s);
	status = verdict(&s, error);
	free(x);
	problem_free(&p);
	return args_flush(status);
}
