/* SPDX-License-Identifier: GPL-2.0-only */
/* core/lockrank.h - the order of the locks: a lock may be taken only while
 * locks of lower rank are held (two of the same rank: by address).
 * Sleeping locks (mutexes) come before all spinlocks.
 */
#ifndef CORE_LOCKRANK_H
#define CORE_LOCKRANK_H

enum lock_rank {
	RANK_NONE = 0, /* not checked */
	/* sleeping locks */
	RANK_PROCESS = 10,  /* proc: process tables, job control */
	RANK_FILE_POS = 18, /* fs: position of an open file */
	RANK_FS = 20,	    /* fs: directory tree */
	RANK_INODE = 24,    /* fs: contents of an inode, a pipe */
	RANK_DEVICE = 26,   /* drivers: one transfer at a time */
	RANK_ASPACE = 30,   /* mm: an address space's regions */
	/* spinlocks */
	RANK_PROCTREE = 40, /* pid table, parent/child links */
	RANK_SIGNAL = 50,   /* a process's signal state */
	RANK_FDTABLE = 55,
	RANK_FILE = 58, /* a file's or pipe's small state */
	RANK_EPOLL = 59,
	RANK_FUTEX = 60, /* a futex bucket */
	RANK_DRIVER = 65,
	RANK_WAITQ = 70,
	RANK_RUNQ = 80,
	RANK_TIMERQ = 82, /* the slice is armed under the run queue's lock */
	RANK_PMEM = 85,
	RANK_KMEM = 90,
	RANK_IRQ = 92,
	RANK_RANDOM = 93,
	RANK_LOG = 95
};

#endif
