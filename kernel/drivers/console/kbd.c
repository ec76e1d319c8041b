/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/kbd.c - PS/2 keyboard, US layout, to terminal bytes.
 *
 * Idea: the controller translates to scan code set 1; two tables give the byte
 * of a key without and with Shift; Ctrl clears bits 5 and 6; the arrows send
 * ESC [ A..D.
 * Locking: after kbd_init only the interrupt handler touches the state.
 * Limits: no layouts, no lock lights, no mouse. USB keyboards work as far as
 * the firmware emulates a PS/2 one.
 * Facts: hw/kbd.h.
 */

#include "drivers/console/kbd.h"
#include "arch/cpu.h"
#include "arch/io.h"
#include "base/types.h"
#include "core/irq.h"
#include "core/log.h"
#include "drivers/console/tty.h"
#include "hw/kbd.h"

#define KBD_PATIENCE 100000u
#define KBD_BATCH    32

struct kbd {
	bool shift, ctrl, caps, extended;
};

static struct kbd kbd;

static const char plain[] = "\0\033"
			    "1234567890-=\177\t"
			    "qwertyuiop[]\r\0"
			    "asdfghjkl;'`\0\\"
			    "zxcvbnm,./\0*\0 ";
static const char shifted[] = "\0\033"
			      "!@#$%^&*()_+\177\t"
			      "QWERTYUIOP{}\r\0"
			      "ASDFGHJKL:\"~\0|"
			      "ZXCVBNM<>?\0*\0 ";

static bool
wait_status(uint8_t mask, uint8_t want)
{
	unsigned int turns;

	for (turns = 0; turns < KBD_PATIENCE; turns++) {
		if ((io_in8(KBD_STATUS) & mask) == want)
			return true;
		arch_relax();
	}
	return false;
}

static void
send_string(const char *s)
{
	while (*s)
		tty_input((uint8_t)*s++);
}

static void
extended_key(uint8_t code)
{
	switch (code) {
	case KBD_SC_UP:
		send_string("\033[A");
		break;
	case KBD_SC_DOWN:
		send_string("\033[B");
		break;
	case KBD_SC_RIGHT:
		send_string("\033[C");
		break;
	case KBD_SC_LEFT:
		send_string("\033[D");
		break;
	case KBD_SC_DELETE:
		send_string("\033[3~");
		break;
	case 0x1c: /* keypad Enter */
		tty_input('\r');
		break;
	case 0x35: /* keypad / */
		tty_input('/');
		break;
	default:
		break;
	}
}

static bool
modifier(uint8_t code, bool down)
{
	switch (code) {
	case KBD_SC_CTRL:
		kbd.ctrl = down;
		return true;
	case KBD_SC_LSHIFT:
	case KBD_SC_RSHIFT:
		kbd.shift = down;
		return true;
	case KBD_SC_CAPS:
		kbd.caps ^= down;
		return true;
	case KBD_SC_ALT:
		return true;
	default:
		return false;
	}
}

static void
scan_code(uint8_t raw)
{
	uint8_t code = raw & (uint8_t)~KBD_SC_RELEASE;
	bool down = !(raw & KBD_SC_RELEASE);
	bool extended = kbd.extended;
	char c;

	kbd.extended = raw == KBD_SC_EXTENDED;
	if (raw == KBD_SC_EXTENDED || raw == KBD_SC_PAUSE)
		return;
	/* E0 2A and E0 36 are not the Shift keys. */
	if (extended && (code == KBD_SC_LSHIFT || code == KBD_SC_RSHIFT))
		return;
	if (modifier(code, down) || !down)
		return;
	if (extended) {
		extended_key(code);
		return;
	}
	if (code >= sizeof(plain) - 1)
		return;
	c = plain[code];
	if (kbd.shift != (kbd.caps && c >= 'a' && c <= 'z'))
		c = shifted[code];
	if (!c)
		return;
	if (kbd.ctrl)
		c &= 0x1f;
	tty_input((uint8_t)c);
}

static void
kbd_interrupt(void *arg)
{
	unsigned int n;

	(void)arg;
	for (n = 0; n < KBD_BATCH; n++) {
		uint8_t status = io_in8(KBD_STATUS);
		uint8_t byte;

		if (!(status & KBD_STATUS_OUT_FULL))
			break;
		byte = io_in8(KBD_DATA);
		if (!(status & KBD_STATUS_AUX))
			scan_code(byte);
	}
}

/* Interrupt and translation on. */
static bool
kbd_configure(void)
{
	uint8_t config;

	io_out8(KBD_COMMAND, KBD_CMD_ENABLE_PORT1);
	if (!wait_status(KBD_STATUS_IN_FULL, 0))
		return false;
	io_out8(KBD_COMMAND, KBD_CMD_READ_CONFIG);
	if (!wait_status(KBD_STATUS_OUT_FULL, KBD_STATUS_OUT_FULL))
		return false;
	config = io_in8(KBD_DATA);
	config |= KBD_CONFIG_IRQ1 | KBD_CONFIG_TRANSLATE;
	config &= (uint8_t)~KBD_CONFIG_NO_PORT1;
	io_out8(KBD_COMMAND, KBD_CMD_WRITE_CONFIG);
	if (!wait_status(KBD_STATUS_IN_FULL, 0))
		return false;
	io_out8(KBD_DATA, config);
	return wait_status(KBD_STATUS_IN_FULL, 0);
}

void
kbd_init(void)
{
	unsigned int n;
	int err;

	if (io_in8(KBD_STATUS) == 0xff)
		return;
	for (n = 0; n < KBD_BATCH; n++) {
		if (!(io_in8(KBD_STATUS) & KBD_STATUS_OUT_FULL))
			break;
		(void)io_in8(KBD_DATA);
	}
	if (!kbd_configure()) {
		log_warn("kbd: the controller does not answer");
		return;
	}
	err = irq_claim_gsi(KBD_IRQ, true, false, kbd_interrupt, NULL, "kbd");
	if (err)
		log_warn("kbd: no interrupt (error %d)", -err);
	kbd_interrupt(NULL);
}
