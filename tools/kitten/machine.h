/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/machine.h - the virtual machine: a QEMU process and the
 * launcher's ends of its wires.
 *
 * Every port is a socket pair. Standard input has its own port because QEMU
 * takes a socket closed for writing for one closed altogether: on a shared
 * port the end of the input would cut the output off.
 */
#ifndef TOOLS_KITTEN_MACHINE_H
#define TOOLS_KITTEN_MACHINE_H

#include "log.h"
#include "options.h"
#include "places.h"

#include <sys/types.h>

enum wire {
	WIRE_STDIN,
	WIRE_STDOUT,
	WIRE_STDERR,
	WIRE_CTL,
	WIRE_TRACE, /* only with --trace */
	WIRE_LOG,   /* the first serial port */
	WIRE_QEMU,  /* what QEMU itself prints */
	WIRES,
};

/* Statuses with which QEMU ends when the guest writes to its debug port. */
enum {
	QEMU_ENDED = 1,	     /* 0 written: all is well */
	QEMU_PANICKED = 127, /* 0x3f written */
};

struct machine {
	pid_t pid;
	int wires[WIRES]; /* the launcher's ends; -1: none. The pump's then */
	int gdb_port;	  /* 0 without --gdb */
};

/*
 * Starts QEMU with the kernel and the archive in `initrd_fd`. It
 * runs at once, or with --gdb when gdb says so. QEMU gets a session of its
 * own, so that the terminal's signals reach only the launcher, and dies with
 * the launcher.
 *
 * Returns 0, or 125 after having said what is missing.
 */
int machine_start(struct machine *m, const struct options *o,
    const struct places *p, int initrd_fd, struct runlog *log);

#endif
