/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * turns.c - two threads that wait for each other: by pipes, by a condition.
 *
 * Idea: the partner answers every message at once; an operation is there and
 * back. The partner lives from setup to teardown, so its creation is not
 * measured.
 *
 * Life: teardown tells the partner to end (end of file, `stop`) and joins it.
 *
 * Locking: `turn` and `stop` are under `lock`; `changed` tells of both.
 */
#include "lmb/lmb.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

static pthread_t partner;

/* Pipes: [0] is to read, [1] to write. */
static int there[2], back[2];

static void *
pipe_partner(void *arg)
{
	char c;

	while (read(there[0], &c, 1) == 1) {
		c++;
		if (write(back[1], &c, 1) != 1)
			break;
	}
	return arg;
}

int
turns_pipe_setup(void)
{
	if (pipe(there) != 0)
		return errno;
	if (pipe(back) != 0) {
		int error = errno;

		close(there[0]);
		close(there[1]);
		return error;
	}
	return pthread_create(&partner, NULL, pipe_partner, NULL);
}

int
turns_pipe(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		char out = (char)(i & 63), in = -1;

		if (write(there[1], &out, 1) != 1 || read(back[0], &in, 1) != 1)
			return errno != 0 ? errno : EPIPE;
		if (in != out + 1)
			return EPROTO;
	}
	return 0;
}

void
turns_pipe_teardown(void)
{
	close(there[1]);
	pthread_join(partner, NULL);
	close(there[0]);
	close(back[0]);
	close(back[1]);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static uint32_t turn; /* even: the measuring thread's, odd: the partner's */
static bool stop;

static void *
cond_partner(void *arg)
{
	pthread_mutex_lock(&lock);
	for (;;) {
		while (!stop && turn % 2 == 0)
			pthread_cond_wait(&changed, &lock);
		if (stop)
			break;
		turn++;
		pthread_cond_signal(&changed);
	}
	pthread_mutex_unlock(&lock);
	return arg;
}

int
turns_cond_setup(void)
{
	turn = 0;
	stop = false;
	return pthread_create(&partner, NULL, cond_partner, NULL);
}

int
turns_cond(uint32_t n)
{
	uint32_t first;

	pthread_mutex_lock(&lock);
	first = turn;
	for (uint32_t i = 0; i < n; i++) {
		turn++;
		pthread_cond_signal(&changed);
		while (turn % 2 != 0)
			pthread_cond_wait(&changed, &lock);
	}
	first = turn - first;
	pthread_mutex_unlock(&lock);
	return first == 2 * n ? 0 : EPROTO;
}

void
turns_cond_teardown(void)
{
	pthread_mutex_lock(&lock);
	stop = true;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	pthread_join(partner, NULL);
}
