/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/io.h - I/O ports and device registers in memory. */
#ifndef ARCH_IO_H
#define ARCH_IO_H

#include "base/types.h"

static inline void
io_out8(uint16_t port, uint8_t v)
{
	__asm__ volatile("outb %0, %1" ::"a"(v), "Nd"(port) : "memory");
}

static inline void
io_out16(uint16_t port, uint16_t v)
{
	__asm__ volatile("outw %0, %1" ::"a"(v), "Nd"(port) : "memory");
}

static inline void
io_out32(uint16_t port, uint32_t v)
{
	__asm__ volatile("outl %0, %1" ::"a"(v), "Nd"(port) : "memory");
}

static inline uint8_t
io_in8(uint16_t port)
{
	uint8_t v;
	__asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

static inline uint16_t
io_in16(uint16_t port)
{
	uint16_t v;
	__asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

static inline uint32_t
io_in32(uint16_t port)
{
	uint32_t v;
	__asm__ volatile("inl %1, %0" : "=a"(v) : "Nd"(port) : "memory");
	return v;
}

/* Registers in memory: one access of exactly this width each, in order. The
 * plain MOV form is required: emulators decode nothing fancier. */
static inline uint8_t
mmio_read8(const volatile void *reg)
{
	uint8_t v;
	__asm__ volatile("movb (%1), %0" : "=q"(v) : "r"(reg) : "memory");
	return v;
}

static inline uint16_t
mmio_read16(const volatile void *reg)
{
	uint16_t v;
	__asm__ volatile("movw (%1), %0" : "=r"(v) : "r"(reg) : "memory");
	return v;
}

static inline uint32_t
mmio_read32(const volatile void *reg)
{
	uint32_t v;
	__asm__ volatile("movl (%1), %0" : "=r"(v) : "r"(reg) : "memory");
	return v;
}

static inline uint64_t
mmio_read64(const volatile void *reg)
{
	uint64_t v;
	__asm__ volatile("movq (%1), %0" : "=r"(v) : "r"(reg) : "memory");
	return v;
}

static inline void
mmio_write8(volatile void *reg, uint8_t v)
{
	__asm__ volatile("movb %0, (%1)" ::"q"(v), "r"(reg) : "memory");
}

static inline void
mmio_write16(volatile void *reg, uint16_t v)
{
	__asm__ volatile("movw %0, (%1)" ::"r"(v), "r"(reg) : "memory");
}

static inline void
mmio_write32(volatile void *reg, uint32_t v)
{
	__asm__ volatile("movl %0, (%1)" ::"r"(v), "r"(reg) : "memory");
}

static inline void
mmio_write64(volatile void *reg, uint64_t v)
{
	__asm__ volatile("movq %0, (%1)" ::"r"(v), "r"(reg) : "memory");
}

#endif
