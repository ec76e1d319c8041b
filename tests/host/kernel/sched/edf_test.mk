# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
SRCS := kernel/sched/edf.c kernel/sched/sched.c kernel/core/timer.c \
	$(HOST_CPU) $(HOST_ALLOC)
