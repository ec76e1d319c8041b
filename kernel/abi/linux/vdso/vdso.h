/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/vdso/vdso.h - the shared object that every program finds mapped. */
#ifndef ABI_LINUX_VDSO_VDSO_H
#define ABI_LINUX_VDSO_VDSO_H

#include "base/types.h"

struct aspace;

/* Tell the vDSO what this processor can do. Context: boot, after time_init. */
void vdso_init(void);
/* Map its data page and, behind it, its code into as. *ehdr gets the address
 * of the ELF header, for AT_SYSINFO_EHDR. -ENOMEM. Context: task or boot. */
int vdso_map(struct aspace *as, vaddr_t *ehdr);

#endif
