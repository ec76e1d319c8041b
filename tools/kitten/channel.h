/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/channel.h - moves bytes one way, from one descriptor to
 * another, and never waits.
 *
 * Idea: a channel reads only while it has room and writes only while it has
 * bytes, so a reader that stops reading stops the writer at the other end and
 * nothing is lost. The pump asks each channel what it waits for and serves it
 * when that has come.
 *
 *	from --> data[off..off+len) --> to
 *	      \-> tap (sees every byte once, as it is read)
 *
 * Invariants: `from` is -1 once it has ended, `to` is -1 once nobody takes the
 * bytes any more; a channel without `to` throws its bytes away.
 */
#ifndef TOOLS_KITTEN_CHANNEL_H
#define TOOLS_KITTEN_CHANNEL_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	CHANNEL_BYTES = 65536,
	CHANNEL_POLLS = 2, /* descriptors a channel waits for, at most */
};

struct channel {
	const char *name; /* for messages */
	int from;
	int to;
	bool held;	 /* do not read now */
	bool by_line;	 /* pass on whole lines */
	bool half_close; /* `to` is a socket: at the end close it for writing */
	bool from_ours;	 /* close `from` when done */
	int to_error;	 /* errno that ended `to`, 0 if none */
	void (*tap)(void *ctx, const char *data, size_t n);
	void *tap_ctx;
	size_t off;
	size_t len;
	char data[CHANNEL_BYTES];
};

/* Whether the channel has nothing more to do. */
bool channel_done(const struct channel *c);

/* Fills in CHANNEL_POLLS entries; those not needed get descriptor -1. */
void channel_wants(const struct channel *c, struct pollfd *p);

/* Does what the entries that channel_wants() filled in now allow. */
void channel_serve(struct channel *c, const struct pollfd *p);

/* Gives up: closes what is ours and forgets the bytes. */
void channel_drop(struct channel *c);

#endif
