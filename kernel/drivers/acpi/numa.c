/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/acpi/numa.c - memory nodes from SRAT and SLIT (ACPI 6.5 5.2.16,
 * 5.2.17).
 *
 * Nodes are numbered from 0 in the order in which their proximity domains
 * first appear. RAM that no entry covers belongs to node 0.
 */
#include "base/err.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/log.h"
#include "core/machine.h"
#include "drivers/acpi/acpi.h"

#define MAX_AFFINITIES 128
#define LOCAL	       10
#define REMOTE	       20

struct affinity {
	paddr_t start, end;
	unsigned int node;
};

static struct affinity affinities[MAX_AFFINITIES];
static unsigned int affinity_count;
static uint32_t domains[MAX_NODES];
static unsigned int domain_count;
static bool numa_off;

static int
numa_set(const char *value)
{
	if (!value || strcmp(value, "off"))
		return ERR(EINVAL);
	numa_off = true;
	return 0;
}
CMDLINE_PARAM(
    numa_param, "numa", numa_set, "numa=off: treat all memory as one node");

unsigned int
acpi_node(uint32_t domain)
{
	for (unsigned int i = 0; i < domain_count; i++) {
		if (domains[i] == domain)
			return i;
	}
	return 0;
}

static unsigned int
add_domain(uint32_t domain)
{
	for (unsigned int i = 0; i < domain_count; i++) {
		if (domains[i] == domain)
			return i;
	}
	if (domain_count == MAX_NODES) {
		log_warn("acpi: memory domain %u beyond the limit of %u nodes",
		    domain, MAX_NODES);
		return 0;
	}
	domains[domain_count] = domain;
	return domain_count++;
}

static void
add_cpu(uint32_t apic_id, uint32_t domain)
{
	for (unsigned int i = 0; i < acpi.cpu_count; i++) {
		if (acpi.cpus[i].apic_id == apic_id) {
			add_domain(domain);
			acpi.cpus[i].domain = domain;
		}
	}
}

static void
add_memory(const struct acpi_srat_memory *m)
{
	if (!m->length || m->base + m->length < m->base)
		return;
	if (affinity_count == MAX_AFFINITIES) {
		log_warn(
		    "acpi: more than %u SRAT memory ranges", MAX_AFFINITIES);
		return;
	}
	affinities[affinity_count++] = (struct affinity){ m->base,
		m->base + m->length, add_domain(m->domain) };
}

static void
read_entry(const struct acpi_entry *e)
{
	const struct acpi_srat_cpu *c = (const void *)e;
	const struct acpi_srat_x2apic *x = (const void *)e;
	const struct acpi_srat_memory *m = (const void *)e;
	uint32_t domain;

	if (e->type == ACPI_SRAT_CPU && e->length >= sizeof(*c)) {
		domain = c->domain_low | (uint32_t)c->domain_high[0] << 8 |
			 (uint32_t)c->domain_high[1] << 16 |
			 (uint32_t)c->domain_high[2] << 24;
		if (c->flags & ACPI_SRAT_ENABLED)
			add_cpu(c->apic_id, domain);
	} else if (e->type == ACPI_SRAT_X2APIC && e->length >= sizeof(*x)) {
		if (x->flags & ACPI_SRAT_ENABLED)
			add_cpu(x->apic_id, x->domain);
	} else if (e->type == ACPI_SRAT_MEMORY && e->length >= sizeof(*m)) {
		if (m->flags & ACPI_SRAT_ENABLED)
			add_memory(m);
	}
}

static void
read_srat(const struct acpi_srat *srat)
{
	uint32_t len = srat->header.length, off = sizeof(*srat);

	while (off + sizeof(struct acpi_entry) <= len) {
		const struct acpi_entry *e =
		    (const void *)((const char *)srat + off);

		if (e->length < sizeof(*e) || e->length > len - off) {
			log_warn("acpi: SRAT broken at offset %u", off);
			return;
		}
		read_entry(e);
		off += e->length;
	}
}

/* The affinity entry that covers pa, or else *end = where the next begins. */
static const struct affinity *
affinity_at(paddr_t pa, paddr_t *end)
{
	for (unsigned int i = 0; i < affinity_count; i++) {
		const struct affinity *a = &affinities[i];

		if (pa >= a->start && pa < a->end)
			return a;
		if (a->start > pa && a->start < *end)
			*end = a->start;
	}
	return NULL;
}

/* Cut the RAM ranges where the node changes. When the table gets full, the
 * rest of a range stays whole, on the node of its first part. */
static void
split_ranges(void)
{
	static struct mem_range out[BOOT_MAX_RANGES];
	unsigned int n = 0, left = boot_info.nr_ranges;

	for (unsigned int i = 0; i < boot_info.nr_ranges; i++, left--) {
		struct mem_range r = boot_info.ranges[i];

		while (r.start < r.end) {
			struct mem_range piece = r;
			const struct affinity *a;

			if (r.kind == MEM_RAM) {
				a = affinity_at(r.start, &piece.end);
				if (a)
					piece.end = MIN(piece.end, a->end);
				piece.node = a ? a->node : 0;
			}
			if (n + left >= BOOT_MAX_RANGES)
				piece.end = r.end;
			out[n++] = piece;
			r.start = piece.end;
		}
	}
	memcpy(boot_info.ranges, out, n * sizeof(out[0]));
	boot_info.nr_ranges = n;
}

static void
default_distances(void)
{
	for (unsigned int i = 0; i < node_count; i++) {
		for (unsigned int j = 0; j < node_count; j++)
			node_distance[i][j] = i == j ? LOCAL : REMOTE;
	}
}

static void
read_slit(const struct acpi_slit *slit)
{
	uint64_t n;

	if (slit->header.length < sizeof(*slit))
		return;
	n = slit->count;
	if (!n || n > 4096 || slit->header.length - sizeof(*slit) < n * n) {
		log_warn("acpi: SLIT is broken, left out");
		return;
	}
	for (unsigned int i = 0; i < node_count; i++) {
		for (unsigned int j = 0; j < node_count; j++) {
			uint8_t d = 0;

			if (domains[i] < n && domains[j] < n)
				d = slit->distance[domains[i] * n + domains[j]];
			if (i != j && d > LOCAL)
				node_distance[i][j] = d;
		}
	}
}

void
acpi_read_numa(void)
{
	const struct acpi_header *srat = NULL, *slit = NULL;

	if (acpi.present && !numa_off) {
		srat = acpi_table("SRAT", 0);
		slit = acpi_table("SLIT", 0);
	}
	if (srat && srat->length >= sizeof(struct acpi_srat))
		read_srat((const void *)srat);
	node_count = MAX(domain_count, 1u);
	if (affinity_count)
		split_ranges();
	default_distances();
	if (slit)
		read_slit((const void *)slit);
}
