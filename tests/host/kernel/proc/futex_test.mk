# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
SRCS := kernel/proc/futex.c $(HOST_CPU) $(HOST_SCHED) $(HOST_COPYIO)
