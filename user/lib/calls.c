/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/calls.c - the LWK system calls, entered as Linux's are. */
#include "lwk.h"

#include <string.h>

static long
call(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e)
{
	register uint64_t r10 __asm__("r10") = d;
	register uint64_t r8 __asm__("r8") = e;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return ret;
}

static uint64_t
word(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

int
lwk_pmem_query(
    uint64_t start, uint64_t end, enum lwk_pmem_type type, struct lwk_pmem *out)
{
	return (int)call(LWK_PMEM_QUERY, start, end, type, word(out), 0);
}

int
lwk_pmem_alloc(uint64_t len, uint64_t align, unsigned int node,
    const char *name, struct lwk_pmem *out)
{
	return (int)call(
	    LWK_PMEM_ALLOC, len, align, node, word(name), word(out));
}

int
lwk_pmem_free(uint64_t start, uint64_t len)
{
	return (int)call(LWK_PMEM_FREE, start, len, 0, 0, 0);
}

int
lwk_pmem_update(const struct lwk_pmem *range)
{
	return (int)call(LWK_PMEM_UPDATE, word(range), 0, 0, 0, 0);
}

int
lwk_pmem_zero(uint64_t start, uint64_t len)
{
	return (int)call(LWK_PMEM_ZERO, start, len, 0, 0, 0);
}

int
lwk_aspace_create(const char *name, int32_t *id)
{
	return (int)call(LWK_ASPACE_CREATE, word(name), word(id), 0, 0, 0);
}

/* An id is passed as the 64 bits of an int. */
static uint64_t
id_word(int32_t id)
{
	return (uint64_t)(int64_t)id;
}

int
lwk_aspace_destroy(int32_t id)
{
	return (int)call(LWK_ASPACE_DESTROY, id_word(id), 0, 0, 0, 0);
}

int
lwk_aspace_budget(int32_t id, uint64_t start, uint64_t len)
{
	return (int)call(LWK_ASPACE_BUDGET, id_word(id), start, len, 0, 0);
}

int
lwk_aspace_map(int32_t id, const struct lwk_region *region)
{
	return (int)call(LWK_ASPACE_MAP, id_word(id), word(region), 0, 0, 0);
}

int
lwk_aspace_unmap(int32_t id, uint64_t va, uint64_t len)
{
	return (int)call(LWK_ASPACE_UNMAP, id_word(id), va, len, 0, 0);
}

int
lwk_aspace_add_region(int32_t id, const struct lwk_region *region)
{
	return (int)call(
	    LWK_ASPACE_ADD_REGION, id_word(id), word(region), 0, 0, 0);
}

int
lwk_aspace_del_region(int32_t id, uint64_t va, uint64_t len)
{
	return (int)call(LWK_ASPACE_DEL_REGION, id_word(id), va, len, 0, 0);
}

int
lwk_aspace_map_pmem(int32_t id, uint64_t va, uint64_t start, uint64_t len)
{
	return (int)call(LWK_ASPACE_MAP_PMEM, id_word(id), va, start, len, 0);
}

int
lwk_aspace_unmap_pmem(int32_t id, uint64_t va, uint64_t len)
{
	return (int)call(LWK_ASPACE_UNMAP_PMEM, id_word(id), va, len, 0, 0);
}

int
lwk_aspace_write(int32_t id, uint64_t va, const void *buf, size_t len)
{
	return (int)call(LWK_ASPACE_WRITE, id_word(id), va, word(buf), len, 0);
}

int
lwk_aspace_read(int32_t id, uint64_t va, void *buf, size_t len)
{
	return (int)call(LWK_ASPACE_READ, id_word(id), va, word(buf), len, 0);
}

long
lwk_aspace_fill(int32_t id, uint64_t va, int fd, uint64_t offset, uint64_t len)
{
	return call(LWK_ASPACE_FILL, id_word(id), va, id_word(fd), offset, len);
}

int
lwk_aspace_set_heap(int32_t id, uint64_t va)
{
	return (int)call(LWK_ASPACE_SET_HEAP, id_word(id), va, 0, 0, 0);
}

int
lwk_aspace_phys(int32_t id, uint64_t va, uint64_t *out)
{
	return (int)call(LWK_ASPACE_PHYS, id_word(id), va, word(out), 0, 0);
}

int
lwk_aspace_query(int32_t id, uint64_t va, struct lwk_region *out)
{
	return (int)call(LWK_ASPACE_QUERY, id_word(id), va, word(out), 0, 0);
}

int
lwk_aspace_vdso(int32_t id, uint64_t *va)
{
	return (int)call(LWK_ASPACE_VDSO, id_word(id), word(va), 0, 0, 0);
}

int
lwk_task_create(const struct lwk_task_start *start)
{
	return (int)call(LWK_TASK_CREATE, word(start), 0, 0, 0, 0);
}

int
lwk_cpu_info(struct lwk_cpu_info *out)
{
	return (int)call(LWK_CPU_INFO, word(out), 0, 0, 0, 0);
}

int
lwk_log(const char *text)
{
	return (int)call(LWK_LOG, word(text), strlen(text), 0, 0, 0);
}
