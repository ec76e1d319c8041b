/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/boot/params.c - copy what the loader handed over into boot_info.
 *
 * Idea: the loader's structures lie in memory that will be given away; all
 * that matters is copied before kernel_main. Reading goes through the early
 * direct map of the first 4 GiB.
 * Limits: command line of 4095 bytes; loader structures above 4 GiB are seen
 * only if the processor has 1 GiB pages.
 */
#include "arch/pgtable.h"
#include "arch/tsc.h"
#include "arch/x86_64/boot/boot.h"
#include "arch/x86_64/boot/bootparam.h"
#include "arch/x86_64/boot/layout.h"
#include "base/str.h"
#include "core/machine.h"
#include "core/random.h"

#define EARLY_LIMIT (4 * PAGE_1G)

paddr_t boot_tramp_page;

static inline bool
has_1g_pages(void)
{
	uint32_t a = 0x80000001, b, c, d;

	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
	return (d & BIT(26)) != 0;
}

const void *
boot_map(paddr_t pa, uint64_t len)
{
	uint64_t *pdpt = boot_tables + 512;
	uint64_t i, last;

	if (!len || pa + len < pa || pa + len > 512 * PAGE_1G)
		return NULL;
	if (pa + len <= EARLY_LIMIT)
		return phys_to_virt(pa);
	if (!has_1g_pages())
		return NULL;
	last = (pa + len - 1) / PAGE_1G;
	for (i = MAX(pa / PAGE_1G, 4ull); i <= last; i++)
		pdpt[i] = i * PAGE_1G | 0x83; /* present, writable, large */
	return phys_to_virt(pa);
}

static void
add_range(uint64_t start, uint64_t size, uint32_t type)
{
	struct boot_info *bi = &boot_info;
	enum mem_kind kind = MEM_RESERVED;
	struct mem_range *r;

	switch (type) {
	case E820_RAM:
		kind = MEM_RAM;
		break;
	case E820_ACPI:
		kind = MEM_ACPI;
		break;
	case E820_NVS:
		kind = MEM_NVS;
		break;
	case E820_UNUSABLE:
		kind = MEM_BAD;
		break;
	default:
		break;
	}
	if (bi->nr_ranges == BOOT_MAX_RANGES || size == 0)
		return;
	if (start + size < start)
		size = -start; /* up to the end of the address space */
	r = &bi->ranges[bi->nr_ranges];
	r->start = start;
	r->end = start + size;
	if (start + size == 0)
		r->end = PAGE_MASK;
	/* Whole pages: RAM shrinks, all else grows. */
	if (kind == MEM_RAM) {
		r->start = ALIGN_UP(r->start, PAGE_SIZE);
		r->end = ALIGN_DOWN(r->end, PAGE_SIZE);
	} else {
		r->start = ALIGN_DOWN(r->start, PAGE_SIZE);
		if (r->end < PAGE_MASK)
			r->end = ALIGN_UP(r->end, PAGE_SIZE);
	}
	r->kind = kind;
	r->node = 0;
	if (r->start < r->end)
		bi->nr_ranges++;
}

static void
copy_cmdline(paddr_t pa)
{
	const char *s = pa ? boot_map(pa, 1) : NULL;
	size_t i;

	if (!s)
		return;
	for (i = 0; i < sizeof(boot_info.cmdline) - 1; i++) {
		if (!boot_map(pa + i, 1) || !s[i])
			break;
		boot_info.cmdline[i] = s[i];
	}
	boot_info.cmdline[i] = 0;
}

/* The chain of extensions: more of the memory map, a random seed. */
static void
read_setup_data(paddr_t pa)
{
	unsigned int hops;

	for (hops = 0; pa && hops < 64; hops++) {
		const struct setup_data *sd = boot_map(pa, sizeof(*sd));
		const struct e820_entry *e;
		uint32_t i;

		if (!sd || !boot_map(pa, sizeof(*sd) + (uint64_t)sd->len))
			return;
		if (sd->type == SETUP_TYPE_E820_EXT) {
			e = (const void *)sd->data;
			for (i = 0; i < sd->len / sizeof(*e); i++)
				add_range(e[i].addr, e[i].size, e[i].type);
		} else if (sd->type == SETUP_TYPE_RNG_SEED) {
			random_stir(sd->data, MIN(sd->len, 4096u));
		}
		pa = sd->next;
	}
}

/* The RSDP's address out of EFI's configuration tables. */
static paddr_t
efi_find_rsdp(paddr_t systab)
{
	static const struct efi_guid acpi20 = { { 0x71, 0xe8, 0x68, 0x88, 0xf1,
	    0xe4, 0xd3, 0x11, 0xbc, 0x22, 0x00, 0x80, 0xc7, 0x3c, 0x88,
	    0x81 } };
	static const struct efi_guid acpi10 = { { 0x30, 0x2d, 0x9d, 0xeb, 0x88,
	    0x2d, 0xd3, 0x11, 0x9a, 0x16, 0x00, 0x90, 0x27, 0x3f, 0xc1,
	    0x4d } };
	const struct efi_system_table *st = boot_map(systab, sizeof(*st));
	const struct efi_config_table *ct;
	paddr_t found = 0;
	uint64_t i, n;

	if (!st || st->signature != EFI_SYSTEM_SIGNATURE)
		return 0;
	n = MIN(st->config_count, 256ull);
	ct = boot_map(st->config_tables, n * sizeof(*ct));
	if (!ct)
		return 0;
	for (i = 0; i < n; i++) {
		if (!memcmp(&ct[i].guid, &acpi20, sizeof(acpi20)))
			return ct[i].table;
		if (!memcmp(&ct[i].guid, &acpi10, sizeof(acpi10)))
			found = ct[i].table;
	}
	return found;
}

static void
read_linux(paddr_t params)
{
	const struct boot_params *bp = phys_to_virt(params);
	struct boot_info *bi = &boot_info;
	unsigned int i, n = MIN(bp->e820_entries, (unsigned)E820_TABLE_MAX);

	bi->loader = "bzImage";
	if (bp->tsc_mark == BOOT_TSC_MARK)
		bi->entry_tsc = (uint64_t)bp->tsc_high << 32 | bp->tsc_low;
	copy_cmdline(bp->cmd_line_ptr | (uint64_t)bp->ext_cmd_line_ptr << 32);
	bi->initrd = bp->ramdisk_image | (uint64_t)bp->ext_ramdisk_image << 32;
	bi->initrd_len = bp->ramdisk_size | (uint64_t)bp->ext_ramdisk_size
						<< 32;
	for (i = 0; i < n; i++) {
		const struct e820_entry *e = &bp->e820_table[i];

		add_range(e->addr, e->size, e->type);
	}
	read_setup_data(bp->setup_data);
	if (!bi->nr_ranges) /* no E820: what INT 15h E801h found */
		add_range(0x100000, bp->alt_mem_k * 1024ull, E820_RAM);
	bi->rsdp = bp->acpi_rsdp_addr;
	if (bp->efi_signature == EFI_LOADER_SIGNATURE)
		bi->efi_systab = bp->efi_systab | (uint64_t)bp->efi_systab_hi
						      << 32;
	if (!bi->rsdp && bi->efi_systab)
		bi->rsdp = efi_find_rsdp(bi->efi_systab);
}

static void
read_pvh(paddr_t params)
{
	const struct hvm_start_info *si = phys_to_virt(params);
	const struct hvm_modlist_entry *mod;
	const struct hvm_memmap_entry *map;
	struct boot_info *bi = &boot_info;
	uint32_t i;

	bi->loader = "PVH";
	if (si->magic != HVM_START_MAGIC)
		return;
	copy_cmdline(si->cmdline_paddr);
	mod = boot_map(si->modlist_paddr, sizeof(*mod));
	if (si->nr_modules && mod) {
		bi->initrd = mod->paddr;
		bi->initrd_len = mod->size;
	}
	bi->rsdp = si->rsdp_paddr;
	if (si->version < 1)
		return;
	map = boot_map(
	    si->memmap_paddr, si->memmap_entries * (uint64_t)sizeof(*map));
	for (i = 0; map && i < si->memmap_entries; i++)
		add_range(map[i].addr, map[i].size, map[i].type);
}

/* Take the highest free page below 640 KiB out of the RAM. Not page 0. */
static void
reserve_tramp_page(void)
{
	struct boot_info *bi = &boot_info;
	paddr_t best = 0;

	for (unsigned int i = 0; i < bi->nr_ranges; i++) {
		const struct mem_range *r = &bi->ranges[i];
		paddr_t page = MIN(r->end, 0xa0000ull) - PAGE_SIZE;

		if (r->kind != MEM_RAM || r->end < 2 * PAGE_SIZE ||
		    page < r->start || page < PAGE_SIZE)
			continue;
		if (bi->initrd < page + PAGE_SIZE &&
		    page < bi->initrd + bi->initrd_len)
			continue;
		best = MAX(best, page);
	}
	boot_tramp_page = best;
	if (best)
		add_range(best, PAGE_SIZE, E820_RESERVED);
}

void
boot_main(paddr_t params, uint32_t kind, paddr_t image)
{
	struct boot_info *bi = &boot_info;

	bi->entry_tsc = boot_tsc;
	bi->kernel_start = image;
	bi->kernel_end =
	    image + (uint64_t)(kernel_image_end - kernel_image_start);
	if (kind == BOOT_KIND_PVH)
		read_pvh(params);
	else
		read_linux(params);
	if (!bi->initrd || !bi->initrd_len)
		bi->initrd = bi->initrd_len = 0;
	bi->nr_ranges =
	    boot_ranges_sanitize(bi->ranges, bi->nr_ranges, BOOT_MAX_RANGES);
	reserve_tramp_page();
	bi->nr_ranges =
	    boot_ranges_sanitize(bi->ranges, bi->nr_ranges, BOOT_MAX_RANGES);
	kernel_main();
}
