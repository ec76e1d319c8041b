# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
CFLAGS += -Itests/host/kernel/mm
SRCS := tests/host/kernel/mm/host_kernel.c tests/host/kernel/mm/host_stack.c \
	$(HOST_CPU) kernel/mm/buddy.c kernel/mm/slab.c
