/* SPDX-License-Identifier: BSD-2-Clause */
/* base/str.c - what the C library does not have. See base/libc.c for the rest.
 */
#include "base/str.h"
#include "base/err.h"

long
strscpy(char *dst, const char *src, size_t size)
{
	size_t i;

	if (!size)
		return ERR(E2BIG);
	for (i = 0; i < size; i++) {
		dst[i] = src[i];
		if (!src[i])
			return (long)i;
	}
	dst[size - 1] = 0;
	return ERR(E2BIG);
}
