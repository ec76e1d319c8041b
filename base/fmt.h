/* SPDX-License-Identifier: BSD-2-Clause */
/* base/fmt.h - formatted text.
 *
 * Idea: what snprintf does, for d i u x X o c s p %, with hh h l ll z t j,
 * width and precision (numbers or *), and the flags - 0 # + and space.
 * Limits: no floating point, no %n, no wide characters. A NULL string prints
 * as "(null)". An unknown conversion is copied as it stands.
 * Context: any.
 * Tests: tests/host/base/fmt_test.c compares with the C library's.
 */
#ifndef BASE_FMT_H
#define BASE_FMT_H

#include "base/types.h"
#include <stdarg.h>

/* Write at most n bytes to buf, the ending 0 included (none if n is 0).
 * Returns the length the whole text has, without the 0. */
int fmt_vsn(char *buf, size_t n, const char *f, va_list ap) __printf(3, 0);
int fmt_sn(char *buf, size_t n, const char *f, ...) __printf(3, 4);

#endif
