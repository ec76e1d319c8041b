/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/trace_args.c - arguments of a traced call, by the types that
 * syscalls.tbl gives them:
 *
 *	int uint hex octal size off ptr	numbers
 *	fd dirfd		a descriptor; dirfd may be AT_FDCWD
 *	str			a NUL-terminated string
 *	wbuf			bytes, as many as the next argument says
 *	rbuf			bytes that the call filled in: its result
 *	ts tsout		struct timespec, read or filled in
 *	futexts			the same, if the futex operation before waits
 *	mode			octal; left out after `open` without O_CREAT
 *	open prot mmap mremap clone at wait grnd access	sets of bits
 *	futex madvise whence clock sighow fcntl archprctl rlimit	one of a list
 *	sig			a signal's number
 * Any other type is shown in hexadecimal.
 */
#include "abi/linux/trace_priv.h"
#include "base/str.h"
#include "uapi/linux/fcntl.h"
#include "uapi/linux/futex.h"

#define SHOWN_BYTES 32 /* of buffers, as strace does */
#define SHOWN_PATH  256
#define TYPE_LEN    12

/* One argument as the table describes it. */
struct arg {
	char type[TYPE_LEN];
	uint64_t value;
};

/* Split off the next "name:type" of the list; false at its end. */
static bool
next_type(const char **list, char *type)
{
	const char *s = strchr(*list, ':');
	size_t n = 0;

	if (!s)
		return false;
	for (s++; *s && *s != ','; s++)
		if (n < TYPE_LEN - 1)
			type[n++] = *s;
	type[n] = '\0';
	*list = s;
	return true;
}

bool
trace_has_output(uint64_t nr)
{
	const char *list = syscall_arg_types(nr);
	char type[TYPE_LEN];

	while (next_type(&list, type))
		if (!strcmp(type, "rbuf") || !strcmp(type, "tsout"))
			return true;
	return false;
}

static void
show_char(struct trace_line *l, unsigned char c, unsigned char next)
{
	static const char special[] = "\"\"\\\\\nn\tt\rr\vv\ff";

	for (size_t i = 0; i + 1 < sizeof(special); i += 2) {
		if ((unsigned char)special[i] == c) {
			trace_printf(l, "\\%c", special[i + 1]);
			return;
		}
	}
	if (c >= ' ' && c < 0x7f)
		trace_printf(l, "%c", c);
	else if (next >= '0' && next <= '7')
		trace_printf(l, "\\%03o", c); /* or a digit would join it */
	else
		trace_printf(l, "\\%o", c);
}

static void
show_bytes(struct trace_line *l, const char *data, size_t n, bool more)
{
	trace_printf(l, "\"");
	for (size_t i = 0; i < n; i++)
		show_char(l, (unsigned char)data[i],
		    i + 1 < n ? (unsigned char)data[i + 1] : 0);
	trace_printf(l, more ? "\"..." : "\"");
}

static void
show_address(struct trace_line *l, uint64_t va)
{
	if (va)
		trace_printf(l, "%#lx", va);
	else
		trace_printf(l, "NULL");
}

static void
show_buffer(struct trace_line *l, uint64_t va, uint64_t len)
{
	char data[SHOWN_BYTES];
	size_t n = MIN(len, (uint64_t)sizeof(data));

	if (copyin(data, va, n))
		show_address(l, va);
	else
		show_bytes(l, data, n, len > n);
}

/* A path may end right before unmapped memory: take it in small steps. */
static void
show_string(struct trace_line *l, uint64_t va)
{
	char data[SHOWN_PATH];
	long n = copyin_str(data, va, sizeof(data));

	if (n >= 0)
		show_bytes(l, data, (size_t)n, false);
	else if (n == -ENAMETOOLONG && !copyin(data, va, sizeof(data)))
		show_bytes(l, data, sizeof(data), true);
	else
		show_address(l, va);
}

static void
show_timespec(struct trace_line *l, uint64_t va)
{
	int64_t ts[2];

	if (!va || copyin(ts, va, sizeof(ts)))
		show_address(l, va);
	else
		trace_printf(l, "{tv_sec=%ld, tv_nsec=%ld}", ts[0], ts[1]);
}

static void
show_flags(struct trace_line *l, enum trace_set set, uint64_t value)
{
	const struct trace_names *s = &trace_sets[set];
	const char *sep = "";

	for (unsigned int i = 0; i < s->n && value; i++) {
		uint64_t v = s->list[i].value;

		if (!v || (value & v) != v)
			continue;
		trace_printf(l, "%s%s", sep, s->list[i].name);
		sep = "|";
		value &= ~v;
	}
	if (value)
		trace_printf(l, "%s%#lx", sep, value);
}

static void
show_set(struct trace_line *l, enum trace_set set, uint64_t value)
{
	const char *name = trace_name_of(set, value);

	if (name)
		trace_printf(l, "%s", name);
	else if (trace_sets[set].flags && value)
		show_flags(l, set, value);
	else
		trace_printf(l, value < 1024 ? "%lu" : "%#lx", value);
}

static void
show_open(struct trace_line *l, uint64_t value)
{
	static const char *const how[4] = { "O_RDONLY", "O_WRONLY", "O_RDWR",
		"O_ACCMODE" };

	value = (uint32_t)value;
	trace_printf(l, "%s", how[value & LX_O_ACCMODE]);
	value &= ~(uint64_t)LX_O_ACCMODE;
	if (value) {
		trace_printf(l, "|");
		show_flags(l, SET_OPEN, value);
	}
}

static void
show_signal(struct trace_line *l, uint64_t value)
{
	const char *name = trace_signal_name((unsigned int)value);

	if (name)
		trace_printf(l, "%s", name);
	else if ((uint32_t)value > 32 && (uint32_t)value <= 64)
		trace_printf(l, "SIGRT_%u", (uint32_t)value - 32);
	else
		trace_printf(l, "%d", (int)value);
}

/* The low byte is the signal to the parent. */
static void
show_clone(struct trace_line *l, uint64_t value)
{
	if (value & ~0xffull)
		show_flags(l, SET_CLONE, value & ~0xffull);
	if (value & 0xff) {
		if (value & ~0xffull)
			trace_printf(l, "|");
		show_signal(l, value & 0xff);
	}
	if (!value)
		trace_printf(l, "0");
}

static void
show_futex(struct trace_line *l, uint64_t value)
{
	const char *name = trace_name_of(SET_FUTEX, value & 127);

	if (!name) {
		trace_printf(l, "%#lx", value);
		return;
	}
	trace_printf(l, "%s%s%s", name, value & 128 ? "_PRIVATE" : "",
	    value & 256 ? "|FUTEX_CLOCK_REALTIME" : "");
}

/* Does its fourth argument point to a time? Else it is a number. */
static bool
futex_waits(uint64_t op)
{
	switch (op & 127) {
	case LX_FUTEX_WAIT:
	case LX_FUTEX_LOCK_PI:
	case LX_FUTEX_LOCK_PI2:
	case LX_FUTEX_WAIT_BITSET:
	case LX_FUTEX_WAIT_REQUEUE_PI:
		return true;
	default:
		return false;
	}
}

static void
show_fd(struct trace_line *l, uint64_t value)
{
	if ((int)value == LX_AT_FDCWD)
		trace_printf(l, "AT_FDCWD");
	else
		trace_printf(l, "%d", (int)value);
}

static const struct {
	char type[TYPE_LEN];
	enum trace_set set;
} set_types[] = {
	{ "prot", SET_PROT },
	{ "mmap", SET_MMAP },
	{ "mremap", SET_MREMAP },
	{ "at", SET_AT },
	{ "wait", SET_WAIT },
	{ "grnd", SET_GRND },
	{ "access", SET_ACCESS },
	{ "madvise", SET_MADVISE },
	{ "whence", SET_WHENCE },
	{ "clock", SET_CLOCK },
	{ "sighow", SET_SIGHOW },
	{ "fcntl", SET_FCNTL },
	{ "archprctl", SET_ARCH_PRCTL },
	{ "rlimit", SET_RLIMIT },
};

static bool
is(const struct arg *a, const char *type)
{
	return !strcmp(a->type, type);
}

static bool
show_number(struct trace_line *l, const struct arg *a)
{
	uint64_t v = a->value;

	if (is(a, "int"))
		trace_printf(l, "%d", (int)v);
	else if (is(a, "uint"))
		trace_printf(l, "%u", (uint32_t)v);
	else if (is(a, "size"))
		trace_printf(l, "%lu", v);
	else if (is(a, "off"))
		trace_printf(l, "%ld", (int64_t)v);
	else if (is(a, "octal") || is(a, "mode"))
		trace_printf(l, "%#o", (uint32_t)v);
	else if (is(a, "ptr"))
		show_address(l, v);
	else if (is(a, "fd") || is(a, "dirfd"))
		show_fd(l, v);
	else if (is(a, "sig"))
		show_signal(l, v);
	else
		return false;
	return true;
}

static bool
show_coded(struct trace_line *l, const struct arg *a)
{
	uint64_t v = a->value;

	if (is(a, "open"))
		show_open(l, v);
	else if (is(a, "clone"))
		show_clone(l, v);
	else if (is(a, "futex"))
		show_futex(l, v);
	else
		return false;
	return true;
}

static bool
show_listed(struct trace_line *l, const struct arg *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(set_types); i++) {
		if (is(a, set_types[i].type)) {
			show_set(l, set_types[i].set, (uint32_t)a->value);
			return true;
		}
	}
	return false;
}

/* What is behind a pointer; next: the argument after it. */
static bool
show_memory(struct trace_line *l, const struct arg *a, uint64_t next, bool done,
    long ret)
{
	if (is(a, "str"))
		show_string(l, a->value);
	else if (is(a, "wbuf"))
		show_buffer(l, a->value, next);
	else if (is(a, "ts") || (is(a, "tsout") && done))
		show_timespec(l, a->value);
	else if (is(a, "rbuf") && done)
		show_buffer(l, a->value, (uint64_t)ret);
	else if (is(a, "rbuf") || is(a, "tsout"))
		show_address(l, a->value);
	else
		return false;
	return true;
}

void
trace_args(
    struct trace_line *l, const struct trace_call *c, bool done, long ret)
{
	const char *list = syscall_arg_types(c->nr);
	uint64_t open_flags = LX_O_CREAT, futex_op = 0;
	struct arg a;

	for (unsigned int i = 0; i < 6 && next_type(&list, a.type); i++) {
		a.value = c->arg[i];
		if (is(&a, "mode") &&
		    !(open_flags &
			(LX_O_CREAT | (LX_O_TMPFILE & ~LX_O_DIRECTORY))))
			continue;
		if (is(&a, "open"))
			open_flags = a.value;
		if (is(&a, "futex"))
			futex_op = a.value;
		if (is(&a, "futexts"))
			(void)strscpy(a.type,
			    futex_waits(futex_op) ? "ts" : "ptr",
			    sizeof(a.type));
		if (i)
			trace_printf(l, ", ");
		if (!show_number(l, &a) && !show_coded(l, &a) &&
		    !show_listed(l, &a) &&
		    !show_memory(l, &a, i < 5 ? c->arg[i + 1] : 0, done, ret))
			trace_printf(l, "%#lx", a.value);
	}
}
