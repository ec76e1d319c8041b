/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/user.h - the instructions behind mm/copyio.c. Nobody else's business.
 *
 * Each returns 0, or 1 when it faulted. Only between user_access_begin and
 * user_access_end (SMAP; nothing where the CPU has none).
 */
#ifndef ARCH_USER_H
#define ARCH_USER_H

#include "arch/x86_64/cpu/features.h"
#include "base/types.h"

static inline void
user_access_begin(void)
{
	if (cpu_features.smap)
		__asm__ volatile("stac" ::: "memory");
}

static inline void
user_access_end(void)
{
	if (cpu_features.smap)
		__asm__ volatile("clac" ::: "memory");
}

int user_copy(void *dst, const void *src, size_t len);
int user_zero(void *dst, size_t len);
int user_get8(const void *src, char *out);
int user_get32(const void *src, uint32_t *out);
int user_cas32(void *addr, uint32_t expect, uint32_t val, uint32_t *old);

#endif
