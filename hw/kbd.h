/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/kbd.h - facts about the PC's keyboard controller (8042) and scan code
 * set 1 (IBM PS/2 technical reference, keyboard and auxiliary device
 * controller).
 */
#ifndef HW_KBD_H
#define HW_KBD_H

#define KBD_DATA    0x60
#define KBD_STATUS  0x64 /* read */
#define KBD_COMMAND 0x64 /* write */

#define KBD_STATUS_OUT_FULL 0x01 /* a byte waits at KBD_DATA */
#define KBD_STATUS_IN_FULL  0x02 /* the controller is busy */
#define KBD_STATUS_AUX	    0x20 /* that byte is the mouse's */

#define KBD_CMD_READ_CONFIG  0x20
#define KBD_CMD_WRITE_CONFIG 0x60
#define KBD_CMD_ENABLE_PORT1 0xae

#define KBD_CONFIG_IRQ1	     0x01
#define KBD_CONFIG_NO_PORT1  0x10
#define KBD_CONFIG_TRANSLATE 0x40 /* scan code set 1 */

#define KBD_IRQ 1

/* Scan code set 1 */
#define KBD_SC_RELEASE	0x80
#define KBD_SC_EXTENDED 0xe0
#define KBD_SC_PAUSE	0xe1
#define KBD_SC_CTRL	0x1d
#define KBD_SC_LSHIFT	0x2a
#define KBD_SC_RSHIFT	0x36
#define KBD_SC_ALT	0x38
#define KBD_SC_CAPS	0x3a
#define KBD_SC_UP	0x48 /* after E0 */
#define KBD_SC_LEFT	0x4b
#define KBD_SC_RIGHT	0x4d
#define KBD_SC_DOWN	0x50
#define KBD_SC_DELETE	0x53

#endif
