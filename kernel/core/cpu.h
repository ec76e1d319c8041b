/* SPDX-License-Identifier: GPL-2.0-only */
/* core/cpu.h - the per-CPU area and the sets of processors.
 *
 * Idea: one struct cpu per logical processor, allocated on the processor's
 * own memory node and addressed through the GS base in kernel mode. The first
 * words have fixed offsets, for the entry code (arch/x86_64/trap/entry.S).
 *
 * Invariants: ids are dense, 0 is the boot processor; cpu_table[id] never
 * changes once the processor is online; a job CPU runs no kernel thread.
 */
#ifndef CORE_CPU_H
#define CORE_CPU_H

#include "arch/cpu_arch.h"
#include "base/bitmap.h"
#include "base/types.h"
#include "core/noise.h"

#define MAX_CPUS  CONFIG_MAX_CPUS
#define MAX_NODES CONFIG_MAX_NODES

struct task;
struct runq;
struct timerq;

/* A set of processors, by id. */
struct cpuset {
	unsigned long bits[BITMAP_LONGS(MAX_CPUS)];
};

struct cpu {
	struct cpu *self;	  /* gs:0  [I] */
	uint64_t kstack_top;	  /* gs:8  [p] stack for an entry from user */
	uint64_t user_rsp;	  /* gs:16 [p] scratch of the syscall entry */
	struct task *running;	  /* gs:24 [p] the running task */
	uint64_t noise[NOISE_NR]; /* gs:32 [p] kernel entries by cause */
	unsigned int id;	  /* [I] dense id */
	unsigned int apic_id;	  /* [I] local APIC id */
	unsigned int acpi_uid;	  /* [I] */
	unsigned int node;	  /* [I] memory node */
	bool online;		  /* [a] */
	bool is_system;		  /* [I] takes devices, kernel threads */
	bool idle;		  /* [a] in the idle loop, wants an IPI */
	unsigned int irq_depth;	  /* [p] nesting of interrupt handlers */
	unsigned int locks_held;  /* [p] spinlocks held, debug builds */
	uint64_t irq_saved_flags; /* [p] */
	struct runq *runq;	  /* [I] */
	struct timerq *timerq;	  /* [I] */
	struct task *idle_task;	  /* [I] */
	struct arch_cpu arch;	  /* [p] descriptor tables, APIC, FPU */
};

extern struct cpu *cpu_table[MAX_CPUS];
extern unsigned int cpu_count; /* present and described; ids 0..count-1 */
extern struct cpuset cpus_online;
extern struct cpuset cpus_system;
extern struct cpuset cpus_job;	/* the CPUs given to jobs */
extern unsigned int node_count; /* memory nodes, at least 1 */
/* SLIT distance from node a to node b (10 = local). */
extern uint8_t node_distance[MAX_NODES][MAX_NODES];

static inline bool
cpuset_has(const struct cpuset *set, unsigned int cpu)
{
	return bitmap_test(set->bits, cpu);
}

/* Add or take out one processor while other processors may do the same. */
static inline void
cpuset_add_atomic(struct cpuset *set, unsigned int cpu)
{
	__atomic_or_fetch(
	    &set->bits[cpu / 64], 1ul << (cpu % 64), __ATOMIC_SEQ_CST);
}

static inline void
cpuset_del_atomic(struct cpuset *set, unsigned int cpu)
{
	__atomic_and_fetch(
	    &set->bits[cpu / 64], ~(1ul << (cpu % 64)), __ATOMIC_SEQ_CST);
}

/* The running processor. Context: any; stable only while not preemptible
 * (always so in the kernel: kernel code is not preempted), and until the task
 * sleeps: it may wake elsewhere. The operand that is not used, memory, keeps
 * the compiler from using a value of before a call. */
static inline struct cpu *
this_cpu(void)
{
	struct cpu *c;
	__asm__("mov %%gs:0, %0" : "=r"(c) : "m"(cpu_count));
	return c;
}

/* The running task. Context: any. Never NULL after sched_init. */
static inline struct task *
current_task(void)
{
	struct task *t;
	__asm__("mov %%gs:24, %0" : "=r"(t));
	return t;
}
#define current current_task()

#define cpu_for_each(id, set)                                            \
	for ((id) = (unsigned int)bitmap_next((set)->bits, MAX_CPUS, 0); \
	     (id) < MAX_CPUS; (id) = (unsigned int)bitmap_next(          \
				  (set)->bits, MAX_CPUS, (id) + 1))

/* The boot processor's area, usable from the first C instruction on. */
extern struct cpu boot_cpu;

/* Give the next free id to a processor found by ACPI (or the boot processor)
 * and set up its area; node is its memory node. Returns NULL when MAX_CPUS are
 * there. Context: boot, boot processor only. */
struct cpu *cpu_register(unsigned int apic_id, unsigned int node);

/* Sort the processors in system and job CPUs as the kernel argument
 * system_cpus= says. Context: boot, after all are registered. */
void cpu_assign_roles(void);

#endif
