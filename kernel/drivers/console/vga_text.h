/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/vga_text.h - the 80x25 text screen as a console device. */
#ifndef DRIVERS_CONSOLE_VGA_TEXT_H
#define DRIVERS_CONSOLE_VGA_TEXT_H

#include "drivers/console/console.h"

/* The screen, cleared from the loader's last line on; NULL when the machine
 * shows no colour text mode (none, or the firmware left it in graphics).
 * Context: boot, before memory; needs the direct map of the first MiB. */
struct console_dev *vga_text_open(void);

#endif
