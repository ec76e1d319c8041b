/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/c_basic.c - the C library on one thread: what every program needs.
 *
 * Idea: run as `c_basic one 'two words' ''` with KT_VAR='some value'. The
 * handlers of atexit print after the count, last registered first.
 */
#include "lib/check.h"

#include <ctype.h>
#include <locale.h>
#include <malloc.h>
#include <math.h>
#include <sys/auxv.h>
#include <wchar.h>

static int arg_count;
static char **args;

static void
test_c_arguments(void)
{
	CHECK_EQ(arg_count, 4);
	CHECK(!strcmp(args[1], "one"));
	CHECK(!strcmp(args[2], "two words"));
	CHECK(!strcmp(args[3], ""));
	CHECK(args[4] == NULL);
	CHECK(!strcmp(program_invocation_short_name, "c_basic"));
}

static void
test_c_environment(void)
{
	const char *value = getenv("KT_VAR");

	CHECK(value && !strcmp(value, "some value"));
	CHECK(getenv("KT_NOT_SET") == NULL);
	CHECK_EQ(setenv("KT_NEW", "x=y", 1), 0);
	CHECK(!strcmp(getenv("KT_NEW"), "x=y"));
	CHECK_EQ(unsetenv("KT_NEW"), 0);
	CHECK(getenv("KT_NEW") == NULL);
}

static void
test_c_auxiliary_vector(void)
{
	const char *platform = (const char *)getauxval(AT_PLATFORM);
	const char *name = (const char *)getauxval(AT_EXECFN);

	CHECK_EQ(getauxval(AT_PAGESZ), 4096);
	CHECK_EQ(getauxval(AT_CLKTCK), 100);
	CHECK_EQ(getauxval(AT_SECURE), 0);
	CHECK_EQ(getauxval(AT_UID), getuid());
	CHECK_EQ(getauxval(AT_PHENT), 56);
	CHECK(getauxval(AT_PHNUM) > 2);
	CHECK(getauxval(AT_RANDOM) != 0);
	CHECK(getauxval(AT_HWCAP) != 0);
	CHECK(getauxval(AT_SYSINFO_EHDR) != 0);
	CHECK(platform && !strcmp(platform, "x86_64"));
	CHECK(name && strstr(name, "c_basic"));
}

static void
test_c_random_bytes_of_the_stack(void)
{
	const unsigned char *bytes = (const void *)getauxval(AT_RANDOM);
	int different = 0;

	for (int i = 1; i < 16; i++)
		different += bytes[i] != bytes[0];
	CHECK(different > 4);
}

static void
test_c_printf(void)
{
	char text[200];

	snprintf(text, sizeof(text), "%d|%5u|%-6x|%#o|%+ld|%08.3f|%e|%g|%s|%c",
	    -5, 42u, 255u, 8u, 7L, 3.14159, 12345.678, 0.0001, "str", 'c');
	CHECK(!strcmp(
	    text, "-5|   42|ff    |010|+7|0003.142|1.234568e+04|0.0001|str|c"));
	snprintf(text, sizeof(text), "%a %.3Lf %zu %llx %5.2s|", 1.0,
	    (long double)2.5, (size_t)9, 1ULL << 40, "abc");
	CHECK(!strcmp(text, "0x1p+0 2.500 9 10000000000    ab|"));
}

static void
test_c_scanf_and_numbers(void)
{
	int a, b;
	char word[20], *rest;
	double d;

	CHECK_EQ(
	    sscanf("12 0x1f hello 2.5", "%d %i %19s %lf", &a, &b, word, &d), 4);
	CHECK(a == 12 && b == 31 && d == 2.5 && !strcmp(word, "hello"));
	CHECK(strtod("1e3z", &rest) == 1000.0 && *rest == 'z');
	CHECK_EQ(strtoul("ff", NULL, 16), 255);
	errno = 0;
	CHECK_EQ(strtol("99999999999999999999", NULL, 10), INT64_MAX);
	CHECK_EQ(errno, ERANGE);
}

static int
int_order(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static void
test_c_sort_and_search(void)
{
	static int v[10000];
	int key = 4242;

	for (int i = 0; i < 10000; i++)
		v[i] = i * 7919 % 10007;
	qsort(v, 10000, sizeof(int), int_order);
	for (int i = 1; i < 10000; i++)
		CHECK(v[i - 1] <= v[i]);
	CHECK(bsearch(&key, v, 10000, sizeof(int), int_order) != NULL);
}

static void
test_c_malloc_sizes(void)
{
	unsigned char *blocks[500];

	for (int i = 0; i < 500; i++) {
		blocks[i] = malloc((size_t)i * 37 + 1);
		CHECK(blocks[i]);
		memset(blocks[i], i & 255, (size_t)i * 37 + 1);
	}
	for (int i = 0; i < 500; i += 2)
		free(blocks[i]);
	for (int i = 1; i < 500; i += 2) {
		for (int k = 0; k <= i * 37; k++)
			CHECK_EQ(blocks[i][k], i & 255);
		free(blocks[i]);
	}
	malloc_trim(0);
}

static void
test_c_realloc_keeps_bytes(void)
{
	size_t size = 16;
	unsigned char *p = malloc(size);

	for (size_t i = 0; i < size; i++)
		p[i] = (unsigned char)(i * 3);
	while (size < (32 << 20)) {
		p = realloc(p, size * 2);
		CHECK(p);
		CHECK(p[size - 1] == (unsigned char)((size - 1) * 3));
		for (size_t i = size; i < size * 2; i++)
			p[i] = (unsigned char)(i * 3);
		size *= 2;
	}
	for (size_t i = 0; i < size; i++)
		CHECK(p[i] == (unsigned char)(i * 3));
	free(p);
}

static void
test_c_calloc_zeroes_reused(void)
{
	for (int round = 0; round < 20; round++) {
		size_t size = (size_t)1000 << round % 12;
		unsigned char *p = malloc(size);

		CHECK(p);
		memset(p, 0xaa, size);
		free(p);
		p = calloc(1, size);
		CHECK(p);
		for (size_t i = 0; i < size; i++)
			CHECK(p[i] == 0);
		free(p);
	}
}

static void
test_c_aligned_alloc(void)
{
	for (size_t align = 16; align <= 1 << 20; align *= 2) {
		void *p = aligned_alloc(align, align * 2);

		CHECK(p);
		CHECK_EQ((uintptr_t)p % align, 0);
		memset(p, 1, align * 2);
		free(p);
	}
}

static void
test_c_malloc_too_much(void)
{
	volatile size_t huge = (size_t)1 << 46;
	void *p = malloc(huge);

	CHECK(p == NULL);
	CHECK_EQ(errno, ENOMEM);
	p = malloc(1000);
	CHECK(p);
	free(p);
}

static void
test_c_stream_files(void)
{
	const char *dir = check_dir_enter();
	char line[100];
	FILE *f = fopen("f", "w+");

	CHECK(f);
	for (int i = 0; i < 5000; i++)
		fprintf(f, "line %d\n", i);
	CHECK_EQ(fseek(f, 0, SEEK_SET), 0);
	for (int i = 0; i < 5000; i++) {
		int n;

		CHECK(fgets(line, sizeof(line), f));
		CHECK_EQ(sscanf(line, "line %d", &n), 1);
		CHECK_EQ(n, i);
	}
	CHECK(!fgets(line, sizeof(line), f) && feof(f));
	CHECK_EQ(ftell(f), 5 * 5000 + 10 + 180 + 2700 + 16000 + 5000);
	fclose(f);
	f = fopen("f", "a");
	CHECK(f && fputs("tail", f) >= 0 && !fclose(f));
	f = fopen("f", "r");
	CHECK(f && !fseek(f, -4, SEEK_END));
	CHECK(fread(line, 1, 4, f) == 4 && !memcmp(line, "tail", 4));
	CHECK(ungetc('Z', f) == 'Z' && fgetc(f) == 'Z');
	fclose(f);
	CHECK_EQ(remove("f"), 0);
	CHECK(!fopen("f", "r") && errno == ENOENT);
	check_dir_leave(dir);
}

static void
test_c_memory_streams(void)
{
	char *text = NULL, buffer[32] = "10 20 30";
	size_t size;
	int a, b, c;
	FILE *f = open_memstream(&text, &size);

	CHECK(f);
	fprintf(f, "%s-%d", "abc", 12);
	fclose(f);
	CHECK(size == 6 && !strcmp(text, "abc-12"));
	free(text);
	f = fmemopen(buffer, 8, "r");
	CHECK(f && fscanf(f, "%d%d%d", &a, &b, &c) == 3);
	CHECK(a == 10 && b == 20 && c == 30);
	fclose(f);
}

static void
test_c_time_of_day(void)
{
	time_t t = 1000000000;
	struct tm tm;
	char text[64];

	CHECK(gmtime_r(&t, &tm));
	CHECK(strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S %a", &tm));
	CHECK(!strcmp(text, "2001-09-09 01:46:40 Sun"));
	CHECK_EQ(timegm(&tm), 1000000000);
	/* A machine that runs this was started after 2020. */
	CHECK(time(NULL) > 1577836800);
	CHECK(clock() != (clock_t)-1);
}

static void
test_c_math(void)
{
	volatile double x = 0.5;

	CHECK(fabs(sin(x) - 0.47942553860420301) < 1e-15);
	CHECK(fabs(exp(x) - 1.6487212707001282) < 1e-15);
	CHECK(fabs(pow(x, 3.5) - 0.088388347648318447) < 1e-16);
	CHECK(fabsl(sqrtl((long double)x) - 0.70710678118654752440L) < 1e-18L);
	CHECK(isnan(sqrt(-x)) && isinf(1.0 / (x - x)));
}

static void
test_c_locale_and_wide(void)
{
	wchar_t wide[16];

	CHECK(!strcmp(setlocale(LC_ALL, NULL), "C"));
	CHECK(setlocale(LC_ALL, "no_SUCH") == NULL);
	CHECK(setlocale(LC_ALL, "C") != NULL);
	CHECK_EQ(mbstowcs(wide, "plain", 16), 5);
	CHECK(!wcscmp(wide, L"plain"));
	CHECK(isalpha('a') && !isalpha('1') && toupper('q') == 'Q');
}

static void
test_c_streams_open(void)
{
	struct stat st;

	CHECK_EQ(fstat(1, &st), 0);
	CHECK_EQ(fstat(2, &st), 0);
	CHECK_EQ(fileno(stdout), 1);
	CHECK_ERR(fstat(3, &st), EBADF);
}

static void
test_c_stack_is_deep(void)
{
	/* The default limit is 8 MiB; use four of them. */
	volatile char big[4 << 20];

	for (size_t i = sizeof(big); i; i -= 4096)
		big[i - 1] = 1;
	CHECK_EQ(big[4095], 1);
}

static const struct check_test tests[] = {
	T(test_c_arguments),
	T(test_c_environment),
	T(test_c_auxiliary_vector),
	T(test_c_random_bytes_of_the_stack),
	T(test_c_printf),
	T(test_c_scanf_and_numbers),
	T(test_c_sort_and_search),
	T(test_c_malloc_sizes),
	T(test_c_realloc_keeps_bytes),
	T(test_c_calloc_zeroes_reused),
	T(test_c_aligned_alloc),
	T(test_c_malloc_too_much),
	T(test_c_stream_files),
	T(test_c_memory_streams),
	T(test_c_time_of_day),
	T(test_c_math),
	T(test_c_locale_and_wide),
	T(test_c_streams_open),
	T(test_c_stack_is_deep),
};

static void
print_first(void)
{
	printf("first registered, last run\n");
}

static void
print_second(void)
{
	/* Not ended by a newline: exit must flush it. */
	printf("second registered, first run; ");
}

int
main(int argc, char **argv)
{
	arg_count = argc;
	args = argv;
	atexit(print_first);
	atexit(print_second);
	return CHECK_RUN(tests);
}
