/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/stubs/host.h - kernel code in an ordinary process: what it
 * takes from other rooms, made so that a test can look and interfere.
 *
 * Idea: the GS base points at a struct cpu as in the kernel, so this_cpu() and
 * current are the real ones, and so are the spinlocks (with the checks of a
 * debug build). Each stub file is linked only where it is needed.
 * Limits: one thread; who would sleep calls host_sleep_hook instead.
 */
#ifndef TESTS_HOST_KERNEL_STUBS_HOST_H
#define TESTS_HOST_KERNEL_STUBS_HOST_H

#include "core/cpu.h"
#include "core/log.h"
#include "sched/task.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- host_cpu.c: processors, time, panic ---- */
#define HOST_CPUS 2
extern struct cpu host_cpus[HOST_CPUS];
extern struct task host_task; /* current, on every processor */
extern uint64_t host_now_ns;  /* what the clocks say */
/* From now on processor id is the running one. */
void host_run_on(unsigned int id);

/* ---- host_alloc.c: kmalloc and pages by malloc, filled with junk ---- */
extern long host_alloc_live;  /* given out and not back */
extern long host_alloc_left;  /* that many succeed; negative: no limit */
extern bool host_alloc_tight; /* the statistics say that little is free */

/* ---- host_log.c: log_line keeps count and text ---- */
extern unsigned int host_log_lines;
extern char host_log_last[1024];

/* ---- host_sched.c: sleep and wake ---- */
/* Called by task_sleep; what it returns, task_sleep returns. */
extern int (*host_sleep_hook)(uint64_t deadline);
/* The tasks woken, in order; the array goes round. */
#define HOST_WOKEN_MAX 256
extern struct task *host_woken[HOST_WOKEN_MAX];
extern unsigned int host_nwoken;

/* ---- host_copyio.c: user memory is [host_user, host_user + host_user_len) ---- */
extern char *host_user;
extern size_t host_user_len;

#endif
