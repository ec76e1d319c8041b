/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/kitten/port.h - ioctl calls of the host's ports, /dev/ports/NAME.
 *
 * A port is a stream of bytes between a program and the machine's host. A read
 * returns 0 once the host has closed its side and all that it sent was read; a
 * write then fails with EPIPE and sends SIGPIPE.
 */
#ifndef UAPI_KITTEN_PORT_H
#define UAPI_KITTEN_PORT_H

#include <stdint.h>

/* Argument: pointer to struct kitten_port_tty. Says whether the port leads to
 * a terminal on the host. All ports so marked are one terminal: they share the
 * window size, the settings (kept, not acted upon: the host's terminal does
 * echo and line editing) and the foreground process group (TIOCSPGRP), and
 * /dev/tty leads to them. On an unmarked port the terminal ioctls are ENOTTY. */
#define KITTEN_PORT_TTY 0x40084b01u

struct kitten_port_tty {
	uint16_t is_tty; /* 0 or 1 */
	uint16_t rows;
	uint16_t cols;
	uint16_t reserved; /* 0 */
};

#endif
