/* SPDX-License-Identifier: GPL-2.0-only */
/* core/main.c - the boot, in order, and the orderly end.
 *
 * This is the one place that knows every room: the list below is what happens
 * between the boot code's jump and the first instruction of init.
 */
#include "core/main.h"
#include "abi/linux/first_task.h"
#include "abi/linux/handlers_proc.h"
#include "abi/linux/table.h"
#include "arch/cpu.h"
#include "arch/pgtable.h"
#include "arch/x86_64/trap/trap.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "core/log.h"
#include "core/machine.h"
#include "core/panic.h"
#include "core/selftest.h"
#include "core/time.h"
#include "core/version.h"
#include "drivers/driver.h"
#include "drivers/virtio/virtio_console.h"
#include "fs/vfs.h"
#include "mm/bootmem.h"
#include "mm/kmem.h"
#include "proc/proc.h"
#include "sched/sched.h"

#define DRAIN_NS (60 * NSEC_PER_SEC)

struct boot_info boot_info; /* filled by arch boot/params.c */

static char init_path[256] = "/init";

static int
set_init(const char *value)
{
	if (!value || value[0] != '/')
		return -EINVAL;
	return strscpy(init_path, value, sizeof(init_path)) < 0 ? -EINVAL : 0;
}
CMDLINE_PARAM(param_init, "init", set_init,
    "path of the first program in the initial archive (default /init)");

static void
log_cpus(void)
{
	log_info("cpu: %u online, %u for the system, %u for jobs",
	    bitmap_weight(cpus_online.bits, MAX_CPUS),
	    bitmap_weight(cpus_system.bits, MAX_CPUS),
	    bitmap_weight(cpus_job.bits, MAX_CPUS));
}

static void
start_init(void)
{
	const void *archive = NULL;
	int err;

	if (boot_info.initrd_len)
		archive = phys_to_virt(boot_info.initrd);
	err = fs_init(archive, boot_info.initrd_len);
	if (err)
		panic("the root file system could not be made: error %d", err);
	drivers_init();
	proc_init();
	abi_linux_proc_init();
	err = first_task_start(init_path);
	if (err)
		panic("no usable initial program: %s: %s; the initial archive "
		      "(initrd) must hold one",
		    init_path, first_task_reason());
}

void
kernel_main(void)
{
	cmdline_parse(boot_info.cmdline);
	drivers_init_early();
	log_info("Kitten %s, booted by %s", KITTEN_VERSION, boot_info.loader);
	log_info("boot: entry tsc=%lu", boot_info.entry_tsc);
	arch_early_init();
	idt_init();
	arch_cpu_init(&boot_cpu);
	arch_discover_memory();
	bootmem_init();
	arch_discover();
	arch_time_init();
	sched_init();
	cpuset_add_atomic(&cpus_online, 0);
	boot_cpu.online = true;
	arch_smp_start();
	cpu_assign_roles();
	log_cpus();
	selftest_run();
	start_init();
	sched_idle_forever();
}

void
kernel_shutdown(enum machine_end how)
{
	ports_drain(DRAIN_NS);
	syscall_report_missing();
	log_info("end: %s after %lu ms",
	    how == MACHINE_RESTART    ? "restart"
	    : how == MACHINE_POWEROFF ? "power off"
				      : "halt",
	    time_mono_ns() / NSEC_PER_MSEC);
	machine_end(how, 0);
}
