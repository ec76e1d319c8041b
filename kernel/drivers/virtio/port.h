/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/virtio/port.h - the host's ports: streams of bytes between programs
 * and whoever started the machine. What the rest of the kernel uses of them.
 */
#ifndef DRIVERS_VIRTIO_PORT_H
#define DRIVERS_VIRTIO_PORT_H

#include "base/types.h"

struct file;

/* Wait until the host has taken all that was written to all ports, at most
 * timeout_ns. 0 or -ETIMEDOUT. Context: task. */
int ports_drain(uint64_t timeout_ns);

/* Write to the trace port (whole, blocking, not interruptible); to the log
 * when there is none or the host does not open it within a few seconds.
 * Context: task, no lock held. */
void trace_port_write(const char *text, size_t len);

/* Open /dev/tty: f becomes the host's terminal when a port is marked as one.
 * 0 (also when there are no ports: f is left as it is), -ENXIO (ports, but no
 * terminal). Context: task. */
int port_open_controlling(struct file *f);

#endif
