/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/time/reference.c - counters whose frequency is known by
 * definition: HPET, ACPI power management timer, PIT.
 */
#include "arch/io.h"
#include "arch/x86_64/time/time_priv.h"
#include "core/log.h"
#include "drivers/acpi/acpi.h"
#include "hw/hpet.h"
#include "hw/pit.h"
#include "mm/kmem.h"

#define FS_PER_SEC	 1000000000000000ull
#define PM_TIMER_HZ	 3579545u
#define PM_TIMER_MASK	 0xffffffu
#define PIT_MASK	 0xffffu
#define HPET_WINDOW_NS	 2500000u
#define COARSE_WINDOW_NS 8000000u

static char *hpet;
static struct reference reference;

static uint64_t
hpet_read(void)
{
	return mmio_read32(hpet + HPET_COUNTER);
}

static uint64_t
pm_timer_read(void)
{
	return io_in32(acpi.pm_timer);
}

/* Counts down; latched, so that the two bytes belong together. */
static uint64_t
pit_read(void)
{
	uint32_t lo;

	io_out8(PIT_COMMAND, PIT_CMD_CH2_LATCH);
	lo = io_in8(PIT_CHANNEL2);
	return (0u - (lo | (uint32_t)io_in8(PIT_CHANNEL2) << 8)) & PIT_MASK;
}

static bool
hpet_start(void)
{
	uint64_t period;

	if (!acpi.hpet)
		return false;
	hpet = mmio_map(acpi.hpet, HPET_REGS_SIZE);
	if (!hpet)
		return false;
	period = mmio_read32(hpet + HPET_CAP + 4);
	if (!period || period > HPET_PERIOD_MAX_FS) {
		log_warn("hpet: at %#lx: period of %lu fs, not used", acpi.hpet,
		    period);
		return false;
	}
	mmio_write32(hpet + HPET_CONFIG,
	    mmio_read32(hpet + HPET_CONFIG) | HPET_CONFIG_ENABLE);
	reference = (struct reference){ "HPET", hpet_read, period, UINT32_MAX,
		HPET_WINDOW_NS };
	return true;
}

/* A timer that stands still is no timer: give it a while to move. */
static bool
counts(const struct reference *ref)
{
	uint64_t first = ref->read();

	for (int i = 0; i < 20000; i++) {
		if (ref->read() != first)
			return true;
	}
	log_warn("%s: does not count, not used", ref->name);
	return false;
}

static void
pit_start(void)
{
	uint8_t gate = io_in8(PIT_GATE);

	io_out8(
	    PIT_GATE, (uint8_t)((gate & ~PIT_GATE_SPEAKER) | PIT_GATE_COUNT));
	io_out8(PIT_COMMAND, PIT_CMD_CH2_MODE0);
	io_out8(PIT_CHANNEL2, 0xff);
	io_out8(PIT_CHANNEL2, 0xff);
	reference = (struct reference){ "PIT", pit_read, FS_PER_SEC / PIT_HZ,
		PIT_MASK, COARSE_WINDOW_NS };
}

const struct reference *
reference_find(void)
{
	if (hpet_start() && counts(&reference))
		return &reference;
	if (acpi.pm_timer) {
		reference = (struct reference){ "ACPI PM timer", pm_timer_read,
			FS_PER_SEC / PM_TIMER_HZ, PM_TIMER_MASK,
			COARSE_WINDOW_NS };
		if (counts(&reference))
			return &reference;
	}
	pit_start();
	return &reference;
}
