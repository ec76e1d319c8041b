/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/vga.h - facts about the VGA in text mode 3 (IBM PS/2 VGA technical
 * reference; 80 columns, 25 rows, two bytes a cell).
 */
#ifndef HW_VGA_H
#define HW_VGA_H

#define VGA_TEXT_BASE 0xb8000
#define VGA_COLS      80
#define VGA_ROWS      25

#define VGA_MISC_READ	     0x3cc /* miscellaneous output register */
#define VGA_MISC_COLOR	     0x01  /* CRTC at 3d4 (else 3b4) */
#define VGA_GC_INDEX	     0x3ce
#define VGA_GC_DATA	     0x3cf
#define VGA_GC_MISC	     6
#define VGA_GC_MISC_GRAPHICS 0x01
#define VGA_GC_MISC_MAP	     0x0c /* 3 << 2: B8000, 32 KiB */
#define VGA_CRTC_INDEX	     0x3d4
#define VGA_CRTC_DATA	     0x3d5
#define VGA_CRTC_START_HIGH  0x0c
#define VGA_CRTC_START_LOW   0x0d
#define VGA_CRTC_CURSOR_HIGH 0x0e
#define VGA_CRTC_CURSOR_LOW  0x0f

#define VGA_ATTR_NORMAL 0x07 /* light grey on black */

#endif
