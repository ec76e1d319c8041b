/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/virtio_none.c - no ports (CONFIG_VIRTIO_CONSOLE off): the
 * trace goes to the log, /dev/tty is the console.
 */

#include "base/err.h"
#include "core/log.h"
#include "drivers/virtio/virtio_console.h"

static bool
no_match(const struct pci_dev *dev)
{
	(void)dev;
	return false;
}

static int
no_probe(struct pci_dev *dev)
{
	(void)dev;
	return ERR(ENODEV);
}

const struct pci_driver virtio_console_driver = {
	.name = "virtio_console",
	.match = no_match,
	.probe = no_probe,
};

int
ports_drain(uint64_t timeout_ns)
{
	(void)timeout_ns;
	return 0;
}

void
trace_port_write(const char *text, size_t len)
{
	while (len > 0 && text[len - 1] == '\n')
		len--;
	log_info("trace: %.*s", (int)len, text);
}

int
port_open_controlling(struct file *f)
{
	(void)f;
	return 0;
}
