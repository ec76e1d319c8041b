/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/pump.h - carries bytes and signals between the terminal and the
 * machine until the machine has ended.
 */
#ifndef TOOLS_KITTEN_PUMP_H
#define TOOLS_KITTEN_PUMP_H

#include "control.h"
#include "log.h"
#include "machine.h"
#include "options.h"

#include <stdbool.h>

/* How the machine ended. */
struct ending_report {
	struct control control; /* what init said */
	int wait_status;	/* QEMU's, as waitpid(2) gives it */
	bool timed_out;
	bool panicked;	/* and ended by us, since it did not end itself */
	int broken_off; /* the signal that ended our patience, or 0 */
};

/*
 * Blocks the signals that the pump handles, so that none is lost between the
 * start of the machine and the start of the pump. Call it before
 * machine_start(). Returns 0, or 125 after having said why not.
 */
int pump_prepare(void);

/*
 * Carries until the machine has ended and all its output is delivered. Takes
 * over and closes the machine's wires. Fills in `*r`.
 */
void pump_run(const struct options *o, struct machine *m, struct runlog *log,
    struct ending_report *r);

#endif
