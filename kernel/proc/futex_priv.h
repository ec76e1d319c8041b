/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/futex_priv.h - shared by futex.c and futex_pi.c. */
#ifndef PROC_FUTEX_PRIV_H
#define PROC_FUTEX_PRIV_H

#include "arch/pgtable.h"
#include "base/err.h"
#include "base/list.h"
#include "mm/aspace.h"
#include "proc/futex.h"
#include "sync/spinlock.h"

/* Bits of a word that holds an owner (PI and robust locks). */
#define WORD_WAITERS 0x80000000u
#define WORD_DIED    0x40000000u
#define WORD_TID     0x3fffffffu

struct futex_bucket {
	struct spinlock lock;
	struct list waiters; /* [l] struct futex_waiter, in order of arrival */
};

/* On the stack of the sleeping task. */
struct futex_waiter {
	struct list link;	     /* [l] of bucket, or pi_lock's list */
	struct futex_bucket *bucket; /* [l] NULL: woken, or moved to a lock */
	struct aspace *aspace;	     /* [I] */
	vaddr_t uaddr;		     /* [l] */
	uint32_t bitset;	     /* [I] */
	struct task *task;	     /* [I] */
	vaddr_t pi_lock;	     /* [I] wants to be moved there, or 0 */
	/* under the process's pi_lock: */
	struct pi_state *pi; /* waits for this lock */
	bool granted;	     /* owns it now */
	int error;	     /* could not be moved */
};

struct futex_bucket *futex_bucket_of(const struct aspace *as, vaddr_t uaddr);
/* Put w on the queue of its address. */
void futex_enqueue(struct futex_waiter *w);
/* Take it off. False: it was no longer there (woken or moved). */
bool futex_dequeue(struct futex_waiter *w);
/* Sleep until w is off its queue. 0, -ETIMEDOUT, -EINTR; w may still be on its
 * queue when not 0. */
int futex_sleep(struct futex_waiter *w, uint64_t deadline);
/* Is uaddr the address of a word? 0, -EINVAL, -EFAULT. */
static inline int
futex_check(vaddr_t uaddr)
{
	if (unlikely(uaddr & 3))
		return ERR(EINVAL);
	return likely(uaddr < USER_END) ? 0 : ERR(EFAULT);
}

#endif
