/* SPDX-License-Identifier: GPL-2.0-only */
/* core/random.c - ChaCha20 in counter mode; the key is replaced after every
 * request, so that earlier output can't be computed from a captured state.
 *
 * Locking: random_lock, RANK_RANDOM.
 */
#include "core/random.h"
#include "arch/cpu.h"
#include "arch/tsc.h"
#include "base/chacha.h"
#include "base/str.h"
#include "sync/spinlock.h"

static struct spinlock random_lock = SPINLOCK_INIT(RANK_RANDOM);
static uint8_t key[32];	 /* [l] */
static bool seeded;	 /* [l] */
static uint32_t counter; /* [l] */
static const uint32_t nonce[3];

static void
stir(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint8_t block[64];

	for (size_t i = 0; i < len; i++) {
		key[i % sizeof(key)] ^= p[i];
		if (i % sizeof(key) == sizeof(key) - 1 || i + 1 == len) {
			chacha20_block(key, counter++, nonce, block);
			memcpy(key, block, sizeof(key));
		}
	}
}

static void
seed(void)
{
	uint8_t bytes[32];
	uint64_t tsc = arch_tsc();
	size_t n = arch_random(bytes, sizeof(bytes));

	stir(bytes, n);
	stir(&tsc, sizeof(tsc));
	seeded = true;
}

void
random_stir(const void *data, size_t len)
{
	spin_lock(&random_lock);
	stir(data, len);
	spin_unlock(&random_lock);
}

void
random_bytes(void *buf, size_t len)
{
	uint8_t block[64];
	uint8_t *out = buf;

	spin_lock(&random_lock);
	if (!seeded)
		seed();
	while (len) {
		size_t n = MIN(len, 32);

		/* First half of a block: the next key; second half: output. */
		chacha20_block(key, counter++, nonce, block);
		memcpy(key, block, sizeof(key));
		memcpy(out, block + 32, n);
		out += n;
		len -= n;
	}
	spin_unlock(&random_lock);
}

uint64_t
random_u64(void)
{
	uint64_t v;

	random_bytes(&v, sizeof(v));
	return v;
}
