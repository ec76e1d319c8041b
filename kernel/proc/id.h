/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/id.h - the ids of processes and threads: one number space. */
#ifndef PROC_ID_H
#define PROC_ID_H

#include "base/types.h"

struct process;
struct task;

/* Ids run from 1 to ID_MAX - 1 and then on from ID_FIRST_AGAIN. */
#define ID_MAX	       32768
#define ID_FIRST_AGAIN 300

/* Reserve the next id. *id gets it. -EAGAIN (all in use), -ENOMEM.
 * Context: proctree_lock held. */
int id_alloc(int *id);
/* Say what a reserved id stands for: a process (and its first task), or a
 * further thread. Context: proctree_lock held. */
void id_set_process(int id, struct process *p);
void id_set_task(int id, struct task *t);
/* Give it back. Context: proctree_lock held. */
void id_free(int id);
/* What it stands for, or NULL. Context: proctree_lock held. */
struct process *id_process(int id);
struct task *id_task(int id);

#endif
