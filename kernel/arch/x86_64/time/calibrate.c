/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/time/calibrate.c - measure the TSC and the local APIC timer
 * against a reference counter.
 *
 * Idea: a sample is a reading of the reference between two readings of the
 * TSC. Its error is at most half their distance, whatever interrupted us in
 * between; so of several samples the tightest is kept, at the start and at the
 * end. The window grows until the error is small against it, or until the
 * reference's longest window is over.
 *
 *	tsc  |--a--|        ...         |--b--|
 *	ref     |                          |
 *	     error <= (a + b) / 2 + one count of the reference
 */
#include "arch/tsc.h"
#include "arch/x86_64/cpu/lapic.h"
#include "arch/x86_64/time/time_priv.h"

#define TRIES	  12	/* samples, of which the best is taken */
#define TARGET	  40000 /* stop when the error is below 1/TARGET */
#define FS_PER_NS 1000000ull

struct sample {
	uint64_t tsc; /* middle */
	uint64_t width;
	uint64_t ref;
	uint32_t lapic;
};

static void
take(const struct reference *ref, struct sample *best, int tries)
{
	uint64_t best_span = UINT64_MAX;

	*best = (struct sample){ .width = UINT64_MAX };
	for (int i = 0; i < tries; i++) {
		uint64_t t0 = arch_tsc();
		uint64_t r = ref->read();
		uint64_t t1 = arch_tsc();
		uint32_t l = lapic_timer_count();
		uint64_t span = arch_tsc() - t0;

		if (span < best_span) {
			best_span = span;
			*best = (struct sample){ t0 + (t1 - t0) / 2, t1 - t0, r,
				l };
		}
	}
}

/* count events in fs femtoseconds, in Hz. A window lasts milliseconds: count
 * stays below 2^40 and nothing overflows. */
static uint64_t
hz(uint64_t count, uint64_t fs)
{
	uint64_t ns = fs / FS_PER_NS;
	uint64_t k = count * 1000000ull; /* per ns, times 1e6 */

	return k / ns * 1000 + k % ns * 1000 / ns;
}

void
calibrate(const struct reference *ref, struct calibration *out)
{
	struct sample a, b;
	uint64_t counts = 0, window, error, tsc;

	lapic_timer_free_run();
	take(ref, &a, TRIES);
	for (;;) {
		take(ref, &b, 4);
		counts = (b.ref - a.ref) & ref->mask;
		window = counts * ref->period_fs / FS_PER_NS;
		tsc = b.tsc - a.tsc;
		if (window < 100000)
			continue;
		/* In TSC ticks: half the widths, and one reference count. */
		error = (a.width + b.width) / 2 + tsc / counts;
		if (error * TARGET < tsc || window > ref->window_ns)
			break;
	}
	/* One last, careful look. */
	take(ref, &b, TRIES);
	counts = (b.ref - a.ref) & ref->mask;
	out->tsc_hz = hz(b.tsc - a.tsc, counts * ref->period_fs);
	out->lapic_hz = hz(a.lapic - b.lapic, counts * ref->period_fs);
}
