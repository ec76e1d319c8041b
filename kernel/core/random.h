/* SPDX-License-Identifier: GPL-2.0-only */
/* core/random.h - random numbers: ChaCha20, seeded from RDSEED/RDRAND, the TSC
 * and the boot loader. Not for keys that outlive the job. */
#ifndef CORE_RANDOM_H
#define CORE_RANDOM_H

#include "base/types.h"

/* Mix bytes into the seed. */
void random_stir(const void *data, size_t len);
/* Fill buf. Context: any. */
void random_bytes(void *buf, size_t len);
uint64_t random_u64(void);

#endif
