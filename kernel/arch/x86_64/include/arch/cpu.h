/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/cpu.h - processor control: interrupts, idle, bring-up, IPIs. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include "base/types.h"

struct cpu;

static inline void
arch_irq_enable(void)
{
	__asm__ volatile("sti" ::: "memory");
}

static inline void
arch_irq_disable(void)
{
	__asm__ volatile("cli" ::: "memory");
}

/* Interrupts off; returns the flags word from before. */
static inline uint64_t
arch_irq_save(void)
{
	uint64_t flags;
	__asm__ volatile("pushfq; popq %0; cli" : "=r"(flags)::"memory");
	return flags;
}

/* Interrupts on again if they were on in flags. */
static inline void
arch_irq_restore(uint64_t flags)
{
	if (flags & 0x200)
		__asm__ volatile("sti" ::: "memory");
}

static inline bool
arch_irqs_on(void)
{
	uint64_t flags;
	__asm__ volatile("pushfq; popq %0" : "=r"(flags));
	return (flags & 0x200) != 0;
}

/* Interrupts on and halt until one comes, without a gap between. */
static inline void
arch_idle(void)
{
	__asm__ volatile("sti; hlt" ::: "memory");
}

static inline void
arch_relax(void)
{
	__asm__ volatile("pause" ::: "memory");
}

/* Descriptor tables, CR0/CR4/EFER (NX, SMEP, SMAP, UMIP, WP, FSGSBASE),
 * SYSCALL MSRs, XSAVE, PAT on the running CPU, whose area is cpu; loads the GS
 * base. Context: boot or bring-up of that CPU, interrupts off. */
void arch_cpu_init(struct cpu *cpu);

/* Early discovery, before memory is set up: CPUID features. */
void arch_early_init(void);
/* ACPI tables -> cpu_register, node ranges and distances, APICs, HPET, PM port.
 * Needs the direct map and kmem. Context: boot. */
void arch_discover(void);
/* Before kmem exists: SRAT memory affinity applied to boot_info.ranges (splits
 * and sets node), node_count and node_distance (SLIT). Context: boot. */
void arch_discover_memory(void);
/* APIC, timer calibration and TSC on the boot CPU; calls time_init. */
void arch_time_init(void);
/* Start all registered processors; each ends in sched_cpu_enter(). Those that
 * don't answer are logged and left out. TSC synchronization is checked. */
void arch_smp_start(void);

/* IPIs (fixed vectors, see arch/x86_64/trap/vectors.h). */
void arch_ipi_resched(unsigned int cpu);
void arch_ipi_xcall(unsigned int cpu);
/* Non-maskable stop of all other CPUs at panic: they print and halt. */
void arch_ipi_panic_stop(void);

/* Arm the CPU's one-shot timer for a monotonic time, or disarm. */
void arch_timer_arm(uint64_t when_ns);
void arch_timer_disarm(void);
/* End of interrupt to the local APIC. */
void arch_irq_eoi(void);

/* Up to len random bytes from RDSEED/RDRAND; returns how many. */
size_t arch_random(void *buf, size_t len);

/* Text of /proc/cpuinfo for one CPU, Linux' field names. Returns length. */
size_t arch_cpuinfo(unsigned int cpu, char *buf, size_t size);
/* Topology as /sys/devices/system/cpu shows it. */
struct cpu_topology {
	unsigned int package, core, thread;
};
void arch_topology(unsigned int cpu, struct cpu_topology *topo);
struct cpu_cache {
	unsigned int level;
	char type; /* 'D', 'I', 'U' */
	uint32_t size_kib, line, ways, sets, shared_by /* logical CPUs */;
};
/* The index-th cache of a CPU: true when there is one (CPUID 4/8000_001D). */
bool arch_cache(unsigned int cpu, unsigned int index, struct cpu_cache *out);
/* AT_HWCAP (CPUID 1 EDX) and AT_HWCAP2 bits. */
uint64_t arch_hwcap(void);
uint64_t arch_hwcap2(void);

#endif
