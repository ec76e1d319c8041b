/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/static_pie_hello.c - a static position-independent executable.
 *
 * Idea: such a program relocates itself before main; pointers in data, function
 * tables, thread-local data and indirect functions show whether it could.
 */
#include "lib/check.h"

#include <pthread.h>
#include <sys/auxv.h>

static int value = 42;
static int *pointer = &value;
static __thread int local = 7;
static const char *const words[] = { "one", "two", "three" };

static void
test_pie_data_pointers_relocated(void)
{
	CHECK_EQ(*pointer, 42);
	CHECK(!strcmp(words[2], "three"));
}

static void
test_pie_loaded_away_from_zero(void)
{
	CHECK((uintptr_t)&value > 0x10000);
	CHECK(getauxval(AT_ENTRY) > 0x10000);
	CHECK(getauxval(AT_BASE) == 0);
}

static void
test_pie_headers_in_memory(void)
{
	const unsigned char *ph = (const unsigned char *)getauxval(AT_PHDR);

	CHECK(ph != NULL);
	/* They follow the ELF header in what ld makes. */
	CHECK(!memcmp(ph - 64, "\177ELF", 4));
}

static void *
thread_main(void *arg)
{
	EXPECT_EQ(local, 7);
	local++;
	return arg;
}

static void
test_pie_thread_local(void)
{
	pthread_t thread;
	void *ret;

	CHECK_EQ(local, 7);
	CHECK_EQ(pthread_create(&thread, NULL, thread_main, &value), 0);
	CHECK_EQ(pthread_join(thread, &ret), 0);
	CHECK(ret == &value);
	CHECK_EQ(local, 7);
}

static const struct check_test tests[] = {
	T(test_pie_data_pointers_relocated),
	T(test_pie_loaded_away_from_zero),
	T(test_pie_headers_in_memory),
	T(test_pie_thread_local),
};

int
main(void)
{
	printf("hello from a static PIE\n");
	return CHECK_RUN(tests);
}
