/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/cpio_test.c - archives written and read back, damaged in
 * every byte, cut at every length. Each image is an allocation of exactly its
 * size, so that the sanitizer sees every read beyond it.
 */
#include "unit.h"

#include "base/cpio.h"
#include "base/err.h"
#include "base/types.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image {
	uint8_t *data;
	size_t len;
	size_t limit; /* emit fails beyond it, if not 0 */
};

static int
grow(void *ctx, const void *data, size_t n)
{
	struct image *im = ctx;

	if (im->limit && im->len + n > im->limit)
		return -ENOSPC;
	im->data = realloc(im->data, im->len + n);
	assert_non_null(im->data);
	memcpy(im->data + im->len, data, n);
	im->len += n;
	return 0;
}

static const struct cpio_entry samples[] = {
	{ .name = "a", .mode = 0100644, .nlink = 1, .ino = 1 },
	{ .name = "dir", .mode = 040755, .nlink = 2, .ino = 2, .mtime = 77 },
	{ .name = "dir/file",
	    .mode = 0100600,
	    .nlink = 1,
	    .ino = 3,
	    .uid = 1,
	    .gid = 0xffffffff,
	    .data = "hello",
	    .size = 5 },
	{ .name = "dev/null",
	    .mode = 020666,
	    .nlink = 1,
	    .ino = 4,
	    .rdev_major = 1,
	    .rdev_minor = 3 },
	{ .name = "link",
	    .mode = 0120777,
	    .nlink = 1,
	    .ino = 5,
	    .data = "dir/file",
	    .size = 8 },
};

static struct image
make_samples(void)
{
	struct image im = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_int_equal(cpio_write_entry(grow, &im, &samples[i]), 0);
	assert_int_equal(cpio_write_trailer(grow, &im), 0);
	return im;
}

static void
check_same(const struct cpio_entry *a, const struct cpio_entry *b)
{
	assert_string_equal(a->name, b->name);
	assert_int_equal(a->size, b->size);
	if (b->size)
		assert_memory_equal(a->data, b->data, b->size);
	else
		assert_null(a->data);
	assert_int_equal(a->ino, b->ino);
	assert_int_equal(a->mode, b->mode);
	assert_int_equal(a->uid, b->uid);
	assert_int_equal(a->gid, b->gid);
	assert_int_equal(a->nlink, b->nlink);
	assert_int_equal(a->mtime, b->mtime);
	assert_int_equal(a->rdev_major, b->rdev_major);
	assert_int_equal(a->rdev_minor, b->rdev_minor);
}

static volatile uint8_t sink;

/* Read to the end, touching all that is given; the last result. */
static int
read_all(const void *data, size_t len, unsigned int *count)
{
	struct cpio it = { .data = data, .len = len };
	struct cpio_entry e;
	int res;

	*count = 0;
	while ((res = cpio_next(&it, &e)) == 1) {
		(*count)++;
		sink ^= (uint8_t)strlen(e.name);
		for (size_t i = 0; i < e.size; i++)
			sink ^= ((const uint8_t *)e.data)[i];
		assert_in_range(it.pos, 0, len);
	}
	return res;
}

static void
test_cpio_round_trip(void **state)
{
	struct image im = make_samples();
	struct cpio it = { .data = im.data, .len = im.len };
	struct cpio_entry e;

	(void)state;
	assert_int_equal(im.len % 4, 0);
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		assert_int_equal(cpio_next(&it, &e), 1);
		check_same(&e, &samples[i]);
	}
	assert_int_equal(cpio_next(&it, &e), 0);
	assert_int_equal(cpio_next(&it, &e), 0);
	free(im.data);
}

static void
test_cpio_archives_follow_each_other(void **state)
{
	struct image im = make_samples();
	uint8_t zeros[508] = { 0 };
	unsigned int count;

	(void)state;
	grow(&im, zeros, sizeof(zeros));
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_int_equal(cpio_write_entry(grow, &im, &samples[i]), 0);
	assert_int_equal(cpio_write_trailer(grow, &im), 0);
	grow(&im, zeros, 3);
	assert_int_equal(read_all(im.data, im.len, &count), 0);
	assert_int_equal(count, 2 * ARRAY_SIZE(samples));
	free(im.data);
}

static void
test_cpio_cut_anywhere_is_refused(void **state)
{
	struct image im = make_samples();
	unsigned int count;

	(void)state;
	assert_int_equal(read_all(im.data, 0, &count), 0);
	for (size_t n = 1; n < im.len; n++) {
		uint8_t *part = malloc(n);
		int res;

		memcpy(part, im.data, n);
		res = read_all(part, n, &count);
		/* The padding behind the trailer's name may be missing. */
		if (n < im.len - 3)
			assert_int_equal(res, -EINVAL);
		free(part);
	}
	free(im.data);
}

static void
test_cpio_stays_at_an_error(void **state)
{
	struct image im = make_samples();
	struct cpio it = { .data = im.data, .len = im.len - 120 };
	struct cpio_entry e;
	size_t pos;
	int res;

	(void)state;
	do {
		pos = it.pos;
		res = cpio_next(&it, &e);
	} while (res == 1);
	assert_int_equal(res, -EINVAL);
	assert_int_equal(it.pos, pos);
	assert_int_equal(cpio_next(&it, &e), -EINVAL);
	free(im.data);
}

/* No damage makes the reader leave the image (the sanitizer watches). */
static void
test_cpio_damage_is_harmless(void **state)
{
	struct image im = make_samples();
	struct rng rng = { 11 };
	unsigned int count, refused = 0;

	(void)state;
	for (int round = 0; round < 30000; round++) {
		uint8_t *copy = malloc(im.len);
		uint64_t n = 1 + rng_below(&rng, 4);

		memcpy(copy, im.data, im.len);
		while (n--)
			copy[rng_below(&rng, im.len)] =
			    "0123fF789\0\377T"[rng_below(&rng, 12)];
		refused += read_all(copy, im.len, &count) != 0;
		free(copy);
	}
	assert_in_range(refused, 1000, 29999);
	free(im.data);
}

static int
read_one_header(const char *header, const char *name, size_t total)
{
	uint8_t *data = calloc(1, total);
	unsigned int count;
	int res;

	memcpy(data, header, MIN(total, strlen(header)));
	if (total > 110)
		memcpy(data + 110, name, MIN(total - 110, strlen(name) + 1));
	res = read_all(data, total, &count);
	free(data);
	return res;
}

static void
test_cpio_bad_headers(void **state)
{
	static const char *const fields[] = {
		"070707", /* another format's magic */
		"070703",
		"07070x",
	};
	char h[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		snprintf(h, sizeof(h), "%s%0*d", fields[i], 104, 0);
		assert_int_equal(read_one_header(h, "a", 400), -EINVAL);
	}
	/* Sizes of a file and of a name far beyond the image. */
	snprintf(h, sizeof(h), "070701%048dFFFFFFFF%032d00000002%08d", 0, 0, 0);
	assert_int_equal(read_one_header(h, "a", 400), -EINVAL);
	snprintf(h, sizeof(h), "070701%048d00000000%032dFFFFFFFF%08d", 0, 0, 0);
	assert_int_equal(read_one_header(h, "a", 400), -EINVAL);
	/* A name of no byte, one that does not end, one that ends early. */
	snprintf(h, sizeof(h), "070701%048d00000000%032d00000000%08d", 0, 0, 0);
	assert_int_equal(read_one_header(h, "", 400), -EINVAL);
	snprintf(h, sizeof(h), "070701%048d00000000%032d00000002%08d", 0, 0, 0);
	assert_int_equal(read_one_header(h, "abc", 400), -EINVAL);
	snprintf(h, sizeof(h), "070701%048d00000000%032d00000004%08d", 0, 0, 0);
	assert_int_equal(read_one_header(h, "a", 400), -EINVAL);
	/* A sign is no hexadecimal digit. */
	snprintf(h, sizeof(h), "070701%048d0000000-%032d00000002%08d", 0, 0, 0);
	assert_int_equal(read_one_header(h, "a", 400), -EINVAL);
}

static void
test_cpio_writer_limits(void **state)
{
	struct image im = { 0 };
	struct cpio_entry e = { .name = "" };
	char *name = malloc(CPIO_NAME_MAX + 2);
	unsigned int count;

	(void)state;
	assert_int_equal(cpio_write_entry(grow, &im, &e), -EINVAL);
	memset(name, 'n', CPIO_NAME_MAX + 1);
	name[CPIO_NAME_MAX + 1] = 0;
	e.name = name;
	assert_int_equal(cpio_write_entry(grow, &im, &e), -EINVAL);
	assert_int_equal(im.len, 0);
	name[CPIO_NAME_MAX] = 0;
	assert_int_equal(cpio_write_entry(grow, &im, &e), 0);
	assert_int_equal(cpio_write_trailer(grow, &im), 0);
	assert_int_equal(read_all(im.data, im.len, &count), 0);
	assert_int_equal(count, 1);
	im.limit = im.len + 50;
	assert_int_equal(cpio_write_trailer(grow, &im), -ENOSPC);
	free(name);
	free(im.data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cpio_round_trip),
		cmocka_unit_test(test_cpio_archives_follow_each_other),
		cmocka_unit_test(test_cpio_cut_anywhere_is_refused),
		cmocka_unit_test(test_cpio_stays_at_an_error),
		cmocka_unit_test(test_cpio_damage_is_harmless),
		cmocka_unit_test(test_cpio_bad_headers),
		cmocka_unit_test(test_cpio_writer_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
