# SPDX-License-Identifier: GPL-2.0-only
obj-y += sched/sched.o
obj-y += sched/task.o
obj-y += sched/affinity.o
obj-y += sched/edf.o
