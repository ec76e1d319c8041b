/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/uart16550.c - the PC's serial port.
 *
 * Output is polled, a FIFO's worth at a time, and gives up on a port that does
 * not take bytes any more. Input comes by interrupt from the ISA line that
 * belongs to the port's address; other addresses are output only.
 *
 * Locking: output is serialized by the console; input registers are touched by
 * the interrupt handler alone, on the first system CPU.
 * Facts: hw/uart16550.h.
 */

#include "drivers/console/uart16550.h"
#include "arch/cpu.h"
#include "arch/io.h"
#include "core/irq.h"
#include "core/log.h"
#include "drivers/console/tty.h"
#include "hw/uart16550.h"

#define MAX_UARTS 4
/* At 50 baud a byte takes 0.2 s; a port access takes about 1 us. */
#define TX_PATIENCE 4000000u
/* Bytes taken in one interrupt: a stuck status must not hold the CPU. */
#define RX_BATCH 256

struct uart16550 {
	struct console_dev dev;
	uint16_t port;	   /* [I] 0: slot unused */
	unsigned int fifo; /* [I] bytes that fit when it says "ready" */
	bool dead;	   /* [console's lock] took no byte in time */
};

static struct uart16550 uarts[MAX_UARTS];

static bool
uart_wait_ready(struct uart16550 *u)
{
	unsigned int turns;

	for (turns = 0; turns < TX_PATIENCE; turns++) {
		if (io_in8(u->port + UART_LSR) & UART_LSR_THRE)
			return true;
		arch_relax();
	}
	u->dead = true;
	return false;
}

static void
uart_put(struct console_dev *dev, const char *text, size_t len)
{
	struct uart16550 *u = container_of(dev, struct uart16550, dev);
	unsigned int room = 0;

	while (len > 0 && !u->dead) {
		if (room == 0) {
			if (!uart_wait_ready(u))
				return;
			room = u->fifo;
		}
		io_out8(u->port + UART_DATA, (uint8_t)*text++);
		room--;
		len--;
	}
}

/* Is there a port? Its interrupt mask reads back, and no bus of ones. */
static bool
uart_present(uint16_t port)
{
	io_out8(port + UART_LCR, UART_LCR_8N1);
	io_out8(port + UART_IER, 0);
	return io_in8(port + UART_IER) == 0 && io_in8(port + UART_LSR) != 0xff;
}

static void
uart_program(struct uart16550 *u, uint32_t baud)
{
	uint16_t port = u->port;
	uint32_t divisor = UART_MAX_BAUD / baud;

	io_out8(port + UART_LCR, UART_LCR_DLAB | UART_LCR_8N1);
	io_out8(port + UART_DATA, (uint8_t)divisor);
	io_out8(port + UART_IER, (uint8_t)(divisor >> 8));
	io_out8(port + UART_LCR, UART_LCR_8N1);
	io_out8(port + UART_FCR, UART_FCR_FIFO | UART_FCR_CLEAR);
	io_out8(port + UART_MCR, UART_MCR_DTR | UART_MCR_RTS | UART_MCR_OUT2);
	u->fifo = 1;
	if ((io_in8(port + UART_IIR) & UART_IIR_FIFO) == UART_IIR_FIFO)
		u->fifo = UART_FIFO_SIZE;
}

struct console_dev *
uart16550_open(uint16_t port, uint32_t baud)
{
	struct uart16550 *u = NULL;
	unsigned int i;

	for (i = 0; i < MAX_UARTS; i++) {
		if (uarts[i].port == port)
			return NULL;
		if (uarts[i].port == 0 && !u)
			u = &uarts[i];
	}
	if (!u || !uart_present(port))
		return NULL;
	u->port = port;
	u->dev.name = "serial";
	u->dev.put = uart_put;
	uart_program(u, baud);
	return &u->dev;
}

static void
uart_interrupt(void *arg)
{
	struct uart16550 *u = arg;
	unsigned int n;

	for (n = 0; n < RX_BATCH; n++) {
		uint8_t status = io_in8(u->port + UART_LSR);

		if (!(status & UART_LSR_DATA))
			break;
		tty_input(io_in8(u->port + UART_DATA));
	}
	(void)io_in8(u->port + UART_IIR);
}

/* The ISA line of a port address, or -1. */
static int
uart_irq(uint16_t port)
{
	if (port == UART_COM1 || port == UART_COM3)
		return UART_COM13_IRQ;
	if (port == UART_COM2 || port == UART_COM4)
		return UART_COM24_IRQ;
	return -1;
}

void
uart16550_start_input(void)
{
	unsigned int i;

	for (i = 0; i < MAX_UARTS; i++) {
		struct uart16550 *u = &uarts[i];
		int irq = u->port ? uart_irq(u->port) : -1;
		int err;

		if (irq < 0)
			continue;
		err = irq_claim_gsi((unsigned int)irq, true, false,
		    uart_interrupt, u, "serial");
		if (err) {
			log_warn("serial: no interrupt %d (error %d), output "
				 "only",
			    irq, -err);
			continue;
		}
		io_out8(u->port + UART_IER, UART_IER_RX);
		uart_interrupt(u);
	}
}
