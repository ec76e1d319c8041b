/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/fs/uio_test.c - bytes go to the right places across any
 * cut into pieces, and a bad user pointer stops the transfer where it lies.
 */
#include "arch/pgtable.h"
#include "base/errno.h"
#include "fs/file.h"
#include "host.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

#define SIZE   20000u
#define PIECES 12u

static struct rng rng = { 21 };
static unsigned char src[SIZE], mem[SIZE], model[SIZE];

static size_t
rnd(size_t n)
{
	return rng_below(&rng, n);
}

/* Random pieces of mem, some empty; map[i] is where byte i of the uio lies. */
static uint64_t
make_pieces(struct uio_piece *piece, uint32_t *map)
{
	uint64_t total = 0;

	for (unsigned int i = 0; i < PIECES; i++) {
		size_t len = rnd(4) ? rnd(SIZE / PIECES) : 0;
		size_t at = i * (SIZE / PIECES) + rnd(SIZE / PIECES - len);

		piece[i] = (struct uio_piece){ (uint64_t)(mem + at), len };
		for (size_t k = 0; k < len; k++)
			map[total++] = (uint32_t)(at + k);
	}
	return total;
}

static void
random_transfers(bool kernel)
{
	static uint32_t map[SIZE];
	unsigned char back[SIZE];

	for (int round = 0; round < 300; round++) {
		struct uio_piece piece[PIECES];
		uint64_t total = make_pieces(piece, map), at = 0;
		struct uio u = { .piece = piece,
			.npieces = PIECES,
			.left = total,
			.kernel = kernel };

		while (u.left) {
			size_t len = 1 + rnd(1500), n = MIN(len, u.left);

			switch (rnd(3)) {
			case 0:
				for (size_t i = 0; i < n; i++) {
					src[i] = (unsigned char)rnd(256);
					model[map[at + i]] = src[i];
				}
				assert_int_equal(uio_to(&u, src, len), n);
				break;
			case 1:
				assert_int_equal(uio_from(&u, back, len), n);
				for (size_t i = 0; i < n; i++)
					assert_int_equal(
					    back[i], model[map[at + i]]);
				break;
			default:
				for (size_t i = 0; i < n; i++)
					model[map[at + i]] = 0;
				assert_int_equal(uio_zero(&u, len), n);
			}
			at += n;
			assert_int_equal(u.left, total - at);
		}
		assert_memory_equal(mem, model, SIZE);
		assert_int_equal(uio_to(&u, src, 5), 0);
	}
}

static void
test_uio_kernel_pieces(void **state)
{
	(void)state;
	host_user_len = 0;
	random_transfers(true);
}

static void
test_uio_user_pieces(void **state)
{
	(void)state;
	host_user = (char *)mem;
	host_user_len = SIZE;
	random_transfers(false);
}

static void
test_uio_fault_counts_whole_pages(void **state)
{
	char *user = aligned_alloc(PAGE_SIZE, 4 * PAGE_SIZE);
	struct uio_piece piece;
	struct uio u;

	(void)state;
	host_user = user;
	host_user_len = 2 * PAGE_SIZE; /* the third page faults */
	uio_init(&u, &piece, (uint64_t)user + 100, 3 * PAGE_SIZE, false);
	assert_int_equal(uio_to(&u, src, 3 * PAGE_SIZE), 2 * PAGE_SIZE - 100);
	assert_int_equal(u.left, PAGE_SIZE + 100);
	assert_memory_equal(user + 100, src, 2 * PAGE_SIZE - 100);
	assert_int_equal(uio_to(&u, src, 1), -EFAULT);
	assert_int_equal(u.left, PAGE_SIZE + 100);
	uio_init(&u, &piece, (uint64_t)user + 2 * PAGE_SIZE, 10, false);
	assert_int_equal(uio_from(&u, src, 10), -EFAULT);
	assert_int_equal(uio_zero(&u, 10), -EFAULT);
	free(user);
}

static void
test_uio_fault_in_a_later_piece(void **state)
{
	char user[100];
	struct uio_piece piece[3] = { { (uint64_t)user, 30 }, { 8, 20 },
		{ (uint64_t)user + 50, 10 } };
	struct uio u = { .piece = piece, .npieces = 3, .left = 60 };

	(void)state;
	host_user = user;
	host_user_len = sizeof(user);
	assert_int_equal(uio_zero(&u, 60), 30);
	assert_int_equal(uio_zero(&u, 30), -EFAULT);
	assert_int_equal(u.left, 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uio_kernel_pieces),
		cmocka_unit_test(test_uio_user_pieces),
		cmocka_unit_test(test_uio_fault_counts_whole_pages),
		cmocka_unit_test(test_uio_fault_in_a_later_piece),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
