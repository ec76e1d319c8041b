/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/copyio.h - the only ways to touch the memory of a user program.
 *
 * Every address is checked against USER_END and every fault is caught: bad
 * pointers give -EFAULT. SMAP is lifted inside these functions only.
 */
#ifndef MM_COPYIO_H
#define MM_COPYIO_H

#include "base/types.h"

/* 0 or -EFAULT. Context: task, may sleep (reserved memory binds on touch),
 * no spinlock held. */
int copyin(void *dst, vaddr_t uaddr, size_t len) __must_check;
int copyout(vaddr_t uaddr, const void *src, size_t len) __must_check;
/* NUL-terminated string into dst[size]: its length, -EFAULT, or
 * -ENAMETOOLONG when there is no NUL within size. */
long copyin_str(char *dst, vaddr_t uaddr, size_t size) __must_check;
int zero_user(vaddr_t uaddr, size_t len) __must_check;
/* Is [uaddr, uaddr+len) below USER_END, without wrapping? */
bool user_range_ok(vaddr_t uaddr, size_t len);

/* Atomic operations on user words, for futexes. *old gets the value before.
 * 0, -EFAULT; cmpxchg: swaps only if equal to expect (compare *old). */
int user_load32(vaddr_t uaddr, uint32_t *old) __must_check;
int user_cmpxchg32(
    vaddr_t uaddr, uint32_t expect, uint32_t val, uint32_t *old) __must_check;
/* op: 0 set, 1 add, 2 or, 3 andn, 4 xor (the FUTEX_OP_* numbers). */
int user_atomic_op32(
    vaddr_t uaddr, unsigned int op, uint32_t val, uint32_t *old) __must_check;

#define copyin_obj(dst, uaddr)	copyin((dst), (uaddr), sizeof(*(dst)))
#define copyout_obj(uaddr, src) copyout((uaddr), (src), sizeof(*(src)))

#endif
