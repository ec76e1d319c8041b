/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/abi/linux/trace_args_test.c - arguments of traced calls, in
 * strace's notation. */
#include "unit.h"

#include "abi/linux/trace_priv.h"

#include <stdio.h>
#include <string.h>

static const char *types; /* of the call under test */

const char *
syscall_arg_types(uint64_t nr)
{
	(void)nr;
	return types;
}

void
trace_printf(struct trace_line *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	l->len += (size_t)vsnprintf(
	    l->text + l->len, sizeof(l->text) - l->len, fmt, ap);
	va_end(ap);
}

/* Every address but NULL is user memory. */
int
copyin(void *dst, vaddr_t uaddr, size_t len)
{
	if (!uaddr)
		return -EFAULT;
	memcpy(dst, (const void *)(uintptr_t)uaddr, len);
	return 0;
}

long
copyin_str(char *dst, vaddr_t uaddr, size_t size)
{
	size_t n;

	if (!uaddr)
		return -EFAULT;
	n = strnlen((const char *)(uintptr_t)uaddr, size);
	memcpy(dst, (const void *)(uintptr_t)uaddr, n);
	if (n == size)
		return -ENAMETOOLONG;
	dst[n] = '\0';
	return (long)n;
}

static void
expect(const char *want, const char *args, bool done, long ret, uint64_t a,
    uint64_t b, uint64_t c, uint64_t d)
{
	struct trace_call call = { .arg = { a, b, c, d } };
	struct trace_line l = { 0 };

	types = args;
	trace_args(&l, &call, done, ret);
	assert_string_equal(l.text, want);
}

static uint64_t
word(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

static void
test_trace_numbers(void **state)
{
	(void)state;
	expect("-1, 4096, -8, NULL", "a:int,b:size,c:off,d:ptr", false, 0,
	    0xffffffff, 4096, (uint64_t)-8, 0);
	expect("AT_FDCWD, 3, 0x10, SIGTERM", "a:dirfd,b:fd,c:hex,d:sig", false,
	    0, (uint32_t)-100, 3, 16, 15);
	expect("SIGRT_2", "a:sig", false, 0, 34, 0, 0, 0);
	expect("", "", false, 0, 1, 2, 3, 4);
}

static void
test_trace_sets(void **state)
{
	(void)state;
	expect("O_RDONLY|O_CLOEXEC", "f:open,m:mode", false, 0, 02000000, 0644,
	    0, 0);
	expect("O_WRONLY|O_CREAT|O_TRUNC, 0644", "f:open,m:mode", false, 0,
	    01101, 0644, 0, 0);
	expect("PROT_NONE, PROT_READ|PROT_WRITE", "a:prot,b:prot", false, 0, 0,
	    3, 0, 0);
	expect("MAP_PRIVATE|MAP_ANONYMOUS|0x80000000", "a:mmap", false, 0,
	    0x80000022, 0, 0, 0);
	expect("MAP_SHARED_VALIDATE|MAP_ANONYMOUS", "a:mmap", false, 0, 0x23, 0,
	    0, 0);
	expect(
	    "CLONE_VM|SIGCHLD, 0", "a:clone,b:clone", false, 0, 0x111, 0, 0, 0);
	expect("F_OK, R_OK|X_OK", "a:access,b:access", false, 0, 0, 5, 0, 0);
	expect("CLOCK_MONOTONIC, SEEK_END, 77", "a:clock,b:whence,c:whence",
	    false, 0, 1, 2, 77, 0);
}

static void
test_trace_strings(void **state)
{
	static const char odd[] = "a\"\\\n\001"
				  "1\200z";

	(void)state;
	expect("\"/etc/x\"", "p:str", false, 0, word("/etc/x"), 0, 0, 0);
	expect("\"a\\\"\\\\\\n\\0011\\200z\"", "p:str", false, 0, word(odd), 0,
	    0, 0);
	expect("\"0123456789abcdef0123456789abcdef\"..., 33", "b:wbuf,n:size",
	    false, 0, word("0123456789abcdef0123456789abcdefX"), 33, 0, 0);
	expect(
	    "\"ab\", 100", "b:rbuf,n:size", true, 2, word("abcd"), 100, 0, 0);
}

static void
test_trace_rbuf_of_failed_call_is_an_address(void **state)
{
	char want[32], buf[4] = { 0 };

	(void)state;
	snprintf(want, sizeof(want), "%#lx, 4", (unsigned long)word(buf));
	expect(want, "b:rbuf,n:size", false, -9, word(buf), 4, 0, 0);
}

static void
test_trace_times(void **state)
{
	int64_t ts[2] = { 1, 500 };

	(void)state;
	expect("{tv_sec=1, tv_nsec=500}, NULL", "a:ts,b:tsout", true, 0,
	    word(ts), 0, 0, 0);
	expect("FUTEX_WAIT_PRIVATE, {tv_sec=1, tv_nsec=500}",
	    "op:futex,t:futexts", false, 0, 128, word(ts), 0, 0);
	expect(
	    "FUTEX_REQUEUE, 0x7", "op:futex,t:futexts", false, 0, 3, 7, 0, 0);
	expect("FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME, NULL",
	    "op:futex,t:futexts", false, 0, 9 | 256, 0, 0, 0);
}

static void
test_trace_names(void **state)
{
	(void)state;
	assert_string_equal(trace_errno_name(2), "ENOENT");
	assert_string_equal(trace_errno_text(2), strerror(2));
	assert_null(trace_errno_name(512));
	assert_null(trace_errno_name(0));
	assert_string_equal(trace_signal_name(9), "SIGKILL");
	assert_null(trace_signal_name(99));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trace_numbers),
		cmocka_unit_test(test_trace_sets),
		cmocka_unit_test(test_trace_strings),
		cmocka_unit_test(test_trace_rbuf_of_failed_call_is_an_address),
		cmocka_unit_test(test_trace_times),
		cmocka_unit_test(test_trace_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
