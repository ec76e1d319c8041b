/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/apps/init/jobfile.c - JOB_FILE: what to run.
 *
 * Records that each end with a NUL:
 *	exe=/abs/path  cwd=/abs  arg=... (the first is argv[0])  env=K=V
 *	tty=DIGITS  winsize=ROWSxCOLS  trace=1
 * and next= between two programs. Unknown records are passed over.
 */
#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
jobfile_read(struct job_file *jf)
{
	int fd = open(JOB_FILE, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t n = 0;

	*jf = (struct job_file){ 0 };
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st)) {
		close(fd);
		return -EIO;
	}
	/* one more, so that the last record ends in any case */
	jf->data = malloc((size_t)st.st_size + 1);
	while (jf->data && jf->len < (size_t)st.st_size) {
		n = read(fd, jf->data + jf->len, (size_t)st.st_size - jf->len);
		if (n <= 0)
			break;
		jf->len += (size_t)n;
	}
	close(fd);
	if (!jf->data)
		return -ENOMEM;
	jf->data[jf->len] = '\0';
	return n < 0 ? -EIO : 0;
}

/* What follows KEY= in the record, or NULL when it is another. */
static char *
value_of(char *record, const char *key)
{
	size_t n = strlen(key);

	return !strncmp(record, key, n) && record[n] == '=' ? record + n + 1
							    : NULL;
}

static void
parse_winsize(struct job_spec *spec, char *v)
{
	spec->rows = (unsigned int)strtoul(v, &v, 10);
	if (*v == 'x')
		spec->cols = (unsigned int)strtoul(v + 1, NULL, 10);
}

static void
take_record(struct job_spec *spec, char *rec, size_t *argc, size_t *envc)
{
	char *v;

	if ((v = value_of(rec, "arg")))
		spec->argv[(*argc)++] = v;
	else if ((v = value_of(rec, "env")))
		spec->envp[(*envc)++] = v;
	else if ((v = value_of(rec, "exe")))
		spec->exe = v;
	else if ((v = value_of(rec, "cwd")))
		spec->cwd = v;
	else if ((v = value_of(rec, "trace")))
		spec->trace = *v == '1';
	else if ((v = value_of(rec, "winsize")))
		parse_winsize(spec, v);
	else if ((v = value_of(rec, "tty")))
		for (; *v; v++)
			if (*v >= '0' && *v <= '2')
				spec->tty[*v - '0'] = true;
}

/* The end of the program's records, and how many there are at most. */
static size_t
find_end(const struct job_file *jf, size_t *count)
{
	size_t at = jf->at;

	for (*count = 0; at < jf->len; ++*count) {
		if (!strncmp(jf->data + at, "next=", 5))
			break;
		at += strlen(jf->data + at) + 1;
	}
	return at < jf->len ? at : jf->len;
}

int
jobfile_next(struct job_file *jf, struct job_spec *spec, const char **why)
{
	size_t count, argc = 0, envc = 0, end = find_end(jf, &count);

	*spec = (struct job_spec){ .cwd = "/" };
	if (jf->at >= jf->len)
		return 0;
	/* NULL at the end of each, and a place for a missing argv[0] */
	spec->argv = calloc(count + 2, sizeof(char *));
	spec->envp = calloc(count + 1, sizeof(char *));
	if (!spec->argv || !spec->envp) {
		jobfile_spec_free(spec);
		return -ENOMEM;
	}
	while (jf->at < end) {
		take_record(spec, jf->data + jf->at, &argc, &envc);
		jf->at += strlen(jf->data + jf->at) + 1;
	}
	if (jf->at < jf->len) /* next= */
		jf->at += strlen(jf->data + jf->at) + 1;
	if (!spec->exe || spec->exe[0] != '/') {
		*why = JOB_FILE " names no program (exe=/PATH)";
		jobfile_spec_free(spec);
		return -EINVAL;
	}
	if (!argc)
		spec->argv[0] = (char *)spec->exe;
	return 1;
}

void
jobfile_spec_free(struct job_spec *spec)
{
	free(spec->argv);
	free(spec->envp);
	spec->argv = NULL;
	spec->envp = NULL;
}
