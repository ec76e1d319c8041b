/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/big_bss.c - 64 MiB of zeroed data, an odd end of the data segment.
 */
#include "lib/check.h"

#define BSS_BYTES (64UL << 20)

static unsigned char big[BSS_BYTES];
static unsigned char filled[12345] = { 1, 2, 3 };

static void
test_bss_is_zero(void)
{
	const uint64_t *words = (const uint64_t *)big;
	uint64_t all = 0;

	for (size_t i = 0; i < BSS_BYTES / 8; i++)
		all |= words[i];
	CHECK(all == 0);
}

static void
test_bss_keeps_a_pattern(void)
{
	for (size_t i = 0; i < BSS_BYTES; i += 4096)
		big[i] = (unsigned char)(i >> 12);
	for (size_t i = 0; i < BSS_BYTES; i += 4096)
		CHECK_EQ(big[i], (unsigned char)(i >> 12));
}

static void
test_data_tail_is_zero(void)
{
	CHECK(filled[0] == 1 && filled[2] == 3);
	for (size_t i = 3; i < sizeof(filled); i++)
		CHECK_EQ(filled[i], 0);
}

static void
test_bss_end_and_break_apart(void)
{
	extern char end[];

	CHECK((char *)sbrk(0) >= end);
}

static const struct check_test tests[] = {
	T(test_bss_is_zero),
	T(test_bss_keeps_a_pattern),
	T(test_data_tail_is_zero),
	T(test_bss_end_and_break_apart),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
