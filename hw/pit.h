/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/pit.h - the PC's interval timer (Intel 8254) and its gate port. */
#ifndef HW_PIT_H
#define HW_PIT_H

#define PIT_HZ 1193182u

#define PIT_CHANNEL2 0x42
#define PIT_COMMAND  0x43
#define PIT_GATE     0x61 /* bit 0: channel 2 counts; bit 1: speaker */

#define PIT_CMD_CH2_MODE0 0xb0 /* channel 2, low then high byte, mode 0 */
#define PIT_CMD_CH2_LATCH 0x80

#define PIT_GATE_COUNT	 0x01
#define PIT_GATE_SPEAKER 0x02

#endif
