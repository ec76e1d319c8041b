/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user/apps/init/watch.c - wait for a program, with an ear for the host.
 *
 * Idea: one thread does both. SIGCHLD is blocked except inside ppoll, which
 * waits for a line of the host and for a child's end together and misses
 * neither.
 */
#include "init.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static sigset_t wait_mask; /* during ppoll: SIGCHLD comes through */

static void
child_changed(int signo)
{
	(void)signo; /* it only has to end the ppoll */
}

void
watch_init(void)
{
	struct sigaction sa = { .sa_handler = child_changed };
	sigset_t block;

	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, &wait_mask);
	sigdelset(&wait_mask, SIGCHLD);
	sigaction(SIGCHLD, &sa, NULL);
	/* a host that went away must not end init */
	signal(SIGPIPE, SIG_IGN);
}

/* What a terminal's key sends goes to the whole group, as there. */
static bool
from_keyboard(int signo)
{
	return signo == SIGINT || signo == SIGQUIT || signo == SIGTSTP ||
	       signo == SIGCONT;
}

static void
forward(int pid, int signo)
{
	if (signo <= 0 || signo > SIGRTMAX)
		return;
	if (!from_keyboard(signo) || kill(-pid, signo))
		kill(pid, signo);
}

static void
obey(struct channels *ch, const struct job_spec *spec, int pid, char *line)
{
	if (!strncmp(line, "signal ", 7)) {
		forward(pid, atoi(line + 7));
	} else if (!strncmp(line, "winsize ", 8)) {
		char *end;
		unsigned long rows = strtoul(line + 8, &end, 10);

		channels_resize(ch, spec, (unsigned int)rows,
		    (unsigned int)strtoul(end, NULL, 10));
	}
}

struct line_buffer {
	char text[128];
	size_t len;
};

static void
take_input(struct channels *ch, const struct job_spec *spec, int pid,
    struct line_buffer *b)
{
	char data[128];
	ssize_t n = read(ch->ctl, data, sizeof(data));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) { /* the host listens no more; neither do we */
		close(ch->ctl);
		ch->ctl = -1;
		return;
	}
	for (ssize_t i = 0; i < n; i++) {
		if (data[i] == '\n') {
			b->text[b->len] = '\0';
			b->len = 0;
			obey(ch, spec, pid, b->text);
		} else if (b->len < sizeof(b->text) - 1) {
			b->text[b->len++] = data[i];
		}
	}
}

int
watch_program(struct channels *ch, const struct job_spec *spec, int pid)
{
	static struct line_buffer buffer;
	int status;

	for (;;) {
		struct pollfd p = { .fd = ch->ctl, .events = POLLIN };
		int r = waitpid(-1, &status, WNOHANG);

		if (r == pid)
			return status;
		if (r > 0)
			continue; /* an orphan's end */
		r = ppoll(&p, ch->ctl >= 0, NULL, &wait_mask);
		if (r > 0)
			take_input(ch, spec, pid, &buffer);
		else if (r < 0 && errno != EINTR)
			return waitpid(pid, &status, 0) == pid ? status : 0;
	}
}

void
watch_kill_rest(void)
{
	kill(-1, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}
