/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/trace.c - the trace of system calls: one line each, in strace's
 * notation, to the host's trace port.
 *
 *	[pid 12] openat(AT_FDCWD, "/etc/x", O_RDONLY) = -1 ENOENT (No such ...)
 *
 * Idea: names and types of arguments come from syscalls.tbl. A line is written
 * when its call is over; a call that does not come back (exit) is written
 * before, with "= ?".
 *
 * Limits: no "<unfinished ...>": lines of threads stand in the order in which
 * the calls end. Signals and ends of processes are not shown.
 */
#include "abi/linux/trace_priv.h"
#include "base/fmt.h"
#include "drivers/virtio/port.h"
#include "mm/kmem.h"
#include "sched/task.h"

#define NR_EXIT	      60
#define NR_EXIT_GROUP 231
#define NR_MMAP	      9
#define NR_BRK	      12
#define NR_MREMAP     25
#define NR_SHMAT      30

void
trace_printf(struct trace_line *l, const char *fmt, ...)
{
	size_t room = sizeof(l->text) - l->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = fmt_vsn(l->text + l->len, room, fmt, ap);
	va_end(ap);
	if (n > 0)
		l->len += MIN((size_t)n, room - 1);
}

static void
begin(struct trace_line *l, const struct trace_call *c)
{
	const char *name = syscall_name(c->nr);

	l->len = 0;
	trace_printf(l, "[pid %d] ", current->tid);
	if (name[0] == '?')
		trace_printf(l, "syscall_%lu(", c->nr);
	else
		trace_printf(l, "%s(", name);
}

static void
restart_name(struct trace_line *l, long err)
{
	switch (err) {
	case ERESTART:
		trace_printf(l, "? ERESTARTSYS (To be restarted if SA_RESTART "
				"is set)");
		break;
	case ERESTART_BLOCK:
		trace_printf(l, "? ERESTART_RESTARTBLOCK (Interrupted by "
				"signal)");
		break;
	default:
		trace_printf(l, "? ERESTARTNOHAND (To be restarted if no "
				"handler)");
		break;
	}
}

static void
result(struct trace_line *l, uint64_t nr, long ret)
{
	bool address =
	    nr == NR_MMAP || nr == NR_BRK || nr == NR_MREMAP || nr == NR_SHMAT;
	int err = (int)-ret;

	trace_printf(l, ") = ");
	if (ret >= 0 || ret < -4095) {
		trace_printf(l, address ? "%#lx" : "%ld", ret);
	} else if (trace_errno_name(err)) {
		trace_printf(l, "-1 %s (%s)", trace_errno_name(err),
		    trace_errno_text(err));
	} else if (err >= ERESTART) {
		restart_name(l, err);
	} else {
		trace_printf(l, "-1 errno %d", err);
	}
}

static void
emit(struct trace_line *l)
{
	/* a line that was cut ends all the same */
	if (l->len > sizeof(l->text) - 2)
		l->len = sizeof(l->text) - 2;
	l->text[l->len++] = '\n';
	trace_port_write(l->text, l->len);
}

static syscall_fn_t
handler_of(uint64_t nr)
{
	return nr < SYSCALL_TABLE_SIZE ? syscall_table[nr] : sys_missing;
}

long
syscall_traced(struct trapframe *tf)
{
	struct syscall_args *a = container_of(tf, struct syscall_args, tf);
	struct trace_call c = {
		.nr = tf->nr,
		.arg = { ARG0(a), ARG1(a), ARG2(a), ARG3(a), ARG4(a), ARG5(a) },
	};
	struct trace_line *l = kmalloc(sizeof(*l));
	bool output = trace_has_output(c.nr);
	long ret;

	if (!l)
		return handler_of(c.nr)(a);
	begin(l, &c);
	if (c.nr == NR_EXIT || c.nr == NR_EXIT_GROUP) {
		trace_args(l, &c, true, 0);
		trace_printf(l, ") = ?");
		emit(l);
		kfree(l);
		return handler_of(c.nr)(a);
	}
	/* what the call only reads is shown as it was before: the program may
	 * change it while the call waits */
	if (!output)
		trace_args(l, &c, false, 0);
	ret = handler_of(c.nr)(a);
	if (output)
		trace_args(l, &c, ret >= 0, ret);
	result(l, c.nr, ret);
	emit(l);
	kfree(l);
	return ret;
}
