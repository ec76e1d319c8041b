/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/tty.c - the line discipline of the machine's console.
 *
 * Idea: one queue of input. Between `commit` and `head` stands the line that
 * is being edited (erasing moves head back); between `tail` and `commit` what
 * may be read. Entries are 16 bits wide: the byte, MARK_END after which a
 * read must stop, and MARK_EOF, an end of file without a byte. In
 * non-canonical mode every byte is committed at once.
 *
 *	tail <= commit <= head <= tail + QUEUE_LEN   (free-running counters)
 *
 * Locking: console_tty.lock (RANK_DRIVER). Signals are sent after it is
 * dropped.
 * Limits: no flow control (^S, ^Q), no literal-next, VTIME counts from the
 * start of the read only.
 */

#include "drivers/console/tty.h"
#include "base/err.h"
#include "base/str.h"
#include "core/log.h"
#include "core/time.h"
#include "drivers/console/console.h"
#include "drivers/console/term.h"
#include "drivers/virtio/port.h"
#include "fs/file.h"
#include "fs/node.h"
#include "mm/copyio.h"
#include "proc/signal.h"

#define QUEUE_LEN 1024u /* power of two */
#define MARK_END  0x100
#define MARK_EOF  0x200
#define COPY_MAX  128

struct tty {
	struct spinlock lock;	     /* l */
	uint32_t head, commit, tail; /* [l] */
	uint16_t queue[QUEUE_LEN];   /* [l] */
	struct term term;	     /* own lock */
	struct waitq readers;
	bool ready; /* [I] after tty_init */
};

static struct tty console_tty;

#define SLOT(t, i) ((t)->queue[(i) & (QUEUE_LEN - 1)])

static bool
is_cc(const struct lx_termios *tio, unsigned int which, uint8_t c)
{
	return tio->c_cc[which] != 0 && tio->c_cc[which] == c;
}

static void
echo_char(const struct lx_termios *tio, uint8_t c)
{
	char text[2] = { '^', (char)(c ^ 0x40) };

	if (!(tio->c_lflag & LX_ECHO)) {
		if (c != '\n' || !(tio->c_lflag & LX_ECHONL))
			return;
	}
	if (c == '\n') {
		console_write("\r\n", 2);
	} else if ((c < ' ' && c != '\t') || c == 0x7f) {
		if (tio->c_lflag & LX_ECHOCTL)
			console_write(text, 2);
	} else {
		text[0] = (char)c;
		console_write(text, 1);
	}
}

/* Take the last character off the edited line: one byte, or a whole UTF-8
 * sequence. Lock held. False when the line is empty. */
static bool
erase_char(struct tty *t, const struct lx_termios *tio)
{
	uint8_t c;

	if (t->head == t->commit)
		return false;
	do {
		c = (uint8_t)SLOT(t, --t->head);
	} while ((tio->c_iflag & LX_IUTF8) && (c & 0xc0) == 0x80 &&
		 t->head != t->commit);
	if ((tio->c_lflag & LX_ECHO) && (tio->c_lflag & LX_ECHOE)) {
		console_write("\b \b", 3);
		if (c < ' ' && (tio->c_lflag & LX_ECHOCTL))
			console_write("\b \b", 3);
	}
	return true;
}

static void
erase_word(struct tty *t, const struct lx_termios *tio)
{
	while (t->head != t->commit && (uint8_t)SLOT(t, t->head - 1) == ' ')
		erase_char(t, tio);
	while (t->head != t->commit && (uint8_t)SLOT(t, t->head - 1) != ' ')
		erase_char(t, tio);
}

/* Lock held. A full queue keeps two places, so that a line can be ended. */
static void
append(struct tty *t, const struct lx_termios *tio, uint16_t entry)
{
	uint32_t room = QUEUE_LEN - (t->head - t->tail);

	if (room <= ((entry & (MARK_END | MARK_EOF)) ? 0u : 2u)) {
		console_write("\a", 1);
		return;
	}
	SLOT(t, t->head++) = entry;
	if (!(entry & MARK_EOF))
		echo_char(tio, (uint8_t)entry);
}

/* Line editing. Lock held. */
static void
input_canonical(struct tty *t, const struct lx_termios *tio, uint8_t c)
{
	if (is_cc(tio, LX_VERASE, c) || c == '\b') {
		erase_char(t, tio);
	} else if (is_cc(tio, LX_VKILL, c)) {
		while (erase_char(t, tio))
			;
	} else if (is_cc(tio, LX_VWERASE, c) && (tio->c_lflag & LX_IEXTEN)) {
		erase_word(t, tio);
	} else if (is_cc(tio, LX_VEOF, c)) {
		append(t, tio, MARK_EOF);
		t->commit = t->head;
	} else if (c == '\n' || is_cc(tio, LX_VEOL, c) ||
		   is_cc(tio, LX_VEOL2, c)) {
		append(t, tio, c | MARK_END);
		t->commit = t->head;
	} else {
		append(t, tio, c);
	}
}

/* The signal that a key stands for, or 0. */
static int
key_signal(const struct lx_termios *tio, uint8_t c)
{
	if (!(tio->c_lflag & LX_ISIG))
		return 0;
	if (is_cc(tio, LX_VINTR, c))
		return SIGNO_INT;
	if (is_cc(tio, LX_VQUIT, c))
		return SIGNO_QUIT;
	if (is_cc(tio, LX_VSUSP, c))
		return SIGNO_TSTP;
	return 0;
}

void
tty_input(uint8_t c)
{
	struct tty *t = &console_tty;
	struct lx_termios tio;
	int signo;

	if (!t->ready)
		return;
	term_settings(&t->term, &tio);
	if (c == '\r' && (tio.c_iflag & LX_IGNCR))
		return;
	if (c == '\r' && (tio.c_iflag & LX_ICRNL))
		c = '\n';
	else if (c == '\n' && (tio.c_iflag & LX_INLCR))
		c = '\r';
	signo = key_signal(&tio, c);
	spin_lock(&t->lock);
	if (signo) {
		echo_char(&tio, c);
		if (!(tio.c_lflag & LX_NOFLSH))
			t->tail = t->commit = t->head;
	} else if (tio.c_lflag & LX_ICANON) {
		input_canonical(t, &tio, c);
	} else {
		append(t, &tio, c);
		t->commit = t->head;
	}
	spin_unlock(&t->lock);
	if (signo)
		term_signal(&t->term, signo);
	waitq_wake(&t->readers, -1, POLL_IN | POLL_RDNORM);
}

struct tty_wait {
	struct tty *tty;
	uint32_t want; /* entries, at least 1 */
};

static bool
tty_readable(void *arg)
{
	const struct tty_wait *w = arg;

	return READ_ONCE(w->tty->commit) - READ_ONCE(w->tty->tail) >= w->want;
}

/* Take up to len bytes, not beyond the end of a line; *stop when a mark ended
 * it. Lock not held. */
static size_t
take(struct tty *t, uint8_t *buf, size_t len, bool *stop)
{
	size_t n = 0;

	spin_lock(&t->lock);
	while (n < len && t->tail != t->commit && !*stop) {
		uint16_t entry = SLOT(t, t->tail);

		*stop = (entry & (MARK_END | MARK_EOF)) != 0;
		/* An end of file after bytes of a line only ends the read. */
		t->tail++;
		if (!(entry & MARK_EOF))
			buf[n++] = (uint8_t)entry;
	}
	spin_unlock(&t->lock);
	return n;
}

static int
wait_input(
    struct file *f, struct tty *t, const struct lx_termios *tio, uint64_t len)
{
	struct tty_wait w = { t, 1 };
	uint64_t deadline = TIME_NEVER;
	int err;

	if (!(tio->c_lflag & LX_ICANON)) {
		w.want = (uint32_t)MIN(MAX(tio->c_cc[LX_VMIN], 1), len);
		if (tio->c_cc[LX_VMIN] == 0)
			deadline = time_mono_ns() +
				   tio->c_cc[LX_VTIME] * 100 * NSEC_PER_MSEC;
	}
	if (tty_readable(&w))
		return 0;
	if (f->flags & FILE_NONBLOCK)
		return ERR(EAGAIN);
	err = waitq_wait(
	    &t->readers, tty_readable, &w, deadline, WAIT_INTERRUPTIBLE);
	return err == -ETIMEDOUT ? 0 : err;
}

static long
tty_read(struct file *f, struct uio *u, uint64_t *pos)
{
	struct tty *t = &console_tty;
	uint8_t buf[COPY_MAX];
	struct lx_termios tio;
	bool stop = false;
	long total = 0;
	int err;

	(void)pos;
	if (u->left == 0)
		return 0;
	term_settings(&t->term, &tio);
	err = wait_input(f, t, &tio, u->left);
	if (err)
		return err;
	while (u->left > 0 && !stop) {
		size_t n = take(t, buf, MIN(u->left, sizeof(buf)), &stop);
		long moved;

		if (n == 0)
			break;
		moved = uio_to(u, buf, n);
		if (moved < 0)
			return total ? total : moved;
		total += moved;
		if ((size_t)moved < n)
			break;
	}
	return total;
}

static long
tty_write(struct file *f, struct uio *u, uint64_t *pos)
{
	char in[CONSOLE_CHUNK / 2], out[CONSOLE_CHUNK];
	struct lx_termios tio;
	bool crlf;
	long total = 0;

	(void)f;
	(void)pos;
	term_settings(&console_tty.term, &tio);
	crlf = (tio.c_oflag & LX_OPOST) && (tio.c_oflag & LX_ONLCR);
	while (u->left > 0) {
		long n = uio_from(u, in, MIN(u->left, sizeof(in)));
		size_t len = 0;
		long i;

		if (n <= 0)
			return total ? total : n;
		for (i = 0; i < n; i++) {
			if (in[i] == '\n' && crlf)
				out[len++] = '\r';
			out[len++] = in[i];
		}
		console_write(out, len);
		total += n;
	}
	return total;
}

static void
tty_flush_input(struct tty *t)
{
	spin_lock(&t->lock);
	t->tail = t->commit = t->head;
	spin_unlock(&t->lock);
}

static int
tty_count(struct tty *t)
{
	int n = 0;
	uint32_t i;

	spin_lock(&t->lock);
	for (i = t->tail; i != t->commit; i++)
		n += !(SLOT(t, i) & MARK_EOF);
	spin_unlock(&t->lock);
	return n;
}

static long
tty_ioctl(struct file *f, unsigned int cmd, uint64_t arg)
{
	struct tty *t = &console_tty;
	struct lx_termios tio;
	int n = 0;
	long ret;

	(void)f;
	switch (cmd) {
	case LX_FIONREAD:
		n = tty_count(t);
		return copyout_obj(arg, &n);
	case LX_TIOCOUTQ:
		return copyout_obj(arg, &n);
	case LX_TCFLSH:
		if (arg == LX_TCIFLUSH || arg == LX_TCIOFLUSH)
			tty_flush_input(t);
		return 0;
	default:
		break;
	}
	ret = term_ioctl(&t->term, cmd, arg);
	if (ret == 0 && cmd == LX_TCSETSF)
		tty_flush_input(t);
	if (ret == 0 && cmd >= LX_TCSETS && cmd <= LX_TCSETSF) {
		/* A half-edited line becomes readable without line mode. */
		term_settings(&t->term, &tio);
		spin_lock(&t->lock);
		if (!(tio.c_lflag & LX_ICANON))
			t->commit = t->head;
		spin_unlock(&t->lock);
		waitq_wake(&t->readers, -1, POLL_IN | POLL_RDNORM);
	}
	return ret;
}

static uint32_t
tty_poll(struct file *f, struct poll_table *pt)
{
	struct tty *t = &console_tty;
	struct tty_wait w = { t, 1 };
	uint32_t events = POLL_OUT | POLL_WRNORM;

	(void)f;
	if (pt)
		pt->add(pt, &t->readers);
	if (tty_readable(&w))
		events |= POLL_IN | POLL_RDNORM;
	return events;
}

static const struct file_ops tty_ops = {
	.read = tty_read,
	.write = tty_write,
	.seek = file_no_seek,
	.ioctl = tty_ioctl,
	.poll = tty_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = file_no_release,
};

/* /dev/tty: the launcher's terminal when the program has one, else - if there
 * are no ports at all - the console. */
static int
open_controlling(struct file *f)
{
	return port_open_controlling(f);
}

void
tty_init(void)
{
	struct tty *t = &console_tty;
	int err;

	spin_init(&t->lock, RANK_DRIVER);
	waitq_init(&t->readers);
	term_init(&t->term, 25, 80);
	t->ready = true;
	err = dev_register("console", &tty_ops, NULL, t, 5, 1);
	if (!err)
		err = dev_register("tty", &tty_ops, open_controlling, t, 5, 0);
	if (err)
		log_err("tty: no device node (error %d)", -err);
}
