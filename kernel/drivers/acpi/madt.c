/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/acpi/madt.c - processors, interrupt controllers and how the ISA
 * lines are wired, from the MADT (ACPI 6.5 5.2.12).
 */
#include "core/log.h"
#include "drivers/acpi/acpi.h"

static void
add_cpu(uint32_t apic_id, uint32_t uid, uint32_t flags)
{
	struct acpi_machine *m = &acpi;

	if (!(flags & ACPI_CPU_ENABLED))
		return;
	for (unsigned int i = 0; i < m->cpu_count; i++) {
		if (m->cpus[i].apic_id == apic_id)
			return; /* some firmware lists one in both forms */
	}
	if (m->cpu_count == MAX_CPUS) {
		m->cpus_dropped++;
		return;
	}
	m->cpus[m->cpu_count++] =
	    (struct acpi_cpu){ apic_id, uid, ACPI_NO_DOMAIN };
}

static void
add_ioapic(const struct acpi_madt_ioapic *e)
{
	if (acpi.ioapic_count == ACPI_MAX_IOAPICS || !e->address)
		return;
	acpi.ioapics[acpi.ioapic_count++] =
	    (struct acpi_ioapic){ e->address, e->gsi_base, e->id };
}

static void
add_override(const struct acpi_madt_override *e)
{
	if (e->bus != 0 || e->irq > 15 ||
	    acpi.override_count == ACPI_MAX_OVERRIDES)
		return;
	/* "Conforms to the bus" means edge, active high for ISA. */
	acpi.overrides[acpi.override_count++] = (struct acpi_override){
		.irq = e->irq,
		.level = (e->flags & ACPI_INTI_TRIGGER) == ACPI_INTI_LEVEL,
		.low = (e->flags & ACPI_INTI_POLARITY) == ACPI_INTI_LOW,
		.gsi = e->gsi,
	};
}

/* One entry; its whole length is known to lie in the table. */
static bool
read_entry(const struct acpi_entry *e)
{
	switch (e->type) {
	case ACPI_MADT_LAPIC: {
		const struct acpi_madt_lapic *l = (const void *)e;

		if (e->length < sizeof(*l))
			return false;
		if (l->apic_id != 0xff)
			add_cpu(l->apic_id, l->uid, l->flags);
		return true;
	}
	case ACPI_MADT_X2APIC: {
		const struct acpi_madt_x2apic *x = (const void *)e;

		if (e->length < sizeof(*x))
			return false;
		add_cpu(x->apic_id, x->uid, x->flags);
		return true;
	}
	case ACPI_MADT_IOAPIC:
		if (e->length < sizeof(struct acpi_madt_ioapic))
			return false;
		add_ioapic((const void *)e);
		return true;
	case ACPI_MADT_OVERRIDE:
		if (e->length < sizeof(struct acpi_madt_override))
			return false;
		add_override((const void *)e);
		return true;
	case ACPI_MADT_LAPIC_NMI: {
		const struct acpi_madt_lapic_nmi *n = (const void *)e;

		if (e->length < sizeof(*n))
			return false;
		if (n->lint < 2)
			acpi.nmi_lints |= (uint8_t)(1u << n->lint);
		return true;
	}
	case ACPI_MADT_X2APIC_NMI: {
		const struct acpi_madt_x2apic_nmi *n = (const void *)e;

		if (e->length < sizeof(*n))
			return false;
		if (n->lint < 2)
			acpi.nmi_lints |= (uint8_t)(1u << n->lint);
		return true;
	}
	case ACPI_MADT_LAPIC_ADDR: {
		const struct acpi_madt_lapic_addr *a = (const void *)e;

		if (e->length < sizeof(*a))
			return false;
		acpi.lapic = a->address;
		return true;
	}
	default:
		return true;
	}
}

void
acpi_read_madt(const struct acpi_madt *madt)
{
	uint32_t len = madt->header.length, off = sizeof(*madt);

	if (len < sizeof(*madt)) {
		log_warn("acpi: MADT is too short; one processor is used");
		return;
	}
	acpi.has_madt = true;
	acpi.lapic = madt->lapic;
	acpi.has_8259 = madt->flags & ACPI_MADT_PCAT;
	while (off + sizeof(struct acpi_entry) <= len) {
		const struct acpi_entry *e =
		    (const void *)((const char *)madt + off);

		if (e->length < sizeof(*e) || e->length > len - off) {
			log_warn("acpi: MADT broken at offset %u", off);
			break;
		}
		if (!read_entry(e))
			log_warn("acpi: MADT entry type %u at offset %u is too "
				 "short, left out",
			    e->type, off);
		off += e->length;
	}
	if (acpi.cpus_dropped)
		log_warn("acpi: %u processors beyond the limit of %u left out",
		    acpi.cpus_dropped, MAX_CPUS);
}
