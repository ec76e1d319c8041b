# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
SRCS := kernel/abi/linux/trace_args.c kernel/abi/linux/trace_names.c
