/* SPDX-License-Identifier: GPL-2.0-only */
/* drivers/console/term.c - settings of a terminal and the ioctls on them.
 *
 * Locking: term.lock (RANK_DRIVER) for each field; user memory is read and
 * written outside of it.
 * Limits: who is in the background may read and write all the same.
 */

#include "drivers/console/term.h"
#include "base/err.h"
#include "base/str.h"
#include "core/cpu.h"
#include "mm/copyio.h"
#include "proc/process.h"
#include "proc/signal.h"

#define CTRL(c) ((c)&0x1f)

static const struct lx_termios usual = {
	.c_iflag = LX_ICRNL | LX_IXON | LX_IUTF8,
	.c_oflag = LX_OPOST | LX_ONLCR,
	.c_cflag = LX_B38400 | LX_CS8 | LX_CREAD,
	.c_lflag = LX_ISIG | LX_ICANON | LX_ECHO | LX_ECHOE | LX_ECHOK |
	    LX_ECHOCTL | LX_ECHOKE | LX_IEXTEN,
	.c_cc = {
		[LX_VINTR] = CTRL('C'),
		[LX_VQUIT] = CTRL('\\'),
		[LX_VERASE] = 0x7f,
		[LX_VKILL] = CTRL('U'),
		[LX_VEOF] = CTRL('D'),
		[LX_VMIN] = 1,
		[LX_VSTART] = CTRL('Q'),
		[LX_VSTOP] = CTRL('S'),
		[LX_VSUSP] = CTRL('Z'),
		[LX_VREPRINT] = CTRL('R'),
		[LX_VDISCARD] = CTRL('O'),
		[LX_VWERASE] = CTRL('W'),
		[LX_VLNEXT] = CTRL('V'),
	},
};

void
term_init(struct term *t, uint16_t rows, uint16_t cols)
{
	memset(t, 0, sizeof(*t));
	spin_init(&t->lock, RANK_DRIVER);
	t->termios = usual;
	t->winsize.ws_row = rows;
	t->winsize.ws_col = cols;
}

void
term_settings(struct term *t, struct lx_termios *out)
{
	spin_lock(&t->lock);
	*out = t->termios;
	spin_unlock(&t->lock);
}

void
term_signal(struct term *t, int signo)
{
	struct signal_info info = { .signo = signo, .code = SIGCODE_KERNEL };
	struct process *p;
	int pgid;

	spin_lock(&t->lock);
	pgid = t->pgid;
	spin_unlock(&t->lock);
	if (pgid <= 0)
		return;
	spin_lock(&proctree_lock);
	list_for_each(p, &process_list, all_link) {
		if (p->pgid == pgid && !p->zombie)
			(void)signal_send_process(p, &info);
	}
	spin_unlock(&proctree_lock);
}

static void
set_winsize(struct term *t, const struct lx_winsize *ws)
{
	bool changed;

	spin_lock(&t->lock);
	changed = memcmp(&t->winsize, ws, sizeof(*ws)) != 0;
	t->winsize = *ws;
	spin_unlock(&t->lock);
	if (changed)
		term_signal(t, SIGNO_WINCH);
}

void
term_resize(struct term *t, uint16_t rows, uint16_t cols)
{
	struct lx_winsize ws = { .ws_row = rows, .ws_col = cols };

	set_winsize(t, &ws);
}

static long
set_termios(struct term *t, uint64_t arg)
{
	struct lx_termios tio;

	if (copyin_obj(&tio, arg))
		return ERR(EFAULT);
	spin_lock(&t->lock);
	t->termios = tio;
	spin_unlock(&t->lock);
	return 0;
}

static long
set_pgid(struct term *t, uint64_t arg)
{
	int pgid;

	if (copyin_obj(&pgid, arg))
		return ERR(EFAULT);
	if (pgid < 0)
		return ERR(EINVAL);
	spin_lock(&t->lock);
	t->pgid = pgid;
	spin_unlock(&t->lock);
	return 0;
}

long
term_ioctl(struct term *t, unsigned int cmd, uint64_t arg)
{
	struct term now;
	struct lx_winsize ws;
	int sid;

	spin_lock(&t->lock);
	now = *t;
	spin_unlock(&t->lock);
	switch (cmd) {
	case LX_TCGETS:
		return copyout_obj(arg, &now.termios);
	case LX_TCSETS:
	case LX_TCSETSW:
	case LX_TCSETSF:
		return set_termios(t, arg);
	case LX_TIOCGWINSZ:
		return copyout_obj(arg, &now.winsize);
	case LX_TIOCSWINSZ:
		if (copyin_obj(&ws, arg))
			return ERR(EFAULT);
		set_winsize(t, &ws);
		return 0;
	case LX_TIOCGPGRP:
		return copyout_obj(arg, &now.pgid);
	case LX_TIOCSPGRP:
		return set_pgid(t, arg);
	case LX_TIOCGSID:
		sid = current->process ? current->process->sid : 0;
		return copyout_obj(arg, &sid);
	case LX_TCSBRK:
	case LX_TCXONC:
	case LX_TCFLSH:
	case LX_TIOCSCTTY:
	case LX_TIOCNOTTY:
		return 0;
	default:
		return ERR(ENOTTY);
	}
}
