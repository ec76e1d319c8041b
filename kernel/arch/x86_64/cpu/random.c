/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/random.c - the processor's random number instructions. */
#include "arch/cpu.h"
#include "arch/x86_64/cpu/features.h"
#include "base/str.h"

/* Intel: RDRAND fails so often in a row only when it is broken; RDSEED fails
 * when asked too fast. */
#define RETRIES 16

static bool
rdseed(uint64_t *v)
{
	bool ok = false;

	for (int i = 0; i < RETRIES && !ok; i++)
		__asm__ volatile("rdseed %0" : "=r"(*v), "=@ccc"(ok));
	return ok;
}

static bool
rdrand(uint64_t *v)
{
	bool ok = false;

	for (int i = 0; i < RETRIES && !ok; i++)
		__asm__ volatile("rdrand %0" : "=r"(*v), "=@ccc"(ok));
	return ok;
}

size_t
arch_random(void *buf, size_t len)
{
	size_t done = 0;
	uint64_t v;

	while (done < len) {
		size_t n = MIN(len - done, sizeof(v));

		if (!(cpu_has(X86_RDSEED) && rdseed(&v)) &&
		    !(cpu_has(X86_RDRAND) && rdrand(&v)))
			break;
		memcpy((char *)buf + done, &v, n);
		done += n;
	}
	return done;
}
