# SPDX-License-Identifier: GPL-2.0-only
obj-y += abi/linux/sys_mem.o
obj-y += abi/linux/file_map.o
