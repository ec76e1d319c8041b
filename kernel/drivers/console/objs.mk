# SPDX-License-Identifier: GPL-2.0-only
obj-y += drivers/console/console.o
obj-y += drivers/console/term.o
obj-y += drivers/console/tty.o
ifeq ($(CONFIG_SERIAL),y)
obj-y += drivers/console/uart16550.o
else
obj-y += drivers/console/serial_none.o
endif
ifeq ($(CONFIG_VGA),y)
obj-y += drivers/console/kbd.o
obj-y += drivers/console/vga_text.o
else
obj-y += drivers/console/vga_none.o
endif
