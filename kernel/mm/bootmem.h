/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/bootmem.h - the kernel takes its share of memory, once, at boot. */
#ifndef MM_BOOTMEM_H
#define MM_BOOTMEM_H

/* Choose the share of each node (argument kmem=), give it to the page
 * allocator, build the kernel's map in between, and make the pmem list.
 * Panics when there is too little memory. Context: boot. */
void bootmem_init(void);

#endif
