/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/vga_none.c - no screen, no keyboard (CONFIG_VGA off). */

#include "drivers/console/kbd.h"
#include "drivers/console/vga_text.h"

struct console_dev *
vga_text_open(void)
{
	return NULL;
}

void
kbd_init(void)
{
}
