# SPDX-License-Identifier: GPL-2.0-only
obj-y += arch/x86_64/mm/pgtable.o
obj-y += arch/x86_64/mm/kernel_map.o
