/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/run.c - `kitten run`: boot, run, and end as the program ended.
 */
#define _GNU_SOURCE
#include "command.h"

#include "initrd.h"
#include "job.h"
#include "log.h"
#include "machine.h"
#include "message.h"
#include "options.h"
#include "places.h"
#include "pump.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The status that the last program's end gives, as a shell would see it. */
static int
program_status(const struct control *c, const struct options *o)
{
	const char *name = o->jobs[o->job_count - 1].argv.v[0];

	switch (c->last) {
	case ENDING_EXIT:
		return c->value & 0xff;
	case ENDING_SIGNAL:
		return 128 + (c->value & 0x7f);
	case ENDING_NOEXEC:
		return fail(
		    EXIT_NOEXEC, "%s: cannot run on Kitten: %s", name, c->why);
	case ENDING_NOTFOUND:
		return fail(EXIT_NOTFOUND, "%s: %s", name, c->why);
	default:
		return fail(
		    EXIT_KITTEN, "%s: could not be started: %s", name, c->why);
	}
}

/* The machine ended before the program did: the cause in one line. */
static int
machine_failed(const struct ending_report *r, const struct options *o,
    const struct runlog *log)
{
	const char *last = log_last_line(log);
	int status = r->wait_status;

	if (log->panic[0])
		return fail(EXIT_KITTEN, "the kernel stopped: %s: see %s",
		    log->panic, log->path);
	if (WIFSIGNALED(status))
		return fail(EXIT_KITTEN, "QEMU was ended by signal %d: see %s",
		    WTERMSIG(status), log->path);
	if (WEXITSTATUS(status) == QEMU_PANICKED)
		return fail(EXIT_KITTEN, "the kernel stopped: %s: see %s", last,
		    log->path);
	if (WEXITSTATUS(status) == QEMU_ENDED && log->qemu[0])
		return fail(EXIT_KITTEN, "%s: see %s", log->qemu, log->path);
	if (r->control.ended)
		return fail(EXIT_KITTEN,
		    "the machine ended after %u of %u programs (%s): see %s",
		    r->control.ended, o->job_count, last, log->path);
	return fail(EXIT_KITTEN,
	    "the machine ended before the program did (%s): see %s",
	    *last ? last : "the kernel said nothing", log->path);
}

static int
verdict(const struct ending_report *r, const struct options *o,
    const struct runlog *log)
{
	bool panicked = r->panicked || log->panic[0] ||
			(WIFEXITED(r->wait_status) &&
			    WEXITSTATUS(r->wait_status) == QEMU_PANICKED);

	if (r->timed_out) {
		fail(EXIT_TIMEOUT,
		    "ended after %g s (--timeout); last lines of %s:",
		    (double)o->timeout_ms / 1000, log->path);
		log_show_tail(log);
		return EXIT_TIMEOUT;
	}
	if (r->broken_off)
		return 128 + r->broken_off;
	if (panicked || r->control.ended < o->job_count)
		return machine_failed(r, o, log);
	return program_status(&r->control, o);
}

/* For --keep-files: a copy of the archive beside the log. */
static int
keep_initrd(int fd, const struct runlog *log)
{
	char *path = str_printf("%s.cpio", log->path);
	int status = initrd_copy(fd, path);

	if (!status)
		warn("kept %s and %s", log->path, path);
	free(path);
	return status;
}

static int
boot(const struct options *o, const struct places *p, int initrd_fd,
    struct runlog *log)
{
	struct ending_report report;
	struct machine machine;
	int status = pump_prepare();

	if (!status)
		status = machine_start(&machine, o, p, initrd_fd, log);
	close(initrd_fd);
	if (status)
		return status;
	pump_run(o, &machine, log, &report);
	return verdict(&report, o, log);
}

/* Everything that needs the places and leaves a log. */
static int
run(const struct options *o, const struct places *p, struct runlog *log)
{
	struct buf records = { 0 };
	int initrd_fd = -1;
	int status = jobs_describe(o, &records);

	if (!status)
		status = initrd_make(o, p, &records, &initrd_fd);
	buf_free(&records);
	if (!status && o->keep_files)
		status = keep_initrd(initrd_fd, log);
	if (!status)
		return boot(o, p, initrd_fd, log);
	if (initrd_fd >= 0)
		close(initrd_fd);
	return status;
}

int
command_run(int argc, char **argv)
{
	struct options o;
	struct places p = { 0 };
	struct runlog log;
	int status = options_run(argc, argv, &o);

	if (!status && o.help) {
		options_free(&o);
		return command_help("run");
	}
	if (!status)
		status = jobs_find(&o);
	if (!status)
		status = places_find(&o, &p);
	if (!status) {
		status = log_open(&log, o.log);
		if (!status)
			status = run(&o, &p, &log);
		log_close(&log, o.keep_files || status == EXIT_KITTEN ||
				    status == EXIT_TIMEOUT);
	}
	places_free(&p);
	options_free(&o);
	return status;
}
