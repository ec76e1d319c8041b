/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/acpi/tables.c - find the tables, check them, read the small ones.
 *
 * RSDP (from the loader or the BIOS area) -> XSDT or RSDT -> list of
 * addresses. A table is used only if its header is readable, its length is
 * plausible and its bytes add up to zero. (ACPI 6.5 5.2.5-5.2.8.)
 */
#include "arch/x86_64/boot/boot.h"
#include "base/err.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/log.h"
#include "core/machine.h"
#include "drivers/acpi/acpi.h"

#define MAX_TABLES 96
#define MAX_LENGTH (16u << 20)
#define BIOS_AREA  0xe0000
#define BIOS_END   0x100000
#define EBDA_PTR   0x40e /* real-mode segment of the extended BIOS data */
#define RSDP_V1	   20

struct acpi_machine acpi;

static paddr_t table_pa[MAX_TABLES];
static unsigned int table_count;
static bool acpi_off;

static int
acpi_set(const char *value)
{
	if (!value || strcmp(value, "off"))
		return ERR(EINVAL);
	acpi_off = true;
	return 0;
}
CMDLINE_PARAM(acpi_param, "acpi", acpi_set,
    "acpi=off: ignore ACPI; one processor, one memory node");

static bool
sum_is_zero(const void *p, uint32_t len)
{
	const uint8_t *b = p;
	uint8_t sum = 0;

	for (uint32_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + b[i]);
	return sum == 0;
}

const struct acpi_header *
acpi_table_at(paddr_t pa, const char *signature)
{
	const struct acpi_header *h = boot_map(pa, sizeof(*h));

	if (!h) {
		log_warn("acpi: table at %#lx is out of reach, left out", pa);
		return NULL;
	}
	if (signature && memcmp(h->signature, signature, 4))
		return NULL;
	if (h->length < sizeof(*h) || h->length > MAX_LENGTH ||
	    !boot_map(pa, h->length)) {
		log_warn("acpi: %.4s at %#lx: bad length %u, left out",
		    h->signature, pa, h->length);
		return NULL;
	}
	if (!sum_is_zero(h, h->length)) {
		log_warn("acpi: %.4s at %#lx: bad checksum, left out",
		    h->signature, pa);
		return NULL;
	}
	return h;
}

const struct acpi_header *
acpi_table(const char *signature, unsigned int index)
{
	for (unsigned int i = 0; i < table_count; i++) {
		const struct acpi_header *h = boot_map(table_pa[i], sizeof(*h));

		if (!h || memcmp(h->signature, signature, 4))
			continue;
		if (index-- == 0)
			return acpi_table_at(table_pa[i], signature);
	}
	return NULL;
}

static const struct acpi_rsdp *
rsdp_at(paddr_t pa)
{
	const struct acpi_rsdp *r = boot_map(pa, sizeof(*r));

	if (!r || memcmp(r->signature, "RSD PTR ", 8) ||
	    !sum_is_zero(r, RSDP_V1))
		return NULL;
	return r;
}

/* from is a multiple of 16, where an RSDP must start. */
static const struct acpi_rsdp *
rsdp_scan(paddr_t from, paddr_t to)
{
	static const union {
		char text[9];
		uint64_t word;
	} wanted = { "RSD PTR " };
	const char *p = boot_map(from, to - from);

	for (uint64_t off = 0; p && off + 36 <= to - from; off += 16) {
		const uint64_t *first = (const void *)(p + off);

		if (*first == wanted.word && rsdp_at(from + off))
			return rsdp_at(from + off);
	}
	return NULL;
}

static const struct acpi_rsdp *
rsdp_find(void)
{
	const struct acpi_rsdp *r = NULL;
	const uint16_t *ebda = boot_map(EBDA_PTR, 2);
	paddr_t at;

	if (boot_info.rsdp) {
		r = rsdp_at(boot_info.rsdp);
		if (!r)
			log_warn("acpi: the loader's RSDP at %#lx is broken",
			    boot_info.rsdp);
	}
	if (!r)
		r = rsdp_scan(BIOS_AREA, BIOS_END);
	at = (paddr_t)READ_ONCE(*ebda) << 4;
	if (!r && at >= 0x80000 && at < 0xa0000)
		r = rsdp_scan(at, at + 1024);
	return r;
}

/* The root table's body: 4- or 8-byte addresses. */
static void
list_tables(const struct acpi_header *root, size_t width)
{
	const uint8_t *p = (const uint8_t *)(root + 1);
	size_t n = (root->length - sizeof(*root)) / width;

	if (n > MAX_TABLES) {
		log_warn("acpi: %zu tables, %u read", n, MAX_TABLES);
		n = MAX_TABLES;
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t pa = 0;

		memcpy(&pa, p + i * width, width);
		if (pa)
			table_pa[table_count++] = pa;
	}
}

static void
read_hpet(void)
{
	const struct acpi_hpet *t = (const void *)acpi_table("HPET", 0);

	if (!t)
		return;
	if (t->header.length < sizeof(*t) ||
	    t->base.space != ACPI_SPACE_MEMORY) {
		log_warn("acpi: HPET table is broken, left out");
		return;
	}
	acpi.hpet = t->base.address;
}

static void
read_mcfg(void)
{
	const struct acpi_mcfg *t = (const void *)acpi_table("MCFG", 0);
	size_t n;

	if (!t || t->header.length < sizeof(*t))
		return;
	n = (t->header.length - sizeof(*t)) / sizeof(t->entries[0]);
	for (size_t i = 0; i < n && acpi.mcfg_count < ACPI_MAX_MCFG; i++) {
		const struct acpi_mcfg_entry *e = &t->entries[i];

		if (!e->base || (e->base & 0xfffff) ||
		    e->bus_last < e->bus_first) {
			log_warn("acpi: MCFG entry %zu is broken, left out", i);
			continue;
		}
		acpi.mcfg[acpi.mcfg_count++] = (struct acpi_mcfg_area){ e->base,
			e->segment, e->bus_first, e->bus_last };
	}
}

bool
acpi_mcfg_next(unsigned int *it, struct acpi_mcfg_area *out)
{
	if (*it >= acpi.mcfg_count)
		return false;
	*out = acpi.mcfg[(*it)++];
	return true;
}

void
acpi_read(void)
{
	const struct acpi_rsdp *rsdp;
	const struct acpi_header *root = NULL, *t;

	if (acpi_off) {
		log_note("acpi: not used (acpi=off); one processor");
		return;
	}
	rsdp = rsdp_find();
	if (!rsdp) {
		log_warn("acpi: no tables found; one processor is used");
		return;
	}
	if (rsdp->revision >= 2 && rsdp->xsdt)
		root = acpi_table_at(rsdp->xsdt, "XSDT");
	if (root) {
		list_tables(root, 8);
	} else {
		root = acpi_table_at(rsdp->rsdt, "RSDT");
		if (!root) {
			log_warn("acpi: no usable root table; one processor");
			return;
		}
		list_tables(root, 4);
	}
	acpi.present = true;
	t = acpi_table("APIC", 0);
	if (t)
		acpi_read_madt((const void *)t);
	else
		log_warn("acpi: no usable MADT; one processor is used");
	t = acpi_table("FACP", 0);
	if (t)
		acpi_read_fadt((const void *)t);
	read_hpet();
	read_mcfg();
}
