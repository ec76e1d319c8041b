/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args.c - numbers from the command line, memory, and the clock. */
#define _GNU_SOURCE
#include "common/args.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void
args_fail(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("; try --help\n", stderr);
	exit(EXIT_USAGE);
}

uint64_t
args_u64(const char *what, const char *s, uint64_t lo, uint64_t hi)
{
	char *end;
	int base = s[0] == '0' && (s[1] | 32) == 'x' ? 16 : 10;
	unsigned long long v;

	if (s[0] < '0' || s[0] > '9')
		args_fail("%s: '%s' is not a whole number", what, s);
	errno = 0;
	v = strtoull(s, &end, base);
	if (*end != '\0')
		args_fail("%s: '%s' is not a whole number", what, s);
	if (errno == ERANGE || v < lo || v > hi)
		args_fail("%s: '%s' is not within %llu to %llu", what, s,
		    (unsigned long long)lo, (unsigned long long)hi);
	return v;
}

double
args_real(const char *what, const char *s, double lo, double hi)
{
	char *end;
	double v = strtod(s, &end);

	if (end == s || *end != '\0' || !isfinite(v))
		args_fail("%s: '%s' is not a number", what, s);
	if (v < lo || v > hi)
		args_fail("%s: '%s' is not within %g to %g", what, s, lo, hi);
	return v;
}

void *
args_alloc(uint64_t n, uint64_t size)
{
	void *p = NULL;

	if (n > (SIZE_MAX / 2) / size ||
	    posix_memalign(&p, 64, n * size) != 0) {
		fflush(stdout);
		fprintf(stderr,
		    "%s: not enough memory for %llu objects of %llu bytes\n",
		    program_invocation_short_name, (unsigned long long)n,
		    (unsigned long long)size);
		exit(EXIT_WRONG);
	}
	return p;
}

int
args_flush(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "%s: cannot write standard output: %s\n",
	    program_invocation_short_name, strerror(errno));
	return status != 0 ? status : EXIT_WRONG;
}

double
clock_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
