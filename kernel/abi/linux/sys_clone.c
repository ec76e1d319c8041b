/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_clone.c - clone and clone3: new threads.
 *
 * Limits: a new process (fork, vfork, clone without CLONE_THREAD) is -ENOSYS;
 * namespaces, pidfds and chosen tids are -EINVAL.
 * Tests: tests/user/{pthread_life,limits,bad_pointers}.
 */
#include "abi/linux/handlers_proc.h"
#include "base/str.h"
#include "proc/process.h"
#include "uapi/linux/sched.h"

#define THREAD_FLAGS                                                     \
	(LX_CLONE_VM | LX_CLONE_FS | LX_CLONE_FILES | LX_CLONE_SIGHAND | \
	    LX_CLONE_THREAD)

/* Flags that mean nothing to a thread here: SysV semaphore undo lists, being
 * traced, shared I/O context, the obsolete "detached". */
#define IGNORED_FLAGS                                                         \
	(LX_CLONE_SYSVSEM | LX_CLONE_PTRACE | 0x00800000ull | 0x80000000ull | \
	    LX_CLONE_DETACHED)

#define THREAD_OPTIONS                                                        \
	(LX_CLONE_SETTLS | LX_CLONE_PARENT_SETTID | LX_CLONE_CHILD_CLEARTID | \
	    LX_CLONE_CHILD_SETTID)

static int
flags_check(uint64_t flags)
{
	if ((flags & LX_CLONE_THREAD) && !(flags & LX_CLONE_SIGHAND))
		return ERR(EINVAL);
	if ((flags & LX_CLONE_SIGHAND) && !(flags & LX_CLONE_VM))
		return ERR(EINVAL);
	if ((flags & THREAD_FLAGS) != THREAD_FLAGS)
		return ERR(ENOSYS);
	if (flags & ~(THREAD_FLAGS | IGNORED_FLAGS | THREAD_OPTIONS))
		return ERR(EINVAL);
	return 0;
}

static long
clone_thread(const struct trapframe *tf, const struct lx_clone_args *c,
    vaddr_t stack_top)
{
	struct trapframe frame;
	struct thread_start start = { .frame = &frame };
	uint64_t flags = c->flags;
	int tid, err = flags_check(flags);

	if (err)
		return err;
	if (stack_top >= USER_END)
		return ERR(EINVAL);
	if (flags & LX_CLONE_SETTLS) {
		if (c->tls >= USER_END)
			return ERR(EPERM);
		start.set_tls = true;
		start.tls = c->tls;
	}
	if (flags & LX_CLONE_PARENT_SETTID)
		start.parent_tid = c->parent_tid;
	if (flags & LX_CLONE_CHILD_SETTID)
		start.child_tid = c->child_tid;
	if (flags & LX_CLONE_CHILD_CLEARTID)
		start.clear_tid = c->child_tid;
	frame = *tf;
	frame.rax = 0;
	if (stack_top)
		frame.rsp = stack_top;
	err = thread_create(&start, &tid);
	return err ? err : tid;
}

long
sys_clone(struct syscall_args *a)
{
	struct lx_clone_args c = { .flags = ARG0(a) & ~LX_CSIGNAL,
		.parent_tid = ARG2(a),
		.child_tid = ARG3(a),
		.tls = ARG4(a) };

	return clone_thread(&a->tf, &c, ARG1(a));
}

/* Bytes that a newer program has and this kernel does not know must be 0. */
static int
rest_is_zero(vaddr_t at, uint64_t len)
{
	uint8_t b[64];

	while (len) {
		uint64_t n = MIN(len, sizeof(b));

		if (copyin(b, at, n))
			return ERR(EFAULT);
		for (uint64_t i = 0; i < n; i++)
			if (b[i])
				return ERR(E2BIG);
		at += n;
		len -= n;
	}
	return 0;
}

long
sys_clone3(struct syscall_args *a)
{
	struct lx_clone_args c = { 0 };
	uint64_t size = ARG1(a);
	int err = 0;

	if (size < LX_CLONE_ARGS_SIZE_VER0)
		return ERR(EINVAL);
	if (size > PAGE_SIZE)
		return ERR(E2BIG);
	if (size > sizeof(c))
		err = rest_is_zero(ARG0(a) + sizeof(c), size - sizeof(c));
	if (err)
		return err;
	if (copyin(&c, ARG0(a), MIN(size, sizeof(c))))
		return ERR(EFAULT);
	if ((c.flags & LX_CSIGNAL) || (c.flags & LX_CLONE_DETACHED) ||
	    c.set_tid_size || c.set_tid || c.cgroup)
		return ERR(EINVAL);
	if ((c.flags & LX_CLONE_THREAD) && c.exit_signal)
		return ERR(EINVAL);
	if (!c.stack != !c.stack_size || c.stack >= USER_END ||
	    c.stack_size >= USER_END)
		return ERR(EINVAL);
	return clone_thread(&a->tf, &c, c.stack + c.stack_size);
}
