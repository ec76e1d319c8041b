/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/apps/init/init.h - what the parts of init share. */
#ifndef INIT_INIT_H
#define INIT_INIT_H

#include "job.h"

#include <stdbool.h>
#include <stddef.h>

#define JOB_FILE "/etc/kitten/job"

/* ---- jobfile.c: the description of the programs to run ---- */

struct job_spec {
	const char *exe;
	const char *cwd;
	char **argv;
	char **envp;
	bool tty[3]; /* is it a terminal on the host? */
	unsigned int rows, cols;
	bool trace;
};

struct job_file {
	char *data;
	size_t len, at;
};

/* Read JOB_FILE. 0 or -errno. */
int jobfile_read(struct job_file *jf);
/* The next program; the strings stay in jf->data, the lists are malloc'ed.
 * 1, 0 at the end, -EINVAL (*why says what is wrong), -ENOMEM. */
int jobfile_next(struct job_file *jf, struct job_spec *spec, const char **why);
void jobfile_spec_free(struct job_spec *spec);

/* ---- channels.c: where output goes and commands come from ---- */

struct channels {
	int std[3]; /* the programs' 0, 1, 2 */
	int ctl;    /* -1: none, or the host closed it */
	bool ports; /* std are the host's ports, not the console */
};

/* Descriptors 0-2 of init itself, and the ports. */
void channels_open(struct channels *ch);
/* Tell the kernel which of the ports are terminals. */
void channels_mark(const struct channels *ch, const struct job_spec *spec);
/* Make pid's group the terminal's foreground. */
void channels_foreground(const struct channels *ch, int pid);
void channels_resize(const struct channels *ch, const struct job_spec *spec,
    unsigned int rows, unsigned int cols);
/* "WORD REST\n" to the host, or without a host in words to the console. */
void channels_say(
    const struct channels *ch, const char *word, const char *rest);
void channels_say_number(
    const struct channels *ch, const char *word, int number);

/* ---- watch.c: a running program ---- */

/* Forward the host's commands to pid until it ends; its wait status. */
int watch_program(struct channels *ch, const struct job_spec *spec, int pid);
/* End all processes but this one, and wait for them. */
void watch_kill_rest(void);
/* To be called before the first program starts. */
void watch_init(void);

#endif
