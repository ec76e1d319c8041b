/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/job.c - writes the description of the programs to run.
 */
#define _GNU_SOURCE
#include "job.h"

#include "message.h"
#include "program.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int
jobs_find(struct options *o)
{
	for (unsigned int i = 0; i < o->job_count; i++) {
		struct job *job = &o->jobs[i];
		int status = program_find(job->argv.v[0], &job->path);

		if (status)
			return status;
	}
	return 0;
}

/* Whether one of `list` from `from` on sets the variable that `var` sets. */
static bool
is_replaced(const char *var, const struct words *list, size_t from)
{
	size_t name = strcspn(var, "=") + 1;

	for (size_t i = from; i < list->n; i++)
		if (!strncmp(var, list->v[i], name))
			return true;
	return false;
}

static void
put_env(const struct options *o, char *const *base, struct buf *b)
{
	for (; *base; base++)
		if (strchr(*base, '=') && !is_replaced(*base, &o->env, 0))
			buf_record(b, "env=%s", *base);
	for (size_t i = 0; i < o->env.n; i++)
		if (!is_replaced(o->env.v[i], &o->env, i + 1))
			buf_record(b, "env=%s", o->env.v[i]);
}

/* What of the descriptors is a terminal, and how large that is. */
static void
put_terminals(struct buf *b)
{
	struct winsize ws;
	char digits[4];
	int n = 0, size_of = -1;

	for (int fd = 0; fd < 3; fd++) {
		if (!isatty(fd))
			continue;
		digits[n++] = (char)('0' + fd);
		if (size_of < 0 && !ioctl(fd, TIOCGWINSZ, &ws) && ws.ws_row)
			size_of = fd;
	}
	digits[n] = '\0';
	buf_record(b, "tty=%s", digits);
	if (size_of >= 0 && !ioctl(size_of, TIOCGWINSZ, &ws))
		buf_record(b, "winsize=%ux%u", ws.ws_row, ws.ws_col);
}

static int
describe(
    const struct options *o, char *const *base_env, bool away, struct buf *b)
{
	char *cwd = getcwd(NULL, 0);

	if (!cwd)
		return fail(EXIT_KITTEN, "the working directory: %s: cd again",
		    strerror(errno));
	for (unsigned int i = 0; i < o->job_count; i++) {
		const struct job *job = &o->jobs[i];

		if (i)
			buf_record(b, "next=");
		buf_record(b, "exe=%s", job->path);
		buf_record(b, "cwd=%s", cwd);
		for (size_t a = 0; a < job->argv.n; a++)
			buf_record(b, "arg=%s", job->argv.v[a]);
		put_env(o, base_env, b);
		if (away)
			buf_record(b, "tty=012");
		else
			put_terminals(b);
		if (o->trace)
			buf_record(b, "trace=1");
	}
	free(cwd);
	return 0;
}

int
jobs_describe(const struct options *o, struct buf *b)
{
	return describe(o, environ, false, b);
}

int
jobs_describe_away(const struct options *o, struct buf *b)
{
	static char home[] = "HOME=/";
	static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
	static char term[] = "TERM=linux";
	char *const plain[] = { home, path, term, NULL };

	return describe(o, plain, true, b);
}
