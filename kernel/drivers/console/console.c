/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/console.c - choose the console's devices, share them between
 * the log and /dev/console.
 *
 * Idea: console= arguments fill a small list of devices; log and terminal
 * output both go through console_emit, which knows whether the cursor stands
 * at the start of a line.
 *
 * Locking: out_lock. It is not a struct spinlock, because it is taken below
 * the log's lock and must give way at panic: when its owner was stopped for
 * good, a waiter goes on after LOCK_PATIENCE turns.
 * Limits: MAX_CHOICES console= arguments. When none of the devices is there,
 * the first serial port is tried.
 */

#include "drivers/console/console.h"
#include "arch/cpu.h"
#include "base/err.h"
#include "base/parse.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/log.h"
#include "drivers/console/kbd.h"
#include "drivers/console/tty.h"
#include "drivers/console/uart16550.h"
#include "drivers/console/vga_text.h"
#include "hw/uart16550.h"

#define MAX_CHOICES   4
#define LOCK_PATIENCE 100000000u

struct console_choice {
	bool vga;
	uint16_t port;
	uint32_t baud;
};

/* Written by cmdline_parse on the boot processor, then only read. */
static struct console_choice choices[MAX_CHOICES];
static unsigned int nr_choices;

/* The devices in use. [I] after console_init_early. */
static struct list devices = { &devices, &devices };

static uint32_t out_locked; /* [a] */
static bool line_open;	    /* [out_lock] output stopped inside a line */

/* One number out of s up to ',' or the end; *rest is what follows the comma,
 * or NULL. */
static int
number_field(const char *s, uint64_t *value, const char **rest)
{
	const char *comma = strchr(s, ',');
	size_t len = comma ? (size_t)(comma - s) : strlen(s);
	char field[24];

	if (len >= sizeof(field))
		return ERR(EINVAL);
	memcpy(field, s, len);
	field[len] = '\0';
	*rest = comma ? comma + 1 : NULL;
	return parse_u64(field, value);
}

static int
set_serial(const char *rest, struct console_choice *c)
{
	uint64_t port = UART_COM1, baud = UART_MAX_BAUD;

	if (rest && number_field(rest, &port, &rest))
		return ERR(EINVAL);
	if (rest && number_field(rest, &baud, &rest))
		return ERR(EINVAL);
	if (rest || port == 0 || port > 0xfff8 || baud < 50 ||
	    baud > UART_MAX_BAUD)
		return ERR(EINVAL);
	c->vga = false;
	c->port = (uint16_t)port;
	c->baud = (uint32_t)baud;
	return 0;
}

static int
set_console(const char *value)
{
	struct console_choice c = { .vga = true };
	int err = 0;

	if (!value || nr_choices == MAX_CHOICES)
		return ERR(EINVAL);
	if (strcmp(value, "serial") == 0)
		err = set_serial(NULL, &c);
	else if (strncmp(value, "serial,", 7) == 0)
		err = set_serial(value + 7, &c);
	else if (strcmp(value, "vga") != 0)
		err = ERR(EINVAL);
	if (!err)
		choices[nr_choices++] = c;
	return err;
}

CMDLINE_PARAM(param_console, "console", set_console,
    "console=serial[,PORT[,BAUD]] or console=vga: where messages and "
    "/dev/console go; may be repeated (default: serial)");

static uint64_t
out_lock(void)
{
	uint64_t flags = arch_irq_save();
	unsigned int turns = 0;

	while (__atomic_exchange_n(&out_locked, 1, __ATOMIC_ACQUIRE)) {
		if (++turns == LOCK_PATIENCE)
			break;
		arch_relax();
	}
	return flags;
}

static void
out_unlock(uint64_t flags)
{
	__atomic_store_n(&out_locked, 0, __ATOMIC_RELEASE);
	arch_irq_restore(flags);
}

/* Lock held. */
static void
emit(const char *text, size_t len)
{
	struct console_dev *dev;

	if (len == 0)
		return;
	list_for_each(dev, &devices, link)
		dev->put(dev, text, len);
	line_open = text[len - 1] != '\n';
}

/* The log's lines: each on a line of its own, with the carriage return. */
static void
console_log_write(struct log_sink *sink, const char *text, size_t len)
{
	uint64_t flags = out_lock();
	const char *nl;

	(void)sink;
	if (line_open)
		emit("\r\n", 2);
	while (len > 0) {
		nl = memchr(text, '\n', len);
		if (!nl) {
			emit(text, len);
			break;
		}
		emit(text, (size_t)(nl - text));
		emit("\r\n", 2);
		len -= (size_t)(nl - text) + 1;
		text = nl + 1;
	}
	out_unlock(flags);
}

static struct log_sink console_sink = {
	.name = "console",
	.write = console_log_write,
};

void
console_write(const char *text, size_t len)
{
	while (len > 0) {
		size_t n = MIN(len, (size_t)CONSOLE_CHUNK);
		uint64_t flags = out_lock();

		emit(text, n);
		out_unlock(flags);
		text += n;
		len -= n;
	}
}

static void
console_add(struct console_dev *dev, const char *what)
{
	if (dev)
		list_add_tail(&devices, &dev->link);
	else
		log_warn("console: no %s there", what);
}

void
console_init_early(void)
{
	unsigned int i;

	for (i = 0; i < nr_choices; i++) {
		const struct console_choice *c = &choices[i];

		if (c->vga)
			console_add(vga_text_open(), "text screen");
		else
			console_add(
			    uart16550_open(c->port, c->baud), "serial port");
	}
	if (list_empty(&devices))
		console_add(
		    uart16550_open(UART_COM1, UART_MAX_BAUD), "serial port");
	if (!list_empty(&devices))
		log_sink_add(&console_sink);
}

void
console_init(void)
{
	unsigned int i;
	bool vga = false;

	tty_init();
	uart16550_start_input();
	for (i = 0; i < nr_choices; i++)
		vga |= choices[i].vga;
	if (vga)
		kbd_init();
}
