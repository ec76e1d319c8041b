/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/fft.c - FFTW transforms with several threads, there and back.
 *
 * Linked with fftw3_threads and with fftw3_omp; both have these names.
 */
#include <complex.h>
#include <fftw3.h>
#include <math.h>
#include <stdio.h>

static void
report(const char *what, double error, double limit)
{
	printf("%s: %s\n", what, error < limit ? "right" : "WRONG");
	if (!(error < limit))
		printf("error %g\n", error);
}

/* One wave gives one line in the spectrum; the way back gives it again. */
static void
line(const char *what, int n, unsigned flags)
{
	fftw_complex *in = fftw_alloc_complex(n), *out = fftw_alloc_complex(n);
	fftw_plan there, back;
	double error = 0, lines = 0;
	int i, k = 37;

	there = fftw_plan_dft_1d(n, in, out, FFTW_FORWARD, flags);
	back = fftw_plan_dft_1d(n, out, in, FFTW_BACKWARD, flags);
	for (i = 0; i < n; i++)
		in[i] = cexp(2 * M_PI * I * fmod((double)k * i, n) / n);
	fftw_execute(there);
	for (i = 0; i < n; i++)
		lines = fmax(lines, cabs(out[i] - (i == k ? n : 0)) / n);
	fftw_execute(back);
	for (i = 0; i < n; i++)
		error = fmax(error,
		    cabs(in[i] / n -
			 cexp(2 * M_PI * I * fmod((double)k * i, n) / n)));
	printf("%s of %d\n", what, n);
	report("spectrum", lines, 1e-10);
	report("there and back", error, 1e-10);
	fftw_destroy_plan(there);
	fftw_destroy_plan(back);
	fftw_free(in);
	fftw_free(out);
}

/* Three dimensions of real numbers: the sum of squares stays. */
static void
cube(int n)
{
	int half = n / 2 + 1, i, total = n * n * n;
	double *in = fftw_alloc_real(total), sum = 0, spectrum = 0;
	fftw_complex *out = fftw_alloc_complex((size_t)n * n * half);
	fftw_plan plan = fftw_plan_dft_r2c_3d(n, n, n, in, out, FFTW_ESTIMATE);
	double weight, size;

	for (i = 0; i < total; i++) {
		in[i] = sin(i * 0.37) + cos(i * 1.1);
		sum += in[i] * in[i];
	}
	fftw_execute(plan);
	for (i = 0; i < n * n * half; i++) {
		weight = i % half == 0 || i % half == n / 2 ? 1 : 2;
		size = cabs(out[i]);
		spectrum += weight * size * size;
	}
	report("cube", fabs(spectrum / total - sum) / sum, 1e-10);
	fftw_destroy_plan(plan);
	fftw_free(in);
	fftw_free(out);
}

int
main(void)
{
	printf("threads: %s\n", fftw_init_threads() ? "yes" : "no");
	fftw_plan_with_nthreads(2);
	line("estimate", 1 << 18, FFTW_ESTIMATE);
	line("measure", 1 << 10, FFTW_MEASURE);
	line("prime", 10007, FFTW_ESTIMATE);
	cube(64);
	fftw_cleanup_threads();
	return 0;
}
