/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/serial_none.c - no serial ports (CONFIG_SERIAL off). */

#include "drivers/console/uart16550.h"

struct console_dev *
uart16550_open(uint16_t port, uint32_t baud)
{
	(void)port;
	(void)baud;
	return NULL;
}

void
uart16550_start_input(void)
{
}
