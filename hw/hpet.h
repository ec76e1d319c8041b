/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/hpet.h - high precision event timers (IA-PC HPET specification 1.0a). */
#ifndef HW_HPET_H
#define HW_HPET_H

#define HPET_REGS_SIZE 0x400
#define HPET_CAP       0x000 /* bits 32-63: femtoseconds per tick */
#define HPET_CONFIG    0x010
#define HPET_COUNTER   0x0f0

#define HPET_CAP_64BIT	   0x2000u
#define HPET_CONFIG_ENABLE 0x1u
/* The specification's bound on the period: 100 ns. */
#define HPET_PERIOD_MAX_FS 100000000u

#endif
