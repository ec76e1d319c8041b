# SPDX-License-Identifier: GPL-2.0-only
include tests/host/tools/kitten/tools.mk
SRCS := tools/kitten/control.c
