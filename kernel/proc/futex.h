/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/futex.h - sleeping on words of user memory.
 *
 * All addresses are the current process's; a waiter is found by address space
 * and address. Deadlines: monotonic ns, TIME_NEVER: none.
 */
#ifndef PROC_FUTEX_H
#define PROC_FUTEX_H

#include "base/types.h"

struct task;

#define FUTEX_ANY 0xffffffffu /* bitset that matches every waiter */

/* Set up the table. Context: boot. */
void futex_init(void);

/* Sleep while *uaddr == val. bitset: nonzero. 0 (woken), -EAGAIN (another
 * value), -ETIMEDOUT, -EINTR, -EFAULT, -EINVAL. Context: task. */
int futex_wait(vaddr_t uaddr, uint32_t val, uint32_t bitset, uint64_t deadline);
/* Wake up to n waiters whose bitset meets bitset; how many, or -EFAULT,
 * -EINVAL. Context: task. */
long futex_wake(vaddr_t uaddr, unsigned int n, uint32_t bitset);
/* Wake nwake of the waiters on from, let up to nmove others wait on to. check:
 * only if *from == val, else -EAGAIN. How many in all. Context: task. */
long futex_requeue(vaddr_t from, vaddr_t to, unsigned int nwake,
    unsigned int nmove, bool check, uint32_t val);
/* Change *uaddr2 as op says, wake on uaddr1, and on uaddr2 if the old value
 * compares. op is the encoded word. Also -ENOSYS. Context: task. */
long futex_wake_op(vaddr_t uaddr1, vaddr_t uaddr2, unsigned int nwake,
    unsigned int nwake2, uint32_t op);

/* Locks whose word holds the owner's tid (priority-inheritance protocol; there
 * are no priorities to inherit among round-robin tasks: waiters are served by
 * their rt_priority, then in order). -EDEADLK, -ESRCH, -EPERM, -EAGAIN. */
int futex_lock_pi(vaddr_t uaddr, uint64_t deadline, bool try);
int futex_unlock_pi(vaddr_t uaddr);
/* Wait on uaddr to be moved to the lock at lock; returns owning it. */
int futex_wait_requeue_pi(vaddr_t uaddr, uint32_t val, uint32_t bitset,
    uint64_t deadline, vaddr_t lock);
long futex_cmp_requeue_pi(
    vaddr_t from, vaddr_t lock, unsigned int nmove, uint32_t val);

/* The current task ends: mark the robust locks it holds, pass on PI locks. */
void futex_robust_exit(struct task *t);
void futex_pi_exit(struct task *t);

#endif
