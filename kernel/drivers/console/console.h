/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/console.h - the machine's own console: where log lines and
 * the output of /dev/console go, and where its input comes from.
 */
#ifndef DRIVERS_CONSOLE_CONSOLE_H
#define DRIVERS_CONSOLE_CONSOLE_H

#include "base/list.h"
#include "base/types.h"

/* One output device. put sends text as it is: '\n' only moves down, the caller
 * has added '\r'. Called with interrupts off, one caller at a time. */
struct console_dev {
	struct list link; /* set by console_add */
	const char *name;
	void (*put)(struct console_dev *dev, const char *text, size_t len);
};

/* Set up the devices that console= names (default: serial) and give them to
 * the log. Context: boot, before memory. */
void console_init_early(void);

/* Input by interrupt, /dev/console, /dev/tty. Context: boot, after fs_init. */
void console_init(void);

/* Send text to all devices, as it is. Log lines from elsewhere never land
 * inside one call of up to CONSOLE_CHUNK bytes; a log line that comes after an
 * unfinished line starts a new one. Context: any. */
void console_write(const char *text, size_t len);
#define CONSOLE_CHUNK 128

#endif
