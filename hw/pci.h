/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/pci.h - facts about PCI configuration space (PCI Local Bus 3.0 chapter 6,
 * PCI-to-PCI bridge 1.2 chapter 3, PCI Express base 3.0 section 7.2).
 */
#ifndef HW_PCI_H
#define HW_PCI_H

/* Configuration mechanism 1 */
#define PCI_CF8	       0xcf8
#define PCI_CFC	       0xcfc
#define PCI_CF8_ENABLE 0x80000000u

#define PCI_MAX_BUS 256
#define PCI_MAX_DEV 32
#define PCI_MAX_FN  8

/* Bytes of the enhanced (memory-mapped) area: per bus, device, function. */
#define PCI_ECAM_BUS_SHIFT 20
#define PCI_ECAM_DEV_SHIFT 15
#define PCI_ECAM_FN_SHIFT  12

#define PCI_VENDOR_NONE 0xffff

/* Header, all types */
#define PCI_VENDOR	0x00
#define PCI_DEVICE	0x02
#define PCI_COMMAND	0x04
#define PCI_STATUS	0x06
#define PCI_REVISION	0x08
#define PCI_PROG_IF	0x09
#define PCI_SUBCLASS	0x0a
#define PCI_CLASS	0x0b
#define PCI_HEADER_TYPE 0x0e
#define PCI_BAR0	0x10
#define PCI_CAP_PTR	0x34
#define PCI_INT_LINE	0x3c
#define PCI_INT_PIN	0x3d
/* type 0 */
#define PCI_SUBSYS_VENDOR 0x2c
#define PCI_SUBSYS_ID	  0x2e
/* type 1 (bridge) */
#define PCI_BRIDGE_SECONDARY   0x19
#define PCI_BRIDGE_SUBORDINATE 0x1a

#define PCI_HEADER_MULTI  0x80
#define PCI_HEADER_MASK	  0x7f
#define PCI_HEADER_NORMAL 0
#define PCI_HEADER_BRIDGE 1

#define PCI_COMMAND_IO	    0x0001
#define PCI_COMMAND_MEMORY  0x0002
#define PCI_COMMAND_MASTER  0x0004
#define PCI_COMMAND_NO_INTX 0x0400
#define PCI_STATUS_CAPS	    0x0010

#define PCI_NR_BARS	   6
#define PCI_NR_BARS_BRIDGE 2
#define PCI_BAR_IO	   0x1
#define PCI_BAR_TYPE	   0x6
#define PCI_BAR_TYPE_64	   0x4
#define PCI_BAR_PREFETCH   0x8
#define PCI_BAR_IO_MASK	   0xfffffffcu
#define PCI_BAR_MEM_MASK   0xfffffff0u

/* Capabilities */
#define PCI_CAP_ID     0
#define PCI_CAP_NEXT   1
#define PCI_CAP_MSI    0x05
#define PCI_CAP_VENDOR 0x09
#define PCI_CAP_EXP    0x10
#define PCI_CAP_MSIX   0x11
#define PCI_CAP_FIRST  0x40 /* below is the header */

/* MSI capability */
#define PCI_MSI_CTRL	    2
#define PCI_MSI_CTRL_ENABLE 0x0001
#define PCI_MSI_CTRL_MME    0x0070 /* messages allowed, log2 */
#define PCI_MSI_CTRL_64	    0x0080
#define PCI_MSI_ADDR	    4
#define PCI_MSI_DATA32	    8
#define PCI_MSI_ADDR_HIGH   8
#define PCI_MSI_DATA64	    12

/* MSI-X capability and table */
#define PCI_MSIX_CTRL	      2
#define PCI_MSIX_CTRL_SIZE    0x07ff /* entries - 1 */
#define PCI_MSIX_CTRL_MASK    0x4000
#define PCI_MSIX_CTRL_ENABLE  0x8000
#define PCI_MSIX_TABLE	      4 /* offset | BAR */
#define PCI_MSIX_BIR	      0x7
#define PCI_MSIX_ENTRY_SIZE   16
#define PCI_MSIX_ENTRY_ADDR   0
#define PCI_MSIX_ENTRY_HIGH   4
#define PCI_MSIX_ENTRY_DATA   8
#define PCI_MSIX_ENTRY_CTRL   12
#define PCI_MSIX_ENTRY_MASKED 1u

#endif
