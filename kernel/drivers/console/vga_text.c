/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/vga_text.c - text on the screen: 80x25, scrolling, cursor.
 *
 * Idea: the screen is written whole words at a time through the direct map;
 * a shadow is not kept, scrolling reads the screen back (rare enough).
 * Escape sequences (ESC [ ... letter) are swallowed, not interpreted.
 * Locking: serialized by the console.
 * Facts: hw/vga.h.
 */

#include "drivers/console/vga_text.h"
#include "arch/io.h"
#include "arch/pgtable.h"
#include "hw/vga.h"

enum escape { ESC_NONE, ESC_SEEN, ESC_CSI };

struct vga_text {
	struct console_dev dev;
	volatile uint16_t *cells;
	unsigned int row, col;
	enum escape escape;
};

static struct vga_text screen;

#define BLANK ((uint16_t)(VGA_ATTR_NORMAL << 8 | ' '))

static uint8_t
crtc_read(uint8_t index)
{
	io_out8(VGA_CRTC_INDEX, index);
	return io_in8(VGA_CRTC_DATA);
}

static void
crtc_write(uint8_t index, uint8_t value)
{
	io_out8(VGA_CRTC_INDEX, index);
	io_out8(VGA_CRTC_DATA, value);
}

static void
cursor_show(const struct vga_text *v)
{
	unsigned int at = v->row * VGA_COLS + MIN(v->col, VGA_COLS - 1u);

	crtc_write(VGA_CRTC_CURSOR_HIGH, (uint8_t)(at >> 8));
	crtc_write(VGA_CRTC_CURSOR_LOW, (uint8_t)at);
}

static void
scroll(struct vga_text *v)
{
	volatile uint64_t *w = (volatile uint64_t *)v->cells;
	const unsigned int line = VGA_COLS * 2 / 8;
	const uint64_t blank = BLANK * 0x0001000100010001ull;
	unsigned int i;

	for (i = 0; i < line * (VGA_ROWS - 1); i++)
		w[i] = w[i + line];
	for (; i < line * VGA_ROWS; i++)
		w[i] = blank;
}

static void
line_down(struct vga_text *v)
{
	if (v->row < VGA_ROWS - 1)
		v->row++;
	else
		scroll(v);
}

/* True when c belonged to an escape sequence. */
static bool
escape_step(struct vga_text *v, char c)
{
	switch (v->escape) {
	case ESC_NONE:
		if (c != '\033')
			return false;
		v->escape = ESC_SEEN;
		return true;
	case ESC_SEEN:
		v->escape = c == '[' ? ESC_CSI : ESC_NONE;
		return true;
	case ESC_CSI:
		if (c >= '@' && c <= '~')
			v->escape = ESC_NONE;
		return true;
	}
	return false;
}

static void
put_char(struct vga_text *v, char c)
{
	if (escape_step(v, c))
		return;
	switch (c) {
	case '\n':
		line_down(v);
		return;
	case '\r':
		v->col = 0;
		return;
	case '\b':
		if (v->col > 0)
			v->col--;
		return;
	case '\t':
		v->col = MIN((v->col + 8) & ~7u, VGA_COLS - 1u);
		return;
	default:
		break;
	}
	if ((unsigned char)c < ' ')
		return;
	if (v->col == VGA_COLS) {
		v->col = 0;
		line_down(v);
	}
	v->cells[v->row * VGA_COLS + v->col++] =
	    (uint16_t)(VGA_ATTR_NORMAL << 8 | (unsigned char)c);
}

static void
vga_put(struct console_dev *dev, const char *text, size_t len)
{
	struct vga_text *v = container_of(dev, struct vga_text, dev);

	while (len-- > 0)
		put_char(v, *text++);
	cursor_show(v);
}

/* A colour text mode at B8000 that keeps what is written? */
static bool
vga_present(volatile uint16_t *cells)
{
	uint8_t misc = io_in8(VGA_MISC_READ);
	uint8_t mode;
	uint16_t old, back;

	if (misc == 0xff || !(misc & VGA_MISC_COLOR))
		return false;
	io_out8(VGA_GC_INDEX, VGA_GC_MISC);
	mode = io_in8(VGA_GC_DATA);
	if ((mode & VGA_GC_MISC_GRAPHICS) ||
	    (mode & VGA_GC_MISC_MAP) != VGA_GC_MISC_MAP)
		return false;
	old = cells[0];
	cells[0] = 0x0755;
	back = cells[0];
	cells[0] = old;
	return back == 0x0755;
}

struct console_dev *
vga_text_open(void)
{
	struct vga_text *v = &screen;
	unsigned int at, i;

	if (v->cells)
		return NULL;
	if (!vga_present(phys_to_virt(VGA_TEXT_BASE)))
		return NULL;
	v->cells = phys_to_virt(VGA_TEXT_BASE);
	crtc_write(VGA_CRTC_START_HIGH, 0);
	crtc_write(VGA_CRTC_START_LOW, 0);
	at = (unsigned int)crtc_read(VGA_CRTC_CURSOR_HIGH) << 8 |
	     crtc_read(VGA_CRTC_CURSOR_LOW);
	v->row = at / VGA_COLS;
	if (v->row >= VGA_ROWS)
		v->row = VGA_ROWS - 1;
	for (i = v->row * VGA_COLS; i < VGA_ROWS * VGA_COLS; i++)
		v->cells[i] = BLANK;
	v->dev.name = "vga";
	v->dev.put = vga_put;
	return &v->dev;
}
