# SPDX-License-Identifier: GPL-2.0-only
include tests/host/kernel/fs/host_fs.mk
