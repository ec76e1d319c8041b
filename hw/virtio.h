/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/virtio.h - facts about virtio 1.0 devices: PCI transport, split queues,
 * console (OASIS Virtual I/O Device specification 1.0, sections 2.4, 4.1, 5.3).
 */
#ifndef HW_VIRTIO_H
#define HW_VIRTIO_H

#include <stdint.h>

#define VIRTIO_PCI_VENDOR      0x1af4
#define VIRTIO_PCI_MODERN_BASE 0x1040 /* device id = this + virtio id */
#define VIRTIO_PCI_OLD_CONSOLE 0x1003 /* transitional */
#define VIRTIO_ID_CONSOLE      3

/* Vendor capability (4.1.4): offsets in configuration space */
#define VIRTIO_CAP_LEN	       2
#define VIRTIO_CAP_TYPE	       3
#define VIRTIO_CAP_BAR	       4
#define VIRTIO_CAP_OFFSET      8
#define VIRTIO_CAP_LENGTH      12
#define VIRTIO_CAP_NOTIFY_MULT 16
#define VIRTIO_CAP_SIZE	       16
#define VIRTIO_CAP_NOTIFY_SIZE 20

#define VIRTIO_TYPE_COMMON 1
#define VIRTIO_TYPE_NOTIFY 2
#define VIRTIO_TYPE_ISR	   3
#define VIRTIO_TYPE_DEVICE 4
#define VIRTIO_TYPE_PCI	   5
#define VIRTIO_NR_TYPES	   6

/* Common configuration (4.1.4.3): offsets */
#define VIRTIO_COMMON_DFSELECT	 0x00
#define VIRTIO_COMMON_DF	 0x04
#define VIRTIO_COMMON_GFSELECT	 0x08
#define VIRTIO_COMMON_GF	 0x0c
#define VIRTIO_COMMON_MSIX	 0x10
#define VIRTIO_COMMON_NUMQ	 0x12
#define VIRTIO_COMMON_STATUS	 0x14
#define VIRTIO_COMMON_GENERATION 0x15
#define VIRTIO_COMMON_Q_SELECT	 0x16
#define VIRTIO_COMMON_Q_SIZE	 0x18
#define VIRTIO_COMMON_Q_MSIX	 0x1a
#define VIRTIO_COMMON_Q_ENABLE	 0x1c
#define VIRTIO_COMMON_Q_NOTIFY	 0x1e
#define VIRTIO_COMMON_Q_DESC	 0x20
#define VIRTIO_COMMON_Q_AVAIL	 0x28
#define VIRTIO_COMMON_Q_USED	 0x30
#define VIRTIO_COMMON_SIZE	 0x38

#define VIRTIO_NO_VECTOR 0xffff

/* Device status */
#define VIRTIO_STATUS_ACK	  0x01
#define VIRTIO_STATUS_DRIVER	  0x02
#define VIRTIO_STATUS_DRIVER_OK	  0x04
#define VIRTIO_STATUS_FEATURES_OK 0x08
#define VIRTIO_STATUS_NEEDS_RESET 0x40
#define VIRTIO_STATUS_FAILED	  0x80

/* Feature bits */
#define VIRTIO_CONSOLE_F_SIZE	   (1ull << 0)
#define VIRTIO_CONSOLE_F_MULTIPORT (1ull << 1)
#define VIRTIO_F_VERSION_1	   (1ull << 32)

/* Split virtqueue (2.4) */
struct vring_desc {
	uint64_t addr;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};

#define VRING_DESC_F_NEXT  1
#define VRING_DESC_F_WRITE 2 /* the device writes */

struct vring_avail {
	uint16_t flags;
	uint16_t idx;
	uint16_t ring[];
};

#define VRING_AVAIL_F_NO_INTERRUPT 1

struct vring_used_elem {
	uint32_t id;
	uint32_t len;
};

struct vring_used {
	uint16_t flags;
	uint16_t idx;
	struct vring_used_elem ring[];
};

#define VRING_USED_F_NO_NOTIFY 1

/* Console (5.3): device configuration, offsets */
#define VIRTIO_CONSOLE_CFG_COLS	 0
#define VIRTIO_CONSOLE_CFG_ROWS	 2
#define VIRTIO_CONSOLE_CFG_PORTS 4
#define VIRTIO_CONSOLE_CFG_SIZE	 8

/* Queues: port 0 has 0 (receive) and 1 (transmit), the control queues are 2
 * and 3, port n > 0 has 2n+2 and 2n+3. */
#define VIRTIO_CONSOLE_CTL_RX	  2
#define VIRTIO_CONSOLE_CTL_TX	  3
#define VIRTIO_CONSOLE_PORT_RX(n) ((n) == 0 ? 0u : 2u * (n) + 2u)
#define VIRTIO_CONSOLE_PORT_TX(n) (VIRTIO_CONSOLE_PORT_RX(n) + 1u)

struct virtio_console_control {
	uint32_t id;
	uint16_t event;
	uint16_t value;
};

#define VIRTIO_CONSOLE_DEVICE_READY 0 /* driver to device */
#define VIRTIO_CONSOLE_PORT_ADD	    1
#define VIRTIO_CONSOLE_PORT_REMOVE  2
#define VIRTIO_CONSOLE_PORT_READY   3 /* driver to device */
#define VIRTIO_CONSOLE_CONSOLE_PORT 4
#define VIRTIO_CONSOLE_RESIZE	    5
#define VIRTIO_CONSOLE_PORT_OPEN    6 /* both */
#define VIRTIO_CONSOLE_PORT_NAME    7

struct virtio_console_resize {
	uint16_t cols;
	uint16_t rows;
};

#endif
