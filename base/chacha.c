/* SPDX-License-Identifier: BSD-2-Clause */
/* base/chacha.c - the ChaCha20 block function (RFC 8439 section 2.3). */
#include "base/chacha.h"
#include "base/str.h"

static inline uint32_t
rotl(uint32_t x, unsigned int n)
{
	return x << n | x >> (32 - n);
}

static inline void
quarter(uint32_t s[16], int a, int b, int c, int d)
{
	s[a] += s[b];
	s[d] = rotl(s[d] ^ s[a], 16);
	s[c] += s[d];
	s[b] = rotl(s[b] ^ s[c], 12);
	s[a] += s[b];
	s[d] = rotl(s[d] ^ s[a], 8);
	s[c] += s[d];
	s[b] = rotl(s[b] ^ s[c], 7);
}

void
chacha20_block(const uint8_t key[CHACHA_KEY_BYTES], uint32_t counter,
    const uint32_t nonce[3], uint8_t out[CHACHA_BLOCK_BYTES])
{
	/* "expand 32-byte k", little-endian */
	uint32_t in[16] = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 };
	uint32_t s[16];
	int i;

	memcpy(&in[4], key, CHACHA_KEY_BYTES);
	in[12] = counter;
	memcpy(&in[13], nonce, 12);
	memcpy(s, in, sizeof(s));
	for (i = 0; i < 10; i++) {
		quarter(s, 0, 4, 8, 12);
		quarter(s, 1, 5, 9, 13);
		quarter(s, 2, 6, 10, 14);
		quarter(s, 3, 7, 11, 15);
		quarter(s, 0, 5, 10, 15);
		quarter(s, 1, 6, 11, 12);
		quarter(s, 2, 7, 8, 13);
		quarter(s, 3, 4, 9, 14);
	}
	for (i = 0; i < 16; i++)
		s[i] += in[i];
	memcpy(out, s, sizeof(s));
}
