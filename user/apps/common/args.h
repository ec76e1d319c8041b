/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * args.h - numbers from the command line, and two clocks, for the programs.
 *
 * Shared by the bundled programs (cg, stream, gups, selfish, lmb). Every bad
 * argument ends the program with status 2 and one line that names it.
 */
#ifndef USER_APPS_COMMON_ARGS_H
#define USER_APPS_COMMON_ARGS_H

#include <stdint.h>

enum { EXIT_WRONG = 1, EXIT_USAGE = 2 };

/*
 * A whole decimal or 0x number. `what` names the argument in the message;
 * the result is within [lo, hi], or the program has ended with EXIT_USAGE.
 */
uint64_t args_u64(const char *what, const char *s, uint64_t lo, uint64_t hi);

/* The same for a finite real number. */
double args_real(const char *what, const char *s, double lo, double hi);

/* Print "PROGRAM: message; try --help" to standard error; exit EXIT_USAGE. */
void args_fail(const char *fmt, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

/* Memory for n objects of size bytes, 64-byte aligned, or exit EXIT_WRONG
 * with a message. The caller frees it with free(). */
void *args_alloc(uint64_t n, uint64_t size);

/* Make sure all output arrived; returns status, or EXIT_WRONG if it did not. */
int args_flush(int status);

/* Seconds on the monotonic clock. */
double clock_s(void);

/* The time stamp counter, in cycles. Not serializing. */
static inline uint64_t
clock_cycles(void)
{
	uint32_t lo, hi;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi) : : "memory");
	return (uint64_t)hi << 32 | lo;
}

#endif
