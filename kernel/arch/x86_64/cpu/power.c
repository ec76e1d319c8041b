/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/cpu/power.c - the end of the machine: switch off, restart, halt.
 *
 * Each way is tried in turn, the surest first; what is not there does nothing.
 * Off: QEMU's debug-exit device (debugexit=), ACPI S5, the ports emulators
 * have for it. Restart: ACPI reset register, chipset, keyboard controller,
 * triple fault.
 */
#include "arch/cpu.h"
#include "arch/io.h"
#include "arch/pgtable.h"
#include "arch/tsc.h"
#include "base/err.h"
#include "base/parse.h"
#include "core/cmdline.h"
#include "core/log.h"
#include "core/machine.h"
#include "drivers/acpi/acpi.h"

#define RESET_PORT	0xcf9 /* PIIX, ICH: reset control */
#define KBC_STATUS	0x64
#define KBC_INPUT_FULL	0x02
#define KBC_PULSE_RESET 0xfe
#define BOCHS_SHUTDOWN	0x8900
/* PM1a control of QEMU's q35 and i440fx, for when the tables are off. */
#define QEMU_Q35_PM1A  0x604
#define QEMU_I440_PM1A 0xb004

static uint16_t debug_exit;

static int
debugexit_set(const char *value)
{
	uint64_t port;

	if (!value || parse_u64(value, &port) || port == 0 || port > 0xffff)
		return ERR(EINVAL);
	debug_exit = (uint16_t)port;
	return 0;
}
CMDLINE_PARAM(debugexit_param, "debugexit", debugexit_set,
    "debugexit=PORT: I/O port of QEMU's isa-debug-exit device");

/* Long enough for the machine to end, by any TSC there is. */
static void
linger(void)
{
	uint64_t end = arch_tsc() + 200000000;

	while (arch_tsc() < end)
		arch_relax();
}

/* Firmware that starts in legacy mode has to be asked for the ACPI one. */
static void
acpi_mode_enable(const struct acpi_power *pw)
{
	if (io_in16(pw->pm1a_control) & ACPI_PM1_SCI_EN)
		return;
	if (!pw->smi_command || !pw->acpi_enable)
		return;
	io_out8(pw->smi_command, pw->acpi_enable);
	for (int i = 0; i < 100000; i++) {
		if (io_in16(pw->pm1a_control) & ACPI_PM1_SCI_EN)
			return;
		arch_relax();
	}
}

static void
pm1_sleep(uint16_t port, uint8_t type)
{
	uint32_t v;

	if (!port)
		return;
	/* Keep what is set, replace SLP_TYP (bits 10-12). */
	v = io_in16(port) & ~ACPI_PM1_SLP_TYP(7) & ~(uint32_t)ACPI_PM1_SLP_EN;
	io_out16(
	    port, (uint16_t)(v | ACPI_PM1_SLP_TYP(type) | ACPI_PM1_SLP_EN));
}

static void
power_off(unsigned int status)
{
	const struct acpi_power *pw = &acpi.power;

	if (debug_exit) {
		io_out8(debug_exit, (uint8_t)status);
		linger();
	}
	if (pw->has_s5 && pw->pm1a_control) {
		acpi_mode_enable(pw);
		pm1_sleep(pw->pm1a_control, pw->s5_a);
		pm1_sleep(pw->pm1b_control, pw->s5_b);
		linger();
	}
	for (const char *s = "Shutdown"; *s; s++)
		io_out8(BOCHS_SHUTDOWN, (uint8_t)*s);
	if (!acpi.present) {
		io_out16(QEMU_Q35_PM1A, ACPI_PM1_SLP_EN);
		io_out16(QEMU_I440_PM1A, ACPI_PM1_SLP_EN);
		linger();
	}
}

static void
acpi_reset(const struct acpi_power *pw)
{
	if (!pw->has_reset)
		return;
	if (pw->reset.space == ACPI_SPACE_IO && pw->reset.address <= 0xffff)
		io_out8((uint16_t)pw->reset.address, pw->reset_value);
	else if (pw->reset.space == ACPI_SPACE_MEMORY &&
		 pw->reset.address < 4 * PAGE_1G)
		mmio_write8(phys_to_virt(pw->reset.address), pw->reset_value);
	linger();
}

static void
restart(void)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __packed none = { 0, 0 };

	acpi_reset(&acpi.power);
	io_out8(RESET_PORT, 0x02);
	io_out8(RESET_PORT, 0x06);
	linger();
	for (int i = 0; i < 100000; i++) {
		if (!(io_in8(KBC_STATUS) & KBC_INPUT_FULL))
			break;
	}
	io_out8(KBC_STATUS, KBC_PULSE_RESET);
	linger();
	__asm__ volatile("lidt %0; int3" ::"m"(none));
}

void
machine_end(enum machine_end how, unsigned int status)
{
	arch_irq_disable();
	if (how == MACHINE_POWEROFF)
		power_off(status);
	else if (how == MACHINE_RESTART)
		restart();
	log_line(LOG_EMERG, "machine: halted");
	for (;;)
		__asm__ volatile("cli; hlt");
}
