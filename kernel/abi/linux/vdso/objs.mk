# SPDX-License-Identifier: GPL-2.0-only
obj-y += abi/linux/vdso/map.o
obj-y += abi/linux/vdso/embed.o

