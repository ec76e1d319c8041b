/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/proc.h - the room as a whole: processes, threads, signals, futexes,
 * timers. */
#ifndef PROC_PROC_H
#define PROC_PROC_H

/* Set up the tables. Context: boot, after kmem and sched_init. */
void proc_init(void);

#endif
