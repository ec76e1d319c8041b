/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/term.h - what every terminal has: settings, window size,
 * foreground process group; and the ioctls on them.
 */
#ifndef DRIVERS_CONSOLE_TERM_H
#define DRIVERS_CONSOLE_TERM_H

#include "sync/spinlock.h"
#include "uapi/linux/termios.h"

struct term {
	struct spinlock lock;	   /* l */
	struct lx_termios termios; /* [l] */
	struct lx_winsize winsize; /* [l] */
	int pgid;		   /* [l] foreground process group, 0: none */
};

/* Usual settings: line editing, echo, signals. */
void term_init(struct term *t, uint16_t rows, uint16_t cols);
/* A consistent copy of the settings. Context: any. */
void term_settings(struct term *t, struct lx_termios *out);
/* The ioctls of a terminal that need nothing but its struct term.
 * cmd: Linux ioctl number; arg: user address or value.
 * 0, -EFAULT, -EINVAL, -ENOTTY (not one of these). Context: task. */
long term_ioctl(struct term *t, unsigned int cmd, uint64_t arg);
/* New window size; the foreground is told when it changed. Context: any, no
 * spinlock held. */
void term_resize(struct term *t, uint16_t rows, uint16_t cols);
/* Send a signal to the foreground. Context: any, no spinlock held. */
void term_signal(struct term *t, int signo);

#endif
