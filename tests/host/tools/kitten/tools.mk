# SPDX-License-Identifier: GPL-2.0-only
# tests/host/tools/kitten/tools.mk - for tests of the `kitten` command.
CFLAGS := -Itools/kitten -Itests/host/tools/kitten
SRCS := tools/kitten/text.c tests/host/tools/kitten/host_message.c
