/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/host_kernel.c - what kernel/mm needs from other rooms. */
#include "host_kernel.h"
#include "arch/pgtable.h"
#include "arch/x86_64/cpu/features.h"
#include "core/cpu.h"
#include "core/panic.h"
#include "core/xcall.h"
#include "mm/kmem.h"
#include "sync/waitq.h"
#include <stdlib.h>
#include <sys/mman.h>

struct cpu_features cpu_features = { .page1g = true };
pgroot_t kernel_root;

uint64_t
host_phys(size_t len)
{
	size_t align = len >= PAGE_1G ? PAGE_1G : 4ul << 20;
	char *p = mmap(NULL, len + align, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		abort();
	return ALIGN_UP((uint64_t)p, align) - DIRECT_BASE;
}

void
host_kernel_init(size_t len)
{
	paddr_t at = host_phys(len);

	kmem_add(at, at + len, 0);
	kernel_root = virt_to_phys(kpages_alloc(0, 0));
}

void
mutex_init(struct mutex *m, enum lock_rank rank)
{
	m->lock.locked = 0;
	m->rank = rank;
}

void
mutex_lock(struct mutex *m)
{
	if (m->lock.locked++)
		panic("mutex taken twice");
}

void
mutex_unlock(struct mutex *m)
{
	m->lock.locked--;
}

void
xcall_run(const struct cpuset *set, void (*fn)(void *arg), void *arg)
{
	(void)set;
	(void)fn;
	(void)arg;
}
