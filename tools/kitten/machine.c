/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/machine.c - starts QEMU.
 *
 * The machine: q35, no default devices, the serial port for the kernel's log,
 * one virtio serial device with the named ports, the debug exit port.
 */
#define _GNU_SOURCE
#include "machine.h"

#include "accel.h"
#include "message.h"
#include "text.h"
#include "version.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define QEMU "qemu-system-x86_64"
#define MIB  (1ULL << 20)

#define GDB_PORT 1234

static const char *const names[WIRES] = {
	[WIRE_STDIN] = "kitten.stdin",
	[WIRE_STDOUT] = "kitten.stdout",
	[WIRE_STDERR] = "kitten.stderr",
	[WIRE_CTL] = "kitten.ctl",
	[WIRE_TRACE] = "kitten.trace",
	[WIRE_LOG] = "log",
};

/* All processors of the machine: with one, the system shares it. */
static unsigned int
cpu_count(const struct options *o)
{
	return o->cpus == 1 ? 1 : o->cpus + 1;
}

/* How many processors node i has: its part of the job's, node 0 also 0, the
 * system's. */
static unsigned int
node_cpus(const struct options *o, unsigned int i)
{
	unsigned int cpus = cpu_count(o), job = cpus > 1 ? o->cpus : 0;
	unsigned int part = job * (i + 1) / o->nodes - job * i / o->nodes;

	return i == 0 ? part + cpus - job : part;
}

/* Cores of a package: all packages are alike to QEMU, some not full. */
static unsigned int
package_cores(const struct options *o)
{
	unsigned int most = 1;

	for (unsigned int i = 0; i < o->nodes; i++)
		if (node_cpus(o, i) > most)
			most = node_cpus(o, i);
	return most;
}

/*
 * Memory and processors in equal parts; the last node takes the odd memory.
 * A node is a package of its own, as in real machines, so that no cache spans
 * two nodes. Those of node 0 are there by -smp, the others are plugged in.
 */
static void
add_nodes(struct words *w, const struct options *o)
{
	uint64_t total = o->memory_bytes / MIB, share = total / o->nodes;

	for (unsigned int i = 0; i < o->nodes; i++) {
		uint64_t size = i + 1 < o->nodes ? share : total - share * i;

		words_add(w, "-object");
		words_addf(w, "memory-backend-ram,id=mem%u,size=%lluM", i,
		    (unsigned long long)size);
		words_add(w, "-numa");
		words_addf(w, "node,nodeid=%u,memdev=mem%u", i, i);
		words_add(w, "-numa");
		words_addf(w, "cpu,node-id=%u,socket-id=%u", i, i);
		for (unsigned int k = 0; i && k < node_cpus(o, i); k++) {
			words_add(w, "-device");
			words_addf(w,
			    "max-x86_64-cpu,socket-id=%u,core-id=%u,"
			    "thread-id=0",
			    i, k);
		}
	}
	for (unsigned int i = 0; i < o->nodes; i++)
		for (unsigned int k = 0; k < o->nodes; k++) {
			words_add(w, "-numa");
			words_addf(w, "dist,src=%u,dst=%u,val=%d", i, k,
			    i == k ? 10 : 20);
		}
}

static void
add_processors(struct words *w, const struct options *o, enum accel accel)
{
	words_add(w, "-accel");
	if (accel == ACCEL_KVM) {
		words_add(w, "kvm");
	} else if (o->icount) {
		words_add(w, "tcg,thread=single");
		words_add(w, "-icount");
		words_add(w, "shift=0,sleep=off");
		/* Random numbers and the clock repeat, too. */
		words_add(w, "-seed");
		words_add(w, "1");
		words_add(w, "-rtc");
		words_add(w, "base=2026-01-01,clock=vm");
	} else {
		words_add(w, "tcg,thread=multi");
	}
	words_add(w, "-cpu");
	words_add(w, "max");
	words_add(w, "-smp");
	if (o->nodes > 1)
		words_addf(w, "%u,sockets=%u,cores=%u,threads=1,maxcpus=%u",
		    node_cpus(o, 0), o->nodes, package_cores(o),
		    o->nodes * package_cores(o));
	else
		words_addf(w, "%u", cpu_count(o));
	words_add(w, "-m");
	words_addf(w, "%lluM", (unsigned long long)(o->memory_bytes / MIB));
	if (o->nodes > 1)
		add_nodes(w, o);
}

/* `ends` are QEMU's ends of the wires. */
static void
add_wires(struct words *w, const struct options *o, const int *ends)
{
	words_add(w, "-chardev");
	words_addf(w, "socket,id=log,fd=%d", ends[WIRE_LOG]);
	words_add(w, "-serial");
	words_add(w, "chardev:log");
	words_add(w, "-device");
	/* The deterministic machine has its devices answer at once, not when
	 * QEMU's other thread gets to it. */
	words_addf(w, "virtio-serial-pci,max_ports=8,disable-legacy=on%s",
	    o->icount ? ",ioeventfd=off" : "");
	for (int i = 0; i < WIRE_LOG; i++) {
		if (ends[i] < 0)
			continue;
		words_add(w, "-chardev");
		words_addf(w, "socket,id=%s,fd=%d", names[i], ends[i]);
		words_add(w, "-device");
		words_addf(
		    w, "virtserialport,chardev=%s,name=%s", names[i], names[i]);
	}
	words_add(w, "-device");
	words_add(w, "isa-debug-exit,iobase=0xf4,iosize=0x04");
}

static void
add_kernel(struct words *w, const struct options *o, const struct places *p,
    int initrd_fd)
{
	struct buf args = { 0 };

	buf_printf(&args, "console=serial debugexit=0xf4");
	if (o->trace)
		buf_printf(&args, " trace");
	for (size_t i = 0; i < o->append.n; i++)
		buf_printf(&args, " %s", o->append.v[i]);
	buf_put(&args, "", 1);
	words_add(w, "-kernel");
	words_add(w, p->kernel);
	words_add(w, "-initrd");
	words_addf(w, "/proc/self/fd/%d", initrd_fd);
	words_add(w, "-append");
	words_add(w, args.data);
	buf_free(&args);
}

/* A port of this machine that nobody listens on: `port`, or if 0 any. */
static int
free_port(int port)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(addr);
	int one = 1, found = 0;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return 0;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (!bind(fd, (struct sockaddr *)&addr, len) &&
	    !getsockname(fd, (struct sockaddr *)&addr, &len))
		found = ntohs(addr.sin_port);
	close(fd);
	return found;
}

static int
add_gdb(struct words *w, struct machine *m, const struct places *p)
{
	const char *symbols = p->symbols ? p->symbols : "KITTEN.ELF";

	m->gdb_port = free_port(GDB_PORT);
	if (!m->gdb_port)
		m->gdb_port = free_port(0);
	if (!m->gdb_port)
		return fail(EXIT_KITTEN, "--gdb: no free TCP port");
	words_add(w, "-S");
	words_add(w, "-gdb");
	words_addf(w, "tcp:127.0.0.1:%d", m->gdb_port);
	warn("waiting for gdb: gdb %s -ex 'target remote 127.0.0.1:%d'",
	    symbols, m->gdb_port);
	return 0;
}

/* Makes the wires; QEMU's ends go to `ends`. */
static int
make_wires(struct machine *m, const struct options *o, int *ends)
{
	for (int i = 0; i < WIRES; i++)
		m->wires[i] = ends[i] = -1;
	for (int i = 0; i < WIRES; i++) {
		int pair[2];

		if (i == WIRE_TRACE && !o->trace)
			continue;
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
			return fail(
			    EXIT_KITTEN, "sockets: %s", strerror(errno));
		m->wires[i] = pair[0];
		ends[i] = pair[1];
	}
	return 0;
}

static void __attribute__((noreturn))
become_qemu(char **argv, const int *ends, int initrd_fd, pid_t parent)
{
	static const int handled[] = { SIGINT, SIGTERM, SIGQUIT, SIGHUP,
		SIGPIPE };
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_KITTEN);
	for (size_t i = 0; i < sizeof(handled) / sizeof(handled[0]); i++)
		signal(handled[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int i = 0; i < WIRE_QEMU; i++)
		if (ends[i] >= 0)
			fcntl(ends[i], F_SETFD, 0);
	fcntl(initrd_fd, F_SETFD, 0);
	dup2(null, STDIN_FILENO);
	dup2(ends[WIRE_QEMU], STDOUT_FILENO);
	dup2(ends[WIRE_QEMU], STDERR_FILENO);
	execvp(argv[0], argv);
	_exit(errno == ENOENT ? EXIT_NOTFOUND : EXIT_NOEXEC);
}

/* Whether QEMU is somewhere along PATH. */
static bool
have_qemu(void)
{
	const char *dirs = getenv("PATH");
	bool found = false;

	if (!dirs)
		dirs = "/usr/local/bin:/usr/bin:/bin";
	while (*dirs && !found) {
		int n = (int)strcspn(dirs, ":");
		char *path = str_printf("%.*s/" QEMU, n, dirs);

		found = !access(path, X_OK);
		free(path);
		dirs += n;
		dirs += *dirs == ':';
	}
	return found;
}

static void
note_start(struct runlog *log, const struct words *w, enum accel accel,
    const char *why)
{
	struct buf b = { 0 };

	words_quote(w, &b);
	buf_put(&b, "", 1);
	log_note(log, "version " KITTEN_VERSION ", accel %s: %s",
	    accel == ACCEL_KVM ? "kvm" : "tcg", why);
	log_note(log, "%s", b.data);
	buf_free(&b);
}

static int
command_line(struct words *w, struct machine *m, const struct options *o,
    const struct places *p, const int *ends, int initrd_fd)
{
	int status = 0;

	words_add(w, "-nodefaults");
	words_add(w, "-no-user-config");
	words_add(w, "-display");
	words_add(w, "none");
	words_add(w, "-no-reboot");
	add_wires(w, o, ends);
	add_kernel(w, o, p, initrd_fd);
	if (o->gdb)
		status = add_gdb(w, m, p);
	for (size_t i = 0; i < o->qemu_args.n; i++)
		words_add(w, o->qemu_args.v[i]);
	return status;
}

int
machine_start(struct machine *m, const struct options *o,
    const struct places *p, int initrd_fd, struct runlog *log)
{
	int ends[WIRES], status;
	struct words w = { 0 };
	pid_t parent = getpid();
	const char *why;
	enum accel accel;

	*m = (struct machine){ 0 };
	if (!have_qemu())
		return fail(EXIT_KITTEN,
		    QEMU ": not found: apt-get install qemu-system-x86");
	status = accel_choose(o, &accel, &why);
	if (!status)
		status = make_wires(m, o, ends);
	if (status)
		return status;
	words_add(&w, QEMU);
	words_add(&w, "-machine");
	words_add(&w, "q35");
	add_processors(&w, o, accel);
	status = command_line(&w, m, o, p, ends, initrd_fd);
	if (!status) {
		note_start(log, &w, accel, why);
		m->pid = fork();
		if (m->pid == 0)
			become_qemu(w.v, ends, initrd_fd, parent);
		if (m->pid < 0)
			status = fail(EXIT_KITTEN, "fork: %s", strerror(errno));
	}
	for (int i = 0; i < WIRES; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	words_free(&w);
	return status;
}
