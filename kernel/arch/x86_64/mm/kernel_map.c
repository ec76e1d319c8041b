/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/mm/kernel_map.c - the kernel's own half of every address space.
 *
 *   DIRECT_BASE  physical memory: the first 4 GiB whole (tables of the
 *                firmware lie there), above that RAM only; writable, not
 *                executable, the kernel's text and constants read-only
 *   KVMAP_BASE   one root slot: kernel stacks, device memory (mm/kvmap.c)
 *   KERNEL_BASE  the image: text read+execute, constants read, data write
 *
 * Invariants: the root's upper-half entries never change after this, so every
 * process root can copy them.
 */
#include "arch/pgtable.h"
#include "arch/x86_64/cpu/features.h"
#include "base/str.h"
#include "core/log.h"
#include "core/machine.h"
#include "core/panic.h"
#include "hw/pte.h"
#include "mm/kmem.h"

extern const char kernel_image_start[], kernel_text_end[],
    kernel_rodata_start[], kernel_rodata_end[], kernel_data_start[],
    kernel_image_end[];

static uint64_t root_page[512] __aligned(4096);
pgroot_t kernel_root;

#define FOUR_GIB (4ul << 30)

static paddr_t
image_pa(const char *sym)
{
	return (paddr_t)sym - (paddr_t)kernel_image_start +
	       boot_info.kernel_start;
}

static void
must_map(vaddr_t va, paddr_t pa, uint64_t len, unsigned int prot)
{
	int err = len ? pgtable_map(kernel_root, va, pa, len, prot) : 0;

	if (err)
		panic("kernel map: %#lx to %#lx: error %d", pa, va, err);
}

static void
map_section(const char *from, const char *to, unsigned int prot)
{
	must_map((vaddr_t)from, image_pa(from),
	    ALIGN_UP((uint64_t)(to - from), PAGE_SIZE), prot | PG_GLOBAL);
}

static void
map_direct(void)
{
	const unsigned int rw = PG_READ | PG_WRITE | PG_GLOBAL;

	must_map(DIRECT_BASE, 0, FOUR_GIB, rw);
	for (unsigned int i = 0; i < boot_info.nr_ranges; i++) {
		const struct mem_range *r = &boot_info.ranges[i];
		paddr_t start = ALIGN_UP(MAX(r->start, FOUR_GIB), PAGE_SIZE);
		paddr_t end = ALIGN_DOWN(r->end, PAGE_SIZE);

		if (r->kind == MEM_RAM && start < end)
			must_map(DIRECT_BASE + start, start, end - start, rw);
	}
	/* No second, writable door to the text and the constants. */
	int err = pgtable_protect(kernel_root,
	    DIRECT_BASE + image_pa(kernel_image_start),
	    (uint64_t)(kernel_rodata_end - kernel_image_start),
	    PG_READ | PG_GLOBAL);
	VERIFY(!err);
}

void
pgtable_init(void)
{
	kernel_root = image_pa((const char *)root_page);
	pgtable_has_1g = cpu_features.page1g;
	map_direct();
	map_section(kernel_image_start, kernel_text_end, PG_READ | PG_EXEC);
	map_section(kernel_rodata_start, kernel_rodata_end, PG_READ);
	map_section(kernel_data_start, kernel_image_end, PG_READ | PG_WRITE);
	/* The table under KVMAP's slot must be there before roots are copied. */
	uint64_t *t = kpages_alloc(0, -1);
	VERIFY(t);
	memset(t, 0, PAGE_SIZE);
	root_page[(KVMAP_BASE >> 39) & 511] =
	    virt_to_phys(t) | PTE_P | PTE_W | PTE_A;
	pgtable_load(kernel_root);
}
