# SPDX-License-Identifier: GPL-2.0-only
# libc_test.mk - libc_test includes base/libc.c under other names.
CFLAGS := -fno-builtin -I.
