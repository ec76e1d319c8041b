# SPDX-License-Identifier: GPL-2.0-only
# fmt_test.mk - fmt_test makes its formats at run time.
CFLAGS := -Wno-format-nonliteral -Wno-format-security
