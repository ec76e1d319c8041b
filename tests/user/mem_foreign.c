/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/mem_foreign.c - memory in a program's address space that is not
 * its own: the vDSO's pages, which all programs share, and files.
 *
 * Idea: what a program may do to its own memory (clear it, make it writable)
 * must not reach these.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#define PAGE 4096UL

/* Where the mapping of this name starts, or NULL. */
static char *
mapping(const char *name)
{
	FILE *f = fopen("/proc/self/maps", "r");
	char line[512];
	char *found = NULL;

	while (f && !found && fgets(line, sizeof(line), f))
		if (strstr(line, name))
			found = (char *)strtoul(line, NULL, 16);
	if (f)
		fclose(f);
	return found;
}

static void
test_vdso_survives_discard(void)
{
	char *vdso = (char *)getauxval(AT_SYSINFO_EHDR);
	char *vvar = mapping("[vvar]");
	struct timespec a, b;

	CHECK(vdso);
	clock_gettime(CLOCK_REALTIME, &a);
	(void)madvise(vdso, PAGE, MADV_DONTNEED);
	if (vvar)
		(void)madvise(vvar, PAGE, MADV_DONTNEED);
	CHECK(memcmp(vdso, "\177ELF", 4) == 0);
	clock_gettime(CLOCK_REALTIME, &b);
	CHECK(b.tv_sec - a.tv_sec >= 0 && b.tv_sec - a.tv_sec < 60);
}

static void
test_vvar_stays_read_only(void)
{
	char *vvar = mapping("[vvar]");

	CHECK(vvar);
	errno = 0;
	CHECK(mprotect(vvar, PAGE, PROT_READ | PROT_WRITE) == -1);
	CHECK_EQ(errno, EACCES);
}

static void
test_file_opened_to_read_stays_so(void)
{
	char name[] = "/tmp/mem_foreign.XXXXXX";
	int fd = mkstemp(name), rd;
	char *p;

	CHECK(fd >= 0 && ftruncate(fd, 4096) == 0);
	rd = open(name, O_RDONLY);
	CHECK(rd >= 0);
	p = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, rd, 0);
	CHECK(p != MAP_FAILED);
	errno = 0;
	CHECK(mprotect(p, PAGE, PROT_READ | PROT_WRITE) == -1);
	CHECK_EQ(errno, EACCES);
	CHECK(mprotect(p, PAGE, PROT_NONE) == 0);
	CHECK(mprotect(p, PAGE, PROT_READ) == 0);
	munmap(p, PAGE);
	p = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	CHECK(p != MAP_FAILED);
	CHECK(mprotect(p, PAGE, PROT_READ | PROT_WRITE) == 0);
	p[0] = 1;
	munmap(p, PAGE);
	close(rd);
	close(fd);
	unlink(name);
}

/* A mapping that moves while it grows keeps what is in it, and a move that
 * can't be leaves everything where it was. */
static void
test_move_and_grow_keeps_contents(void)
{
	char *p = mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *q;

	CHECK(p != MAP_FAILED);
	for (unsigned int i = 0; i < 8; i++)
		p[i * PAGE] = (char)(i + 1);
	/* from the middle, which cuts the mapping */
	q = mremap(p + 2 * PAGE, 3 * PAGE, 1024 * PAGE, MREMAP_MAYMOVE);
	CHECK(q != MAP_FAILED);
	CHECK(q[0] == 3 && q[PAGE] == 4 && q[2 * PAGE] == 5);
	CHECK(q[3 * PAGE] == 0 && q[1023 * PAGE] == 0);
	CHECK(p[PAGE] == 2 && p[5 * PAGE] == 6 && p[7 * PAGE] == 8);
	CHECK(mremap(q, 1024 * PAGE, 1UL << 40, MREMAP_MAYMOVE) == MAP_FAILED);
	CHECK(q[0] == 3 && q[PAGE] == 4 && q[2 * PAGE] == 5);
	munmap(q, 1024 * PAGE);
	munmap(p, 2 * PAGE);
	munmap(p + 5 * PAGE, 3 * PAGE);
}

static const struct check_test tests[] = {
	T(test_vdso_survives_discard),
	T(test_vvar_stays_read_only),
	T(test_file_opened_to_read_stays_so),
	T(test_move_and_grow_keeps_contents),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
