/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/mm/host_kernel.c - what kernel/mm needs from other rooms. */
#include "host_kernel.h"
#include "arch/pgtable.h"
#include "arch/x86_64/cpu/features.h"
#include "core/cpu.h"
#include "core/log.h"
#include "core/machine.h"
#include "core/panic.h"
#include "core/xcall.h"
#include "mm/kmem.h"
#include "sync/waitq.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

struct cpu *cpu_table[MAX_CPUS];
unsigned int cpu_count = 1, node_count = 1;
struct cpuset cpus_online;
struct boot_info boot_info;
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
panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	(void)level;
	(void)fmt;
}

void
spin_init(struct spinlock *lock, enum lock_rank rank)
{
	lock->locked = 0;
	lock->rank = rank;
}

void
spin_lock(struct spinlock *lock)
{
	if (lock->locked)
		panic("lock taken twice");
	lock->locked = 1;
}

void
spin_unlock(struct spinlock *lock)
{
	lock->locked = 0;
}

void
mutex_init(struct mutex *m, enum lock_rank rank)
{
	spin_init(&m->lock, rank);
}

void
mutex_lock(struct mutex *m)
{
	spin_lock(&m->lock);
}

void
mutex_unlock(struct mutex *m)
{
	spin_unlock(&m->lock);
}

void
xcall_run(const struct cpuset *set, void (*fn)(void *arg), void *arg)
{
	(void)set;
	(void)fn;
	(void)arg;
}
