/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/acpi/fadt.c - switching off and resetting: ports from the FADT, the
 * sleep type of S5 from the AML of the DSDT or an SSDT.
 *
 * There is no AML interpreter here. \_S5_ is in practice always
 *	Name (_S5_, Package (n) { a, b, ... })
 * with constant a and b, so its bytes are searched for (ACPI 6.5 20.2).
 * Limits: firmware that computes _S5_ can't be switched off.
 */
#include "base/str.h"
#include "core/log.h"
#include "drivers/acpi/acpi.h"

#define AML_ZERO    0x00
#define AML_ONE	    0x01
#define AML_NAME    0x08
#define AML_BYTE    0x0a
#define AML_PACKAGE 0x12

/* A small constant at p[0..], before end: its value, and how many bytes. */
static unsigned int
aml_byte(const uint8_t *p, const uint8_t *end, uint8_t *value)
{
	if (p < end && (*p == AML_ZERO || *p == AML_ONE)) {
		*value = *p;
		return 1;
	}
	if (end - p >= 2 && *p == AML_BYTE) {
		*value = p[1];
		return 2;
	}
	return 0;
}

/* p: just behind "_S5_". */
static bool
parse_s5(const uint8_t *p, const uint8_t *end)
{
	struct acpi_power *pw = &acpi.power;
	unsigned int n;
	uint8_t a, b;

	if (end - p < 4 || *p != AML_PACKAGE)
		return false;
	p++;
	p += 1 + (*p >> 6); /* package length: 1-4 bytes */
	p++;		    /* number of elements */
	if (p >= end)
		return false;
	n = aml_byte(p, end, &a);
	if (!n)
		return false;
	if (!aml_byte(p + n, end, &b))
		b = a;
	pw->s5_a = a & 7;
	pw->s5_b = b & 7;
	pw->has_s5 = true;
	return true;
}

static bool
find_s5(const struct acpi_header *h)
{
	const uint8_t *p = (const uint8_t *)(h + 1);
	const uint8_t *end = (const uint8_t *)h + h->length;

	for (; end - p >= 8; p++) {
		if (p[0] == '_' && p[1] == 'S' && p[2] == '5' && p[3] == '_' &&
		    (p[-1] == AML_NAME || (p[-1] == '\\' && p[-2] == AML_NAME)))
			if (parse_s5(p + 4, end))
				return true;
	}
	return false;
}

/* The bytes of the FADT that the firmware's version has. */
static bool
covers(const struct acpi_fadt *f, size_t end)
{
	return f->header.length >= end;
}

#define FADT_HAS(f, field) \
	covers((f), offsetof(struct acpi_fadt, field) + sizeof((f)->field))

void
acpi_read_fadt(const struct acpi_fadt *f)
{
	struct acpi_power *pw = &acpi.power;
	const struct acpi_header *dsdt = NULL;

	if (!FADT_HAS(f, flags)) {
		log_warn("acpi: FADT is too short; no power off");
		return;
	}
	pw->pm1a_control = (uint16_t)f->pm1a_control;
	pw->pm1b_control = (uint16_t)f->pm1b_control;
	pw->smi_command = (uint16_t)f->smi_command;
	pw->acpi_enable = f->acpi_enable;
	acpi.pm_timer = (uint16_t)f->pm_timer;
	if (FADT_HAS(f, reset_value) && (f->flags & ACPI_FADT_RESET)) {
		pw->has_reset = true;
		pw->reset = f->reset;
		pw->reset_value = f->reset_value;
	}
	if (FADT_HAS(f, x_dsdt) && f->x_dsdt)
		dsdt = acpi_table_at(f->x_dsdt, "DSDT");
	if (!dsdt && f->dsdt)
		dsdt = acpi_table_at(f->dsdt, "DSDT");
	if (dsdt && find_s5(dsdt))
		return;
	for (unsigned int i = 0; (dsdt = acpi_table("SSDT", i)); i++) {
		if (find_s5(dsdt))
			return;
	}
	log_warn("acpi: no constant _S5_; power off may not work");
}
