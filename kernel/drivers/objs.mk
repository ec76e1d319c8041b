# SPDX-License-Identifier: GPL-2.0-only
obj-y += drivers/driver.o
