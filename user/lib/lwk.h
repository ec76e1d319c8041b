/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/lib/lwk.h - liblwk: the LWK system calls as C functions.
 *
 * What each does, its arguments and errors are said in uapi/kitten/lwk.h. All
 * return 0 (or what is said there) on success and -errno otherwise; errno is
 * left alone. They work in any thread and take no lock.
 */
#ifndef LWK_H
#define LWK_H

#include "uapi/kitten/lwk.h"

#include <stddef.h>
#include <stdint.h>

int lwk_pmem_query(uint64_t start, uint64_t end, enum lwk_pmem_type type,
    struct lwk_pmem *out);
int lwk_pmem_alloc(uint64_t len, uint64_t align, unsigned int node,
    const char *name, struct lwk_pmem *out);
int lwk_pmem_free(uint64_t start, uint64_t len);
int lwk_pmem_update(const struct lwk_pmem *range);
int lwk_pmem_zero(uint64_t start, uint64_t len);

int lwk_aspace_create(const char *name, int32_t *id);
int lwk_aspace_destroy(int32_t id);
int lwk_aspace_budget(int32_t id, uint64_t start, uint64_t len);
int lwk_aspace_map(int32_t id, const struct lwk_region *region);
int lwk_aspace_unmap(int32_t id, uint64_t va, uint64_t len);
int lwk_aspace_add_region(int32_t id, const struct lwk_region *region);
int lwk_aspace_del_region(int32_t id, uint64_t va, uint64_t len);
int lwk_aspace_map_pmem(int32_t id, uint64_t va, uint64_t start, uint64_t len);
int lwk_aspace_unmap_pmem(int32_t id, uint64_t va, uint64_t len);
int lwk_aspace_write(int32_t id, uint64_t va, const void *buf, size_t len);
int lwk_aspace_read(int32_t id, uint64_t va, void *buf, size_t len);
/* Returns the bytes copied. */
long lwk_aspace_fill(
    int32_t id, uint64_t va, int fd, uint64_t offset, uint64_t len);
int lwk_aspace_set_heap(int32_t id, uint64_t va);
int lwk_aspace_phys(int32_t id, uint64_t va, uint64_t *out);
int lwk_aspace_query(int32_t id, uint64_t va, struct lwk_region *out);
int lwk_aspace_vdso(int32_t id, uint64_t *va);

/* Returns the process's id. */
int lwk_task_create(const struct lwk_task_start *start);
int lwk_cpu_info(struct lwk_cpu_info *out);
int lwk_log(const char *text);

#endif
