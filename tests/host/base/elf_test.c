/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/base/elf_test.c - sound files pass, each single fault is refused
 * for the right reason, random damage never leads out of the image.
 */
#include "unit.h"

#include "base/elf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A small executable: text, data with TLS and zeroed memory, a stack mark. */
struct image {
	struct elf_ehdr eh;
	struct elf_phdr text, data, tls, stack;
	uint8_t rest[0x2000];
};

static void
make(struct image *im)
{
	memset(im, 0, sizeof(*im));
	memcpy(im->eh.ident, ELF_MAGIC, 4);
	im->eh.ident[4] = ELF_CLASS64;
	im->eh.ident[5] = ELF_DATA_LSB;
	im->eh.ident[6] = ELF_VERSION;
	im->eh.type = ET_EXEC;
	im->eh.machine = EM_X86_64;
	im->eh.version = ELF_VERSION;
	im->eh.entry = 0x400200;
	im->eh.phoff = sizeof(im->eh);
	im->eh.ehsize = sizeof(im->eh);
	im->eh.phentsize = sizeof(struct elf_phdr);
	im->eh.phnum = 4;
	im->text = (struct elf_phdr){ .type = PT_LOAD,
		.flags = PF_R | PF_X,
		.vaddr = 0x400000,
		.filesz = 0x800,
		.memsz = 0x800,
		.align = 0x1000 };
	im->data = (struct elf_phdr){ .type = PT_LOAD,
		.flags = PF_R | PF_W,
		.offset = 0x1800,
		.vaddr = 0x601800,
		.filesz = 0x200,
		.memsz = 0x3000,
		.align = 0x1000 };
	im->tls = (struct elf_phdr){ .type = PT_TLS,
		.flags = PF_R,
		.offset = 0x1800,
		.vaddr = 0x601800,
		.filesz = 16,
		.memsz = 64,
		.align = 32 };
	im->stack = (struct elf_phdr){
		.type = PT_GNU_STACK, .flags = PF_R | PF_W, .align = 16
	};
}

/* Check a copy that is exactly as large as the file, at an odd address. */
static enum elf_result
check(const struct image *im, size_t len)
{
	uint8_t *copy = malloc(len + 1);
	struct elf_info info;
	enum elf_result res;

	memcpy(copy + 1, im, len);
	res = elf_check(copy + 1, len, &info);
	free(copy);
	return res;
}

static void
test_elf_describes_a_sound_file(void **state)
{
	struct image im;
	struct elf_info info;
	struct elf_phdr ph;

	(void)state;
	make(&im);
	assert_int_equal(elf_check(&im, sizeof(im), &info), ELF_OK);
	assert_int_equal(info.entry, 0x400200);
	assert_int_equal(info.phoff, 64);
	assert_int_equal(info.phnum, 4);
	assert_int_equal(info.phentsize, 56);
	assert_false(info.is_pie);
	assert_true(info.has_tls);
	assert_false(info.stack_exec);
	assert_int_equal(info.base_min, 0x400000);
	assert_int_equal(info.base_max, 0x605000);
	assert_int_equal(info.align_max, 0x1000);
	assert_int_equal(info.phdr_vaddr, 0x400040);
	elf_get_phdr(&im, &info, 1, &ph);
	assert_memory_equal(&ph, &im.data, sizeof(ph));

	im.eh.type = ET_DYN;
	im.stack.flags |= PF_X;
	im.data.align = 0x200000;
	im.data.vaddr = 0x601800;
	im.data.offset = 0x1800;
	assert_int_equal(elf_check(&im, sizeof(im), &info), ELF_OK);
	assert_true(info.is_pie);
	assert_true(info.stack_exec);
	assert_int_equal(info.align_max, 0x200000);
}

static void
test_elf_this_program_needs_a_loader(void **state)
{
	FILE *f = fopen("/proc/self/exe", "rb");
	struct elf_info info;
	uint8_t *data;
	long len;

	(void)state;
	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	len = ftell(f);
	rewind(f);
	data = malloc((size_t)len);
	assert_int_equal(fread(data, 1, (size_t)len, f), len);
	fclose(f);
	assert_int_equal(elf_check(data, (size_t)len, &info), ELF_NEEDS_INTERP);
	free(data);
}

static void
test_elf_other_kinds_of_files(void **state)
{
	struct image im;

	(void)state;
	make(&im);
	assert_int_equal(check(&im, 0), ELF_NOT_ELF);
	assert_int_equal(check(&im, 3), ELF_NOT_ELF);
	memcpy(&im, "#!/bin/sh", 9);
	assert_int_equal(check(&im, sizeof(im)), ELF_NOT_ELF);
	make(&im);
	im.eh.ident[4] = ELF_CLASS32;
	im.eh.machine = EM_386;
	assert_int_equal(check(&im, sizeof(im)), ELF_NOT_64);
	assert_int_equal(check(&im, 52), ELF_NOT_64);
	make(&im);
	im.eh.machine = 183; /* AArch64 */
	assert_int_equal(check(&im, sizeof(im)), ELF_WRONG_ARCH);
	make(&im);
	im.eh.ident[5] = 2; /* big-endian */
	assert_int_equal(check(&im, sizeof(im)), ELF_WRONG_ARCH);
	make(&im);
	im.eh.type = ET_REL;
	im.eh.phnum = 0;
	assert_int_equal(check(&im, sizeof(im)), ELF_NOT_EXEC);
	make(&im);
	im.eh.type = ET_DYN; /* a library */
	im.eh.entry = 0;
	assert_int_equal(check(&im, sizeof(im)), ELF_NOT_EXEC);
	make(&im);
	im.text.type = im.data.type = PT_NOTE;
	assert_int_equal(check(&im, sizeof(im)), ELF_NOT_EXEC);
	make(&im);
	im.stack.type = PT_INTERP;
	assert_int_equal(check(&im, sizeof(im)), ELF_NEEDS_INTERP);
}

static void
test_elf_cut_anywhere_is_refused(void **state)
{
	struct image im;

	(void)state;
	make(&im);
	/* The last byte of the file that a segment has is 0x19ff. */
	assert_int_equal(check(&im, 0x1a00), ELF_OK);
	for (size_t n = 4; n < 0x1a00; n++)
		assert_int_equal(check(&im, n), ELF_BAD_HEADER);
}

/* Set one field of a sound file and expect it to be refused. */
#define BAD(field, value)                                                 \
	do {                                                              \
		make(&im);                                                \
		im.field = (value);                                       \
		assert_int_equal(check(&im, sizeof(im)), ELF_BAD_HEADER); \
	} while (0)

static void
test_elf_bad_header_fields(void **state)
{
	struct image im;

	(void)state;
	BAD(eh.ident[4], 3);
	BAD(eh.ident[6], 0);
	BAD(eh.version, 0);
	BAD(eh.ehsize, 63);
	BAD(eh.phentsize, 55);
	BAD(eh.phentsize, 57);
	BAD(eh.phentsize, 0);
	BAD(eh.phnum, ELF_MAX_PHNUM + 1);
	BAD(eh.phnum, 0xffff);
	BAD(eh.phoff, sizeof(im) - 4 * 56 + 1);
	BAD(eh.phoff, sizeof(im));
	BAD(eh.phoff, UINT64_MAX);
	BAD(eh.phoff, UINT64_MAX - 100);
	BAD(eh.entry, 1);
	BAD(eh.entry, 0x400800);
	BAD(eh.entry, 0x601800); /* data, not executable */
	BAD(eh.entry, UINT64_MAX);
}

static void
test_elf_bad_segment_fields(void **state)
{
	struct image im;

	(void)state;
	BAD(text.offset, sizeof(im));
	BAD(text.offset, UINT64_MAX);
	BAD(text.offset, UINT64_MAX & ~0xfffull);
	BAD(text.filesz, UINT64_MAX);
	BAD(text.filesz, 0x801); /* more than memsz */
	BAD(text.memsz, 0x7ff);
	BAD(data.memsz, UINT64_MAX);
	BAD(data.memsz, UINT64_MAX - 0x601800);
	BAD(data.memsz, ELF_ADDR_MAX);
	BAD(data.memsz, 0);
	BAD(data.vaddr, 0xffffffff80001800);
	BAD(data.vaddr, ELF_ADDR_MAX - 0x800);
	BAD(data.vaddr, 0x400800 - 0x1000 + 0x800 - 0x800); /* before text */
	BAD(data.vaddr, 0x400000);
	BAD(data.vaddr, 0x601801); /* not congruent */
	BAD(data.offset, 0x1801);
	BAD(data.align, 3);
	BAD(data.align, 0x400000); /* congruent to 2 MiB, not to 4 */
	BAD(data.align, 1ull << 31);
	BAD(data.align, 1ull << 63);
	BAD(tls.filesz, 65);
	BAD(tls.offset, sizeof(im) - 15);
	BAD(tls.memsz, UINT64_MAX);
	BAD(tls.align, 48);
	BAD(stack.type, PT_TLS); /* a second one */
	BAD(text.flags, PF_R);
}

static void
test_elf_overlap_is_refused(void **state)
{
	struct image im;

	(void)state;
	make(&im);
	im.text.memsz = 0x202000; /* ends at 0x602000, in data */
	assert_int_equal(check(&im, sizeof(im)), ELF_BAD_HEADER);
	im.text.memsz = 0x201800;
	assert_int_equal(check(&im, sizeof(im)), ELF_OK);
	im.text.memsz = 0x201801;
	assert_int_equal(check(&im, sizeof(im)), ELF_BAD_HEADER);
	/* An empty segment is of no account, wherever it is. */
	make(&im);
	im.tls.type = PT_LOAD;
	im.tls.filesz = im.tls.memsz = 0;
	im.tls.vaddr = im.tls.offset = 0;
	im.tls.align = 1;
	assert_int_equal(check(&im, sizeof(im)), ELF_OK);
}

/* What is passed keeps the promises of elf.h. */
static void
check_promises(const uint8_t *data, size_t len, const struct elf_info *info)
{
	struct elf_phdr ph;
	uint64_t prev = 0;
	bool entry = false;

	assert_true(info->phoff + info->phnum * 56ull <= len);
	for (unsigned int i = 0; i < info->phnum; i++) {
		elf_get_phdr(data, info, i, &ph);
		if (ph.type != PT_LOAD || !ph.memsz)
			continue;
		assert_true(ph.offset <= len && ph.filesz <= len - ph.offset);
		assert_true(ph.filesz <= ph.memsz);
		assert_true(ph.vaddr >= prev);
		prev = ph.vaddr + ph.memsz;
		assert_true(prev >= ph.vaddr && prev <= ELF_ADDR_MAX);
		assert_int_equal((ph.vaddr ^ ph.offset) % ELF_PAGE, 0);
		assert_true(ph.vaddr >= info->base_min);
		assert_true(prev <= info->base_max);
		entry |= info->entry >= ph.vaddr && info->entry < prev;
	}
	assert_true(entry);
}

static void
test_elf_damage_is_harmless(void **state)
{
	static const uint8_t bytes[] = { 0, 1, 2, 4, 8, 16, 0x38, 0x40, 0x7f,
		0x80, 0xff, 0xfe };
	struct rng rng = { 12 };
	unsigned int passed = 0, rounds = 100000;
	size_t len = 0x1a00;
	uint8_t *copy = malloc(len);
	struct image im;

	(void)state;
	make(&im);
	for (unsigned int round = 0; round < rounds; round++) {
		uint64_t n = 1 + rng_below(&rng, 3);
		struct elf_info info;

		memcpy(copy, &im, len);
		while (n--)
			copy[rng_below(&rng, offsetof(struct image, rest))] =
			    bytes[rng_below(&rng, sizeof(bytes))];
		if (elf_check(copy, len, &info) != ELF_OK)
			continue;
		passed++;
		check_promises(copy, len, &info);
	}
	assert_in_range(passed, rounds / 20, rounds - rounds / 20);
	free(copy);
}

static void
test_elf_reason_for_each(void **state)
{
	(void)state;
	for (int r = ELF_OK; r <= ELF_BAD_HEADER; r++)
		assert_string_not_equal(
		    elf_reason((enum elf_result)r), "unknown");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_elf_describes_a_sound_file),
		cmocka_unit_test(test_elf_this_program_needs_a_loader),
		cmocka_unit_test(test_elf_other_kinds_of_files),
		cmocka_unit_test(test_elf_cut_anywhere_is_refused),
		cmocka_unit_test(test_elf_bad_header_fields),
		cmocka_unit_test(test_elf_bad_segment_fields),
		cmocka_unit_test(test_elf_overlap_is_refused),
		cmocka_unit_test(test_elf_damage_is_harmless),
		cmocka_unit_test(test_elf_reason_for_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
