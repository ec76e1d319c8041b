# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
SRCS := kernel/arch/x86_64/boot/ranges.c
