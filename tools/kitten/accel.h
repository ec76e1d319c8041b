/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/accel.h - hardware virtualization, or emulation?
 */
#ifndef TOOLS_KITTEN_ACCEL_H
#define TOOLS_KITTEN_ACCEL_H

#include "options.h"

/*
 * Decides between KVM and TCG; `*why` says why, for the log. Returns 0, or 125
 * after having said why KVM, which the user asked for, cannot be had.
 */
int accel_choose(const struct options *o, enum accel *accel, const char **why);

#endif
