# SPDX-License-Identifier: GPL-2.0-only
obj-y += abi/linux/first_task.o
obj-y += abi/linux/table.o
ifeq ($(CONFIG_TRACE),y)
obj-y += abi/linux/trace.o
obj-y += abi/linux/trace_args.o
obj-y += abi/linux/trace_names.o
else
obj-y += abi/linux/trace_off.o
endif
