/* SPDX-License-Identifier: BSD-2-Clause */
/* hw/uart16550.h - the PC's serial port (National PC16550D). Offsets from the
 * port base, which is 0x3f8, 0x2f8, 0x3e8, 0x2e8 for the usual four.
 */
#ifndef HW_UART16550_H
#define HW_UART16550_H

#define UART_DATA    0 /* DLAB: divisor, low byte */
#define UART_IER     1 /* DLAB: divisor, high byte */
#define UART_IIR     2 /* read */
#define UART_FCR     2 /* write */
#define UART_LCR     3
#define UART_MCR     4
#define UART_LSR     5
#define UART_MSR     6
#define UART_SCRATCH 7

#define UART_CLOCK_HZ 1843200u /* divisor = clock / 16 / baud */

#define UART_IER_RX    0x01
#define UART_IER_TX    0x02
#define UART_IIR_NONE  0x01
#define UART_IIR_TX    0x02
#define UART_IIR_RX    0x04
#define UART_IIR_LINE  0x06
#define UART_IIR_CTI   0x0c /* characters waiting */
#define UART_IIR_MASK  0x0f
#define UART_IIR_FIFO  0xc0 /* both bits: FIFOs are on and work */
#define UART_FCR_FIFO  0x01
#define UART_FCR_CLEAR 0x06
#define UART_LCR_8N1   0x03
#define UART_LCR_DLAB  0x80
#define UART_MCR_DTR   0x01
#define UART_MCR_RTS   0x02
#define UART_MCR_OUT2  0x08 /* lets interrupts through */
#define UART_LSR_DATA  0x01
#define UART_LSR_ERROR 0x1e
#define UART_LSR_THRE  0x20 /* room to send */
#define UART_LSR_TEMT  0x40 /* all sent */

#define UART_FIFO_SIZE 16
#define UART_MAX_BAUD  (UART_CLOCK_HZ / 16)

/* The PC's ports and their ISA lines. */
#define UART_COM1      0x3f8
#define UART_COM2      0x2f8
#define UART_COM3      0x3e8
#define UART_COM4      0x2e8
#define UART_COM13_IRQ 4
#define UART_COM24_IRQ 3

#endif
