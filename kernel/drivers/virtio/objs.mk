# SPDX-License-Identifier: GPL-2.0-only
ifeq ($(CONFIG_VIRTIO_CONSOLE),y)
obj-y += drivers/virtio/port.o
obj-y += drivers/virtio/port_file.o
obj-y += drivers/virtio/virtio_console.o
obj-y += drivers/virtio/virtio_pci.o
obj-y += drivers/virtio/virtq.o
else
obj-y += drivers/virtio/virtio_none.o
endif
