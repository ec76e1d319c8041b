/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/stubs/host_alloc.c - the kernel's memory by malloc, so that
 * the address sanitizer sees every byte too far, and allocations can fail. */
#include "host.h"
#include "mm/kmem.h"
#include <stdlib.h>
#include <string.h>

#define JUNK 0xa5

long host_alloc_live, host_alloc_left = -1;
bool host_alloc_tight;

static void *
take(size_t align, size_t len)
{
	void *p;

	if (host_alloc_left == 0)
		return NULL;
	if (posix_memalign(&p, align, len))
		abort();
	if (host_alloc_left > 0)
		host_alloc_left--;
	host_alloc_live++;
	memset(p, JUNK, len);
	return p;
}

void *
kmalloc(size_t len)
{
	return take(len >= PAGE_SIZE ? PAGE_SIZE : 16, len);
}

void *
kzalloc(size_t len)
{
	void *p = kmalloc(len);

	if (p)
		memset(p, 0, len);
	return p;
}

void *
kzalloc_node(size_t len, int node)
{
	(void)node;
	return kzalloc(len);
}

void
kfree(void *p)
{
	host_alloc_live -= p != NULL;
	free(p);
}

void *
kpages_alloc(unsigned int order, int node)
{
	(void)node;
	return take(PAGE_SIZE, PAGE_SIZE << order);
}

void
kpages_free(void *pages, unsigned int order)
{
	memset(pages, JUNK, PAGE_SIZE << order);
	kfree(pages);
}

void
kmem_stats(struct kmem_stats *out)
{
	*out = (struct kmem_stats){ .total = 1ul << 30,
		.free = host_alloc_tight ? 0 : 1ul << 29 };
}
