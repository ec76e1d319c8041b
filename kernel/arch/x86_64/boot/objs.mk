# SPDX-License-Identifier: GPL-2.0-only
obj-y += arch/x86_64/boot/head.o
obj-y += arch/x86_64/boot/params.o
obj-y += arch/x86_64/boot/ranges.o
