/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/pack.c - pack and unpack 50 MB: pack zlib|zstd|lz4|xz.
 *
 * xz works with four threads (Debian builds the static libzstd without).
 */
#include <lz4.h>
#include <lzma.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum { SIZE = 50 << 20, ROOM = SIZE + SIZE / 8 };

/* Half text of few words, half noise in runs. */
static void
fill(uint8_t *p, size_t n)
{
	static const char *const words[] = { "kitten ", "kernel ", "memory ",
		"a ", "of ", "thread ", "compute ", "\n" };
	uint64_t x = 88172645463325252;
	size_t i = 0, len;

	while (i < n) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		if (i >> 16 & 1) {
			p[i] = x >> 33 & (i >> 12);
			i++;
			continue;
		}
		len = strlen(words[x & 7]);
		if (len > n - i)
			len = n - i;
		memcpy(p + i, words[x & 7], len);
		i += len;
	}
}

static size_t
with_zlib(uint8_t *packed, const uint8_t *in, uint8_t *out)
{
	uLongf n = ROOM, m = SIZE;

	if (compress2(packed, &n, in, SIZE, 1) != Z_OK)
		return 0;
	if (uncompress(out, &m, packed, n) != Z_OK || m != SIZE)
		return 0;
	return n;
}

static size_t
with_zstd(uint8_t *packed, const uint8_t *in, uint8_t *out)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();
	size_t n, m;

	ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 3);
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	n = ZSTD_compress2(context, packed, ROOM, in, SIZE);
	ZSTD_freeCCtx(context);
	if (ZSTD_isError(n))
		return 0;
	m = ZSTD_decompress(out, SIZE, packed, n);
	return m == SIZE ? n : 0;
}

static size_t
with_lz4(uint8_t *packed, const uint8_t *in, uint8_t *out)
{
	int n =
	    LZ4_compress_default((const char *)in, (char *)packed, SIZE, ROOM);

	if (LZ4_decompress_safe((const char *)packed, (char *)out, n, SIZE) !=
	    SIZE)
		return 0;
	return n;
}

static int
finish(lzma_stream *s, const uint8_t *in, size_t n, uint8_t *out, size_t room)
{
	lzma_ret ret;

	s->next_in = in;
	s->avail_in = n;
	s->next_out = out;
	s->avail_out = room;
	do
		ret = lzma_code(s, LZMA_FINISH);
	while (ret == LZMA_OK);
	return ret == LZMA_STREAM_END;
}

static size_t
with_xz(uint8_t *packed, const uint8_t *in, uint8_t *out)
{
	lzma_mt mt = { .threads = 4,
		.preset = 0,
		.check = LZMA_CHECK_CRC64,
		.block_size = 4 << 20,
		.memlimit_threading = 1 << 30,
		.memlimit_stop = 1 << 30 };
	lzma_stream s = LZMA_STREAM_INIT, t = LZMA_STREAM_INIT;
	size_t n;

	if (lzma_stream_encoder_mt(&s, &mt) != LZMA_OK ||
	    !finish(&s, in, SIZE, packed, ROOM))
		return 0;
	n = s.total_out;
	lzma_end(&s);
	if (lzma_stream_decoder_mt(&t, &mt) != LZMA_OK ||
	    !finish(&t, packed, n, out, SIZE))
		return 0;
	lzma_end(&t);
	return n;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		size_t (*run)(uint8_t *packed, const uint8_t *in, uint8_t *out);
	} all[] = { { "zlib", with_zlib }, { "zstd", with_zstd },
		{ "lz4", with_lz4 }, { "xz", with_xz } };
	uint8_t *in = malloc(SIZE), *packed = malloc(ROOM), *out = malloc(SIZE);
	size_t n;
	unsigned i;

	if (!in || !packed || !out)
		return 1;
	fill(in, SIZE);
	for (i = 0; i < 4; i++) {
		if (argc != 2 || strcmp(argv[1], all[i].name) != 0)
			continue;
		n = all[i].run(packed, in, out);
		printf("%s: %zu bytes, crc %08lx, %s\n", argv[1], n,
		    crc32(0, packed, n),
		    n && memcmp(in, out, SIZE) == 0 ? "same again" : "WRONG");
		return !n;
	}
	return 2;
}
