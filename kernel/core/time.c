/* SPDX-License-Identifier: GPL-2.0-only */
/* core/time.c - the clocks: the TSC scaled to nanoseconds.
 *
 * Locking: the base is written at boot, then only real_offset changes, under
 * an odd/even sequence count that readers (and the vDSO) retry on.
 */
#include "core/time.h"
#include "arch/pgtable.h"
#include "base/math.h"

/* In its own page: user level maps it read-only (the vDSO's data). */
static union {
	struct timebase base;
	char page[PAGE_SIZE];
} time_page __aligned(4096);

#define SHIFT	   32
#define CENTURY_NS (100ul * 365 * 86400 * NSEC_PER_SEC)

struct timebase *
time_base(void)
{
	return &time_page.base;
}

#define tb (time_page.base)

void
time_init(uint64_t tsc_hz, uint64_t real_now_ns)
{
	tb.tsc_hz = tsc_hz;
	tb.shift = SHIFT;
	tb.mult = u64_mul_div(NSEC_PER_SEC, 1ul << SHIFT, tsc_hz);
	time_set_real(real_now_ns);
}

uint64_t
time_tsc_to_ns(uint64_t ticks)
{
	return u64_mul_shift(ticks, tb.mult, SHIFT);
}

uint64_t
time_ns_to_tsc(uint64_t ns)
{
	if (ns > CENTURY_NS)
		return UINT64_MAX;
	return u64_mul_div(ns, tb.tsc_hz, NSEC_PER_SEC);
}

uint64_t
time_mono_ns(void)
{
	return time_tsc_to_ns(arch_tsc() - tb.tsc_base);
}

uint64_t
time_real_ns(void)
{
	uint32_t seq;
	uint64_t ns;

	do {
		seq = __atomic_load_n(&tb.seq, __ATOMIC_ACQUIRE);
		ns = READ_ONCE(tb.real_offset);
	} while ((seq & 1) || seq != READ_ONCE(tb.seq));
	return ns + time_mono_ns();
}

void
time_set_real(uint64_t ns)
{
	__atomic_add_fetch(&tb.seq, 1, __ATOMIC_SEQ_CST);
	tb.real_offset = ns - time_mono_ns();
	__atomic_add_fetch(&tb.seq, 1, __ATOMIC_SEQ_CST);
}
