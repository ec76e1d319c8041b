/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/apps/init/main.c - the first program: runs the jobs, one after the
 * other, reports each, turns the machine off.
 *
 * Idea: what to run stands in JOB_FILE; the loader is liblwk's; the host sees
 * the programs' output on ports of their own and their fate on another
 * (kitten.ctl: "start", then one of "exit N", "signal N", "notfound WHY",
 * "noexec WHY", "fail WHY"). On a machine without ports the console serves.
 *
 * Limits: one job at a time. Its orphans are killed when its first process
 * has ended.
 */
#include "init.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

static void
say_result(const struct channels *ch, enum lwk_job_result res, const char *why)
{
	static const char *const words[] = {
		[LWK_JOB_NOTFOUND] = "notfound",
		[LWK_JOB_NOEXEC] = "noexec",
		[LWK_JOB_FAIL] = "fail",
	};

	channels_say(ch, words[res], why);
}

static void
run(struct channels *ch, const struct job_spec *spec)
{
	struct lwk_job job = {
		.exe = spec->exe,
		.cwd = spec->cwd,
		.argv = spec->argv,
		.envp = spec->envp,
		.fds = { ch->std[0], ch->std[1], ch->std[2] },
		.trace = spec->trace,
	};
	enum lwk_job_result res;
	int status;

	channels_mark(ch, spec);
	res = lwk_job_load(&job);
	if (!res)
		res = lwk_job_start(&job);
	if (res) {
		say_result(ch, res, job.why);
		return;
	}
	setpgid(job.pid, job.pid);
	channels_foreground(ch, job.pid);
	channels_say(ch, "start", NULL);
	status = watch_program(ch, spec, job.pid);
	watch_kill_rest();
	lwk_job_end(&job);
	if (WIFSIGNALED(status))
		channels_say_number(ch, "signal", WTERMSIG(status));
	else
		channels_say_number(ch, "exit", WEXITSTATUS(status));
}

static void
run_all(struct channels *ch)
{
	const char *why = "init is out of memory";
	struct job_file jf;
	struct job_spec spec;
	int r = jobfile_read(&jf);

	if (r) {
		channels_say(ch, "fail",
		    r == -ENOENT ? "no " JOB_FILE
				   " in the initial archive: start the "
				   "machine with the kitten command"
				 : JOB_FILE " can't be read");
		return;
	}
	while ((r = jobfile_next(&jf, &spec, &why)) > 0) {
		run(ch, &spec);
		jobfile_spec_free(&spec);
	}
	if (r < 0)
		channels_say(ch, "fail", why);
}

int
main(void)
{
	struct channels ch;

	watch_init();
	channels_open(&ch);
	run_all(&ch);
	reboot(RB_POWER_OFF);
	/* Not reached, unless the kernel refuses; init must not end. */
	for (;;)
		pause();
}
