/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/science.c - the GNU scientific library: special functions,
 * quadrature, differential equations, random numbers, roots, sorting.
 */
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_odeiv2.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <stdio.h>
#include <stdlib.h>

static double
bell(double x, void *unused)
{
	(void)unused;
	return exp(-x * x);
}

static void
integrals(void)
{
	gsl_integration_workspace *w = gsl_integration_workspace_alloc(1000);
	gsl_function f = { .function = bell };
	double result, error;

	gsl_integration_qagi(&f, 0, 1e-10, 1000, w, &result, &error);
	printf("integral %.10f (%.10f)\n", result, sqrt(M_PI));
	gsl_integration_workspace_free(w);
}

static int
oscillator(double t, const double y[], double dydt[], void *unused)
{
	(void)t;
	(void)unused;
	dydt[0] = y[1];
	dydt[1] = -y[0];
	return GSL_SUCCESS;
}

static void
equations(void)
{
	gsl_odeiv2_system system = { oscillator, NULL, 2, NULL };
	gsl_odeiv2_driver *d = gsl_odeiv2_driver_alloc_y_new(
	    &system, gsl_odeiv2_step_rk8pd, 1e-3, 1e-12, 1e-12);
	double t = 0, y[2] = { 0, 1 };

	gsl_odeiv2_driver_apply(d, &t, 100 * M_PI, y);
	printf("oscillator %.6f %.6f\n", fabs(y[0]), y[1]);
	gsl_odeiv2_driver_free(d);
}

static void
numbers(void)
{
	const gsl_rng_type **all = gsl_rng_types_setup(), **t;
	enum { MANY = 100000 };
	double *x = malloc(MANY * sizeof(*x));
	gsl_rng *r;
	int i;

	for (t = all; *t; t++) {
		r = gsl_rng_alloc(*t);
		for (i = 0; i < 1000; i++)
			gsl_rng_get(r);
		printf("%s %lu\n", (*t)->name, gsl_rng_get(r));
		gsl_rng_free(r);
	}
	r = gsl_rng_alloc(gsl_rng_mt19937);
	for (i = 0; i < MANY; i++)
		x[i] = gsl_ran_gaussian(r, 2);
	gsl_sort(x, 1, MANY);
	printf("mean %.4f deviation %.4f median %.4f\n",
	    gsl_stats_mean(x, 1, MANY), gsl_stats_sd(x, 1, MANY),
	    gsl_stats_median_from_sorted_data(x, 1, MANY));
	gsl_rng_free(r);
	free(x);
}

static double
cubic(double x, void *unused)
{
	(void)unused;
	return x * x * x - 2;
}

static void
roots(void)
{
	gsl_root_fsolver *s = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
	gsl_function f = { .function = cubic };
	int i;

	gsl_root_fsolver_set(s, &f, 0, 3);
	for (i = 0; i < 50 && gsl_root_fsolver_iterate(s) == 0; i++)
		;
	printf("root %.12f\n", gsl_root_fsolver_root(s));
	gsl_root_fsolver_free(s);
}

static void
hilbert(int n)
{
	gsl_matrix *a = gsl_matrix_alloc(n, n);
	gsl_vector *w = gsl_vector_alloc(n);
	gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(n);
	int i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			gsl_matrix_set(a, i, j, 1.0 / (i + j + 1));
	gsl_eigen_symm(a, w, work);
	printf("hilbert %d: %.10f\n", n, gsl_vector_max(w));
	gsl_eigen_symm_free(work);
	gsl_vector_free(w);
	gsl_matrix_free(a);
}

int
main(void)
{
	printf("J0(5) %.12f zeta(3) %.12f gamma(4.5) %.12f Ai(1) %.12f\n",
	    gsl_sf_bessel_J0(5), gsl_sf_zeta(3), gsl_sf_gamma(4.5),
	    gsl_sf_airy_Ai(1, GSL_PREC_DOUBLE));
	integrals();
	equations();
	numbers();
	roots();
	hilbert(8);
	hilbert(50);
	return 0;
}
