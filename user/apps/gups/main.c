/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * main.c - gups: random updates of a table, billions a second.
 *
 * Idea: HPCC RandomAccess. A table of N = 2^m words starts as T[i] = i; then
 * for 4 N numbers r of a shift-register sequence, T[r mod N] ^= r. The
 * sequence is r(0) = 1, r(k+1) = r(k) shifted left by one, xor 7 if a one
 * fell out: r(k) is the polynomial x^k over GF(2) modulo x^64 + x^2 + x + 1.
 * So a thread that begins at update k computes x^k by squaring.
 *
 * Invariants: updates are plain loads and stores, as the definition allows;
 * two threads that hit one word together may lose one update.
 *
 * Tests: the program checks itself. All updates are applied again, none lost
 * this time, after which T[i] = i must hold but for at most 1 % of the words.
 */
#include "common/args.h"

#include <getopt.h>
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { POLY = 7, UPDATES_PER_WORD = 4, ERRORS_PERCENT = 1 };

static const char help[] =
    "usage: gups [OPTIONS] [LOG2_SIZE]\n"
    "\n"
    "Random updates of a table of 2^LOG2_SIZE 64-bit words (20 unless given),\n"
    "four updates for each word.\n"
    "\n"
    "  -c, --check   print only what does not depend on time or threads\n"
    "  -h, --help    this text\n"
    "\n"
    "OMP_NUM_THREADS chooses the number of threads. Exit status: 0 the result\n"
    "is right, 1 it is wrong or there is not enough memory, 2 bad arguments.\n";

static inline uint64_t
next(uint64_t r)
{
	return r << 1 ^ ((int64_t)r < 0 ? POLY : 0);
}

/* The product of two polynomials, modulo x^64 + x^2 + x + 1. */
static uint64_t
multiply(uint64_t a, uint64_t b)
{
	uint64_t product = 0;

	for (; b != 0; b >>= 1, a = next(a))
		if (b & 1)
			product ^= a;
	return product;
}

/* x^k: the sequence's element k. */
static uint64_t
element(uint64_t k)
{
	uint64_t result = 1, square = 2;

	for (; k != 0; k >>= 1, square = multiply(square, square))
		if (k & 1)
			result = multiply(result, square);
	return result;
}

/* Threads may lose each other's updates, on purpose: no lock, no atomic
 * read-modify-write; the accesses themselves are whole words. */
static void
update(uint64_t *t, uint64_t n, uint64_t first, uint64_t end)
{
	uint64_t r = element(first);

	for (uint64_t k = first; k < end; k++) {
		uint64_t *word = &t[(r = next(r)) & (n - 1)];

		__atomic_store_n(word,
		    __atomic_load_n(word, __ATOMIC_RELAXED) ^ r,
		    __ATOMIC_RELAXED);
	}
}

static void
update_exactly(uint64_t *t, uint64_t n, uint64_t first, uint64_t end)
{
	uint64_t r = element(first);

	for (uint64_t k = first; k < end; k++) {
		r = next(r);
		__atomic_fetch_xor(&t[r & (n - 1)], r, __ATOMIC_RELAXED);
	}
}

static void
update_all(uint64_t *t, uint64_t n, uint64_t updates,
    void (*part)(uint64_t *, uint64_t, uint64_t, uint64_t))
{
#pragma omp parallel
	{
		uint64_t id = (uint64_t)omp_get_thread_num();
		uint64_t threads = (uint64_t)omp_get_num_threads();
		uint64_t share = updates / threads, rest = updates % threads;
		uint64_t first = id * share + (id < rest ? id : rest);

		part(t, n, first, first + share + (id < rest));
	}
}

static uint64_t
count_wrong(const uint64_t *t, uint64_t n)
{
	uint64_t wrong = 0;

#pragma omp parallel for schedule(static) reduction(+ : wrong)
	for (uint64_t i = 0; i < n; i++)
		wrong += t[i] != i;
	return wrong;
}

static int
run(uint64_t m, bool check)
{
	uint64_t n = UINT64_C(1) << m, updates = UPDATES_PER_WORD * n, wrong;
	uint64_t *t = args_alloc(n, sizeof *t);
	bool good;
	double s;

#pragma omp parallel for schedule(static)
	for (uint64_t i = 0; i < n; i++)
		t[i] = i;
	printf("gups: 2^%lu words, %lu updates\n", m, updates);
	if (!check)
		printf("threads: %d\n", omp_get_max_threads());
	fflush(stdout);
	s = clock_s();
	update_all(t, n, updates, update);
	s = clock_s() - s;
	if (!check)
		printf("seconds: %.6f\nGUPS: %.9f\n", s,
		    s > 0.0 ? 1e-9 * (double)updates / s : 0.0);
	update_all(t, n, updates, update_exactly);
	wrong = count_wrong(t, n);
	good = wrong * 100 <= n * ERRORS_PERCENT;
	if (!check || !good)
		printf("wrong words: %lu (%.4f %%)\n", wrong,
		    100.0 * (double)wrong / (double)n);
	printf("result: %s\n", good ? "correct" : "WRONG");
	free(t);
	return good ? 0 : EXIT_WRONG;
}

int
main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "check", no_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	bool check = false;
	uint64_t m = 20;
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
	if (argc - optind > 1)
		args_fail("too many arguments");
	if (optind < argc)
		m = args_u64("LOG2_SIZE", argv[optind], 10, 40);
	return args_flush(run(m, check));
}
