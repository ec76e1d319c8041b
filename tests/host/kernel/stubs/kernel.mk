# SPDX-License-Identifier: GPL-2.0-only
# tests/host/kernel/stubs/kernel.mk - for the NAME_test.mk of kernel code:
# CFLAGS, and the stubs by name (host.h tells what each is).
S := tests/host/kernel/stubs
CFLAGS := -I$(S) -Ikernel -Ikernel/arch/x86_64/include -I$(KINC) \
	-include $(AUTOCONF) -DCONFIG_DEBUG -Wno-sign-compare
HOST_CPU := $(S)/host_cpu.c kernel/sync/spinlock.c
HOST_ALLOC := $(S)/host_alloc.c
HOST_LOG := $(S)/host_log.c
HOST_SCHED := $(S)/host_sched.c
HOST_COPYIO := $(S)/host_copyio.c
