/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/lapic.c - the local APIC: interrupts between processors,
 * end of interrupt, the one-shot timer.
 *
 * Two ways to the same registers: memory (xAPIC) or MSRs (x2APIC), chosen once
 * at boot: x2APIC where the processor has it, unless x2apic=off. The timer
 * uses TSC-deadline mode where there is one, else it counts down.
 *
 * Locking: registers are per processor; the xAPIC's two-word ICR is written
 * with interrupts off. (Intel SDM vol. 3A 11.4, 11.5.4, 11.6, 11.12.)
 */
#include "arch/x86_64/cpu/lapic.h"
#include "arch/cpu.h"
#include "arch/io.h"
#include "arch/tsc.h"
#include "arch/x86_64/cpu/features.h"
#include "arch/x86_64/trap/vectors.h"
#include "base/err.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "core/log.h"
#include "core/panic.h"
#include "core/time.h"
#include "drivers/acpi/acpi.h"
#include "hw/apic.h"
#include "hw/msr.h"
#include "mm/kmem.h"

static char *regs; /* xAPIC */
static bool x2apic, x2apic_off, deadline;
static uint64_t ticks_per_ns; /* of the timer, 32.32 fixed point */

static int
x2apic_set(const char *value)
{
	if (!value || strcmp(value, "off"))
		return ERR(EINVAL);
	x2apic_off = true;
	return 0;
}
CMDLINE_PARAM(x2apic_param, "x2apic", x2apic_set,
    "x2apic=off: reach the local APIC through memory");

static inline uint32_t
reg_read(uint32_t reg)
{
	if (x2apic)
		return (uint32_t)msr_read(MSR_X2APIC_FIRST + reg / 16);
	return mmio_read32(regs + reg);
}

static inline void
reg_write(uint32_t reg, uint32_t v)
{
	if (x2apic)
		msr_write(MSR_X2APIC_FIRST + reg / 16, v);
	else
		mmio_write32(regs + reg, v);
}

bool
lapic_is_x2apic(void)
{
	return x2apic;
}

bool
lapic_reaches(uint32_t apic_id)
{
	return x2apic || apic_id < 0xff;
}

void
lapic_send(uint32_t apic_id, uint32_t icr)
{
	uint64_t flags;

	if (x2apic) {
		/* WRMSR to the APIC does not order earlier stores. */
		__asm__ volatile("mfence" ::: "memory");
		msr_write(MSR_X2APIC_ICR, (uint64_t)apic_id << 32 | icr);
		return;
	}
	if (!regs)
		return;
	flags = arch_irq_save();
	while (mmio_read32(regs + APIC_ICR_LOW) & APIC_ICR_BUSY)
		arch_relax();
	mmio_write32(regs + APIC_ICR_HIGH, apic_id << 24);
	mmio_write32(regs + APIC_ICR_LOW, icr);
	arch_irq_restore(flags);
}

void
lapic_cpu_init(void)
{
	uint64_t base = msr_read(MSR_APIC_BASE) | APIC_BASE_ENABLE;

	msr_write(MSR_APIC_BASE, base);
	if (x2apic)
		msr_write(MSR_APIC_BASE, base | APIC_BASE_X2APIC);
	reg_write(APIC_SVR, APIC_SVR_ENABLE | VEC_SPURIOUS);
	reg_write(APIC_TPR, 0);
	reg_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	reg_write(APIC_LVT_LINT0,
	    acpi.nmi_lints & 1 ? APIC_LVT_NMI : APIC_LVT_MASKED);
	reg_write(APIC_LVT_LINT1,
	    acpi.nmi_lints & 2 ? APIC_LVT_NMI : APIC_LVT_MASKED);
	reg_write(APIC_LVT_ERROR, VEC_ERROR);
	reg_write(APIC_ESR, 0);
	reg_write(APIC_EOI, 0);
	if (deadline) {
		reg_write(APIC_LVT_TIMER, APIC_LVT_TSC_DEADLINE | VEC_TIMER);
		/* Order the mode change before the first deadline. */
		__asm__ volatile("mfence" ::: "memory");
	} else {
		reg_write(APIC_TIMER_DIV, APIC_TIMER_DIV_1);
		reg_write(
		    APIC_LVT_TIMER, ticks_per_ns ? VEC_TIMER : APIC_LVT_MASKED);
	}
}

void
lapic_init(void)
{
	uint64_t base = msr_read(MSR_APIC_BASE);

	/* Once on, x2APIC mode can't simply be left: so it is kept. */
	x2apic =
	    cpu_has(X86_X2APIC) && (!x2apic_off || (base & APIC_BASE_X2APIC));
	if (!x2apic) {
		regs = mmio_map(base & 0x000ffffffffff000ull, APIC_REGS_SIZE);
		if (!regs)
			panic("apic: no room to map the local APIC");
	}
	lapic_cpu_init();
	log_info(
	    "apic: %s, id %u", x2apic ? "x2APIC" : "xAPIC", cpuid_apic_id());
}

void
arch_irq_eoi(void)
{
	reg_write(APIC_EOI, 0);
}

void
arch_ipi_resched(unsigned int cpu)
{
	lapic_send(cpu_table[cpu]->apic_id, APIC_ICR_FIXED | VEC_RESCHED);
}

void
arch_ipi_xcall(unsigned int cpu)
{
	lapic_send(cpu_table[cpu]->apic_id, APIC_ICR_FIXED | VEC_XCALL);
}

void
arch_ipi_panic_stop(void)
{
	if (regs || x2apic)
		lapic_send(0, APIC_ICR_NMI | APIC_ICR_ASSERT | APIC_ICR_OTHERS);
}

void
lapic_timer_free_run(void)
{
	reg_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	reg_write(APIC_TIMER_DIV, APIC_TIMER_DIV_1);
	reg_write(APIC_TIMER_INIT, UINT32_MAX);
}

uint32_t
lapic_timer_count(void)
{
	return reg_read(APIC_TIMER_COUNT);
}

void
lapic_timer_init(uint64_t hz)
{
	deadline = cpu_has(X86_TSC_DEADLINE);
	if (deadline)
		hz = time_base()->tsc_hz;
	reg_write(APIC_TIMER_INIT, 0);
	ticks_per_ns = (hz << 32) / NSEC_PER_SEC;
	lapic_cpu_init();
	if (!ticks_per_ns)
		log_warn("apic: the timer does not count: no preemption, no "
			 "timeouts");
	log_info("apic: timer %s, %lu.%03lu MHz",
	    deadline ? "by TSC deadline" : "counts down", hz / 1000000,
	    hz / 1000 % 1000);
}

/* A year ahead is as good as never, and keeps the deadline from wrapping. */
#define FARTHEST_NS (365ull * 86400 * NSEC_PER_SEC)

/* A time further away than the counter reaches fires early; the timer queue
 * then arms again. */
void
arch_timer_arm(uint64_t when_ns)
{
	uint64_t now = time_mono_ns();
	uint64_t delta = when_ns > now ? MIN(when_ns - now, FARTHEST_NS) : 0;
	uint64_t ticks =
	    (uint64_t)((unsigned __int128)delta * ticks_per_ns >> 32) + 1;

	if (deadline)
		msr_write(MSR_TSC_DEADLINE, arch_tsc() + ticks);
	else
		reg_write(APIC_TIMER_INIT,
		    (uint32_t)MIN(ticks, (uint64_t)UINT32_MAX));
}

void
arch_timer_disarm(void)
{
	if (deadline)
		msr_write(MSR_TSC_DEADLINE, 0);
	else
		reg_write(APIC_TIMER_INIT, 0);
}
