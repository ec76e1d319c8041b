# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/stubs/kernel.mk
SRCS := kernel/drivers/virtio/port.c kernel/drivers/virtio/virtq.c \
	kernel/fs/uio.c kernel/sync/waitq.c \
	$(HOST_CPU) $(HOST_ALLOC) $(HOST_LOG) $(HOST_SCHED) $(HOST_COPYIO)
