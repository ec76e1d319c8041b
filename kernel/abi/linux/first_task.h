/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/first_task.h - the start of the first program, init. */
#ifndef ABI_LINUX_FIRST_TASK_H
#define ABI_LINUX_FIRST_TASK_H

/* Load the static executable at path and make it the first process, trusted
 * with LWK calls, on the system processors, without open files. 0, or -errno
 * with the reason in first_task_reason().
 * Context: boot, after fs_init and proc_init. */
int first_task_start(const char *path);

/* Why the last first_task_start failed, for people. */
const char *first_task_reason(void);

#endif
