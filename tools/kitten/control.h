/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/control.h - the text lines between the command and the first
 * program (init), over the port kitten.ctl.
 *
 *	to the guest:   signal N     winsize ROWS COLS
 *	from the guest: start        a program begins
 *	                exit N       it ended with status N
 *	                signal N     it was ended by signal N
 *	                noexec WHY   it cannot be executed
 *	                notfound WHY it is not there
 *	                fail WHY     init itself failed
 */
#ifndef TOOLS_KITTEN_CONTROL_H
#define TOOLS_KITTEN_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

enum ending {
	ENDING_NONE, /* no program has ended yet */
	ENDING_EXIT,
	ENDING_SIGNAL,
	ENDING_NOEXEC,
	ENDING_NOTFOUND,
	ENDING_FAIL,
};

struct control {
	int fd;		  /* the launcher's end; -1: none */
	enum ending last; /* of the latest program */
	int value;	  /* exit status or signal number */
	char why[256];
	unsigned int ended; /* programs that have ended */
	unsigned int started;
	char line[512]; /* being read */
	size_t line_len;
	char out[512]; /* to be sent */
	size_t out_len;
	/* When a program has ended, the `ended`th: how (a word of above) and
	 * its number or reason. May be NULL. */
	void (*on_end)(
	    void *ctx, unsigned int ended, const char *how, const char *rest);
	void *on_end_ctx;
};

/* Takes bytes from the guest; `ctx` is the struct control. */
void control_take(void *ctx, const char *data, size_t n);

/* Queue a line for the guest; one that finds no room is dropped. */
void control_signal(struct control *c, int number);
void control_winsize(struct control *c, unsigned int rows, unsigned int cols);

/* Sends as much as the port takes without waiting. */
void control_send(struct control *c);

#endif
