# SPDX-License-Identifier: GPL-2.0-only
# tests/host/kernel/fs/host_fs.mk - for tests on a file system in memory.
include tests/host/kernel/stubs/kernel.mk
CFLAGS += -Itests/host/kernel/fs
SRCS := tests/host/kernel/fs/host_fs.c \
	kernel/fs/walk.c kernel/fs/name.c kernel/fs/inode.c kernel/fs/file.c \
	kernel/fs/attr.c kernel/fs/open.c kernel/fs/context.c kernel/fs/uio.c kernel/fs/mem/dir.c \
	kernel/fs/mem/file.c kernel/fs/mem/data.c kernel/sync/waitq.c \
	$(HOST_CPU) $(HOST_ALLOC) $(HOST_SCHED) $(HOST_COPYIO)
