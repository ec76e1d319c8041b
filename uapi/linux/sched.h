/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/sched.h - clone flags, scheduling policies. */
#ifndef UAPI_LINUX_SCHED_H
#define UAPI_LINUX_SCHED_H

#include <stdint.h>

#define LX_CSIGNAL		0x000000ffull
#define LX_CLONE_VM		0x00000100ull
#define LX_CLONE_FS		0x00000200ull
#define LX_CLONE_FILES		0x00000400ull
#define LX_CLONE_SIGHAND	0x00000800ull
#define LX_CLONE_PIDFD		0x00001000ull
#define LX_CLONE_PTRACE		0x00002000ull
#define LX_CLONE_VFORK		0x00004000ull
#define LX_CLONE_PARENT		0x00008000ull
#define LX_CLONE_THREAD		0x00010000ull
#define LX_CLONE_SYSVSEM	0x00040000ull
#define LX_CLONE_SETTLS		0x00080000ull
#define LX_CLONE_PARENT_SETTID	0x00100000ull
#define LX_CLONE_CHILD_CLEARTID 0x00200000ull
#define LX_CLONE_DETACHED	0x00400000ull
#define LX_CLONE_CHILD_SETTID	0x01000000ull

struct lx_clone_args {
	uint64_t flags, pidfd, child_tid, parent_tid, exit_signal;
	uint64_t stack, stack_size, tls;
	uint64_t set_tid, set_tid_size, cgroup;
};
#define LX_CLONE_ARGS_SIZE_VER0 64

#define LX_SCHED_OTHER	       0
#define LX_SCHED_FIFO	       1
#define LX_SCHED_RR	       2
#define LX_SCHED_BATCH	       3
#define LX_SCHED_IDLE	       5
#define LX_SCHED_DEADLINE      6
#define LX_SCHED_RESET_ON_FORK 0x40000000

struct lx_sched_attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};
#define LX_SCHED_ATTR_SIZE_VER0 48

#define LX_MPOL_DEFAULT	       0
#define LX_MPOL_PREFERRED      1
#define LX_MPOL_BIND	       2
#define LX_MPOL_INTERLEAVE     3
#define LX_MPOL_LOCAL	       4
#define LX_MPOL_MAX	       6
#define LX_MPOL_F_NODE	       1
#define LX_MPOL_F_ADDR	       2
#define LX_MPOL_F_MEMS_ALLOWED 4

#endif
