/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/host_kernel.h - kernel/mm in an ordinary process.
 *
 * The kernel reaches physical memory at DIRECT_BASE + address. Here "physical"
 * addresses are host addresses minus DIRECT_BASE, so the same arithmetic works
 * on memory from mmap. Mutexes only count, cross-calls are empty: the tests
 * are single threaded.
 */
#ifndef TESTS_HOST_KERNEL_MM_HOST_KERNEL_H
#define TESTS_HOST_KERNEL_MM_HOST_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* len bytes of host memory aligned to 1 GiB if that is the size or more, else
 * to 4 MiB, as a "physical" address. */
uint64_t host_phys(size_t len);
/* The page allocator gets an arena of len bytes, and the kernel root exists. */
void host_kernel_init(size_t len);

#endif
