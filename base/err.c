/* SPDX-License-Identifier: BSD-2-Clause */
/* base/err.c - the err_origin that does nothing, for who has no better. */
#include "base/err.h"

__attribute__((weak)) int
err_origin(int err, const char *file, int line)
{
	(void)file;
	(void)line;
	return err;
}
