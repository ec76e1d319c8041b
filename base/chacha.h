/* SPDX-License-Identifier: BSD-2-Clause */
/* base/chacha.h - the ChaCha20 block function, for the random generator.
 *
 * Source: RFC 8439 section 2.3.
 * Tests: tests/host/base/chacha_test.c, the vectors of the RFC.
 */
#ifndef BASE_CHACHA_H
#define BASE_CHACHA_H

#include "base/types.h"

#define CHACHA_KEY_BYTES   32
#define CHACHA_BLOCK_BYTES 64

/* 64 bytes of key stream for the key, block counter and nonce (96 bits, as
 * three little-endian words). Context: any. */
void chacha20_block(const uint8_t key[CHACHA_KEY_BYTES], uint32_t counter,
    const uint32_t nonce[3], uint8_t out[CHACHA_BLOCK_BYTES]);

#endif
