/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * main.c - stream: sustainable memory bandwidth, four kernels.
 *
 * Idea: STREAM as McCalpin defines it, over three arrays of n doubles:
 *   copy  c = a        16 bytes an element
 *   scale b = 3 c      16
 *   add   c = a + b    24
 *   triad a = b + 3 c  24
 * repeated ntimes; the first round is not counted. A rate is that of the
 * fastest round, in 10^6 bytes a second.
 *
 * Tests: the program checks itself by the published rule. The same steps on
 * three scalars give what every element must be; the mean absolute error of
 * each array, relative to that, must be below 1e-13.
 */
#include "common/args.h"

#include <getopt.h>
#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { COPY, SCALE, ADD, TRIAD, KERNELS };

static const char *const kernel_name[KERNELS] = { "copy", "scale", "add",
	"triad" };
static const int kernel_words[KERNELS] = { 2, 2, 3, 3 };
static const double factor = 3.0;
static const double allowed = 1e-13;

struct arrays {
	double *a, *b, *c;
	uint64_t n;
};

struct times {
	double best, worst, sum;
};

static const char help[] =
    "usage: stream [OPTIONS] [N [NTIMES]]\n"
    "\n"
    "Memory bandwidth of copy, scale, add and triad over three arrays of N\n"
    "doubles (2000000 unless given), each kernel NTIMES times (10).\n"
    "\n"
    "  -c, --check   print only what does not depend on time or threads\n"
    "  -h, --help    this text\n"
    "\n"
    "Arrays should be four times as large as the last cache. OMP_NUM_THREADS\n"
    "chooses the number of threads. Exit status: 0 the result is right, 1 it\n"
    "is wrong or there is not enough memory, 2 bad arguments.\n";

static void
run_kernel(const struct arrays *m, int kernel)
{
	double *a = m->a, *b = m->b, *c = m->c;
	uint64_t n = m->n;

	switch (kernel) {
	case COPY:
#pragma omp parallel for schedule(static)
		for (uint64_t i = 0; i < n; i++)
			c[i] = a[i];
		break;
	case SCALE:
#pragma omp parallel for schedule(static)
		for (uint64_t i = 0; i < n; i++)
			b[i] = factor * c[i];
		break;
	case ADD:
#pragma omp parallel for schedule(static)
		for (uint64_t i = 0; i < n; i++)
			c[i] = a[i] + b[i];
		break;
	case TRIAD:
#pragma omp parallel for schedule(static)
		for (uint64_t i = 0; i < n; i++)
			a[i] = b[i] + factor * c[i];
		break;
	}
}

static void
arrays_init(struct arrays *m, uint64_t n)
{
	m->n = n;
	m->a = args_alloc(n, sizeof(double));
	m->b = args_alloc(n, sizeof(double));
	m->c = args_alloc(n, sizeof(double));
#pragma omp parallel for schedule(static)
	for (uint64_t i = 0; i < n; i++) {
		m->a[i] = 1.0;
		m->b[i] = 2.0;
		m->c[i] = 0.0;
	}
}

static void
run(const struct arrays *m, uint64_t ntimes, struct times t[KERNELS])
{
	for (int k = 0; k < KERNELS; k++)
		t[k] = (struct times){ .best = INFINITY };
	for (uint64_t round = 0; round < ntimes; round++)
		for (int k = 0; k < KERNELS; k++) {
			double start = clock_s(), s;

			run_kernel(m, k);
			s = clock_s() - start;
			if (round == 0)
				continue;
			t[k].best = s < t[k].best ? s : t[k].best;
			t[k].worst = s > t[k].worst ? s : t[k].worst;
			t[k].sum += s;
		}
}

static void
print_rates(const struct arrays *m, uint64_t ntimes, const struct times *t)
{
	printf("%-8s %14s %12s %12s %12s\n", "kernel", "best MB/s", "avg s",
	    "min s", "max s");
	for (int k = 0; k < KERNELS; k++) {
		double mb =
		    1e-6 * kernel_words[k] * sizeof(double) * (double)m->n;

		printf("%-8s %14.1f %12.6f %12.6f %12.6f\n", kernel_name[k],
		    t[k].best > 0.0 ? mb / t[k].best : 0.0,
		    t[k].sum / (double)(ntimes - 1), t[k].best, t[k].worst);
	}
}

/* The mean distance of v's elements from want, relative to want. */
static double
mean_error(const double *v, uint64_t n, double want)
{
	double sum = 0.0;

#pragma omp parallel for schedule(static) reduction(+ : sum)
	for (uint64_t i = 0; i < n; i++)
		sum += fabs(v[i] - want);
	return sum / (double)n / fabs(want);
}

static int
verdict(const struct arrays *m, uint64_t ntimes)
{
	const double *const v[] = { m->a, m->b, m->c };
	double want[] = { 1.0, 2.0, 0.0 };
	int status = 0;

	for (uint64_t round = 0; round < ntimes; round++) {
		want[2] = want[0];
		want[1] = factor * want[2];
		want[2] = want[0] + want[1];
		want[0] = want[1] + factor * want[2];
	}
	for (int i = 0; i < 3; i++) {
		double e = mean_error(v[i], m->n, want[i]);

		if (e < allowed)
			continue;
		printf("result: WRONG, array %c is off by %.3e on average\n",
		    'a' + i, e);
		status = EXIT_WRONG;
	}
	if (status == 0)
		printf("result: correct\n");
	return status;
}

int
main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "check", no_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	uint64_t n = 2000000, ntimes = 10;
	struct times t[KERNELS];
	struct arrays m;
	bool check = false;
	int c;

	while ((c = getopt_long(argc, argv, "ch", longs, NULL)) != -1) {
		if (c == 'c') {
			check = true;
		} else if (c == 'h') {
			fputs(help, stdout);
			return args_flush(0);
		} else {
			return EXIT_USAGE;
		}
	}
	if (argc - optind > 2)
		args_fail("too many arguments");
	if (optind < argc)
		n = args_u64("N", argv[optind], 1, UINT64_C(1) << 40);
	/* 15^ntimes must stay a finite number: 15^250 is about 1e294. */
	if (optind + 1 < argc)
		ntimes = args_u64("NTIMES", argv[optind + 1], 2, 250);
	arrays_init(&m, n);
	printf("stream: 3 arrays of %lu doubles, %lu times\n", n, ntimes);
	if (!check)
		printf("threads: %d\n", omp_get_max_threads());
	fflush(stdout);
	run(&m, ntimes, t);
	if (!check)
		print_rates(&m, ntimes, t);
	c = verdict(&m, ntimes);
	free(m.a);
	free(m.b);
	free(m.c);
	return args_flush(c);
}
