# SPDX-License-Identifier: GPL-2.0-only
obj-y += drivers/pci/config.o
obj-y += drivers/pci/msi.o
obj-y += drivers/pci/pci.o
