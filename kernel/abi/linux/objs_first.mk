# SPDX-License-Identifier: GPL-2.0-only
obj-y += abi/linux/table.o
obj-y += abi/linux/trace.o
obj-y += abi/linux/trace_args.o
obj-y += abi/linux/trace_names.o
obj-y += abi/linux/first_task.o
