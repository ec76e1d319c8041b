/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/pic8259.h - the PC's two legacy interrupt controllers (Intel 8259A). */
#ifndef HW_PIC8259_H
#define HW_PIC8259_H

#define PIC1_COMMAND 0x20
#define PIC1_DATA    0x21
#define PIC2_COMMAND 0xa0
#define PIC2_DATA    0xa1

#define PIC_ICW1_INIT	0x11 /* ICW4 follows, cascaded, edge */
#define PIC_ICW4_8086	0x01
#define PIC_CASCADE_IRQ 2

#endif
