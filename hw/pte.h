/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/pte.h - page-table entries of 4-level paging.
 * (Intel SDM vol. 3A 4.5, tables 4-15 to 4-20; AMD APM vol. 2 5.3-5.4.)
 */
#ifndef HW_PTE_H
#define HW_PTE_H

#define PTE_P	    (1ull << 0)
#define PTE_W	    (1ull << 1)
#define PTE_U	    (1ull << 2)
#define PTE_PWT	    (1ull << 3)
#define PTE_PCD	    (1ull << 4)
#define PTE_A	    (1ull << 5)
#define PTE_D	    (1ull << 6)
#define PTE_PS	    (1ull << 7) /* a page, not a table (levels 2, 3) */
#define PTE_PAT_4K  (1ull << 7) /* in a 4 KiB page's entry */
#define PTE_G	    (1ull << 8)
#define PTE_PAT_BIG (1ull << 12) /* in a 2 MiB or 1 GiB page's entry */
#define PTE_NX	    (1ull << 63)
#define PTE_ADDR    0x000ffffffffff000ull
/* Bits 52-62 of an entry that points to a table are ignored by the MMU. */
#define PTE_SOFT_SHIFT 52
#define PTE_SOFT_MASK  (0x3ffull << PTE_SOFT_SHIFT)

#endif
