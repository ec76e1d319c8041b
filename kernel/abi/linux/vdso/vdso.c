/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/vdso/vdso.c - time and processor number without entering the
 * kernel. This is user code: built position-independent, by itself, without
 * relocations, and mapped into every program (map.c).
 *
 * The data page with the kernel's time base is the page before the ELF header;
 * the linker script names it vdso_data.
 *
 * Tests: tests/user/clock.
 */
#include "core/time.h"
#include "uapi/linux/time.h"

#define SYS_gettimeofday  96
#define SYS_clock_gettime 228
#define SYS_clock_getres  229
#define SYS_getcpu	  309

extern const struct timebase vdso_data __attribute__((visibility("hidden")));

#define EXPORT __attribute__((visibility("default")))

EXPORT int __vdso_clock_gettime(int id, struct lx_timespec *ts);
EXPORT int __vdso_gettimeofday(struct lx_timeval *tv, struct lx_timezone *tz);
EXPORT int64_t __vdso_time(int64_t *t);
EXPORT int __vdso_clock_getres(int id, struct lx_timespec *ts);
EXPORT long __vdso_getcpu(unsigned int *cpu, unsigned int *node, void *unused);

static long
call(long nr, uint64_t a, uint64_t b, uint64_t c)
{
	long r;

	__asm__ volatile("syscall"
			 : "=a"(r)
			 : "a"(nr), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return r;
}

/* Not read ahead of the loads before it (Intel SDM vol. 2, RDTSC). */
static uint64_t
mono_ns(void)
{
	uint32_t lo, hi;
	uint64_t ticks;

	__asm__ volatile("lfence; rdtsc" : "=a"(lo), "=d"(hi)::"memory");
	ticks = ((uint64_t)hi << 32 | lo) - vdso_data.tsc_base;
	return (uint64_t)((unsigned __int128)ticks * vdso_data.mult >>
			  vdso_data.shift);
}

static uint64_t
real_ns(void)
{
	uint64_t offset;
	uint32_t seq;

	do {
		seq = __atomic_load_n(&vdso_data.seq, __ATOMIC_ACQUIRE);
		offset =
		    __atomic_load_n(&vdso_data.real_offset, __ATOMIC_ACQUIRE);
	} while ((seq & 1) || seq != READ_ONCE(vdso_data.seq));
	return offset + mono_ns();
}

/* Clocks answered here, as bits by number. */
#define REAL_CLOCKS                                                 \
	(1u << LX_CLOCK_REALTIME | 1u << LX_CLOCK_REALTIME_COARSE | \
	    1u << LX_CLOCK_TAI)
#define MONO_CLOCKS                                                \
	(1u << LX_CLOCK_MONOTONIC | 1u << LX_CLOCK_MONOTONIC_RAW | \
	    1u << LX_CLOCK_MONOTONIC_COARSE | 1u << LX_CLOCK_BOOTTIME)

int
__vdso_clock_gettime(int id, struct lx_timespec *ts)
{
	uint32_t bit = (unsigned int)id < 32 ? 1u << id : 0;
	uint64_t ns;

	if (bit & MONO_CLOCKS)
		ns = mono_ns();
	else if (bit & REAL_CLOCKS)
		ns = real_ns();
	else
		return (int)call(
		    SYS_clock_gettime, (uint64_t)(int64_t)id, (uint64_t)ts, 0);
	ts->tv_sec = (int64_t)(ns / NSEC_PER_SEC);
	ts->tv_nsec = (int64_t)(ns % NSEC_PER_SEC);
	return 0;
}

int
__vdso_gettimeofday(struct lx_timeval *tv, struct lx_timezone *tz)
{
	uint64_t ns = real_ns();

	if (tv) {
		tv->tv_sec = (int64_t)(ns / NSEC_PER_SEC);
		tv->tv_usec = (int64_t)(ns % NSEC_PER_SEC / NSEC_PER_USEC);
	}
	if (tz)
		*tz = (struct lx_timezone){ 0, 0 };
	return 0;
}

int64_t
__vdso_time(int64_t *t)
{
	int64_t s = (int64_t)(real_ns() / NSEC_PER_SEC);

	if (t)
		*t = s;
	return s;
}

int
__vdso_clock_getres(int id, struct lx_timespec *ts)
{
	uint32_t bit = (unsigned int)id < 32 ? 1u << id : 0;

	if (!(bit & (REAL_CLOCKS | MONO_CLOCKS)))
		return (int)call(
		    SYS_clock_getres, (uint64_t)(int64_t)id, (uint64_t)ts, 0);
	if (ts)
		*ts = (struct lx_timespec){ 0, 1 };
	return 0;
}

long
__vdso_getcpu(unsigned int *cpu, unsigned int *node, void *unused)
{
	uint32_t aux;

	(void)unused;
	if (!vdso_data.rdtscp)
		return call(SYS_getcpu, (uint64_t)cpu, (uint64_t)node, 0);
	__asm__ volatile("rdtscp" : "=c"(aux)::"eax", "edx");
	if (cpu)
		*cpu = aux & 0xfff;
	if (node)
		*node = aux >> 12;
	return 0;
}

/* The names without the prefix, which some programs look up. */
#define ALIAS(name) __attribute__((weak, alias(#name), visibility("default")))
int clock_gettime(int id, struct lx_timespec *ts) ALIAS(__vdso_clock_gettime);
int gettimeofday(struct lx_timeval *tv, struct lx_timezone *tz)
    ALIAS(__vdso_gettimeofday);
int64_t time(int64_t *t) ALIAS(__vdso_time);
int clock_getres(int id, struct lx_timespec *ts) ALIAS(__vdso_clock_getres);
long getcpu(unsigned int *cpu, unsigned int *node, void *unused)
    ALIAS(__vdso_getcpu);
