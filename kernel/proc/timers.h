/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/timers.h - clocks of processes, sleeping on them, and timers that send
 * signals (POSIX timers and interval timers).
 */
#ifndef PROC_TIMERS_H
#define PROC_TIMERS_H

#include "base/types.h"

struct process;
struct signal_info;
struct posix_timer;

enum clock_kind {
	CLOCK_KIND_MONO,
	CLOCK_KIND_REAL,
	CLOCK_KIND_PROCESS,
	CLOCK_KIND_THREAD
};

/* A clock; id: pid or tid for the two that count CPU time. */
struct clock_ref {
	enum clock_kind kind;
	int id;
};

/* Read it. -EINVAL: no such process or thread. Context: any, without
 * proctree_lock. */
int clock_read(const struct clock_ref *clock, uint64_t *ns);
/* Monotonic time at which the clock may reach `when` at the earliest (for CPU
 * time it is worth looking again then). TIME_NEVER: never. */
uint64_t clock_when(const struct clock_ref *clock, uint64_t when);
/* Sleep until the clock reads `when`. 0, -EINTR, -EINVAL. Context: task. */
int clock_sleep(const struct clock_ref *clock, uint64_t when);

/* Times of a timer, ns: until it fires (0: disarmed; never 0 when armed), and
 * between firings (0: once). */
struct timer_times {
	uint64_t value, interval;
};

struct timer_event {
	bool signal;	/* false: none is sent */
	int signo, tid; /* tid 0: to the process */
	uint64_t value;
	bool value_is_id; /* no value given: it is the timer's id */
};

/* POSIX timers of the current process. -EINVAL: no such timer. */
int posix_timer_create(const struct clock_ref *clock,
    const struct timer_event *ev, int *id); /* -EAGAIN */
int posix_timer_delete(int id);
/* new->value: time to go, or with absolute the clock's time; old may be
 * NULL. */
int posix_timer_set(int id, const struct timer_times *new, bool absolute,
    struct timer_times *old);
int posix_timer_get(int id, struct timer_times *out);
int posix_timer_overrun(int id);

/* Interval timers: 0 real, 1 virtual, 2 profiling. new or old may be NULL.
 * -ENOMEM. Context: task. */
int itimer_set(
    unsigned int which, const struct timer_times *new, struct timer_times *old);

/* A signal was taken from a queue (sig->lock held): a timer that waited for
 * that goes on; info gets the overrun. */
void timers_signal_taken(struct process *p, struct signal_info *info);
/* End of a process: no timer fires any more. Context: task. */
void timers_process_exit(struct process *p);

#endif
