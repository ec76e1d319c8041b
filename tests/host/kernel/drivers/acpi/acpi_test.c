/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/drivers/acpi/acpi_test.c - sound tables are understood,
 * broken ones left out, and no byte outside of a table is ever read.
 *
 * Idea: "physical memory" is a few pieces of malloc, one per table and no
 * longer than it, so that the address sanitizer sees each byte too far.
 */
#include "arch/x86_64/boot/boot.h"
#include "core/machine.h"
#include "drivers/acpi/acpi.h"
#include "host.h"
#include "host_acpi.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

enum {
	RSDP,
	XSDT,
	RSDT,
	MADT,
	FADT,
	DSDT,
	SSDT,
	HPET,
	MCFG,
	SRAT,
	SLIT,
	PIECES,
	LOW_MEMORY = PIECES,
	BIOS
};

/* Far from each other, on no particular border. */
#define PA(piece) (0x7000003u + 0x10001u * (unsigned int)(piece))

static struct piece {
	paddr_t pa;
	uint8_t *data;
	uint32_t len;
} pieces[BIOS + 1];

const void *
boot_map(paddr_t pa, uint64_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		const struct piece *p = &pieces[i];

		if (p->data && pa >= p->pa && pa - p->pa < p->len)
			return len <= p->len - (pa - p->pa)
				   ? p->data + (pa - p->pa)
				   : NULL;
	}
	return NULL;
}

static void
put_piece(int i, paddr_t pa, const void *data, size_t len)
{
	free(pieces[i].data);
	pieces[i] = (struct piece){ pa, malloc(len ? len : 1), (uint32_t)len };
	memcpy(pieces[i].data, data, len);
}

static void
drop_piece(int i)
{
	free(pieces[i].data);
	pieces[i].data = NULL;
}

/* Make the bytes of p add up to zero by changing p[at]. */
static void
fix_sum(uint8_t *p, size_t len, size_t at)
{
	uint8_t sum = 0;

	p[at] = 0;
	for (size_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + p[i]);
	p[at] = (uint8_t)-sum;
}

/* A table of body bytes behind its header. */
static void
put_table(int i, const char *signature, const void *body, size_t len)
{
	struct acpi_header h = { .length = (uint32_t)(sizeof(h) + len) };
	uint8_t all[2048];

	memcpy(h.signature, signature, 4);
	memcpy(all, &h, sizeof(h));
	memcpy(all + sizeof(h), body, len);
	fix_sum(all, h.length, offsetof(struct acpi_header, checksum));
	put_piece(i, PA(i), all, h.length);
}

static void
put_rsdp(uint8_t revision)
{
	struct acpi_rsdp r = { .signature = "RSD PTR ",
		.revision = revision,
		.rsdt = PA(RSDT),
		.length = sizeof(r),
		.xsdt = PA(XSDT) };

	fix_sum((uint8_t *)&r, 20, offsetof(struct acpi_rsdp, checksum));
	fix_sum(
	    (uint8_t *)&r, sizeof(r), offsetof(struct acpi_rsdp, checksum_all));
	put_piece(RSDP, PA(RSDP), &r, sizeof(r));
	boot_info.rsdp = PA(RSDP);
}

#define ENTRY(s, t) .entry = { t, sizeof(struct s) }

static void
put_madt(void)
{
	const struct {
		uint32_t lapic, flags;
		struct acpi_madt_lapic c0, c1, off, none;
		struct acpi_madt_x2apic again, big;
		struct acpi_madt_ioapic io;
		struct acpi_madt_override timer, sci;
		struct acpi_madt_lapic_nmi nmi;
		struct acpi_madt_lapic_addr addr;
		struct acpi_entry unknown;
		struct acpi_madt_x2apic_nmi xnmi;
	} ACPI_PACKED body = {
		.lapic = 0xfee00000,
		.flags = ACPI_MADT_PCAT,
		.c0 = { ENTRY(acpi_madt_lapic, 0), 7, 0, 1 },
		.c1 = { ENTRY(acpi_madt_lapic, 0), 8, 2, 1 },
		.off = { ENTRY(acpi_madt_lapic, 0), 9, 4, 0 },
		.none = { ENTRY(acpi_madt_lapic, 0), 9, 0xff, 1 },
		.again = { ENTRY(acpi_madt_x2apic, 9), 0, 2, 1, 8 },
		.big = { ENTRY(acpi_madt_x2apic, 9), 0, 0x12345, 1, 10 },
		.io = { ENTRY(acpi_madt_ioapic, 1), 3, 0, 0xfec00000, 24 },
		.timer = { ENTRY(acpi_madt_override, 2), 0, 0, 2, 0 },
		.sci = { ENTRY(acpi_madt_override, 2), 0, 9, 20, 0xf },
		.nmi = { ENTRY(acpi_madt_lapic_nmi, 4), 0xff, 0, 1 },
		.addr = { ENTRY(acpi_madt_lapic_addr, 5), 0, 0xfee01000 },
		.unknown = { 77, sizeof(struct acpi_entry) },
		.xnmi = { ENTRY(acpi_madt_x2apic_nmi, 10), 0, 5, 0, { 0 } },
	};

	put_table(MADT, "APIC", &body, sizeof(body));
}

static void
put_fadt(uint64_t x_dsdt, uint32_t dsdt)
{
	struct acpi_fadt f = { .dsdt = dsdt,
		.x_dsdt = x_dsdt,
		.pm1a_control = 0x604,
		.pm1b_control = 0x704,
		.smi_command = 0xb2,
		.acpi_enable = 2,
		.pm_timer = 0x608,
		.flags = ACPI_FADT_RESET,
		.reset = { .space = ACPI_SPACE_IO, .address = 0xcf9 },
		.reset_value = 6 };

	put_table(FADT, "FACP", &f.facs, sizeof(f) - sizeof(f.header));
}

static void
put_numa(void)
{
	const struct {
		uint32_t reserved0;
		uint64_t reserved1;
		struct acpi_srat_cpu c0, c1;
		struct acpi_srat_x2apic big;
		struct acpi_srat_memory low, high, off, wraps;
	} ACPI_PACKED srat = {
		.c0 = { ENTRY(acpi_srat_cpu, 0), 1, 0, 1, 0, { 0 }, 0 },
		.c1 = { ENTRY(acpi_srat_cpu, 0), 5, 2, 1, 0, { 0 }, 0 },
		.big = { ENTRY(acpi_srat_x2apic, 2), 0, 5, 0x12345, 1, 0, 0 },
		.low = { ENTRY(acpi_srat_memory, 1), 1, 0, 0, 0x10000, 0, 1,
		    0 },
		.high = { ENTRY(acpi_srat_memory, 1), 5, 0, 0x10000, 0x10000, 0,
		    1, 0 },
		.off = { ENTRY(acpi_srat_memory, 1), 9, 0, 0, 0x90000, 0, 0,
		    0 },
		.wraps = { ENTRY(acpi_srat_memory, 1), 9, 0, 1, UINT64_MAX, 0,
		    1, 0 },
	};
	uint8_t slit[8 + 36];

	put_table(SRAT, "SRAT", &srat, sizeof(srat));
	memset(slit, 0, 8);
	slit[0] = 6;
	for (unsigned int i = 0; i < 36; i++)
		slit[8 + i] = (uint8_t)(i % 7 == 0 ? 10 : 30 + i);
	put_table(SLIT, "SLIT", slit, sizeof(slit));
}

static void
put_roots(void)
{
	uint64_t wide[PIECES - MADT + 1] = { 0 };
	uint32_t narrow[PIECES - MADT + 1] = { 0 };

	for (int i = MADT; i < PIECES; i++) {
		wide[i - MADT] = i == DSDT ? 0 : PA(i);
		narrow[i - MADT] = i == DSDT ? 0 : PA(i);
	}
	wide[PIECES - MADT] = 0xdead00000000; /* out of reach */
	put_table(XSDT, "XSDT", wide, sizeof(wide));
	put_table(RSDT, "RSDT", narrow, sizeof(narrow));
}

static const uint8_t s5_aml[] = { 0x10, 0x20, 0x08, '_', 'S', '5', '_', 0x12,
	0x06, 0x04, 0x0a, 0x05, 0x0a, 0x03, 0, 0 };

/* A whole machine. */
static int
setup(void **state)
{
	const uint8_t ebda[2] = { 0 };
	const struct {
		uint64_t reserved;
		struct acpi_mcfg_entry good, odd, backwards;
	} ACPI_PACKED mcfg = {
		.good = { 0xb0000000, 0, 0, 0xff, 0 },
		.odd = { 0xb0000001, 0, 0, 0xff, 0 },
		.backwards = { 0xc0000000, 0, 5, 4, 0 },
	};
	struct acpi_hpet hpet = { .base = { .address = 0xfed00000 } };

	(void)state;
	host_tables_reset();
	host_numa_reset();
	host_log_lines = 0;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++)
		drop_piece((int)i);
	put_piece(LOW_MEMORY, 0x40e, ebda, 2);
	put_rsdp(2);
	put_roots();
	put_madt();
	put_fadt(PA(DSDT), 0);
	put_table(DSDT, "DSDT", s5_aml, sizeof(s5_aml));
	put_table(SSDT, "SSDT", "nothing in it", 13);
	put_table(
	    HPET, "HPET", &hpet.block_id, sizeof(hpet) - sizeof(hpet.header));
	put_table(MCFG, "MCFG", &mcfg, sizeof(mcfg));
	put_numa();
	boot_info.nr_ranges = 2;
	boot_info.ranges[0] = (struct mem_range){ 0x1000, 0x18000, MEM_RAM, 0 };
	boot_info.ranges[1] =
	    (struct mem_range){ 0x18000, 0x40000, MEM_RESERVED, 0 };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++)
		drop_piece((int)i);
	return 0;
}

static void
read_all(void)
{
	acpi_read();
	acpi_read_numa();
}

static void
test_acpi_whole_machine(void **state)
{
	struct acpi_mcfg_area area;
	unsigned int it = 0;

	(void)state;
	read_all();
	assert_true(acpi.present && acpi.has_madt && acpi.has_8259);
	assert_int_equal(acpi.lapic, 0xfee01000);
	assert_int_equal(acpi.cpu_count, 3);
	assert_int_equal(acpi.cpus[1].apic_id, 2);
	assert_int_equal(acpi.cpus[1].uid, 8);
	assert_int_equal(acpi.cpus[2].apic_id, 0x12345);
	assert_int_equal(acpi.ioapic_count, 1);
	assert_int_equal(acpi.ioapics[0].gsi_base, 24);
	assert_int_equal(acpi.override_count, 2);
	assert_false(acpi.overrides[0].level || acpi.overrides[0].low);
	assert_true(acpi.overrides[1].level && acpi.overrides[1].low);
	assert_int_equal(acpi.nmi_lints, 3);
	assert_int_equal(acpi.hpet, 0xfed00000);
	assert_int_equal(acpi.pm_timer, 0x608);
	assert_true(acpi_mcfg_next(&it, &area));
	assert_int_equal(area.base, 0xb0000000);
	assert_false(acpi_mcfg_next(&it, &area));
	assert_true(acpi.power.has_reset);
	assert_int_equal(acpi.power.reset.address, 0xcf9);
	assert_true(acpi.power.has_s5);
	assert_int_equal(acpi.power.s5_a, 5);
	assert_int_equal(acpi.power.s5_b, 3);
	assert_int_equal(host_log_lines, 2); /* of the MCFG */
}

static void
test_acpi_numa(void **state)
{
	(void)state;
	read_all();
	assert_int_equal(node_count, 2);
	assert_int_equal(acpi_node(acpi.cpus[0].domain), 0);
	assert_int_equal(acpi_node(acpi.cpus[1].domain), 1);
	assert_int_equal(acpi_node(acpi.cpus[2].domain), 1);
	assert_int_equal(boot_info.nr_ranges, 3);
	assert_int_equal(boot_info.ranges[0].end, 0x10000);
	assert_int_equal(boot_info.ranges[0].node, 0);
	assert_int_equal(boot_info.ranges[1].end, 0x18000);
	assert_int_equal(boot_info.ranges[1].node, 1);
	assert_int_equal(boot_info.ranges[2].kind, MEM_RESERVED);
	assert_int_equal(node_distance[0][0], 10);
	assert_int_equal(node_distance[0][1], 30 + 6 + 5);
	assert_int_equal(node_distance[1][0], 30 + 5 * 6 + 1);
}

static void
test_acpi_numa_many_memory_ranges(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < BOOT_MAX_RANGES; i++)
		boot_info.ranges[i] = (struct mem_range){ i * 0x400,
			i * 0x400 + 0x300, MEM_RAM, 0 };
	boot_info.nr_ranges = BOOT_MAX_RANGES;
	boot_info.ranges[10].end += 0x10000;
	read_all();
	assert_int_equal(boot_info.nr_ranges, BOOT_MAX_RANGES);
}

static void
test_acpi_old_root(void **state)
{
	(void)state;
	put_rsdp(0);
	drop_piece(XSDT);
	read_all();
	assert_true(acpi.has_madt);
	assert_int_equal(acpi.cpu_count, 3);
	setup(NULL);
	pieces[XSDT].data[20]++; /* broken: the old one serves */
	read_all();
	assert_true(acpi.has_madt);
}

static void
test_acpi_root_in_bios_area(void **state)
{
	uint8_t *bios = calloc(1, 0x20000);

	(void)state;
	memcpy(bios + 0x1f0 + 8, pieces[RSDP].data, 36); /* not on 16 bytes */
	put_piece(BIOS, 0xe0000, bios, 0x20000);
	boot_info.rsdp = 0;
	acpi_read();
	assert_false(acpi.present);
	host_tables_reset();
	memcpy(bios + 0x20000 - 48, pieces[RSDP].data, 36);
	put_piece(BIOS, 0xe0000, bios, 0x20000);
	acpi_read();
	assert_true(acpi.present);
	free(bios);
}

static void
test_acpi_bad_checksums(void **state)
{
	(void)state;
	for (int i = 0; i < PIECES; i++) {
		setup(NULL);
		pieces[i].data[pieces[i].len > 36 ? 36 : 15]++;
		read_all();
		assert_int_equal(acpi.present, i != RSDP);
		assert_int_equal(acpi.has_madt, i != RSDP && i != MADT);
		assert_int_equal(acpi.power.has_reset, i != RSDP && i != FADT);
		assert_int_equal(acpi.hpet != 0, i != RSDP && i != HPET);
		assert_int_equal(acpi.mcfg_count, i != RSDP && i != MCFG);
		assert_int_equal(node_count, i == RSDP || i == SRAT ? 1 : 2);
		assert_int_equal(
		    acpi.power.has_s5, i != RSDP && i != FADT && i != DSDT);
		assert_true(host_log_lines > 0);
	}
}

/* The length a table says; its memory ends there, its checksum is right. */
static void
set_length(int i, uint32_t len)
{
	uint8_t *data = calloc(1, MAX(len, pieces[i].len));

	memcpy(data, pieces[i].data, pieces[i].len);
	memcpy(data + 4, &len, 4);
	if (len > 9)
		fix_sum(data, len, offsetof(struct acpi_header, checksum));
	put_piece(i, PA(i), data, MAX(len, 36u));
	free(data);
}

static void
test_acpi_every_length(void **state)
{
	(void)state;
	for (int i = XSDT; i < PIECES; i++) {
		uint32_t whole;

		setup(NULL);
		whole = pieces[i].len;
		for (uint32_t len = 0; len <= whole + 20; len++) {
			setup(NULL);
			set_length(i, len);
			read_all();
			assert_int_equal(acpi.present, 1);
			assert_true(acpi.cpu_count <= 3);
		}
	}
}

static void
test_acpi_lengths_past_memory(void **state)
{
	static const uint32_t lens[] = { 1u << 20, 17u << 20, 0x80000000,
		0xffffffff };

	(void)state;
	for (int i = MADT; i < PIECES; i++) {
		for (size_t k = 0; k < ARRAY_SIZE(lens); k++) {
			setup(NULL);
			memcpy(pieces[i].data + 4, &lens[k], 4);
			read_all();
			assert_int_equal(acpi.has_madt, i != MADT);
		}
	}
}

static void
test_acpi_madt_entry_lengths(void **state)
{
	(void)state;
	for (unsigned int len = 0; len < 256; len++) {
		setup(NULL);
		pieces[MADT].data[sizeof(struct acpi_madt) + 1] = (uint8_t)len;
		set_length(MADT, pieces[MADT].len);
		read_all();
		assert_true(acpi.has_madt);
		if (len < 2)
			assert_int_equal(acpi.cpu_count, 0);
	}
}

static void
test_acpi_too_many_processors(void **state)
{
	struct acpi_madt_x2apic c[20] = { 0 };
	uint8_t body[8 + sizeof(c)];

	(void)state;
	for (unsigned int base = 0; base < MAX_CPUS + 60; base += 20) {
		for (unsigned int i = 0; i < 20; i++)
			c[i] = (struct acpi_madt_x2apic){
				ENTRY(acpi_madt_x2apic, 9), 0, base + i, 1, 0
			};
		memset(body, 0, 8);
		memcpy(body + 8, c, sizeof(c));
		put_table(MADT, "APIC", body, sizeof(body));
		acpi_read_madt((const void *)pieces[MADT].data);
	}
	assert_int_equal(acpi.cpu_count, MAX_CPUS);
	assert_int_equal(
	    acpi.cpus_dropped, (MAX_CPUS + 79) / 20 * 20 - MAX_CPUS);
}

static void
test_acpi_s5_forms(void **state)
{
	static const struct {
		uint8_t aml[12], len, found, a, b;
	} forms[] = {
		{ { 8, '_', 'S', '5', '_', 0x12, 4, 2, 0, 1 }, 10, 1, 0, 1 },
		{ { 8, '_', 'S', '5', '_', 0x12, 4, 1, 1 }, 9, 1, 1, 1 },
		{ { 8, '\\', '_', 'S', '5', '_', 0x12, 3, 1, 0xa, 7, 0 }, 12, 1,
		    7, 0 },
		{ { 8, '_', 'S', '5', '_', 0x12, 0x44, 0, 2, 1, 0 }, 11, 1, 1,
		    0 },
		{ { 8, '_', 'S', '5', '_', 0x12, 0xc4, 0, 0 }, 9, 0, 0, 0 },
		{ { 8, '_', 'S', '5', '_', 0x12, 4, 2, 0xa }, 9, 0, 0, 0 },
		{ { 8, '_', 'S', '5', '_', 0x14, 4, 2, 1, 1 }, 10, 0, 0, 0 },
		{ { 7, '_', 'S', '5', '_', 0x12, 4, 2, 1, 1 }, 10, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		setup(NULL);
		put_fadt(0, PA(DSDT));
		put_table(DSDT, "DSDT", forms[i].aml, forms[i].len);
		acpi_read();
		assert_int_equal(acpi.power.has_s5, forms[i].found);
		assert_int_equal(acpi.power.s5_a, forms[i].a);
		assert_int_equal(acpi.power.s5_b, forms[i].b);
	}
}

/* What later code relies on, whatever the firmware says. */
static void
check_machine(void)
{
	assert_true(acpi.cpu_count <= MAX_CPUS);
	assert_true(acpi.ioapic_count <= ACPI_MAX_IOAPICS);
	assert_true(acpi.override_count <= ACPI_MAX_OVERRIDES);
	assert_true(acpi.mcfg_count <= ACPI_MAX_MCFG);
	assert_in_range(node_count, 1, MAX_NODES);
	assert_true(boot_info.nr_ranges <= BOOT_MAX_RANGES);
	for (unsigned int i = 0; i < boot_info.nr_ranges; i++) {
		const struct mem_range *r = &boot_info.ranges[i];

		assert_true(r->start < r->end && r->node < node_count);
		assert_true(!i || r[-1].end <= r->start);
	}
	for (unsigned int i = 0; i < acpi.override_count; i++)
		assert_true(acpi.overrides[i].irq < 16);
}

static void
mutate(struct rng *r, int i)
{
	struct piece *p = &pieces[i];

	for (uint64_t n = 1 + rng_below(r, 4); n > 0; n--) {
		size_t at = rng_below(r, p->len);

		if (at < 4 || (at < 8 && rng_below(r, 8)))
			at = p->len - 1 - at; /* signatures mostly stay */
		p->data[at] = rng_below(r, 3) ? (uint8_t)rng_next(r)
					      : (uint8_t)(p->data[at] ^ 0x80);
	}
	if (i == RSDP)
		fix_sum(p->data, 20, offsetof(struct acpi_rsdp, checksum));
	else if (rng_below(r, 10))
		set_length(i, 36 + (uint32_t)rng_below(r, 3 * p->len / 2));
	else
		fix_sum(
		    p->data, p->len, offsetof(struct acpi_header, checksum));
}

static void
test_acpi_mutations(void **state)
{
	struct rng r = { 99 };

	(void)state;
	for (int round = 0; round < 200000; round++) {
		if (round % 8 == 0)
			setup(NULL);
		host_tables_reset();
		host_numa_reset();
		boot_info.nr_ranges = 2;
		boot_info.ranges[0] =
		    (struct mem_range){ 0x1000, 0x18000, MEM_RAM, 0 };
		boot_info.ranges[1] =
		    (struct mem_range){ 0x18000, 0x40000, MEM_RESERVED, 0 };
		mutate(&r, (int)rng_below(&r, PIECES));
		read_all();
		check_machine();
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_acpi_whole_machine),
		T(test_acpi_numa),
		T(test_acpi_numa_many_memory_ranges),
		T(test_acpi_old_root),
		T(test_acpi_root_in_bios_area),
		T(test_acpi_bad_checksums),
		T(test_acpi_every_length),
		T(test_acpi_lengths_past_memory),
		T(test_acpi_madt_entry_lengths),
		T(test_acpi_too_many_processors),
		T(test_acpi_s5_forms),
		T(test_acpi_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
