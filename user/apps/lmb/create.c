/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* create.c - a thread from creation to join, a process from fork to wait. */
#include "lmb/lmb.h"

#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static void *
thread_main(void *arg)
{
	return arg;
}

int
create_thread(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		pthread_t t;
		int mark;
		void *result = NULL;
		int error = pthread_create(&t, NULL, thread_main, &mark);

		if (error != 0)
			return error;
		error = pthread_join(t, &result);
		if (error != 0)
			return error;
		if (result != &mark)
			return EPROTO;
	}
	return 0;
}

int
create_process(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		int status = 0;
		pid_t pid = fork();

		if (pid < 0)
			return errno;
		if (pid == 0)
			_exit(7);
		if (waitpid(pid, &status, 0) != pid)
			return errno;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 7)
			return EPROTO;
	}
	return 0;
}
