/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/user/lib/job_test.c - the loader against a kernel of a few lines:
 * what is mapped where, what the stack holds, what is refused and why. */
#include "unit.h"

#include "base/elf.h"
#include "job.h"
#include "uapi/linux/auxv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MIB	  (1ull << 20)
#define STACK_TOP ((1ull << 39) - 2 * MIB)

/* ---- the kernel ---- */

static struct lwk_pmem memory[2];
static struct lwk_region regions[64];
static unsigned int nregions;
static char stack[65536]; /* what was written below STACK_TOP */
static uint64_t stack_at;
static uint64_t filled, heap;
static int spaces;
static struct lwk_task_start started;

int
lwk_cpu_info(struct lwk_cpu_info *out)
{
	memset(out, 0, sizeof(*out));
	out->cpus = 3;
	out->online[0] = 7;
	out->system[0] = 1;
	out->job[0] = 6;
	out->node_of[1] = out->node_of[2] = 1;
	return 0;
}

int
lwk_pmem_query(
    uint64_t start, uint64_t end, enum lwk_pmem_type type, struct lwk_pmem *out)
{
	for (int i = 0; i < 2; i++) {
		if (memory[i].end <= start || memory[i].start >= end ||
		    memory[i].type != type)
			continue;
		*out = memory[i];
		return 0;
	}
	return -ENOENT;
}

int
lwk_pmem_update(const struct lwk_pmem *range)
{
	for (int i = 0; i < 2; i++) {
		if (range->start < memory[i].start ||
		    range->end > memory[i].end)
			continue;
		if (range->start > memory[i].start)
			memory[i].end = range->start;
		else
			memory[i].type = range->type;
		return 0;
	}
	return -ENOENT;
}

static uint64_t budget;

int
lwk_aspace_budget(int32_t id, uint64_t start, uint64_t len)
{
	assert_int_equal(id, 7);
	assert_true(start % 4096 == 0 && len % 4096 == 0);
	budget += len;
	return 0;
}

int
lwk_aspace_create(const char *name, int32_t *id)
{
	assert_true(strlen(name) < LWK_NAME_LEN);
	spaces++;
	*id = 7;
	return 0;
}

int
lwk_aspace_destroy(int32_t id)
{
	assert_int_equal(id, 7);
	spaces--;
	return 0;
}

int
lwk_aspace_map(int32_t id, const struct lwk_region *r)
{
	assert_int_equal(id, 7);
	assert_true(nregions < 64 && r->len && !((r->start | r->len) & 4095));
	for (unsigned int i = 0; i < nregions; i++)
		if (r->start < regions[i].start + regions[i].len &&
		    regions[i].start < r->start + r->len)
			return -EEXIST;
	if (r->prot && r->len > budget)
		return -ENOMEM;
	if (r->prot)
		budget -= r->len;
	regions[nregions++] = *r;
	return 0;
}

long
lwk_aspace_fill(int32_t id, uint64_t va, int fd, uint64_t offset, uint64_t len)
{
	(void)id;
	(void)va;
	assert_true(lseek(fd, 0, SEEK_END) >= (off_t)(offset + len));
	filled += len;
	return (long)len;
}

int
lwk_aspace_write(int32_t id, uint64_t va, const void *buf, size_t len)
{
	(void)id;
	assert_int_equal(va + len, STACK_TOP);
	assert_true(len <= sizeof(stack));
	stack_at = va;
	memcpy(stack, buf, len);
	return 0;
}

int
lwk_aspace_set_heap(int32_t id, uint64_t va)
{
	(void)id;
	heap = va;
	return 0;
}

int
lwk_aspace_vdso(int32_t id, uint64_t *va)
{
	(void)id;
	*va = 0x7ffffff000;
	return 0;
}

int
lwk_task_create(const struct lwk_task_start *s)
{
	started = *s;
	return 42;
}

/* ---- helpers ---- */

static uint64_t
stack_word(uint64_t va)
{
	uint64_t w;

	assert_true(va >= stack_at && va + 8 <= STACK_TOP);
	memcpy(&w, stack + (va - stack_at), 8);
	return w;
}

static const char *
stack_string(uint64_t va)
{
	assert_true(va >= stack_at && va < STACK_TOP);
	return stack + (va - stack_at);
}

static int
reset(void **state)
{
	(void)state;
	memset(regions, 0, sizeof(regions));
	nregions = 0;
	filled = heap = budget = 0;
	spaces = 0;
	memory[0] = (struct lwk_pmem){ .start = MIB,
		.end = 65 * MIB,
		.type = LWK_PMEM_FREE_MEM,
		.node = 0 };
	memory[1] = (struct lwk_pmem){ .start = 128 * MIB,
		.end = 384 * MIB,
		.type = LWK_PMEM_FREE_MEM,
		.node = 1 };
	return 0;
}

/* An executable of two segments that share a page; returns its path. */
static const char *
make_elf(uint16_t type, uint64_t at, uint32_t extra)
{
	static char path[] = "/tmp/kitten_job_test";
	struct elf_ehdr eh = {
		.ident = { 0x7f, 'E', 'L', 'F', 2, 1, 1 },
		.type = type,
		.machine = EM_X86_64,
		.version = 1,
		.entry = at + 0x100,
		.phoff = sizeof(eh),
		.ehsize = sizeof(eh),
		.phentsize = sizeof(struct elf_phdr),
		.phnum = 3,
	};
	struct elf_phdr ph[3] = {
		{ .type = PT_LOAD,
		    .flags = PF_R | PF_X,
		    .vaddr = at,
		    .filesz = 0x1800,
		    .memsz = 0x1800,
		    .align = 4096 },
		{ .type = PT_LOAD,
		    .flags = PF_R | PF_W,
		    .offset = 0x1800,
		    .vaddr = at + 0x1800,
		    .filesz = 0x100,
		    .memsz = 0x3000,
		    .align = 4096 },
		{ .type = extra },
	};
	static char image[0x1900];
	int fd = open(path, O_CREAT | O_TRUNC | O_RDWR, 0755);

	memcpy(image, &eh, sizeof(eh));
	memcpy(image + sizeof(eh), ph, sizeof(ph));
	assert_true(fd >= 0);
	assert_int_equal(write(fd, image, sizeof(image)), sizeof(image));
	close(fd);
	return path;
}

static char *const test_argv[] = { "prog", "two words", NULL };
static char *const test_envp[] = { "A=1", "B=", NULL };

static struct lwk_job
make_job(const char *exe)
{
	return (struct lwk_job){ .exe = exe,
		.cwd = "/",
		.argv = test_argv,
		.envp = test_envp,
		.fds = { 5, 6, 7 } };
}

/* ---- tests ---- */

static void
test_job_segments_share_a_page(void **state)
{
	struct lwk_job job = make_job(make_elf(ET_EXEC, 0x400000, PT_NULL));

	(void)state;
	assert_int_equal(lwk_job_load(&job), LWK_JOB_OK);
	assert_int_equal(regions[0].start, 0x400000);
	assert_int_equal(regions[0].len, 0x1000);
	assert_int_equal(regions[0].prot, LWK_PROT_READ | LWK_PROT_EXEC);
	assert_int_equal(regions[1].start, 0x401000);
	assert_int_equal(regions[1].len, 0x1000);
	assert_int_equal(regions[1].prot, 7);
	assert_int_equal(regions[2].start, 0x402000);
	assert_int_equal(regions[2].len, 0x3000);
	assert_int_equal(regions[2].prot, LWK_PROT_READ | LWK_PROT_WRITE);
	assert_int_equal(filled, 0x1900);
	assert_int_equal(heap, 0x405000);
	assert_int_equal(job.entry, 0x400100);
	lwk_job_end(&job);
	assert_int_equal(spaces, 0);
}

static void
test_job_pie_is_moved(void **state)
{
	struct lwk_job job = make_job(make_elf(ET_DYN, 0, PT_NULL));

	(void)state;
	assert_int_equal(lwk_job_load(&job), LWK_JOB_OK);
	assert_int_equal(job.entry, 0x1000000100);
	assert_int_equal(job.phdr, 0x1000000040);
	lwk_job_end(&job);
}

static void
test_job_memory_is_of_all_nodes(void **state)
{
	struct lwk_job job = make_job(make_elf(ET_EXEC, 0x400000, PT_NULL));

	(void)state;
	assert_int_equal(lwk_job_load(&job), LWK_JOB_OK);
	assert_int_equal(job.budget, 256 * MIB + 64 * MIB - 4 * MIB);
	/* what is left is the lower end of the lowest range */
	assert_int_equal(memory[0].type, LWK_PMEM_FREE_MEM);
	assert_int_equal(memory[0].start, 1 * MIB);
	assert_int_equal(memory[0].end, 5 * MIB);
	assert_int_equal(job.cpus[0], 6);
	lwk_job_end(&job);
}

static void
test_job_stack_is_as_linux_lays_it_out(void **state)
{
	struct lwk_job job = make_job(make_elf(ET_EXEC, 0x400000, PT_NULL));
	uint64_t sp, type;
	unsigned int pairs = 0;

	(void)state;
	assert_int_equal(lwk_job_load(&job), LWK_JOB_OK);
	sp = job.sp;
	assert_int_equal(sp % 16, 0);
	assert_int_equal(stack_word(sp), 2);
	assert_string_equal(stack_string(stack_word(sp + 8)), "prog");
	assert_string_equal(stack_string(stack_word(sp + 16)), "two words");
	assert_int_equal(stack_word(sp + 24), 0);
	assert_string_equal(stack_string(stack_word(sp + 32)), "A=1");
	assert_string_equal(stack_string(stack_word(sp + 40)), "B=");
	assert_int_equal(stack_word(sp + 48), 0);
	assert_int_equal(job.arg_start, stack_word(sp + 8));
	assert_int_equal(job.env_start, stack_word(sp + 32));
	for (sp += 56; (type = stack_word(sp)) != LX_AT_NULL; sp += 16) {
		uint64_t v = stack_word(sp + 8);

		assert_int_equal(job.auxv[2 * pairs], type);
		assert_int_equal(job.auxv[2 * pairs++ + 1], v);
		if (type == LX_AT_ENTRY)
			assert_int_equal(v, 0x400100);
		if (type == LX_AT_PHDR)
			assert_int_equal(v, 0x400040);
		if (type == LX_AT_EXECFN)
			assert_string_equal(stack_string(v), job.exe);
		if (type == LX_AT_PLATFORM)
			assert_string_equal(stack_string(v), "x86_64");
		if (type == LX_AT_RANDOM)
			assert_true(v >= sp && v + 16 <= STACK_TOP);
	}
	assert_int_equal(job.auxv_len, 2 * (pairs + 1));
	lwk_job_end(&job);
}

static void
test_job_stack_has_a_guard_below(void **state)
{
	struct lwk_job job = make_job(make_elf(ET_EXEC, 0x400000, PT_NULL));
	const struct lwk_region *s, *g;

	(void)state;
	assert_int_equal(lwk_job_load(&job), LWK_JOB_OK);
	s = &regions[nregions - 2];
	g = &regions[nregions - 1];
	assert_int_equal(s->start + s->len, STACK_TOP);
	assert_int_equal(g->start + g->len, s->start);
	assert_int_equal(g->prot, 0);
	lwk_job_end(&job);
}

static void
test_job_start_passes_everything_on(void **state)
{
	struct lwk_job job = make_job(make_elf(ET_EXEC, 0x400000, PT_NULL));

	(void)state;
	job.trace = true;
	assert_int_equal(lwk_job_load(&job), LWK_JOB_OK);
	assert_int_equal(lwk_job_start(&job), LWK_JOB_OK);
	assert_int_equal(job.pid, 42);
	assert_int_equal(started.aspace, 7);
	assert_int_equal(started.flags, LWK_TASK_TRACE);
	assert_int_equal(started.entry, job.entry);
	assert_int_equal(started.stack, job.sp);
	assert_int_equal(started.nfds, 3);
	assert_int_equal(started.fds[2], 7);
	assert_int_equal(started.cpus[0], 6);
	lwk_job_end(&job);
}

static void
refused(const char *exe, enum lwk_job_result res, const char *why)
{
	struct lwk_job job = make_job(exe);

	assert_int_equal(lwk_job_load(&job), res);
	assert_non_null(strstr(job.why, why));
	assert_int_equal(spaces, 0);
	reset(NULL);
}

static void
test_job_refusals_say_why(void **state)
{
	(void)state;
	refused("/nonexistent/x", LWK_JOB_NOTFOUND, "check the path");
	refused("/", LWK_JOB_NOEXEC, "not a regular file");
	refused(
	    make_elf(ET_EXEC, 0x400000, PT_INTERP), LWK_JOB_NOEXEC, "-static");
	refused(make_elf(ET_REL, 0x400000, PT_NULL), LWK_JOB_NOEXEC, "");
	refused("/etc/passwd", LWK_JOB_NOEXEC, "not executable");
}

static void
test_job_without_memory_fails_with_advice(void **state)
{
	(void)state;
	memory[0].type = memory[1].type = LWK_PMEM_KERNEL;
	refused(make_elf(ET_EXEC, 0x400000, PT_NULL), LWK_JOB_FAIL, "-m");
	memory[0].type = LWK_PMEM_KERNEL;
	memory[1].end = memory[1].start + 65536;
	refused(make_elf(ET_EXEC, 0x400000, PT_NULL), LWK_JOB_FAIL, "-m");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_job_segments_share_a_page, reset),
		cmocka_unit_test_setup(test_job_pie_is_moved, reset),
		cmocka_unit_test_setup(test_job_memory_is_of_all_nodes, reset),
		cmocka_unit_test_setup(
		    test_job_stack_is_as_linux_lays_it_out, reset),
		cmocka_unit_test_setup(test_job_stack_has_a_guard_below, reset),
		cmocka_unit_test_setup(
		    test_job_start_passes_everything_on, reset),
		cmocka_unit_test_setup(test_job_refusals_say_why, reset),
		cmocka_unit_test_setup(
		    test_job_without_memory_fails_with_advice, reset),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	unlink("/tmp/kitten_job_test");
	return failed;
}
