/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/trace_priv.h - the inside of the trace of system calls. */
#ifndef ABI_LINUX_TRACE_PRIV_H
#define ABI_LINUX_TRACE_PRIV_H

#include "abi/linux/table.h"

/* A line under construction; what does not fit is cut. */
struct trace_line {
	size_t len;
	char text[1536];
};

void trace_printf(struct trace_line *l, const char *fmt, ...) __printf(2, 3);

/* The arguments of one call, kept from before it ran. */
struct trace_call {
	uint64_t nr;
	uint64_t arg[6];
};

/* Append "a, b, c". Arguments that the call fills in (rbuf, tsout) are shown
 * by content only with done set, else as an address; ret is its result.
 * Context: task. */
void trace_args(
    struct trace_line *l, const struct trace_call *c, bool done, long ret);
/* Does the call fill in memory that trace_args would show? */
bool trace_has_output(uint64_t nr);

/* trace_names.c: numbers to names. All return NULL when there is none. */
const char *trace_errno_name(int err);
const char *trace_errno_text(int err);
const char *trace_signal_name(unsigned int signo);

enum trace_set {
	SET_OPEN,
	SET_PROT,
	SET_MMAP,
	SET_MREMAP,
	SET_CLONE,
	SET_AT,
	SET_WAIT,
	SET_FUTEX,
	SET_MADVISE,
	SET_WHENCE,
	SET_CLOCK,
	SET_SIGHOW,
	SET_FCNTL,
	SET_ARCH_PRCTL,
	SET_RLIMIT,
	SET_ACCESS,
	SET_GRND,
	NR_TRACE_SETS
};

struct trace_name {
	uint64_t value;
	const char *name;
};
struct trace_names {
	bool flags; /* a set of bits; else one value */
	const struct trace_name *list;
	unsigned int n;
};
extern const struct trace_names trace_sets[NR_TRACE_SETS];
const char *trace_name_of(enum trace_set set, uint64_t value);

#endif
