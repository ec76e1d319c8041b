/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/kbd.h - the PC keyboard as the console's input. */
#ifndef DRIVERS_CONSOLE_KBD_H
#define DRIVERS_CONSOLE_KBD_H

/* Find the controller and let keys flow to the terminal; without one nothing
 * happens. Context: boot, after irq and tty_init. */
void kbd_init(void);

#endif
