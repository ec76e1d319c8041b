/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/proc_init.c - what the ABI gives to proc/ at boot. */
#include "abi/linux/handlers_proc.h"
#include "abi/linux/signal_frame.h"
#include "abi/linux/vdso/vdso.h"

void
abi_linux_proc_init(void)
{
	signal_frame_init();
	vdso_init();
}
