/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/tty.h - the terminal on the machine's console: line editing,
 * echo, signals from keys, /dev/console and /dev/tty.
 */
#ifndef DRIVERS_CONSOLE_TTY_H
#define DRIVERS_CONSOLE_TTY_H

#include "base/types.h"

/* Make the terminal and its device nodes. Context: boot, after fs_init. */
void tty_init(void);

/* A byte came from the keyboard or the serial line. Context: any, no lock. */
void tty_input(uint8_t byte);

#endif
