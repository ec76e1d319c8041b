/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/fpu.c - the FPU, SSE, AVX and AVX-512 registers of a task.
 *
 * Idea: the kernel itself never touches these registers. A task's area is the
 * standard (not compacted) XSAVE format, which is also what a signal frame
 * shows: 512 bytes of FXSAVE, a 64-byte header, the extended parts at the
 * offsets CPUID leaf 0xd tells. Without XSAVE it is the 512 bytes alone.
 *
 * Invariants: areas are 64-byte aligned; everything in them passed fpu_check
 * or was saved by the processor, so XRSTOR does not fault. (Intel SDM vol. 1
 * 13.4, 13.7-13.9.)
 */
#include "arch/task_arch.h"
#include "arch/x86_64/cpu/features.h"
#include "base/err.h"
#include "base/str.h"
#include "core/cpu.h"
#include "hw/cr.h"
#include "sched/task.h"

#define FXSAVE_BYTES 512
#define HEADER_BYTES 64
#define FCW_DEFAULT  0x037f
#define MXCSR_INIT   0x1f80
/* When a processor stores no mask, this is it (SDM vol. 1 11.6.6). */
#define MXCSR_MASK 0x0000ffbf

#define XCR0_WANTED (XCR0_X87 | XCR0_SSE | XCR0_AVX | XCR0_AVX512)

/* The legacy area as far as we look into it, and the XSAVE header. */
struct fpu_area {
	uint16_t fcw, fsw;
	uint8_t ftw, reserved0;
	uint16_t fop;
	uint64_t fip, fdp;
	uint32_t mxcsr, mxcsr_mask;
	uint8_t registers[FXSAVE_BYTES - 32];
	uint64_t xstate_bv, xcomp_bv;
	uint64_t reserved1[6];
} __packed;

STATIC_ASSERT(sizeof(struct fpu_area) == FXSAVE_BYTES + HEADER_BYTES);

static uint32_t mxcsr_mask = MXCSR_MASK;

static void
read_mxcsr_mask(void)
{
	static uint8_t image[FXSAVE_BYTES] __aligned(64);
	uint32_t mask;

	cr4_write(cr4_read() | CR4_OSFXSR);
	__asm__ volatile("fxsave64 %0" : "=m"(image));
	memcpy(&mask, image + 28, sizeof(mask));
	if (mask)
		mxcsr_mask = mask;
}

void
fpu_detect(void)
{
	struct cpu_features *f = &cpu_features;
	uint64_t have;

	read_mxcsr_mask();
	f->fpu_bytes = FXSAVE_BYTES;
	if (!cpu_has(X86_XSAVE) || f->max_leaf < CPUID_XSAVE)
		return;
	have = cpuid(CPUID_XSAVE, 0).eax & XCR0_WANTED;
	if ((have & XCR0_AVX512) != XCR0_AVX512 || !(have & XCR0_AVX))
		have &= ~(uint64_t)XCR0_AVX512;
	f->xsave = true;
	f->xsaveopt = cpu_has(X86_XSAVEOPT);
	f->xcr0 = have;
	/* Leaf 0xd tells the size for what XCR0 has enabled. */
	cr4_write(cr4_read() | CR4_OSXSAVE);
	xcr0_write(have);
	f->fpu_bytes = cpuid(CPUID_XSAVE, 0).ebx;
}

size_t
fpu_size(void)
{
	return cpu_features.fpu_bytes;
}

uint64_t
fpu_xcr0(void)
{
	return cpu_features.xcr0;
}

void
fpu_init_state(void *area)
{
	struct fpu_area *a = area;

	memset(area, 0, cpu_features.fpu_bytes);
	a->fcw = FCW_DEFAULT;
	a->mxcsr = MXCSR_INIT;
	a->mxcsr_mask = mxcsr_mask;
	if (cpu_features.xsave)
		a->xstate_bv = XCR0_X87 | XCR0_SSE;
}

void
fpu_save_current(void)
{
	struct fpu_area *a = current->arch.fpu;
	uint32_t lo = (uint32_t)cpu_features.xcr0;
	uint32_t hi = (uint32_t)(cpu_features.xcr0 >> 32);

	if (cpu_features.xsaveopt)
		__asm__ volatile("xsaveopt64 (%0)" ::"r"(a), "a"(lo), "d"(hi)
				 : "memory");
	else if (cpu_features.xsave)
		__asm__ volatile("xsave64 (%0)" ::"r"(a), "a"(lo), "d"(hi)
				 : "memory");
	else
		__asm__ volatile("fxsave64 (%0)" ::"r"(a) : "memory");
}

void
fpu_load_current(void)
{
	const struct fpu_area *a = current->arch.fpu;
	uint32_t lo = (uint32_t)cpu_features.xcr0;
	uint32_t hi = (uint32_t)(cpu_features.xcr0 >> 32);

	if (cpu_features.xsave)
		__asm__ volatile("xrstor64 (%0)" ::"r"(a), "a"(lo), "d"(hi)
				 : "memory");
	else
		__asm__ volatile("fxrstor64 (%0)" ::"r"(a) : "memory");
}

/* area has fpu_size() bytes, of which the first len are the user's. A plain
 * FXSAVE image (no header, or an empty one) is taken as x87 and SSE. */
int
fpu_check(void *area, size_t len)
{
	struct fpu_area *a = area;
	size_t size = cpu_features.fpu_bytes;

	if (len < FXSAVE_BYTES)
		return ERR(EINVAL);
	a->mxcsr &= mxcsr_mask;
	a->mxcsr_mask = mxcsr_mask;
	if (!cpu_features.xsave)
		return 0;
	if (len < sizeof(*a)) {
		memset((char *)area + FXSAVE_BYTES, 0, size - FXSAVE_BYTES);
		a->xstate_bv = XCR0_X87 | XCR0_SSE;
		return 0;
	}
	if (a->xstate_bv & ~cpu_features.xcr0)
		return ERR(EINVAL);
	if (len < size)
		memset((char *)area + len, 0, size - len);
	a->xcomp_bv = 0;
	memset(a->reserved1, 0, sizeof(a->reserved1));
	return 0;
}
