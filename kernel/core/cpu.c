/* SPDX-License-Identifier: GPL-2.0-only */
/* core/cpu.c - the table of processors and who is for the system, who for jobs.
 *
 * Invariants: see core/cpu.h. Everything here is written at boot only.
 */
#include "core/cpu.h"
#include "base/errno.h"
#include "base/parse.h"
#include "core/cmdline.h"
#include "core/log.h"
#include "core/panic.h"
#include "mm/kmem.h"

struct cpu boot_cpu __aligned(64) = { .self = &boot_cpu };
struct cpu *cpu_table[MAX_CPUS] = { &boot_cpu };
unsigned int cpu_count = 1;
struct cpuset cpus_online;
struct cpuset cpus_system;
struct cpuset cpus_job;
unsigned int node_count = 1;
uint8_t node_distance[MAX_NODES][MAX_NODES];

static struct cpuset wanted_system; /* from system_cpus= */
static bool wanted_given;

static int
set_system_cpus(const char *value)
{
	if (!value || parse_cpulist(value, wanted_system.bits, MAX_CPUS))
		return -EINVAL;
	wanted_given = true;
	return 0;
}
CMDLINE_PARAM(param_system_cpus, "system_cpus", set_system_cpus,
    "CPUs for devices, kernel threads and init, as a list (default 0)");

struct cpu *
cpu_register(unsigned int apic_id, unsigned int node)
{
	struct cpu *c;

	if (cpu_count >= MAX_CPUS)
		return NULL;
	c = kzalloc_node(sizeof(*c), (int)node);
	VERIFY(c);
	c->self = c;
	c->id = cpu_count;
	c->apic_id = apic_id;
	c->node = node;
	cpu_table[cpu_count++] = c;
	return c;
}

void
cpu_assign_roles(void)
{
	unsigned int id;

	if (!wanted_given)
		bitmap_set(wanted_system.bits, 0);
	bitmap_and(
	    cpus_system.bits, wanted_system.bits, cpus_online.bits, MAX_CPUS);
	if (!cpuset_has(&cpus_system, 0)) {
		log_warn("cpu: CPU 0 takes the device interrupts, so it is a "
			 "system CPU, too");
		bitmap_set(cpus_system.bits, 0);
	}
	bitmap_andnot(
	    cpus_job.bits, cpus_online.bits, cpus_system.bits, MAX_CPUS);
	/* With nothing left over, jobs share the system's CPUs. */
	if (bitmap_empty(cpus_job.bits, MAX_CPUS))
		cpus_job = cpus_system;
	cpu_for_each(id, &cpus_system)
		cpu_table[id]->is_system = true;
}
