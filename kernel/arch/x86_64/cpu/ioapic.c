/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/ioapic.c - the I/O APICs, and the end of the 8259s.
 *
 * Locking: index and data register are a pair: a spinlock.
 * Limits: physical destination, 8-bit APIC ids (no interrupt remapping); the
 * system CPU that takes device interrupts always has a small one.
 */
#include "arch/ioapic.h"
#include "arch/io.h"
#include "arch/x86_64/cpu/ioapic.h"
#include "base/err.h"
#include "core/log.h"
#include "drivers/acpi/acpi.h"
#include "hw/ioapic.h"
#include "hw/pic8259.h"
#include "mm/kmem.h"
#include "sync/spinlock.h"

struct ioapic {
	char *regs;
	unsigned int gsi_base, lines;
};

static struct ioapic ioapics[ACPI_MAX_IOAPICS];
static unsigned int ioapic_count;
static struct spinlock lock = SPINLOCK_INIT(RANK_NONE);

static uint32_t
reg_read(struct ioapic *io, uint32_t reg)
{
	mmio_write32(io->regs + IOAPIC_SELECT, reg);
	return mmio_read32(io->regs + IOAPIC_WINDOW);
}

static void
reg_write(struct ioapic *io, uint32_t reg, uint32_t v)
{
	mmio_write32(io->regs + IOAPIC_SELECT, reg);
	mmio_write32(io->regs + IOAPIC_WINDOW, v);
}

/* Initialize and mask both 8259s. Vectors 0x20-0x2f are theirs, for the
 * spurious interrupts that masking can't stop. Absent ones don't mind. */
static void
pic_disable(void)
{
	io_out8(PIC1_COMMAND, PIC_ICW1_INIT);
	io_out8(PIC2_COMMAND, PIC_ICW1_INIT);
	io_out8(PIC1_DATA, 0x20);
	io_out8(PIC2_DATA, 0x28);
	io_out8(PIC1_DATA, 1u << PIC_CASCADE_IRQ);
	io_out8(PIC2_DATA, PIC_CASCADE_IRQ);
	io_out8(PIC1_DATA, PIC_ICW4_8086);
	io_out8(PIC2_DATA, PIC_ICW4_8086);
	io_out8(PIC1_DATA, 0xff);
	io_out8(PIC2_DATA, 0xff);
}

static void
add_ioapic(const struct acpi_ioapic *a)
{
	struct ioapic *io = &ioapics[ioapic_count];
	uint32_t version;

	io->regs = mmio_map(a->address, IOAPIC_REGS_SIZE);
	if (!io->regs)
		return;
	version = reg_read(io, IOAPIC_VERSION);
	if (version == UINT32_MAX) {
		log_warn("ioapic: nothing at %#lx, left out", a->address);
		return;
	}
	io->gsi_base = a->gsi_base;
	io->lines = (version >> 16 & 0xff) + 1;
	for (unsigned int i = 0; i < io->lines; i++)
		reg_write(io, IOAPIC_ENTRY_LO(i), IOAPIC_MASKED);
	ioapic_count++;
	log_info("ioapic: id %u at %#lx, lines %u-%u", a->id, a->address,
	    io->gsi_base, io->gsi_base + io->lines - 1);
}

void
ioapic_init(void)
{
	pic_disable();
	for (unsigned int i = 0; i < acpi.ioapic_count; i++)
		add_ioapic(&acpi.ioapics[i]);
	if (!ioapic_count)
		log_warn("ioapic: none; legacy interrupts don't work");
}

/* Where ISA line irq is wired, and how: 1:1, edge, active high unless the
 * firmware says otherwise. */
static unsigned int
isa_gsi(unsigned int irq, bool *level, bool *low)
{
	*level = false;
	*low = false;
	for (unsigned int i = 0; i < acpi.override_count; i++) {
		const struct acpi_override *o = &acpi.overrides[i];

		if (o->irq == irq) {
			*level = o->level;
			*low = o->low;
			return o->gsi;
		}
	}
	return irq;
}

int
ioapic_route(unsigned int gsi, bool isa, unsigned int vector,
    unsigned int apic_id, bool level)
{
	uint32_t entry = vector;
	bool low = level;

	if (apic_id > 0xff)
		return ERR(ENODEV);
	if (isa)
		gsi = isa_gsi(gsi, &level, &low);
	if (level)
		entry |= IOAPIC_LEVEL;
	if (low)
		entry |= IOAPIC_ACTIVE_LOW;
	for (unsigned int i = 0; i < ioapic_count; i++) {
		struct ioapic *io = &ioapics[i];
		unsigned int line = gsi - io->gsi_base;

		if (gsi < io->gsi_base || line >= io->lines)
			continue;
		spin_lock(&lock);
		reg_write(io, IOAPIC_ENTRY_LO(line), IOAPIC_MASKED);
		reg_write(io, IOAPIC_ENTRY_HI(line), apic_id << 24);
		reg_write(io, IOAPIC_ENTRY_LO(line), entry);
		spin_unlock(&lock);
		return 0;
	}
	return ERR(ENODEV);
}
