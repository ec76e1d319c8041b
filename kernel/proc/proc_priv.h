/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/proc_priv.h - what the files of proc/ share with each other only. */
#ifndef PROC_PROC_PRIV_H
#define PROC_PROC_PRIV_H

#include "proc/process.h"

/* Memory of a user task for FPU and signals; mask and FPU rules of `from`, or
 * (NULL) those of a new program. -ENOMEM. undo is for a task never linked,
 * before its task_put. */
int task_user_init(struct task *t, const struct task *from);
void task_user_undo(struct task *t);
/* Hang t on its process (proctree_lock and sig->lock held). */
void process_add_task(struct process *p, struct task *t);
/* Free a process that is on no list and has no task. */
void process_free(struct process *p);
/* Take a zombie off the tree; the caller frees it after proctree_lock is given
 * back. Context: proctree_lock held. */
void process_unlink(struct process *p);
/* Is another user task within p's RLIMIT_NPROC? proctree_lock held. */
bool process_may_add_task(const struct process *p);

extern unsigned int process_tasks; /* [proctree] user tasks */

#endif
