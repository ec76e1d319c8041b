/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/tools/kitten/options_test.c - each option reaches its field, each
 * mistake gets one line and status 125, and what follows the program is the
 * program's.
 */
#include "host_message.h"
#include "message.h"
#include "options.h"
#include "unit.h"
#include <string.h>

#define MOST 40

static struct options o;

/* line: words with single blanks between them. */
static int
run_on(int (*parse)(int, char **, struct options *), const char *line)
{
	static char text[1000];
	char *argv[MOST + 1];
	int argc = 0;

	times_said = 0;
	said[0] = '\0';
	strcpy(text, line);
	for (char *w = strtok(text, " "); w; w = strtok(NULL, " "))
		argv[argc++] = w;
	argv[argc] = NULL;
	return parse(argc, argv, &o);
}

static int
run(const char *line)
{
	return run_on(options_run, line);
}

static void
refused(const char *line, const char *about)
{
	assert_int_equal(run(line), EXIT_KITTEN);
	assert_int_equal(times_said, 1);
	if (!strstr(said, about))
		fail_msg("%s: said: %s", line, said);
	options_free(&o);
}

static void
test_options_defaults(void **state)
{
	(void)state;
	assert_int_equal(run("run prog"), 0);
	assert_int_equal(o.cpus, 1);
	assert_int_equal(o.memory_bytes, 1 << 30);
	assert_int_equal(o.nodes, 1);
	assert_int_equal(o.timeout_ms, 0);
	assert_int_equal(o.accel, ACCEL_AUTO);
	assert_int_equal(o.job_count, 1);
	assert_int_equal(o.jobs[0].argv.n, 1);
	assert_string_equal(o.jobs[0].argv.v[0], "prog");
	assert_null(o.jobs[0].argv.v[1]);
	options_free(&o);
}

static void
test_options_each(void **state)
{
	(void)state;
	assert_int_equal(
	    run("run -c 4 -m 2G --numa=2 --timeout 1.5 --accel tcg"
		" --icount --trace -v --append a=b --append c -e X=1 --env=Y="
		" --file /h:/g --qemu-arg -foo --log l --kernel k --init i"
		" --keep-files prog"),
	    0);
	assert_int_equal(o.cpus, 4);
	assert_int_equal(o.memory_bytes, 2ull << 30);
	assert_int_equal(o.nodes, 2);
	assert_int_equal(o.timeout_ms, 1500);
	assert_int_equal(o.accel, ACCEL_TCG);
	assert_true(o.icount && o.trace && o.verbose && o.keep_files);
	assert_int_equal(o.append.n, 2);
	assert_string_equal(o.append.v[1], "c");
	assert_int_equal(o.env.n, 2);
	assert_string_equal(o.env.v[1], "Y=");
	assert_string_equal(o.files.v[0], "/h:/g");
	assert_string_equal(o.qemu_args.v[0], "-foo");
	assert_string_equal(o.log, "l");
	assert_string_equal(o.kernel, "k");
	assert_string_equal(o.init, "i");
	options_free(&o);
}

static void
test_options_end_at_the_program(void **state)
{
	(void)state;
	assert_int_equal(run("run -c 2 prog -c 9 --help -- --then"), 0);
	assert_int_equal(o.cpus, 2);
	assert_int_equal(o.jobs[0].argv.n, 6);
	assert_string_equal(o.jobs[0].argv.v[5], "--then");
	options_free(&o);
	assert_int_equal(run("run -- -prog"), 0);
	assert_string_equal(o.jobs[0].argv.v[0], "-prog");
	options_free(&o);
	assert_int_equal(run("run --help prog"), 0);
	assert_true(o.help);
	options_free(&o);
}

static void
test_options_mistakes(void **state)
{
	(void)state;
	refused("run", "which program");
	refused("run -c", "needs a value");
	refused("run -c 0 p", "1 to 254");
	refused("run -c 255 p", "1 to 254");
	refused("run -c 2x p", "1 to 254");
	refused("run --cpus=-1 p", "1 to 254");
	refused("run -m 31M p", "less than 32M");
	refused("run -m 33000K p", "whole mebibytes");
	refused("run -m lots p", "give a size");
	refused("run --numa 17 p", "1 to 16");
	refused("run --timeout soon p", "seconds");
	refused("run --timeout -1 p", "seconds");
	refused("run --timeout nan p", "seconds");
	refused("run --timeout 1e99 p", "seconds");
	refused("run --accel hax p", "tcg or kvm");
	refused("run -e NAME p", "NAME=VALUE");
	refused("run -e =x p", "NAME=VALUE");
	refused("run --nonsense p", "no such option");
	refused("run -x p", "no such option");
	refused("run --trace=1 p", "takes no value");
	refused("run --icount --accel kvm p", "TCG only");
}

static void
test_options_multi(void **state)
{
	(void)state;
	assert_int_equal(run("run --multi a 1 --then b --then c 2 3"), 0);
	assert_int_equal(o.job_count, 3);
	assert_int_equal(o.jobs[0].argv.n, 2);
	assert_int_equal(o.jobs[1].argv.n, 1);
	assert_string_equal(o.jobs[2].argv.v[2], "3");
	options_free(&o);
	refused("run --multi --then a", "--then");
	refused("run --multi a --then", "--then");
	refused("run --multi a --then --then b", "--then");
}

static void
test_options_timeout(void **state)
{
	(void)state;
	assert_int_equal(run("run --timeout 0.0001 p"), 0);
	assert_int_equal(o.timeout_ms, 1);
	options_free(&o);
	assert_int_equal(run("run --timeout 5 --gdb p"), 0);
	assert_int_equal(o.timeout_ms, 0);
	options_free(&o);
}

static void
test_options_iso(void **state)
{
	(void)state;
	assert_int_equal(run_on(options_iso, "iso prog arg -o node.iso"), 0);
	assert_string_equal(o.output, "node.iso");
	assert_int_equal(o.jobs[0].argv.n, 2);
	options_free(&o);
	assert_int_equal(run_on(options_iso, "iso -o x prog -o y"), 0);
	assert_string_equal(o.output, "x");
	assert_int_equal(o.jobs[0].argv.n, 3);
	options_free(&o);
	assert_int_equal(run_on(options_iso, "iso prog"), EXIT_KITTEN);
	assert_non_null(strstr(said, "which image"));
	options_free(&o);
	assert_int_equal(run_on(options_iso, "iso -c 2 prog"), EXIT_KITTEN);
	options_free(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options_defaults),
		cmocka_unit_test(test_options_each),
		cmocka_unit_test(test_options_end_at_the_program),
		cmocka_unit_test(test_options_mistakes),
		cmocka_unit_test(test_options_multi),
		cmocka_unit_test(test_options_timeout),
		cmocka_unit_test(test_options_iso),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
