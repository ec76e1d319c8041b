/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/exits.c - the ways a program ends, and the ways it runs out.
 *
 * Idea: `exits VARIANT [NUMBER]`. The first group ends by a status or a
 * signal; the second (names with -exhaust, overrun-) meets an error at the call,
 * says so and ends with 0. Whatever it does, the next program must run.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int number;
static volatile uintptr_t bad_address;

static void
do_code(void)
{
	printf("not flushed by _exit");
	exit(number);
}

static void
do_quick(void)
{
	_exit(number);
}

static void
do_signal(void)
{
	raise(number);
}

static void
do_segv_null(void)
{
	bad_address = 0;
	*(volatile int *)bad_address = 1;
}

static void
do_segv_kernel(void)
{
	bad_address = 0xffff800000000000;
	*(volatile int *)bad_address = 1;
}

static void
do_segv_write_text(void)
{
	bad_address = (uintptr_t)do_segv_kernel;
	*(volatile int *)bad_address = 1;
}

static void
do_noncanonical(void)
{
	bad_address = 0x8000000000000000;
	*(volatile int *)bad_address = 1;
}

static void
do_jump_nowhere(void)
{
	bad_address = 0xdead000;
	((void (*)(void))bad_address)();
}

static void
do_jump_noncanonical(void)
{
	bad_address = 0xdead000000000000;
	((void (*)(void))bad_address)();
}

static void
do_stack_exec(void)
{
	volatile unsigned char code[16] = { 0xc3 };

	((void (*)(void))(uintptr_t)code)();
}

static void
do_div0(void)
{
	volatile int zero = 0, one = 1;

	one = one / zero;
}

static void
do_ud2(void)
{
	__asm__ volatile("ud2");
}

static void
do_ill(void)
{
	/* An opcode that never was one in 64-bit mode: push %es. */
	__asm__ volatile(".byte 0x06");
}

static void
do_int3(void)
{
	__asm__ volatile("int3");
}

static void
do_hlt(void)
{
	__asm__ volatile("hlt");
}

static void
do_cli(void)
{
	__asm__ volatile("cli");
}

static void
do_out(void)
{
	__asm__ volatile("outb %%al, $0x80" ::"a"(0));
}

static int
recurse(volatile char *p)
{
	volatile char pad[1000];

	pad[0] = *p;
	if (*p < 0)
		return 0;
	return recurse(pad) + pad[0];
}

static void
do_recurse(void)
{
	volatile char c = 0;

	recurse(&c);
}

/* The stack pointer itself is bad when the fault comes. */
static void
do_bad_stack(void)
{
	__asm__ volatile("movq $0x10, %%rsp\n\tpush %%rax" ::: "memory");
}

/* A return to user mode at an address that is none. */
static void
do_sigreturn_garbage(void)
{
	__asm__ volatile("movl $15, %%eax\n\tsyscall" ::
			     : "rax", "rcx", "r11", "memory");
}

static __attribute__((noinline)) void
bt_inner(void)
{
	abort();
}

static __attribute__((noinline)) void
do_bt(void)
{
	bt_inner();
	__asm__ volatile("");
}

static void
do_abort(void)
{
	abort();
}

static void *
thread_faults(void *arg)
{
	do_segv_null();
	return arg;
}

static void *
thread_sleeps(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void
do_thread_segv(void)
{
	pthread_t thread;

	for (int i = 0; i < 8; i++)
		pthread_create(&thread, NULL, thread_sleeps, NULL);
	pthread_create(&thread, NULL, thread_faults, NULL);
	pthread_join(thread, NULL);
}

static volatile uint64_t spins;

static void *
thread_spins(void *arg)
{
	for (;;)
		spins++;
	return arg;
}

/* exit_group while threads sleep and spin. */
static void
do_thread_exit(void)
{
	pthread_t thread;

	for (int i = 0; i < 8; i++)
		pthread_create(
		    &thread, NULL, i % 2 ? thread_spins : thread_sleeps, NULL);
	exit(number);
}

/* The first thread ends alone; the last one gives the status. */
static void *
thread_outlives(void *arg)
{
	usleep(20000);
	printf("the last thread\n");
	exit(number);
	return arg;
}

static void
do_main_leaves(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, thread_outlives, NULL);
	pthread_exit(NULL);
}

/* Take memory until the call says no; then everything still works. */
static void
do_overrun_heap(void)
{
	struct rlimit limit = { 2UL << 30, 2UL << 30 };
	size_t size = 4 << 20, blocks = 0;
	char *p, *last = NULL;

	/* So that Linux says no as well; Kitten's budget ends before. */
	setrlimit(RLIMIT_AS, &limit);
	while ((p = malloc(size))) {
		*(char **)p = last;
		last = p;
		memset(p + sizeof(last), 1, 4096);
		blocks++;
	}
	printf("errno %s\n", errno == ENOMEM ? "ENOMEM" : "other");
	printf("blocks %s\n", blocks > 4 ? "many" : "few");
	while (last) {
		p = last;
		last = *(char **)p;
		free(p);
	}
	p = malloc(size);
	printf("after %s\n", p ? "works" : "fails");
	free(p);
	printf("OK\n");
}

static sem_t sem;

static void *
thread_waits(void *arg)
{
	while (sem_wait(&sem))
		;
	return arg;
}

static void
do_threads_exhaust(void)
{
	enum { MOST = 100000 };
	static pthread_t threads[MOST];
	struct rlimit limit = { 1UL << 30, 1UL << 30 };
	pthread_attr_t attr;
	int count = 0, error = 0;

	setrlimit(RLIMIT_AS, &limit);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 256 * 1024);
	sem_init(&sem, 0, 0);
	while (count < MOST && !(error = pthread_create(&threads[count], &attr,
				     thread_waits, NULL)))
		count++;
	printf("error %s\n",
	    error == EAGAIN || error == ENOMEM ? "EAGAIN" : "other");
	printf("threads %s\n", count > 50 ? "many" : "few");
	for (int i = 0; i < count; i++)
		sem_post(&sem);
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	error = pthread_create(&threads[0], &attr, thread_waits, NULL);
	sem_post(&sem);
	if (!error)
		error = pthread_join(threads[0], NULL);
	printf("after %s\nOK\n", error ? "fails" : "works");
}

static void
do_fds_exhaust(void)
{
	int fd, count = 0, last = -1;
	struct rlimit limit;

	close_range(3, ~0U, 0); /* what a shell may have left open */
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 1024) {
		limit.rlim_cur = 1024;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	while ((fd = dup(1)) >= 0) {
		last = fd;
		count++;
	}
	printf("errno %s\n", errno == EMFILE ? "EMFILE" : "other");
	printf("last %d\n", last);
	for (fd = 3; fd <= last; fd++)
		close(fd);
	fd = dup(1);
	printf("after %d, had %s\nOK\n", fd, count > 200 ? "many" : "few");
}

static void
do_pipes_exhaust(void)
{
	int fds[2];
	struct rlimit limit = { 100, 100 };

	close_range(3, ~0U, 0);
	setrlimit(RLIMIT_NOFILE, &limit);
	while (pipe(fds) == 0)
		;
	printf("errno %s, last %d\nOK\n", errno == EMFILE ? "EMFILE" : "other",
	    fds[1]);
}

static const struct {
	const char *name;
	void (*run)(void);
} variants[] = {
	{ "code", do_code },
	{ "quick", do_quick },
	{ "signal", do_signal },
	{ "segv-null", do_segv_null },
	{ "segv-kernel", do_segv_kernel },
	{ "segv-write-text", do_segv_write_text },
	{ "noncanonical", do_noncanonical },
	{ "jump-nowhere", do_jump_nowhere },
	{ "jump-noncanonical", do_jump_noncanonical },
	{ "stack-exec", do_stack_exec },
	{ "div0", do_div0 },
	{ "ud2", do_ud2 },
	{ "ill", do_ill },
	{ "int3", do_int3 },
	{ "hlt", do_hlt },
	{ "cli", do_cli },
	{ "out", do_out },
	{ "recurse", do_recurse },
	{ "bad-stack", do_bad_stack },
	{ "sigreturn-garbage", do_sigreturn_garbage },
	{ "bt", do_bt },
	{ "abort", do_abort },
	{ "thread-segv", do_thread_segv },
	{ "thread-exit", do_thread_exit },
	{ "main-leaves", do_main_leaves },
	{ "overrun-heap", do_overrun_heap },
	{ "threads-exhaust", do_threads_exhaust },
	{ "fds-exhaust", do_fds_exhaust },
	{ "pipes-exhaust", do_pipes_exhaust },
};

int
main(int argc, char **argv)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	number = argc > 2 ? atoi(argv[2]) : 0;
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		if (argc < 2 || strcmp(argv[1], variants[i].name))
			continue;
		fprintf(stderr, "before %s\n", argv[1]);
		variants[i].run();
		return 0;
	}
	fprintf(stderr, "usage: exits VARIANT [NUMBER]; variants:\n");
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		fprintf(stderr, "  %s\n", variants[i].name);
	return 2;
}
