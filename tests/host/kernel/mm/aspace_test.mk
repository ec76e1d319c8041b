# SPDX-License-Identifier: GPL-2.0-only
SRCS := tests/host/kernel/mm/host_kernel.c tests/host/kernel/mm/host_stack.c \
	kernel/mm/buddy.c kernel/mm/slab.c kernel/mm/region.c kernel/mm/bind.c \
	kernel/mm/mapping.c kernel/mm/lwk_map.c kernel/mm/pmem.c \
	tests/host/kernel/mm/host_aspace.c kernel/arch/x86_64/mm/pgtable.c
CFLAGS := -Itests/host/kernel/mm -Ikernel -Ikernel/arch/x86_64/include \
	-Ibuild/inc/kernel -include build/autoconf.h -Wno-sign-compare
