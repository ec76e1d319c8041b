/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/mem.c - mmap, munmap, mprotect, brk and what they promise.
 *
 * Idea: each promise of the manual that a program can see: contents, access
 * rights by the signal that breaking them brings, and the errors at the call.
 */
#include "lib/check.h"
#include "lib/map.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/syscall.h>

static sigjmp_buf fault_place;
static volatile uintptr_t fault_address;
static volatile int fault_code;

static void
fault_handler(int sig, siginfo_t *info, void *context)
{
	(void)context;
	fault_address = (uintptr_t)info->si_addr;
	fault_code = info->si_code;
	siglongjmp(fault_place, sig);
}

/* The signal that one access brings, or 0. mode: 'r', 'w' or 'x'. */
static int
access_signal(volatile char *address, int mode)
{
	struct sigaction sa = { .sa_sigaction = fault_handler,
		.sa_flags = SA_SIGINFO };
	int sig;

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	fault_address = 0;
	fault_code = 0;
	sig = sigsetjmp(fault_place, 1);
	if (sig == 0) {
		if (mode == 'r')
			(void)*address;
		else if (mode == 'w')
			*address = 1;
		else
			((void (*)(void))(uintptr_t)address)();
	}
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
	return sig;
}

static void
test_mmap_zeroed_and_aligned(void)
{
	for (size_t bytes = 1; bytes < 8 * MIB; bytes = bytes * 3 + 1) {
		char *p = map(bytes);

		CHECK(p);
		CHECK_EQ((uintptr_t)p % PAGE, 0);
		CHECK(all_bytes(p, bytes, 0));
		memset(p, 0x5a, bytes);
		CHECK_EQ(munmap(p, bytes), 0);
	}
}

static void
test_mmap_zeroed_after_reuse(void)
{
	for (int round = 0; round < 30; round++) {
		char *p = map(MIB);

		CHECK(p && all_bytes(p, MIB, 0));
		memset(p, 0xff, MIB);
		CHECK_EQ(munmap(p, MIB), 0);
	}
}

static void
test_mmap_bad_arguments(void)
{
	CHECK_ERR(mmap(NULL, 0, RW, ANON, -1, 0), EINVAL);
	CHECK_ERR(mmap(NULL, PAGE, RW, MAP_ANONYMOUS, -1, 0), EINVAL);
	CHECK_ERR(mmap((void *)123, PAGE, RW, ANON | MAP_FIXED, -1, 0), EINVAL);
	CHECK_ERR(mmap(NULL, PAGE, RW, MAP_PRIVATE, -1, 0), EBADF);
	CHECK_ERR(mmap(NULL, (size_t)-PAGE, RW, ANON, -1, 0), ENOMEM);
	CHECK_ERR(mmap(NULL, (size_t)-1, RW, ANON, -1, 0), ENOMEM);
	CHECK_ERR(
	    mmap((void *)0xffff800000000000, PAGE, RW, ANON | MAP_FIXED, -1, 0),
	    ENOMEM);
	CHECK_ERR(munmap((void *)(uintptr_t)1, PAGE), EINVAL);
	CHECK_ERR(munmap((void *)PAGE, 0), EINVAL);
	CHECK_ERR(munmap((void *)PAGE, (size_t)-PAGE), EINVAL);
}

static void
test_mmap_hint_is_taken_when_free(void)
{
	char *p = map(16 * PAGE), *q;

	CHECK(p);
	munmap(p, 16 * PAGE);
	q = mmap(p + 4 * PAGE, PAGE, RW, ANON, -1, 0);
	CHECK(q == p + 4 * PAGE);
	/* Taken now: another place, no harm. */
	p = mmap(q, PAGE, RW, ANON, -1, 0);
	CHECK(p != MAP_FAILED && p != q);
	munmap(p, PAGE);
	munmap(q, PAGE);
}

static void
test_mmap_fixed_replaces(void)
{
	char *p = map(8 * PAGE);

	CHECK(p);
	memset(p, 7, 8 * PAGE);
	CHECK(mmap(p + 2 * PAGE, 2 * PAGE, RW, ANON | MAP_FIXED, -1, 0) ==
	      p + 2 * PAGE);
	CHECK(all_bytes(p, 2 * PAGE, 7));
	CHECK(all_bytes(p + 2 * PAGE, 2 * PAGE, 0));
	CHECK(all_bytes(p + 4 * PAGE, 4 * PAGE, 7));
	CHECK_EQ(munmap(p, 8 * PAGE), 0);
}

static void
test_mmap_fixed_noreplace(void)
{
	char *p = map(4 * PAGE);

	CHECK(p);
	CHECK_ERR(mmap(p + PAGE, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0),
	    EEXIST);
	munmap(p + PAGE, PAGE);
	CHECK(mmap(p + PAGE, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0) ==
	      p + PAGE);
	munmap(p, 4 * PAGE);
}

static void
test_mmap_flags_accepted(void)
{
	static const int flags[] = { MAP_NORESERVE, MAP_POPULATE, MAP_STACK,
		MAP_LOCKED, MAP_NONBLOCK, MAP_POPULATE | MAP_NONBLOCK,
		MAP_32BIT };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		char *p = mmap(NULL, 3 * PAGE, RW, ANON | flags[i], -1, 0);

		CHECK(p != MAP_FAILED);
		p[2 * PAGE] = 1;
		if (flags[i] == MAP_32BIT)
			CHECK((uintptr_t)p < 1UL << 32);
		CHECK_EQ(munmap(p, 3 * PAGE), 0);
	}
}

static void
test_mmap_shared_anonymous(void)
{
	char *p = mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	CHECK(p != MAP_FAILED);
	strcpy(p, "shared");
	CHECK(!strcmp(p, "shared"));
	CHECK_EQ(munmap(p, PAGE), 0);
}

static void
test_mmap_noreserve_binds_on_access(void)
{
	/* Address space only; far more than the machine has. */
	char *p =
	    mmap(NULL, 64UL << 30, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);

	CHECK(p != MAP_FAILED);
	CHECK_EQ(mprotect(p + (32UL << 30), 64 * PAGE, RW), 0);
	memset(p + (32UL << 30), 3, 64 * PAGE);
	CHECK_EQ(access_signal(p + (32UL << 30) - 1, 'r'), SIGSEGV);
	CHECK_EQ(access_signal(p + (32UL << 30) + 64 * PAGE, 'r'), SIGSEGV);
	CHECK_EQ(munmap(p, 64UL << 30), 0);
}

static void
test_prot_none_then_access(void)
{
	char *p = mmap(NULL, 4 * PAGE, PROT_NONE, ANON, -1, 0);

	CHECK(p != MAP_FAILED);
	CHECK_EQ(access_signal(p, 'r'), SIGSEGV);
	CHECK_EQ(fault_address, (uintptr_t)p);
	CHECK_EQ(fault_code, SEGV_ACCERR);
	CHECK_EQ(mprotect(p, 4 * PAGE, RW), 0);
	CHECK(all_bytes(p, 4 * PAGE, 0));
	p[0] = 9;
	CHECK_EQ(mprotect(p, PAGE, PROT_NONE), 0);
	CHECK_EQ(access_signal(p, 'r'), SIGSEGV);
	CHECK_EQ(access_signal(p + PAGE, 'w'), 0);
	CHECK_EQ(mprotect(p, PAGE, PROT_READ), 0);
	CHECK_EQ(p[0], 9);
	munmap(p, 4 * PAGE);
}

static void
test_mprotect_read_only(void)
{
	char *p = map(3 * PAGE);

	CHECK(p);
	p[PAGE] = 4;
	CHECK_EQ(mprotect(p + PAGE, PAGE, PROT_READ), 0);
	CHECK_EQ(access_signal(p + PAGE, 'r'), 0);
	CHECK_EQ(access_signal(p + PAGE + 5, 'w'), SIGSEGV);
	CHECK_EQ(fault_address, (uintptr_t)(p + PAGE + 5));
	CHECK_EQ(fault_code, SEGV_ACCERR);
	CHECK_EQ(access_signal(p, 'w'), 0);
	CHECK_EQ(access_signal(p + 2 * PAGE, 'w'), 0);
	CHECK_EQ(mprotect(p, 3 * PAGE, RW), 0);
	CHECK_EQ(access_signal(p + PAGE, 'w'), 0);
	munmap(p, 3 * PAGE);
}

static void
test_mprotect_errors(void)
{
	char *p = map(3 * PAGE);

	CHECK(p);
	CHECK_ERR(mprotect(p + 1, PAGE, RW), EINVAL);
	CHECK_ERR(mprotect(p, PAGE, 0x1000), EINVAL);
	munmap(p + PAGE, PAGE);
	CHECK_ERR(mprotect(p, 3 * PAGE, RW), ENOMEM);
	CHECK_EQ(mprotect(p, 0, RW), 0);
	munmap(p, 3 * PAGE);
}

static void
test_execute_only_where_allowed(void)
{
	static const unsigned char ret = 0xc3;
	char *p = map(2 * PAGE);

	CHECK(p);
	memcpy(p, &ret, 1);
	CHECK_EQ(access_signal(p, 'x'), SIGSEGV);
	CHECK_EQ(fault_address, (uintptr_t)p);
	CHECK_EQ(mprotect(p, PAGE, PROT_READ | PROT_EXEC), 0);
	CHECK_EQ(access_signal(p, 'x'), 0);
	CHECK_EQ(access_signal(p, 'w'), SIGSEGV);
	CHECK_EQ(mprotect(p, PAGE, RW), 0);
	CHECK_EQ(access_signal(p, 'x'), SIGSEGV);
	munmap(p, 2 * PAGE);
}

static void
test_munmap_parts(void)
{
	char *p = map(16 * PAGE);

	CHECK(p);
	memset(p, 6, 16 * PAGE);
	CHECK_EQ(munmap(p, PAGE), 0);
	CHECK_EQ(munmap(p + 15 * PAGE, PAGE), 0);
	CHECK_EQ(munmap(p + 7 * PAGE, 2 * PAGE), 0);
	CHECK_EQ(access_signal(p, 'r'), SIGSEGV);
	CHECK_EQ(fault_code, SEGV_MAPERR);
	CHECK_EQ(access_signal(p + 8 * PAGE, 'r'), SIGSEGV);
	CHECK_EQ(access_signal(p + 15 * PAGE, 'r'), SIGSEGV);
	CHECK(all_bytes(p + PAGE, 6 * PAGE, 6));
	CHECK(all_bytes(p + 9 * PAGE, 6 * PAGE, 6));
	/* Over holes is allowed, and nothing at all too. */
	CHECK_EQ(munmap(p, 16 * PAGE), 0);
	CHECK_EQ(munmap(p, 16 * PAGE), 0);
}

static void
test_munmap_many_small(void)
{
	enum { COUNT = 1000 };
	static char *blocks[COUNT];

	for (int i = 0; i < COUNT; i++) {
		blocks[i] = map(PAGE * (size_t)(1 + i % 3));
		CHECK(blocks[i]);
		blocks[i][0] = (char)i;
	}
	for (int i = 0; i < COUNT; i += 2)
		CHECK_EQ(munmap(blocks[i], PAGE * (size_t)(1 + i % 3)), 0);
	for (int i = 1; i < COUNT; i += 2) {
		CHECK_EQ(blocks[i][0], (char)i);
		CHECK_EQ(munmap(blocks[i], PAGE * (size_t)(1 + i % 3)), 0);
	}
}

static void
test_many_protections_in_one_mapping(void)
{
	char *p = map(512 * PAGE);

	CHECK(p);
	for (size_t i = 0; i < 512; i += 2)
		CHECK_EQ(mprotect(p + i * PAGE, PAGE, PROT_READ), 0);
	for (size_t i = 0; i < 512; i += 37)
		CHECK_EQ(
		    access_signal(p + i * PAGE, 'w'), i % 2 == 0 ? SIGSEGV : 0);
	CHECK_EQ(mprotect(p, 512 * PAGE, RW), 0);
	memset(p, 1, 512 * PAGE);
	munmap(p, 512 * PAGE);
}

static void
test_brk_up_and_down(void)
{
	char *start = sbrk(0);

	CHECK((uintptr_t)start != (uintptr_t)-1);
	CHECK(sbrk(3 * (intptr_t)MIB) == start);
	CHECK(all_bytes(start, 3 * MIB, 0));
	memset(start, 8, 3 * MIB);
	CHECK(sbrk(-2 * (intptr_t)MIB) == start + 3 * MIB);
	CHECK(all_bytes(start, MIB, 8));
	CHECK_EQ(access_signal(start + 2 * MIB, 'r'), SIGSEGV);
	CHECK(sbrk((intptr_t)MIB) == start + MIB);
	CHECK(all_bytes(start + MIB + PAGE, MIB - PAGE, 0));
	CHECK_EQ(brk(start), 0);
	CHECK(sbrk(0) == (void *)start);
}

static void
test_brk_refusals_leave_it(void)
{
	uintptr_t now = (uintptr_t)syscall(SYS_brk, 0);

	CHECK_EQ(syscall(SYS_brk, 1), now);
	CHECK_EQ(syscall(SYS_brk, now + (1UL << 46)), now);
	CHECK_EQ(syscall(SYS_brk, 0xffff800000000000), now);
	CHECK_EQ(syscall(SYS_brk, 0), now);
	CHECK_EQ(syscall(SYS_brk, now + 100), now + 100);
	CHECK_EQ(syscall(SYS_brk, now), now);
}

static void
test_too_much_is_enomem_and_life_goes_on(void)
{
	char *p;

	CHECK_ERR(
	    mmap(NULL, 1UL << 46, RW, ANON | MAP_POPULATE, -1, 0), ENOMEM);
	CHECK_ERR(mmap(NULL, 1UL << 47, RW, ANON, -1, 0), ENOMEM);
	p = map(MIB);
	CHECK(p && all_bytes(p, MIB, 0));
	munmap(p, MIB);
}

static void
test_large_pattern(void)
{
	size_t words = 256 * MIB / 8;
	uint64_t *p = (uint64_t *)map(words * 8);

	CHECK(p);
	for (size_t i = 0; i < words; i += 64)
		p[i] = i * 0x9e3779b97f4a7c15;
	for (size_t i = 0; i < words; i += 64)
		CHECK(p[i] == i * 0x9e3779b97f4a7c15 && p[i + 1] == 0);
	CHECK_EQ(munmap(p, words * 8), 0);
}

static const struct check_test tests[] = {
	T(test_mmap_zeroed_and_aligned),
	T(test_mmap_zeroed_after_reuse),
	T(test_mmap_bad_arguments),
	T(test_mmap_hint_is_taken_when_free),
	T(test_mmap_fixed_replaces),
	T(test_mmap_fixed_noreplace),
	T(test_mmap_flags_accepted),
	T(test_mmap_shared_anonymous),
	T(test_mmap_noreserve_binds_on_access),
	T(test_prot_none_then_access),
	T(test_mprotect_read_only),
	T(test_mprotect_errors),
	T(test_execute_only_where_allowed),
	T(test_munmap_parts),
	T(test_munmap_many_small),
	T(test_many_protections_in_one_mapping),
	T(test_brk_up_and_down),
	T(test_brk_refusals_leave_it),
	T(test_too_much_is_enomem_and_life_goes_on),
	T(test_large_pattern),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
