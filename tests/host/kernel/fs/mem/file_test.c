/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/fs/mem/file_test.c - read, write, seek, cut and punch of a
 * file in memory against a plain array and a size.
 */
#include "arch/pgtable.h"
#include "base/errno.h"
#include "fs/mem/mem.h"
#include "fs/vfs.h"
#include "host.h"
#include "host_fs.h"
#include "unit.h"
#include <string.h>

#define MOST 100000u

static struct rng rng = { 41 };
static struct file *f;
static char model[MOST], data[MOST], back[MOST];
static uint64_t size;

static int
setup(void **state)
{
	(void)state;
	assert_int_equal(host_alloc_live, 0);
	host_fs_init();
	memset(model, 0, sizeof(model));
	size = 0;
	assert_int_equal(path_open(NULL, "/f", FILE_READ | FILE_WRITE,
			     OPEN_CREATE, 0644, &f),
	    0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	file_put(f);
	host_fs_fini();
	assert_int_equal(host_alloc_live, 0);
	return 0;
}

static long
move(bool write, void *buf, uint64_t len, uint64_t pos)
{
	struct uio_piece piece;
	struct uio u;

	uio_init(&u, &piece, (uint64_t)buf, len, true);
	return write ? f->ops->write(f, &u, &pos) : f->ops->read(f, &u, &pos);
}

static void
do_write(uint64_t pos, uint64_t len)
{
	for (uint64_t i = 0; i < len; i++)
		data[i] = (char)rng_next(&rng);
	assert_int_equal(move(true, data, len, pos), len);
	memcpy(model + pos, data, len);
	if (len && pos + len > size)
		size = pos + len;
}

static void
do_read(uint64_t pos, uint64_t len)
{
	uint64_t want = pos < size ? MIN(len, size - pos) : 0;

	assert_int_equal(move(false, back, len, pos), want);
	assert_memory_equal(back, model + pos, want);
}

static void
do_truncate(uint64_t len)
{
	assert_int_equal(f->ops->truncate(f, len), 0);
	if (len < size)
		memset(model + len, 0, size - len);
	size = len;
}

static void
do_punch(uint64_t pos, uint64_t len)
{
	assert_int_equal(mem_file_punch(f, pos, len), 0);
	memset(model + pos, 0, len);
}

static void
test_file_random(void **state)
{
	(void)state;
	for (int step = 0; step < 8000; step++) {
		uint64_t pos = rng_below(&rng, MOST), len;

		len = rng_below(&rng, MIN(MOST - pos, 9000ul) + 1);
		switch (rng_below(&rng, 8)) {
		case 0:
			do_truncate(pos);
			break;
		case 1:
			do_punch(pos, len);
			break;
		case 2:
		case 3:
		case 4:
			do_write(pos, len);
			break;
		default:
			do_read(pos, len);
		}
		assert_int_equal(f->inode->size, size);
	}
	do_read(0, MOST);
}

static void
test_file_append(void **state)
{
	(void)state;
	do_write(0, 5000);
	f->flags |= FILE_APPEND;
	assert_int_equal(move(true, data, 10, 3), 10);
	assert_int_equal(f->inode->size, 5010);
}

static void
test_file_seek(void **state)
{
	(void)state;
	do_write(5 * PAGE_SIZE + 10, 100);
	assert_int_equal(f->ops->seek(f, 0, SEEK_TO_DATA), 5 * PAGE_SIZE);
	assert_int_equal(f->ops->seek(f, 5 * PAGE_SIZE + 50, SEEK_TO_DATA),
	    5 * PAGE_SIZE + 50);
	assert_int_equal(f->ops->seek(f, 0, SEEK_TO_HOLE), 0);
	assert_int_equal(f->ops->seek(f, 5 * PAGE_SIZE, SEEK_TO_HOLE), size);
	assert_int_equal(f->ops->seek(f, (int64_t)size, SEEK_TO_DATA), -ENXIO);
	assert_int_equal(f->ops->seek(f, -1, SEEK_TO_HOLE), -ENXIO);
	assert_int_equal(f->ops->seek(f, -1, SEEK_FROM_START), -EINVAL);
	assert_int_equal(f->ops->seek(f, -10, SEEK_FROM_END), size - 10);
	assert_int_equal(f->ops->seek(f, -1, SEEK_FROM_HERE), size - 11);
	assert_int_equal(f->ops->seek(f, INT64_MAX, SEEK_FROM_HERE), -EINVAL);
	assert_int_equal(f->ops->seek(f, 0, 9), -EINVAL);
	assert_int_equal(f->pos, size - 11);
}

static void
test_file_end_of_the_number_line(void **state)
{
	(void)state;
	assert_int_equal(move(true, data, 10, INT64_MAX), -EFBIG);
	assert_int_equal(move(true, data, 10, INT64_MAX - 3), 3);
	assert_int_equal(f->inode->size, INT64_MAX);
	assert_int_equal(move(false, back, 10, INT64_MAX - 2), 2);
	assert_int_equal(f->ops->truncate(f, 1ull << 63), -EFBIG);
	assert_int_equal(f->ops->truncate(f, 0), 0);
	assert_int_equal(f->ops->truncate(f, INT64_MAX), 0);
	assert_int_equal(move(false, back, 10, 0), 10);
	assert_int_equal(back[9], 0);
}

static void
test_file_no_space(void **state)
{
	(void)state;
	do_write(0, 100);
	host_alloc_tight = true;
	assert_int_equal(move(true, data, 100, PAGE_SIZE), -ENOSPC);
	assert_int_equal(move(true, data, PAGE_SIZE, 50), PAGE_SIZE - 50);
	host_alloc_tight = false;
	assert_int_equal(f->inode->size, PAGE_SIZE);
}

static void
test_file_seals(void **state)
{
	struct file *named = f, *sealed;

	(void)state;
	assert_int_equal(
	    mem_file_anonymous("x", true, FILE_READ | FILE_WRITE, &sealed), 0);
	assert_string_equal(sealed->path, "/memfd:x");
	f = sealed;
	do_write(0, 100);
	assert_int_equal(mem_file_add_seals(f, SEAL_GROW), 0);
	assert_int_equal(move(true, data, 20, 90), 10);
	assert_int_equal(move(true, data, 20, 100), -EPERM);
	assert_int_equal(f->ops->truncate(f, 101), -EPERM);
	assert_int_equal(mem_file_add_seals(f, SEAL_SHRINK), 0);
	assert_int_equal(f->ops->truncate(f, 99), -EPERM);
	assert_int_equal(mem_file_add_seals(f, SEAL_WRITE | SEAL_SEAL), 0);
	assert_int_equal(move(true, data, 1, 0), -EPERM);
	assert_int_equal(mem_file_punch(f, 0, 10), -EPERM);
	assert_int_equal(mem_file_add_seals(f, SEAL_GROW), -EPERM);
	assert_int_equal(mem_file_get_seals(f),
	    SEAL_SEAL | SEAL_SHRINK | SEAL_GROW | SEAL_WRITE);
	f = named; /* a file with a name is not to be sealed */
	assert_int_equal(mem_file_add_seals(f, SEAL_GROW), -EPERM);
	file_put(sealed);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_file_random),
		T(test_file_append),
		T(test_file_seek),
		T(test_file_end_of_the_number_line),
		T(test_file_no_space),
		T(test_file_seals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
