/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * solve.c - the conjugate-gradient method of Hestenes and Stiefel (1952).
 *
 * Idea: three kernels, as the HPCCG problem names them: ddot (x . y), waxpby
 * (w = x + b y) and sparsemv (y = A x). An iteration runs ddot twice, waxpby
 * three times and sparsemv once.
 *
 * Invariants: a sum is formed over blocks of fixed size, and the blocks are
 * then added in order, so every result is the same to the last bit whatever
 * the number of threads.
 */
#include "cg/solve.h"

#include "common/args.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 1024 };

struct work {
	const struct problem *a;
	double *r;	 /* residual */
	double *p;	 /* direction */
	double *ap;	 /* A times direction */
	double *partial; /* one sum for each block */
	struct solve *out;
};

static double
ddot(struct work *w, const double *x, const double *y)
{
	double t = clock_s(), sum = 0.0;
	uint64_t n = w->a->rows, blocks = (n + BLOCK - 1) / BLOCK;

#pragma omp parallel for schedule(static)
	for (uint64_t b = 0; b < blocks; b++) {
		uint64_t end = (b + 1) * BLOCK < n ? (b + 1) * BLOCK : n;
		double s = 0.0;

		for (uint64_t i = b * BLOCK; i < end; i++)
			s += x[i] * y[i];
		w->partial[b] = s;
	}
	for (uint64_t b = 0; b < blocks; b++)
		sum += w->partial[b];
	w->out->ddot_s += clock_s() - t;
	return sum;
}

/* out = x + beta * y; out may be x or y. */
static void
waxpby(
    struct work *w, double *out, const double *x, double beta, const double *y)
{
	double t = clock_s();

#pragma omp parallel for schedule(static)
	for (uint64_t i = 0; i < w->a->rows; i++)
		out[i] = x[i] + beta * y[i];
	w->out->waxpby_s += clock_s() - t;
}

static void
sparsemv(struct work *w, double *y, const double *x)
{
	const struct problem *a = w->a;
	double t = clock_s();

#pragma omp parallel for schedule(static)
	for (uint64_t i = 0; i < a->rows; i++) {
		double s = 0.0;

		for (uint64_t k = a->start[i]; k < a->start[i + 1]; k++)
			s += a->value[k] * x[a->column[k]];
		y[i] = s;
	}
	w->out->sparsemv_s += clock_s() - t;
}

static void
iterate(struct work *w, double *x, uint64_t max_iter, double tolerance)
{
	struct solve *out = w->out;
	double rr = ddot(w, w->r, w->r), beta = 0.0;

	out->initial = out->residual = sqrt(rr);
	while (out->iterations < max_iter &&
	       out->residual > tolerance * out->initial) {
		double alpha, old = rr;

		waxpby(w, w->p, w->r, beta, w->p);
		sparsemv(w, w->ap, w->p);
		alpha = rr / ddot(w, w->p, w->ap);
		waxpby(w, x, x, alpha, w->p);
		waxpby(w, w->r, w->r, -alpha, w->ap);
		rr = ddot(w, w->r, w->r);
		beta = rr / old;
		out->residual = sqrt(rr);
		out->iterations++;
	}
}

/* |b - A x|, untimed, with its own arithmetic. */
static double
residual_of(struct work *w, const double *x)
{
	struct solve keep = *w->out;
	double r;

	sparsemv(w, w->ap, x);
	waxpby(w, w->r, w->a->b, -1.0, w->ap);
	r = sqrt(ddot(w, w->r, w->r));
	*w->out = keep;
	return r;
}

void
solve_cg(const struct problem *p, double *x, uint64_t max_iter,
    double tolerance, struct solve *out)
{
	uint64_t n = p->rows;
	struct work w = {
		.a = p,
		.r = args_alloc(n, sizeof(double)),
		.p = args_alloc(n, sizeof(double)),
		.ap = args_alloc(n, sizeof(double)),
		.partial = args_alloc((n + BLOCK - 1) / BLOCK, sizeof(double)),
		.out = out,
	};
	double t;

	*out = (struct solve){ 0 };
#pragma omp parallel for schedule(static)
	for (uint64_t i = 0; i < n; i++) {
		x[i] = w.p[i] = w.ap[i] = 0.0;
		w.r[i] = p->b[i];
	}
	t = clock_s();
	iterate(&w, x, max_iter, tolerance);
	out->total_s = clock_s() - t;
	out->true_residual = residual_of(&w, x);
	free(w.r);
	free(w.p);
	free(w.ap);
	free(w.partial);
}
