/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/discover.c - which processors, nodes and interrupt
 * controllers there are; the order in which the firmware's tables are used.
 *
 * Before kmem: tables are read, RAM gets its nodes. After: processors get
 * their areas, the APICs are mapped.
 */
#include "arch/cpu.h"
#include "arch/x86_64/cpu/features.h"
#include "arch/x86_64/cpu/ioapic.h"
#include "arch/x86_64/cpu/lapic.h"
#include "base/err.h"
#include "base/parse.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "core/log.h"
#include "drivers/acpi/acpi.h"

static uint64_t max_cpus = MAX_CPUS;

static int
maxcpus_set(const char *value)
{
	uint64_t n;

	if (!value || parse_u64(value, &n) || n == 0)
		return ERR(EINVAL);
	max_cpus = n;
	return 0;
}
CMDLINE_PARAM(maxcpus_param, "maxcpus", maxcpus_set,
    "maxcpus=N: use at most N processors");

void
arch_discover_memory(void)
{
	acpi_read();
	acpi_read_numa();
}

static void
register_cpus(uint32_t boot_id)
{
	unsigned int unreachable = 0, over = 0;

	for (unsigned int i = 0; i < acpi.cpu_count; i++) {
		const struct acpi_cpu *a = &acpi.cpus[i];
		unsigned int node = acpi_node(a->domain);
		struct cpu *c;

		if (a->apic_id == boot_id) {
			cpu_table[0]->acpi_uid = a->uid;
			cpu_table[0]->node = node;
			continue;
		}
		if (!lapic_reaches(a->apic_id)) {
			unreachable++;
			continue;
		}
		if (cpu_count >= max_cpus) {
			over++;
			continue;
		}
		c = cpu_register(a->apic_id, node);
		if (!c) {
			over++;
			continue;
		}
		c->acpi_uid = a->uid;
	}
	if (unreachable)
		log_warn("cpu: %u processors have APIC ids over 254 and need "
			 "x2APIC; left out",
		    unreachable);
	if (over)
		log_note("cpu: %u processors left out by maxcpus= or the limit "
			 "of %u",
		    over, MAX_CPUS);
}

void
arch_discover(void)
{
	uint32_t boot_id = cpuid_apic_id();

	lapic_init();
	ioapic_init();
	cpu_table[0]->apic_id = boot_id;
	register_cpus(boot_id);
	cpu_aux_init(cpu_table[0]); /* now that its node is known */
	log_info("cpu: %s; %u processors on %u nodes", cpu_features.model_name,
	    cpu_count, node_count);
}
