/* SPDX-License-Identifier: GPL-2.0-only */
/* core/xcall.h - run a function on other processors and wait for it. */
#ifndef CORE_XCALL_H
#define CORE_XCALL_H

#include "core/cpu.h"

/* Run fn(arg) on every online CPU of set (the caller's own included, if in it)
 * with interrupts off, and return when all are done.
 * Context: interrupts on, no spinlock held (checked in debug builds). */
void xcall_run(const struct cpuset *set, void (*fn)(void *arg), void *arg);
/* The IPI's handler. Context: trap. */
void xcall_interrupt(void);

#endif
