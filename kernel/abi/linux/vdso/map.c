/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/vdso/map.c - put the vDSO into an address space.
 *
 *	base          one page: struct timebase (core/time.h), read-only
 *	base + 4096   the shared object (vdso.c), read and execute
 *
 * The same physical pages, which are the kernel's, serve all programs.
 */
#include "abi/linux/vdso/vdso.h"
#include "arch/pgtable.h"
#include "arch/x86_64/cpu/features.h"
#include "base/err.h"
#include "core/panic.h"
#include "core/time.h"
#include "mm/aspace.h"

/* embed.S: page-aligned, padded to whole pages. */
extern const char vdso_image[], vdso_image_end[];

void
vdso_init(void)
{
	time_base()->rdtscp = cpu_has(X86_RDTSCP);
}

static paddr_t
kernel_phys(const void *va)
{
	uint64_t size;
	unsigned int prot;
	paddr_t pa;

	VERIFY(pgtable_walk(kernel_root, (vaddr_t)va, &pa, &size, &prot) == 0);
	return pa & PAGE_MASK;
}

int
vdso_map(struct aspace *as, vaddr_t *ehdr)
{
	uint64_t len = (uint64_t)(vdso_image_end - vdso_image);
	vaddr_t va;
	int err;

	err = aspace_find_hole(as, 0, PAGE_SIZE + len, PAGE_SIZE, &va);
	if (err)
		return err;
	err = aspace_map_kernel(
	    as, va, kernel_phys(time_base()), PAGE_SIZE, PG_READ, "[vvar]");
	if (err)
		return err;
	err = aspace_map_kernel(as, va + PAGE_SIZE, kernel_phys(vdso_image),
	    len, PG_READ | PG_EXEC, "[vdso]");
	if (err) {
		(void)aspace_munmap(as, va, PAGE_SIZE);
		return err;
	}
	*ehdr = va + PAGE_SIZE;
	return 0;
}
