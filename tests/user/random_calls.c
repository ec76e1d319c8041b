/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/random_calls.c - random system calls from several threads.
 *
 * Idea: `random_calls [COUNT [SEED]]`. Workers make COUNT calls in all, of
 * any number that is not on the list of those that rightly end or alter the
 * program itself (exit, kill, clone, ...), with arguments drawn from what finds
 * bugs: small numbers, powers of two and their neighbours, descriptors, good
 * memory, memory that another worker may be unmapping, bad addresses. The main
 * thread wakes a worker that sleeps in a call by a signal. The sequence of each
 * worker depends on the seed and its number only.
 *
 * The program must end well: it prints nothing but the count and a few checks.
 * On Linux (no /proc/kitten) it does nothing to the machine: only calls that
 * read are made.
 *
 * Limits: memory calls get addresses of the arena, and lengths that stay in it
 * or are too large to be valid; with others a program would unmap itself.
 */
#include "lib/check.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

#define PAGE	      4096UL
#define ARENA_BYTES   (2UL << 20)
#define SCRATCH_BYTES (64UL << 10)
enum { WORKERS = 4, OUT_FD = 900, MAX_NR = 460 };

struct worker {
	pthread_t thread;
	uint64_t state;
	long todo;
	long done;
	int ended;
	/* Good memory of this worker, an unmapped gap behind. */
	char *scratch;
};

static struct worker workers[WORKERS];
static char *arena;
static int on_kitten, trace;

/* Never made: they end the program, or change what it stands on. */
static const short excluded[] = { SYS_exit, SYS_exit_group, SYS_kill, SYS_tkill,
	SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo,
	SYS_rt_sigreturn, SYS_pidfd_send_signal, SYS_clone, SYS_clone3,
	SYS_fork, SYS_vfork, SYS_ptrace, SYS_prctl, SYS_arch_prctl, SYS_brk,
	SYS_reboot, SYS_set_tid_address, SYS_rseq, SYS_timer_create,
	SYS_setrlimit, SYS_prlimit64, SYS_seccomp, SYS_kexec_load,
	SYS_kexec_file_load, SYS_close_range, SYS_process_vm_writev,
	SYS_userfaultfd, SYS_process_madvise, SYS_modify_ldt, SYS_init_module,
	SYS_finit_module, SYS_delete_module, SYS_pivot_root, SYS_vhangup };

/* Made on Linux too. */
static const short harmless[] = { SYS_getpid, SYS_gettid, SYS_getuid,
	SYS_geteuid, SYS_getgid, SYS_sched_yield, SYS_clock_gettime,
	SYS_clock_getres, SYS_gettimeofday, SYS_times, SYS_uname, SYS_sysinfo,
	SYS_getrusage, SYS_getrlimit, SYS_getcpu, SYS_sched_getaffinity,
	SYS_sched_getparam, SYS_getrandom, SYS_mincore, SYS_getcwd, SYS_stat,
	SYS_access, SYS_readlink, SYS_getitimer, SYS_rt_sigpending, SYS_fstat,
	SYS_sched_getscheduler, SYS_statfs, SYS_lseek };

/*
 * Calls whose arguments are held in bounds: A address in the arena, L length
 * within it, N null or bad pointer, D descriptor that is not OUT_FD, ? any.
 */
static const struct {
	short nr;
	const char *kinds;
} bounds[] = {
	{ SYS_mmap, "AL????" },
	{ SYS_munmap, "AL????" },
	{ SYS_mprotect, "AL????" },
	{ SYS_mremap, "ALL?A?" },
	{ SYS_madvise, "AL????" },
	{ SYS_mlock, "AL????" },
	{ SYS_mlock2, "AL????" },
	{ SYS_munlock, "AL????" },
	{ SYS_msync, "AL????" },
	{ SYS_mbind, "AL????" },
	{ SYS_remap_file_pages, "AL????" },
	{ SYS_pkey_mprotect, "AL????" },
	{ SYS_shmat, "?A????" },
	{ SYS_shmdt, "A?????" },
	{ SYS_rt_sigaction, "?NN???" },
	{ SYS_rt_sigprocmask, "?NN???" },
	{ SYS_rt_sigsuspend, "N?????" },
	{ SYS_rt_sigtimedwait, "N?????" },
	{ SYS_ppoll, "???N??" },
	{ SYS_pselect6, "?????N" },
	{ SYS_epoll_pwait, "????N?" },
	{ SYS_epoll_pwait2, "????N?" },
	{ SYS_sigaltstack, "N?????" },
	{ SYS_execve, "N?????" },
	{ SYS_execveat, "?N????" },
};

static uint64_t
draw(struct worker *w)
{
	uint64_t x = w->state;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	w->state = x;
	return x * 0x2545f4914f6cdd1d;
}

static const uint64_t bad_addresses[] = { 0, 1, 0xffff800000000000,
	0xffffffff81000000, 0x0000800000000000, 0x8000000000000000,
	0x00007fffffffefff, UINT64_MAX, UINT64_MAX - 4095, 0xfffffffffffff000 };

static uint64_t
draw_bad(struct worker *w)
{
	return bad_addresses[draw(w) % 10];
}

static uint64_t
draw_arena(struct worker *w)
{
	uint64_t page = draw(w) % (ARENA_BYTES / PAGE);
	uint64_t off = draw(w) % 8 ? 0 : draw(w) % PAGE;

	if (draw(w) % 16 == 0)
		return draw_bad(w);
	return (uint64_t)arena + page * PAGE + off;
}

/* At most an eighth of the arena; the mapping behind it is as long again. */
static uint64_t
draw_length(struct worker *w)
{
	switch (draw(w) % 8) {
	case 0:
		return 0;
	case 1:
		return UINT64_MAX - draw(w) % 8192;
	case 2:
		return (1UL << 62) + draw(w) % 8192;
	default:
		return draw(w) % (ARENA_BYTES / 8);
	}
}

static uint64_t
draw_any(struct worker *w)
{
	switch (draw(w) % 12) {
	case 0:
	case 1:
	case 2:
		return draw(w) % 64;
	case 3:
	case 4:
	case 5:
		return (uint64_t)w->scratch +
		       draw(w) % (SCRATCH_BYTES / 2) / 8 * 8;
	case 6:
		return (uint64_t)w->scratch + SCRATCH_BYTES - draw(w) % 16;
	case 7:
		return (1UL << draw(w) % 64) + draw(w) % 3 - 1;
	case 8:
		return -(draw(w) % 200);
	case 9:
		return draw_bad(w);
	case 10:
		return draw_arena(w);
	default:
		return draw(w);
	}
}

static uint64_t
draw_kind(struct worker *w, char kind)
{
	switch (kind) {
	case 'A':
		return draw_arena(w);
	case 'L':
		return draw_length(w);
	case 'N':
		return draw_bad(w);
	default:
		return draw_any(w);
	}
}

static void
fill_scratch(struct worker *w)
{
	uint64_t *words =
	    (uint64_t *)(w->scratch + draw(w) % (SCRATCH_BYTES / 2) / 8 * 8);

	for (int i = 0; i < 16; i++)
		words[i] = draw_any(w);
	if (draw(w) % 4 == 0)
		strcpy((char *)words, draw(w) % 2 ? "a" : "b/../c");
}

static int
is_excluded(long nr)
{
	for (size_t i = 0; i < sizeof(excluded) / sizeof(excluded[0]); i++)
		if (excluded[i] == nr)
			return 1;
	return nr > 334 && nr < 424;
}

static long
draw_call(struct worker *w)
{
	long nr;

	if (!on_kitten)
		return harmless[draw(w) %
				(sizeof(harmless) / sizeof(harmless[0]))];
	do
		nr = (long)(draw(w) % MAX_NR);
	while (is_excluded(nr));
	return nr;
}

static void
one_call(struct worker *w)
{
	long nr = draw_call(w);
	const char *kinds = "??????";
	uint64_t a[6];

	for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++)
		if (bounds[i].nr == nr)
			kinds = bounds[i].kinds;
	fill_scratch(w);
	for (int i = 0; i < 6; i++)
		a[i] = draw_kind(w, kinds[i]);
	if (trace)
		dprintf(OUT_FD + 1, "%d %ld(%lx, %lx, %lx, %lx, %lx, %lx)\n",
		    (int)(w - workers), nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static void *
worker_main(void *arg)
{
	struct worker *w = arg;

	while (w->todo > w->done) {
		one_call(w);
		__atomic_fetch_add(&w->done, 1, __ATOMIC_SEQ_CST);
	}
	__atomic_store_n(&w->ended, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static void
wake(int sig)
{
	(void)sig;
}

/* Wait for all; wake the ones that sleep in a call. */
static void
watch(void)
{
	long last[WORKERS] = { 0 };
	int left = WORKERS;

	while (left) {
		/* The workers may have changed this thread's clock or sleep. */
		poll(NULL, 0, 5);
		left = 0;
		for (int i = 0; i < WORKERS; i++) {
			long done =
			    __atomic_load_n(&workers[i].done, __ATOMIC_SEQ_CST);

			if (__atomic_load_n(
				&workers[i].ended, __ATOMIC_SEQ_CST))
				continue;
			left++;
			if (done == last[i])
				pthread_kill(workers[i].thread, SIGUSR1);
			last[i] = done;
		}
	}
}

/* Descriptors for the calls to meet, of each kind; 0 to 2 become harmless. */
static void
open_some(void)
{
	int fds[2], null = open("/dev/null", O_RDWR);

	if (fcntl(1, F_DUPFD, OUT_FD) != OUT_FD ||
	    fcntl(2, F_DUPFD, OUT_FD + 1) != OUT_FD + 1)
		exit(3);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	for (int i = 0; i < 5; i++) {
		if (pipe2(fds, i % 2 ? O_NONBLOCK : 0))
			exit(4);
		eventfd(1, 0);
		epoll_create1(0);
		timerfd_create(CLOCK_MONOTONIC, 0);
		open("a", O_CREAT | O_RDWR, 0600);
		open(".", O_RDONLY | O_DIRECTORY);
	}
}

static char *
map(size_t bytes)
{
	/* Nothing behind it: a reservation that no call is told of. */
	char *p = mmap(NULL, bytes + (1UL << 30), PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED || mprotect(p, bytes, PROT_READ | PROT_WRITE))
		exit(5);
	return p;
}

static void
start(long count, uint64_t seed)
{
	sigset_t set;
	struct sigaction sa = { .sa_handler = wake };

	sigaction(SIGUSR1, &sa, NULL);
	sigfillset(&set);
	sigdelset(&set, SIGUSR1);
	sigprocmask(SIG_SETMASK, &set, NULL);
	arena = map(ARENA_BYTES);
	for (int i = 0; i < WORKERS; i++) {
		workers[i].scratch = map(SCRATCH_BYTES);
		workers[i].state =
		    (seed + 1) * 0x9e3779b97f4a7c15 + (uint64_t)i;
		workers[i].todo = count / WORKERS;
	}
	for (int i = 0; i < WORKERS; i++)
		if (pthread_create(
			&workers[i].thread, NULL, worker_main, &workers[i]))
			exit(6);
}

int
main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 100000, done = 0;
	uint64_t seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 1;
	const char *dir = check_dir_enter();

	on_kitten = access("/proc/kitten", F_OK) == 0;
	trace = getenv("CHECK_TRACE") != NULL;
	open_some();
	start(count, seed);
	watch();
	for (int i = 0; i < WORKERS; i++) {
		pthread_join(workers[i].thread, NULL);
		done += workers[i].done;
	}
	dprintf(OUT_FD, "%s\n",
	    done == count / WORKERS * WORKERS ? "ok all calls returned"
					      : "not ok calls are missing");
	if (!on_kitten) {
		unlink("a");
		check_dir_leave(dir);
	}
	/* By the call itself: handlers and buffers are not to be trusted. */
	_exit(0);
}
