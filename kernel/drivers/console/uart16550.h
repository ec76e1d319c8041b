/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/uart16550.h - serial ports as console devices. */
#ifndef DRIVERS_CONSOLE_UART16550_H
#define DRIVERS_CONSOLE_UART16550_H

#include "drivers/console/console.h"

/* Set up the port at an I/O address, 8 bits, no parity, for polled output.
 * NULL: no port answers there, it is in use, or all slots are.
 * Context: boot, before memory. */
struct console_dev *uart16550_open(uint16_t port, uint32_t baud);

/* Let every open port's received bytes flow to the terminal, by interrupt.
 * Context: boot, after irq and tty_init. */
void uart16550_start_input(void);

#endif
