/* SPDX-License-Identifier: BSD-2-Clause */
/* base/err.h - the place an error is born.
 *
 * `return ERR(EINVAL);` is `return -EINVAL;`, and in a kernel with
 * CONFIG_DEBUG the place is noted, so that the trace of a system call can say
 * where its error came from. Pass an error on by plain `return err;`.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/errno.h"

/* Note that error err (negative) was born at file:line; returns err. The one in
 * base/err.c does nothing else; the kernel's core may bring its own.
 * Context: any. */
int err_origin(int err, const char *file, int line);

#ifdef CONFIG_DEBUG
#define ERR(e) ((void)err_origin(-(e), __FILE__, __LINE__), -(e))
#else
#define ERR(e) (-(e))
#endif

/* Pointers that carry -errno: the last 4095 addresses. */
#define ERR_PTR(e) ((void *)(long)(e))
#define PTR_ERR(p) ((long)(p))
#define IS_ERR(p)  ((unsigned long)(p) >= (unsigned long)-4095l)

#endif
