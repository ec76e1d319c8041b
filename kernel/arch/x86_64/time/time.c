/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/time/time.c - the frequency of the TSC, by the best source:
 * the boot line (tsc=HZ), CPUID leaf 0x15, the hypervisor's leaf, else a
 * measurement. Then the clocks start.
 */
#include "core/time.h"
#include "arch/cpu.h"
#include "arch/tsc.h"
#include "arch/x86_64/cpu/features.h"
#include "arch/x86_64/cpu/lapic.h"
#include "arch/x86_64/time/time_priv.h"
#include "base/err.h"
#include "base/parse.h"
#include "core/cmdline.h"
#include "core/log.h"

static uint64_t tsc_given;

static int
tsc_set(const char *value)
{
	uint64_t hz;

	if (!value || parse_u64(value, &hz) || hz < 1000000 ||
	    hz > 100000000000ull)
		return ERR(EINVAL);
	tsc_given = hz;
	return 0;
}
CMDLINE_PARAM(tsc_param, "tsc", tsc_set,
    "tsc=HZ: frequency of the time stamp counter, instead of measuring");

/* Leaf 0x15: crystal * ebx / eax. Where it leaves the crystal out, leaf 0x16
 * has the base frequency in MHz: too coarse, so that is measured instead. */
static uint64_t
tsc_from_cpuid(void)
{
	const struct cpu_features *f = &cpu_features;
	struct cpuid_regs r;

	if (f->max_leaf >= CPUID_TSC) {
		r = cpuid(CPUID_TSC, 0);
		if (r.eax && r.ebx && r.ecx)
			return (uint64_t)r.ecx * r.ebx / r.eax;
	}
	if (f->max_hyp_leaf >= CPUID_HYPERVISOR_TSC &&
	    f->max_hyp_leaf < CPUID_HYPERVISOR + 0x10000)
		return (uint64_t)cpuid(CPUID_HYPERVISOR_TSC, 0).eax * 1000;
	return 0;
}

void
arch_time_init(void)
{
	struct calibration cal = { 0, 0 };
	const struct reference *ref = NULL;
	const char *source = "boot line";
	uint64_t hz = tsc_given;

	if (!hz) {
		hz = tsc_from_cpuid();
		source = "CPUID";
	}
	/* The local APIC timer's clock has to be measured unless it is not
	 * used at all. */
	if (!hz || !cpu_has(X86_TSC_DEADLINE)) {
		ref = reference_find();
		calibrate(ref, &cal);
		if (!hz) {
			hz = cal.tsc_hz;
			source = ref->name;
		}
	}
	time_init(hz, rtc_read() * NSEC_PER_SEC);
	log_info("time: TSC %lu.%03lu MHz by %s", hz / 1000000,
	    hz / 1000 % 1000, source);
	lapic_timer_init(cal.lapic_hz);
}
