# SPDX-License-Identifier: GPL-2.0-only
obj-y += arch/x86_64/smp/tramp.o
obj-y += arch/x86_64/smp/smp.o
