/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/pump.c - carries bytes and signals between the terminal and the
 * machine.
 *
 * Idea: one poll(2) loop over channels (channel.h), the control port and a
 * signalfd; nothing in it waits. The end is QEMU's death followed by the end
 * of each of its wires, since the sockets keep what it wrote last.
 *
 * Signals: INT, TERM, QUIT and HUP go to the program; before it has started they
 * end the machine, and so does the third INT, TERM or QUIT, for a program or a
 * kernel that does not listen. TSTP
 * stops the machine, then us. A signal ignored at our start stays ignored, as
 * after nohup(1).
 *
 * Limits: input is read ahead, so what the program left of a shared standard
 * input is lost to the next reader.
 */
#define _GNU_SOURCE
#include "pump.h"

#include "channel.h"
#include "message.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	CH_STDIN,
	CH_STDOUT,
	CH_STDERR,
	CH_TRACE,
	CH_LOG,
	CH_QEMU,
	CH_CTL,
	CHANNELS,

	/* The poll set: each channel's entries, then these. */
	POLL_SIGNALS = CHANNELS * CHANNEL_POLLS,
	POLL_CTL_OUT,
	POLLS,
};

/* Impatience: as many INT, TERM or QUIT end the machine. */
#define LAST_CALL 3

/* How long a kernel that panicked may take to end the machine. */
#define PANIC_GRACE_MS 3000

/* How long our reader may take for the rest, once the machine was ended. */
#define KILLED_GRACE_MS 1000

/* How often to look whether a background terminal has come to the front. */
#define BACKGROUND_MS 300

struct pump {
	struct channel ch[CHANNELS];
	struct machine *m;
	struct runlog *log;
	struct ending_report *r;
	bool running; /* QEMU */
	bool stdin_is_tty;
	unsigned int urgings; /* INT, TERM, QUIT so far */
	uint64_t deadline_ms; /* --timeout; 0: none */
	uint64_t panic_ms;    /* end it then; 0: no panic */
	uint64_t quit_ms;     /* leave the loop then; 0: no hurry */
	int signals;	      /* the signalfd */
};

/* 450 KB of channels: static, because there is one pump in a process. */
static struct pump the_pump;

static uint64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static void
handled_signals(sigset_t *set)
{
	static const int passed[] = { SIGINT, SIGTERM, SIGQUIT, SIGHUP,
		SIGTSTP };
	struct sigaction sa;

	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	sigaddset(set, SIGWINCH);
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		if (!sigaction(passed[i], NULL, &sa) &&
		    sa.sa_handler != SIG_IGN)
			sigaddset(set, passed[i]);
}

int
pump_prepare(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	handled_signals(&set);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return fail(EXIT_KITTEN, "signals: %s", strerror(errno));
	return 0;
}

static void
kill_machine(struct pump *p)
{
	if (p->running)
		kill(p->m->pid, SIGKILL);
	if (!p->quit_ms)
		p->quit_ms = now_ms() + KILLED_GRACE_MS;
}

static void
reap(struct pump *p)
{
	if (p->running &&
	    waitpid(p->m->pid, &p->r->wait_status, WNOHANG) == p->m->pid)
		p->running = false;
}

/* Ctrl-Z: the machine stands still while we do. */
static void
pause_both(struct pump *p)
{
	uint64_t before = now_ms();

	if (p->running)
		kill(p->m->pid, SIGSTOP);
	raise(SIGSTOP);
	if (p->running)
		kill(p->m->pid, SIGCONT);
	if (p->deadline_ms)
		p->deadline_ms += now_ms() - before;
}

static void
send_winsize(struct pump *p)
{
	struct winsize ws;

	for (int fd = 0; fd < 3; fd++) {
		if (ioctl(fd, TIOCGWINSZ, &ws))
			continue;
		control_winsize(&p->r->control, ws.ws_row, ws.ws_col);
		return;
	}
}

static void
pass_signal(struct pump *p, int number)
{
	if (number != SIGHUP)
		p->urgings++;
	if (p->urgings >= LAST_CALL || !p->running || !p->r->control.started) {
		p->r->broken_off = number;
		kill_machine(p);
		return;
	}
	control_signal(&p->r->control, number);
	if (p->urgings == LAST_CALL - 1 && isatty(STDERR_FILENO))
		warn("once more ends the machine");
}

static void
take_signals(struct pump *p)
{
	struct signalfd_siginfo si;

	while (read(p->signals, &si, sizeof(si)) == sizeof(si)) {
		switch (si.ssi_signo) {
		case SIGCHLD:
			reap(p);
			break;
		case SIGWINCH:
			send_winsize(p);
			break;
		case SIGTSTP:
			pause_both(p);
			break;
		default:
			pass_signal(p, (int)si.ssi_signo);
		}
	}
}

static void
set_channel(struct pump *p, int i, const char *name, int from, int to)
{
	struct channel *c = &p->ch[i];

	c->name = name;
	c->from = from;
	c->to = to;
	c->from_ours = i != CH_STDIN;
}

/* With --multi the log tells how each program ended. */
static void
note_end(void *ctx, unsigned int ended, const char *how, const char *rest)
{
	log_note(ctx, "job %u: %s %s", ended, how, rest);
}

static void
open_channels(struct pump *p, const struct options *o)
{
	const int *w = p->m->wires;

	set_channel(p, CH_STDIN, "standard input", STDIN_FILENO, w[WIRE_STDIN]);
	set_channel(
	    p, CH_STDOUT, "standard output", w[WIRE_STDOUT], STDOUT_FILENO);
	set_channel(
	    p, CH_STDERR, "standard error", w[WIRE_STDERR], STDERR_FILENO);
	set_channel(p, CH_TRACE, "trace", w[WIRE_TRACE], STDERR_FILENO);
	set_channel(
	    p, CH_LOG, "log", w[WIRE_LOG], o->verbose ? STDERR_FILENO : -1);
	set_channel(
	    p, CH_QEMU, "QEMU", w[WIRE_QEMU], o->verbose ? STDERR_FILENO : -1);
	set_channel(p, CH_CTL, "control", w[WIRE_CTL], -1);
	p->ch[CH_STDIN].half_close = true;
	p->ch[CH_TRACE].by_line = true;
	p->ch[CH_LOG].by_line = true;
	p->ch[CH_QEMU].by_line = true;
	p->ch[CH_LOG].tap = log_take_kernel;
	p->ch[CH_LOG].tap_ctx = p->log;
	p->ch[CH_QEMU].tap = log_take_qemu;
	p->ch[CH_QEMU].tap_ctx = p->log;
	p->ch[CH_CTL].tap = control_take;
	p->ch[CH_CTL].tap_ctx = &p->r->control;
	p->r->control.fd = w[WIRE_CTL];
	p->r->control.on_end = o->multi ? note_end : NULL;
	p->r->control.on_end_ctx = p->log;
	if (w[WIRE_TRACE] < 0)
		channel_drop(&p->ch[CH_TRACE]);
}

/* Everything QEMU wrote has arrived where it should. */
static bool
all_delivered(const struct pump *p)
{
	if (p->running)
		return false;
	for (int i = CH_STDOUT; i < CHANNELS; i++)
		if (!channel_done(&p->ch[i]))
			return false;
	return true;
}

static void
check_clocks(struct pump *p)
{
	uint64_t now = now_ms();

	if (p->running && p->deadline_ms && now >= p->deadline_ms) {
		p->deadline_ms = 0;
		p->r->timed_out = true;
		kill_machine(p);
	}
	if (p->running && p->log->panic[0] && !p->panic_ms && !p->m->gdb_port)
		p->panic_ms = now + PANIC_GRACE_MS;
	if (p->running && p->panic_ms && now >= p->panic_ms) {
		p->r->panicked = true;
		kill_machine(p);
	}
}

/* Milliseconds until something is due; -1: nothing is. */
static int
next_due(const struct pump *p, bool background)
{
	const uint64_t due[] = { p->running ? p->deadline_ms : 0,
		p->running ? p->panic_ms : 0, p->quit_ms };
	uint64_t now = now_ms(), wait = background ? BACKGROUND_MS : UINT64_MAX;

	for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++) {
		uint64_t left = due[i] > now ? due[i] - now : 0;

		if (due[i] && left < wait)
			wait = left;
	}
	return wait == UINT64_MAX ? -1 : wait > 1000000 ? 1000000 : (int)wait;
}

/* Reading a terminal from the background would stop us. */
static bool
hold_background(struct pump *p)
{
	struct channel *in = &p->ch[CH_STDIN];

	in->held = p->stdin_is_tty && in->from >= 0 &&
		   tcgetpgrp(STDIN_FILENO) != getpgrp();
	return in->held;
}

static void
turn(struct pump *p)
{
	struct pollfd set[POLLS];
	struct control *ctl = &p->r->control;
	bool background = hold_background(p);

	for (int i = 0; i < CHANNELS; i++)
		channel_wants(&p->ch[i], &set[i * CHANNEL_POLLS]);
	set[POLL_SIGNALS] = (struct pollfd){ p->signals, POLLIN, 0 };
	set[POLL_CTL_OUT] = (struct pollfd){ -1, POLLOUT, 0 };
	if (ctl->out_len && p->ch[CH_CTL].from >= 0)
		set[POLL_CTL_OUT].fd = ctl->fd;
	if (poll(set, POLLS, next_due(p, background)) < 0)
		return;
	if (set[POLL_SIGNALS].revents)
		take_signals(p);
	if (set[POLL_CTL_OUT].revents)
		control_send(ctl);
	for (int i = 0; i < CHANNELS; i++)
		channel_serve(&p->ch[i], &set[i * CHANNEL_POLLS]);
	if (p->ch[CH_CTL].from < 0)
		ctl->fd = -1;
}

static void
report_lost_output(const struct pump *p)
{
	for (int i = CH_STDOUT; i <= CH_TRACE; i++) {
		int error = p->ch[i].to_error;

		if (error && error != EPIPE)
			warn("%s: %s: output was lost", p->ch[i].name,
			    strerror(error));
	}
}

void
pump_run(const struct options *o, struct machine *m, struct runlog *log,
    struct ending_report *r)
{
	struct pump *p = &the_pump;
	sigset_t set;

	*r = (struct ending_report){ 0 };
	p->m = m;
	p->log = log;
	p->r = r;
	p->running = true;
	p->stdin_is_tty = isatty(STDIN_FILENO);
	p->deadline_ms = o->timeout_ms ? now_ms() + o->timeout_ms : 0;
	handled_signals(&set);
	p->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	open_channels(p, o);
	while (!all_delivered(p)) {
		turn(p);
		reap(p);
		check_clocks(p);
		if (p->quit_ms && !p->running && now_ms() >= p->quit_ms)
			break;
	}
	report_lost_output(p);
	for (int i = 0; i < CHANNELS; i++)
		channel_drop(&p->ch[i]);
	if (p->signals >= 0)
		close(p->signals);
}
