/* SPDX-License-Identifier: GPL-2.0-only */
/* tests/host/kernel/stubs/host_cpu.c - processors, clocks, panic. */
#include "core/machine.h"
#include "core/panic.h"
#include "core/time.h"
#include "host.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ARCH_SET_GS 0x1001 /* arch_prctl(2) */

struct cpu host_cpus[HOST_CPUS];
struct task host_task;
uint64_t host_now_ns;

struct cpu *cpu_table[MAX_CPUS];
unsigned int cpu_count = HOST_CPUS, node_count = 1;
uint8_t node_distance[MAX_NODES][MAX_NODES];
struct cpuset cpus_online, cpus_system, cpus_job;
struct boot_info boot_info;

void
host_run_on(unsigned int id)
{
	if (syscall(SYS_arch_prctl, ARCH_SET_GS, &host_cpus[id]))
		abort();
}

static void __attribute__((constructor)) host_cpu_init(void)
{
	for (unsigned int i = 0; i < HOST_CPUS; i++) {
		host_cpus[i].self = &host_cpus[i];
		host_cpus[i].id = i;
		host_cpus[i].running = &host_task;
		cpu_table[i] = &host_cpus[i];
	}
	host_run_on(0);
}

uint64_t
time_mono_ns(void)
{
	return host_now_ns;
}

uint64_t
time_real_ns(void)
{
	return host_now_ns;
}

bool
panic_active(void)
{
	return false;
}

void
panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
