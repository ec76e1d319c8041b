# SPDX-License-Identifier: GPL-2.0-only
obj-y += sync/spinlock.o
obj-y += sync/waitq.o
