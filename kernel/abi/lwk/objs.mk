# SPDX-License-Identifier: GPL-2.0-only
obj-y += abi/lwk/aspace.o
obj-y += abi/lwk/copy.o
obj-y += abi/lwk/pmem.o
obj-y += abi/lwk/task.o
