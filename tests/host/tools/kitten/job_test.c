/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/tools/kitten/job_test.c - the records that init reads, which
 * program a name means, words quoted for a shell.
 */
#include "host_message.h"
#include "job.h"
#include "message.h"
#include "program.h"
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The records with newlines between them. */
static char *
describe(
    int (*how)(const struct options *, struct buf *), const struct options *o)
{
	struct buf b = { 0 };

	assert_int_equal(how(o, &b), 0);
	assert_int_equal(b.data[b.len - 1], '\0');
	for (size_t i = 0; i + 1 < b.len; i++)
		if (!b.data[i])
			b.data[i] = '\n';
	return b.data;
}

static void
add_job(struct options *o, const char *path, const char *arg0, const char *arg1)
{
	struct job *j;

	o->jobs = mem_grow(o->jobs, (o->job_count + 1) * sizeof(*j));
	j = &o->jobs[o->job_count++];
	*j = (struct job){ .path = str_copy(path) };
	words_add(&j->argv, arg0);
	if (arg1)
		words_add(&j->argv, arg1);
}

static void
test_job_records(void **state)
{
	struct options o = { .trace = true };
	char *got, *want, *cwd = getcwd(NULL, 0);

	(void)state;
	add_job(&o, "/bin/one", "one", "with blank\nand line");
	add_job(&o, "/bin/two", "./two", NULL);
	words_add(&o.env, "A=1");
	words_add(&o.env, "TERM=mine");
	words_add(&o.env, "A=2");
	got = describe(jobs_describe_away, &o);
	want = str_printf("exe=/bin/one\ncwd=%s\narg=one\n"
			  "arg=with blank\nand line\n"
			  "env=HOME=/\nenv=PATH=/usr/local/bin:/usr/bin:/bin\n"
			  "env=TERM=mine\nenv=A=2\ntty=012\ntrace=1\nnext=\n"
			  "exe=/bin/two\ncwd=%s\narg=./two\n"
			  "env=HOME=/\nenv=PATH=/usr/local/bin:/usr/bin:/bin\n"
			  "env=TERM=mine\nenv=A=2\ntty=012\ntrace=1",
	    cwd, cwd);
	assert_string_equal(got, want);
	free(got);
	free(want);
	free(cwd);
	options_free(&o);
}

static void
test_job_own_environment(void **state)
{
	struct options o = { 0 };
	char *got;

	(void)state;
	setenv("KITTEN_TEST_A", "old", 1);
	setenv("KITTEN_TEST_AB", "stays", 1);
	words_add(&o.env, "KITTEN_TEST_A=new");
	add_job(&o, "/x", "x", NULL);
	got = describe(jobs_describe, &o);
	assert_null(strstr(got, "KITTEN_TEST_A=old"));
	assert_non_null(strstr(got, "\nenv=KITTEN_TEST_A=new\n"));
	assert_non_null(strstr(got, "\nenv=KITTEN_TEST_AB=stays\n"));
	assert_null(strstr(got, "\ntrace="));
	free(got);
	options_free(&o);
}

/* A folder of its own with one file f in it. */
static char dir[64], file[80];

static void
put_file(const char *data, size_t len, mode_t mode)
{
	FILE *f;

	unlink(file);
	f = fopen(file, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
	assert_int_equal(chmod(file, mode), 0);
}

static void
finds(const char *name, int status, const char *about)
{
	char *path = NULL;

	said[0] = '\0';
	assert_int_equal(program_find(name, &path), status);
	if (!strstr(said, about))
		fail_msg("%s: said: %s", name, said);
	free(path);
}

static void
test_program_what_cannot_run(void **state)
{
	char elf[64] = "\177ELF\2\1\1";

	(void)state;
	strcpy(dir, "/tmp/kitten-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/f", dir);
	finds("", EXIT_NOTFOUND, "empty");
	finds(file, EXIT_NOTFOUND, "check the name");
	finds(dir, EXIT_NOEXEC, "directory");
	finds("/dev/null", EXIT_NOEXEC, "regular");
	finds("no-such-program-anywhere", EXIT_NOTFOUND, "PATH");
	put_file("", 0, 0755);
	finds(file, EXIT_NOEXEC, "empty");
	put_file("#!/bin/sh\n", 10, 0755);
	finds(file, EXIT_NOEXEC, "script");
	put_file("#", 1, 0755);
	finds(file, EXIT_NOEXEC, "not an ELF");
	for (size_t n = 1; n < sizeof(elf); n++) {
		put_file(elf, n, 0755);
		finds(file, EXIT_NOEXEC, "");
	}
	elf[4] = 1;
	put_file(elf, sizeof(elf), 0755);
	finds(file, EXIT_NOEXEC, "32-bit");
	finds("/proc/self/exe", EXIT_NOEXEC, "dynamic loader");
	unlink(file);
	rmdir(dir);
}

static void
test_words_quote(void **state)
{
	struct words w = { 0 };
	struct buf b = { 0 };

	(void)state;
	words_add(&w, "plain-1.0/x");
	words_add(&w, "");
	words_add(&w, "two words");
	words_add(&w, "it's");
	words_addf(&w, "$%d", 5);
	words_quote(&w, &b);
	buf_put(&b, "", 1);
	assert_string_equal(
	    b.data, "plain-1.0/x '' 'two words' 'it'\\''s' '$5'");
	assert_true(words_have(&w, "it's"));
	assert_false(words_have(&w, "it"));
	words_free(&w);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_job_records),
		cmocka_unit_test(test_job_own_environment),
		cmocka_unit_test(test_program_what_cannot_run),
		cmocka_unit_test(test_words_quote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
