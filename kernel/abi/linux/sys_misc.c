/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_misc.c - the system as a whole: names, memory, random numbers,
 * the log, the end of the machine, memory barriers.
 */
#include "abi/linux/handlers_proc.h"
#include "base/str.h"
#include "core/cpu.h"
#include "core/log.h"
#include "core/main.h"
#include "core/random.h"
#include "core/time.h"
#include "core/xcall.h"
#include "mm/aspace.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "uapi/linux/reboot.h"
#include "uapi/linux/sysinfo.h"
#include "uapi/linux/utsname.h"

/* The release that glibc checks: the ABI we speak is 6.1's. */
static struct lx_utsname uts = {
	.sysname = "Linux",
	.nodename = "kitten",
	.release = "6.1.0-kitten",
	.version = "#1 SMP Kitten lightweight kernel",
	.machine = "x86_64",
	.domainname = "(none)",
};
static struct spinlock uts_lock = SPINLOCK_INIT(RANK_NONE);

long
sys_uname(struct syscall_args *a)
{
	struct lx_utsname u;

	spin_lock(&uts_lock);
	u = uts;
	spin_unlock(&uts_lock);
	return copyout_obj(ARG0(a), &u);
}

static long
uts_set(struct syscall_args *a, char *field)
{
	char name[LX_UTS_LEN] = { 0 };
	int64_t len = (int)ARG1(a);

	if (current->process->euid != 0)
		return ERR(EPERM);
	if (len < 0 || len >= LX_UTS_LEN)
		return ERR(EINVAL);
	if (copyin(name, ARG0(a), (size_t)len))
		return ERR(EFAULT);
	spin_lock(&uts_lock);
	memcpy(field, name, sizeof(name));
	spin_unlock(&uts_lock);
	return 0;
}

long
sys_sethostname(struct syscall_args *a)
{
	return uts_set(a, uts.nodename);
}

long
sys_setdomainname(struct syscall_args *a)
{
	return uts_set(a, uts.domainname);
}

long
sys_sysinfo(struct syscall_args *a)
{
	struct lx_sysinfo si = { .mem_unit = 1 };
	uint64_t total, free;

	aspace_memory_seen(current->aspace, &total, &free);
	si.uptime = (int64_t)(time_mono_ns() / NSEC_PER_SEC);
	si.totalram = total;
	si.freeram = free;
	si.procs = (uint16_t)MIN(process_task_count(), 65535u);
	return copyout_obj(ARG0(a), &si);
}

#define GRND_KNOWN 7u

long
sys_getrandom(struct syscall_args *a)
{
	uint64_t left = MIN(ARG1(a), (uint64_t)INT32_MAX), done = 0;
	uint8_t buf[256];

	if (ARG2(a) & ~(uint64_t)GRND_KNOWN || (ARG2(a) & 6) == 6)
		return ERR(EINVAL);
	while (left) {
		size_t n = MIN(left, sizeof(buf));

		random_bytes(buf, n);
		if (copyout(ARG0(a) + done, buf, n))
			return done ? (long)done : ERR(EFAULT);
		done += n;
		left -= n;
		if (signal_pending())
			break;
	}
	return (long)done;
}

long
sys_getcpu(struct syscall_args *a)
{
	unsigned int cpu = this_cpu()->id, node = this_cpu()->node;

	if (ARG0(a) && copyout_obj(ARG0(a), &cpu))
		return ERR(EFAULT);
	if (ARG1(a) && copyout_obj(ARG1(a), &node))
		return ERR(EFAULT);
	return 0;
}

/* Kept and given back; none of its bits changes anything here. */
long
sys_personality(struct syscall_args *a)
{
	struct process *p = current->process;
	uint32_t old = p->personality;

	if ((uint32_t)ARG0(a) != 0xffffffffu)
		p->personality = (uint32_t)ARG0(a);
	return old;
}

static bool
reboot_magic_ok(uint32_t m1, uint32_t m2)
{
	return m1 == LX_REBOOT_MAGIC1 &&
	       (m2 == LX_REBOOT_MAGIC2 || m2 == LX_REBOOT_MAGIC2A ||
		   m2 == LX_REBOOT_MAGIC2B || m2 == LX_REBOOT_MAGIC2C);
}

long
sys_reboot(struct syscall_args *a)
{
	if (current->process->euid != 0)
		return ERR(EPERM);
	if (!reboot_magic_ok((uint32_t)ARG0(a), (uint32_t)ARG1(a)))
		return ERR(EINVAL);
	if (current->process != init_process)
		return ERR(EPERM);
	switch ((uint32_t)ARG2(a)) {
	case LX_REBOOT_POWER_OFF:
		kernel_shutdown(MACHINE_POWEROFF);
	case LX_REBOOT_RESTART:
		kernel_shutdown(MACHINE_RESTART);
	case LX_REBOOT_HALT:
		kernel_shutdown(MACHINE_HALT);
	case LX_REBOOT_CAD_ON:
	case LX_REBOOT_CAD_OFF:
		return 0;
	default:
		return ERR(EINVAL);
	}
}

enum { SYSLOG_READ_ALL = 3, SYSLOG_SIZE_UNREAD = 9, SYSLOG_SIZE_BUFFER = 10 };
#define LOG_CHUNK 512
#define LOG_SHOWN 65536 /* what SIZE_BUFFER promises */

static long
log_copy(vaddr_t uaddr, uint64_t len)
{
	char buf[LOG_CHUNK];
	uint64_t pos = 0, done = 0;

	while (done < len) {
		size_t n = log_read(&pos, buf, MIN(len - done, sizeof(buf)));

		if (!n)
			break;
		if (copyout(uaddr + done, buf, n))
			return ERR(EFAULT);
		done += n;
	}
	return (long)done;
}

long
sys_syslog(struct syscall_args *a)
{
	switch ((int)ARG0(a)) {
	case SYSLOG_READ_ALL:
		if (!ARG1(a) || (int)ARG2(a) < 0)
			return ERR(EINVAL);
		return log_copy(ARG1(a), (uint64_t)(int)ARG2(a));
	case SYSLOG_SIZE_UNREAD:
		return 0;
	case SYSLOG_SIZE_BUFFER:
		return LOG_SHOWN;
	default:
		return current->process->euid ? ERR(EPERM) : ERR(EINVAL);
	}
}

/* Commands of membarrier(2) that are there; all do the same. */
enum {
	MEMBARRIER_GLOBAL = 1,
	MEMBARRIER_GLOBAL_EXPEDITED = 2,
	MEMBARRIER_REGISTER_GLOBAL = 4,
	MEMBARRIER_PRIVATE = 8,
	MEMBARRIER_REGISTER_PRIVATE = 16,
	MEMBARRIER_PRIVATE_SYNC_CORE = 32,
	MEMBARRIER_REGISTER_SYNC_CORE = 64,
	MEMBARRIER_ALL = 127
};

/* An interrupt is a full barrier and serializes the instruction stream
 * (its IRET does: Intel SDM vol. 3A 8.3). */
static void
barrier_here(void *arg)
{
	(void)arg;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Other CPUs where this process runs: no others are disturbed. */
static void
barrier_on_job(void)
{
	struct process *p = current->process;
	struct cpuset set = { 0 };
	const struct task *t;

	spin_lock(&proctree_lock);
	list_for_each(t, &p->threads, thread_link) {
		if (t != current && READ_ONCE(t->on_cpu))
			bitmap_set(set.bits, READ_ONCE(t->cpu));
	}
	spin_unlock(&proctree_lock);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (bitmap_weight(set.bits, MAX_CPUS))
		xcall_run(&set, barrier_here, NULL);
}

long
sys_membarrier(struct syscall_args *a)
{
	int cmd = (int)ARG0(a);

	if (ARG1(a))
		return ERR(EINVAL);
	switch (cmd) {
	case 0:
		return MEMBARRIER_ALL;
	case MEMBARRIER_REGISTER_GLOBAL:
		return 0;
	case MEMBARRIER_REGISTER_PRIVATE:
	case MEMBARRIER_REGISTER_SYNC_CORE:
		current->process->membarrier_known = true;
		return 0;
	case MEMBARRIER_GLOBAL:
	case MEMBARRIER_GLOBAL_EXPEDITED:
		xcall_run(&cpus_online, barrier_here, NULL);
		return 0;
	case MEMBARRIER_PRIVATE:
	case MEMBARRIER_PRIVATE_SYNC_CORE:
		if (!current->process->membarrier_known)
			return ERR(EPERM);
		barrier_on_job();
		return 0;
	default:
		return ERR(EINVAL);
	}
}

/* No filters: a program that asks for strict mode learns that it can't. */
long
sys_seccomp(struct syscall_args *a)
{
	(void)a;
	return ERR(EINVAL);
}
