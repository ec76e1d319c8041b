/* SPDX-License-Identifier: GPL-2.0-only */
/* core/main.h - the orderly end of the machine. */
#ifndef CORE_MAIN_H
#define CORE_MAIN_H

#include "core/machine.h"

/* Drain the ports, print the end report, end the machine. Context: task. */
void kernel_shutdown(enum machine_end how) __noreturn;

#endif
