# SPDX-License-Identifier: GPL-2.0-only
SRCS := tests/host/kernel/mm/host_kernel.c tests/host/kernel/mm/host_stack.c \
	kernel/mm/buddy.c kernel/mm/slab.c
CFLAGS := -Itests/host/kernel/mm -Ikernel -Ikernel/arch/x86_64/include \
	-Ibuild/inc/kernel -include build/autoconf.h -Wno-sign-compare
