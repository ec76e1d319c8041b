/* SPDX-License-Identifier: BSD-2-Clause */
/* base/types.h - integer types and the small macros every room uses.
 *
 * Limits: MIN, MAX and the alignment macros are constant expressions and so
 * evaluate their arguments more than once.
 */
#ifndef BASE_TYPES_H
#define BASE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A physical address of the machine Kitten runs on. */
typedef uint64_t paddr_t;
/* A virtual address, of the kernel or of a process. */
typedef uint64_t vaddr_t;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)     ((a) < (b) ? (a) : (b))
#define MAX(a, b)     ((a) > (b) ? (a) : (b))
#define BIT(n)	      (1ull << (n))

/* a must be a power of two; x keeps its type, so that an address of 64 bits
 * is not cut by an alignment of 32. ALIGN_UP wraps to 0 past the last one. */
#define ALIGN_MASK_(x, a) ((__typeof__(x))((a)-1))
#define ALIGN_DOWN(x, a)  ((x) & ~ALIGN_MASK_(x, a))
#define ALIGN_UP(x, a)	  (((x) + ALIGN_MASK_(x, a)) & ~ALIGN_MASK_(x, a))
#define IS_ALIGNED(x, a)  (((x)&ALIGN_MASK_(x, a)) == 0)

/* The structure whose member ptr points at. */
#define container_of(ptr, type, member) \
	((type *)(void *)((char *)(uintptr_t)(ptr)-offsetof(type, member)))

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* libc has some of these names too; the hosted build takes ours. */
#undef __must_check
#undef __noreturn
#undef __packed
#undef __aligned
#undef __printf
#undef __section
#define __must_check	__attribute__((warn_unused_result))
#define __noreturn	__attribute__((noreturn))
#define __packed	__attribute__((packed))
#define __aligned(n)	__attribute__((aligned(n)))
#define __printf(f, va) __attribute__((format(printf, f, va)))
#define __section(s)	__attribute__((section(s)))

/* One access, neither repeated nor torn nor left out by the compiler. */
#define READ_ONCE(x)	 (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
/* No access is moved across by the compiler (the processor may). */
#define barrier() __asm__ volatile("" ::: "memory")

#define STATIC_ASSERT(cond) _Static_assert(cond, #cond)

#endif
