/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/blas.c - matrix products and LAPACK solvers, checked.
 *
 * Linked with OpenBLAS (threads by pthreads, or by OpenMP) and with the
 * reference BLAS and LAPACK. Prints nothing that depends on rounding.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void dgemm_(const char *transa, const char *transb, const int *m, const int *n,
    const int *k, const double *alpha, const double *a, const int *lda,
    const double *b, const int *ldb, const double *beta, double *c,
    const int *ldc);
void dgesv_(const int *n, const int *nrhs, double *a, const int *lda, int *ipiv,
    double *b, const int *ldb, int *info);
void dsyev_(const char *jobz, const char *uplo, const int *n, double *a,
    const int *lda, double *w, double *work, const int *lwork, int *info);
void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n,
    double *a, const int *lda, double *s, double *u, const int *ldu, double *vt,
    const int *ldvt, double *work, const int *lwork, int *info);

static unsigned long seed = 1;

static double
random_value(void)
{
	seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return (double)(seed >> 40) / (1 << 24) - 0.5;
}

static double *
new_matrix(int n)
{
	double *a = malloc(sizeof(*a) * n * n);
	int i;

	for (i = 0; i < n * n; i++)
		a[i] = random_value();
	return a;
}

static void
report(const char *what, double error, double limit)
{
	printf("%s: %s\n", what, error < limit ? "right" : "WRONG");
	if (!(error < limit))
		printf("error %g\n", error);
}

/* C = A B, against C x = A (B x) for a random x. */
static void
product(int n)
{
	double *a = new_matrix(n), *b = new_matrix(n);
	double *c = calloc((size_t)n * n, sizeof(*c));
	double *x = calloc(n, sizeof(*x)), *y = calloc(n, sizeof(*y));
	double one = 1, zero = 0, error = 0, left, right;
	int i, j;

	dgemm_("N", "N", &n, &n, &n, &one, a, &n, b, &n, &zero, c, &n);
	for (i = 0; i < n; i++)
		x[i] = random_value();
	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			y[i] += b[j * n + i] * x[j];
	for (i = 0; i < n; i++) {
		left = right = 0;
		for (j = 0; j < n; j++) {
			left += c[j * n + i] * x[j];
			right += a[j * n + i] * y[j];
		}
		error = fmax(error, fabs(left - right));
	}
	report("dgemm", error, 1e-9);
	free(a);
	free(b);
	free(c);
	free(x);
	free(y);
}

static void
solve(int n)
{
	double *a = new_matrix(n), *b = calloc(n, sizeof(*b)), error = 0;
	int *pivot = calloc(n, sizeof(*pivot));
	int i, j, one = 1, info;

	for (i = 0; i < n; i++) {
		a[i * n + i] += n;
		for (j = 0; j < n; j++)
			b[j] += a[i * n + j] * (i + 1);
	}
	dgesv_(&n, &one, a, &n, pivot, b, &n, &info);
	for (i = 0; i < n; i++)
		error = fmax(error, fabs(b[i] - (i + 1)));
	report("dgesv", info ? 1 : error, 1e-8);
	free(a);
	free(b);
	free(pivot);
}

/* The eigenvalues of the second difference are known. */
static void
eigen(int n)
{
	double *a = calloc((size_t)n * n, sizeof(*a)), error = 0;
	double *w = calloc(n, sizeof(*w)), *work = calloc(64 * n, sizeof(*w));
	int i, room = 64 * n, info;

	for (i = 0; i < n; i++) {
		a[i * n + i] = 2;
		if (i > 0)
			a[i * n + i - 1] = a[(i - 1) * n + i] = -1;
	}
	dsyev_("V", "U", &n, a, &n, w, work, &room, &info);
	for (i = 0; i < n; i++)
		error = fmax(
		    error, fabs(w[i] - 2 + 2 * cos((i + 1) * M_PI / (n + 1))));
	report("dsyev", info ? 1 : error, 1e-10);
	free(a);
	free(w);
	free(work);
}

/* The squares of the singular values add up to those of the elements. */
static void
singular(int n)
{
	double *a = new_matrix(n), *s = calloc(n, sizeof(*s));
	double *work = calloc(64 * n, sizeof(*work)), sum = 0, squares = 0;
	int i, room = 64 * n, info, one = 1;

	for (i = 0; i < n * n; i++)
		sum += a[i] * a[i];
	dgesvd_("N", "N", &n, &n, a, &n, s, NULL, &one, NULL, &one, work, &room,
	    &info);
	for (i = 0; i < n; i++)
		squares += s[i] * s[i];
	report("dgesvd", info ? 1 : fabs(sum - squares) / sum, 1e-11);
	free(a);
	free(s);
	free(work);
}

int
main(void)
{
	product(64);
	product(500);
	solve(400);
	eigen(150);
	singular(150);
	return 0;
}
