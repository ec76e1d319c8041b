# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
SRCS := kernel/proc/id.c $(HOST_CPU) $(HOST_ALLOC)
