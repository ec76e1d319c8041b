/* SPDX-License-Identifier: GPL-2.0-only */
/* core/selftest.h - break the kernel on purpose (argument selftest=NAME), to
 * see that it fails as it should. */
#ifndef CORE_SELFTEST_H
#define CORE_SELFTEST_H

/* Run what selftest= asked for. Context: boot, all CPUs up. */
void selftest_run(void);

#endif
