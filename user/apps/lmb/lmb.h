/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lmb.h - one micro-benchmark, and how it is repeated.
 *
 * Terms: an operation is what is measured; a batch is `inner` operations
 * between two readings of the cycle counter; a measurement is `batches`
 * batches after one that is not counted.
 */
#ifndef USER_APPS_LMB_LMB_H
#define USER_APPS_LMB_LMB_H

#include <stdint.h>

struct bench {
	const char *name;
	const char *what; /* for the reader of the table */
	uint32_t batches; /* counted batches, at least 1 */
	uint32_t inner;	  /* operations in a batch, at least 1 */
	uint32_t warm;	  /* operations in the uncounted batch */
	/* Before the first batch, or NULL. 0, or an errno. */
	int (*setup)(void);
	/* Perform n operations. 0, or an errno; ENOSYS means not there. */
	int (*run)(uint32_t n);
	/* After the last batch, or NULL; called if setup succeeded. */
	void (*teardown)(void);
};

/* What the system calls cost alone. calls.c */
int call_null_setup(void);
int call_null(uint32_t n);
int call_yield(uint32_t n);

/* Starting and ending threads and processes. create.c */
int create_thread(uint32_t n);
int create_process(uint32_t n);

/* Memory. memory.c */
int memory_map(uint32_t n);
int memory_touch(uint32_t n);
int memory_touch_warm(void);

/* Two threads in turn. turns.c */
int turns_pipe_setup(void);
int turns_pipe(uint32_t n);
void turns_pipe_teardown(void);
int turns_cond_setup(void);
int turns_cond(uint32_t n);
void turns_cond_teardown(void);

#endif
