# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
CFLAGS += -Itests/host/kernel/mm
SRCS := tests/host/kernel/mm/host_kernel.c tests/host/kernel/mm/host_stack.c \
	$(HOST_CPU) kernel/mm/buddy.c kernel/mm/slab.c kernel/mm/region.c \
	kernel/mm/bind.c kernel/mm/mapping.c kernel/mm/lwk_map.c \
	kernel/mm/pmem.c kernel/mm/aspace.c kernel/arch/x86_64/mm/pgtable.c
