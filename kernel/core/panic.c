/* SPDX-License-Identifier: GPL-2.0-only */
/* core/panic.c - the end, when the kernel itself is at fault.
 *
 * The first CPU to panic prints its reason and backtrace, then stops the
 * others one by one with a non-maskable interrupt; each prints its own
 * registers and backtrace in its turn and halts. Locks are ignored from then on.
 */
#include "core/panic.h"
#include "arch/cpu.h"
#include "arch/trapframe.h"
#include "arch/x86_64/trap/trap.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/cmdline.h"
#include "core/cpu.h"
#include "core/ksyms.h"
#include "core/log.h"
#include "core/machine.h"
#include "core/time.h"

#define PANIC_STATUS 0x3f /* QEMU's exit status is then 127 */

static uint32_t active;	  /* [a] 1 + id of the CPU that panics */
static uint32_t printing; /* [a] 1 + id of the CPU that may print */
static enum machine_end panic_end = MACHINE_POWEROFF;

static int
set_panic(const char *value)
{
	if (value && !strcmp(value, "exit"))
		panic_end = MACHINE_POWEROFF;
	else if (value && !strcmp(value, "halt"))
		panic_end = MACHINE_HALT;
	else if (value && !strcmp(value, "reboot"))
		panic_end = MACHINE_RESTART;
	else
		return -EINVAL;
	return 0;
}
CMDLINE_PARAM(param_panic, "panic", set_panic,
    "after a panic: exit (end the machine), halt, or reboot");

bool
panic_active(void)
{
	return READ_ONCE(active) != 0;
}

/* Where an error was born in a debug build, the last one of each CPU: for the
 * debugger. */
struct err_place {
	const char *file;
	int line;
};
static struct err_place last_error[MAX_CPUS];

int
err_origin(int err, const char *file, int line)
{
	last_error[this_cpu()->id] = (struct err_place){ file, line };
	return err;
}

static void
wait_for(volatile uint32_t *word, uint32_t value)
{
	/* About a second at 2 GHz; under emulation as long as it takes. */
	for (uint64_t i = 0; i < 200000000 && *word != value; i++)
		arch_relax();
}

void
panic_nmi(const struct trapframe *tf)
{
	struct cpu *c = this_cpu();

	if (!panic_active()) {
		log_warn("cpu %u: non-maskable interrupt, ignored", c->id);
		return;
	}
	while (READ_ONCE(printing) != c->id + 1)
		arch_relax();
	trap_dump(tf);
	__atomic_store_n(&printing, 0, __ATOMIC_RELEASE);
	for (;;)
		__asm__ volatile("cli; hlt");
}

static void
stop_others(struct cpu *me)
{
	unsigned int id;

	arch_ipi_panic_stop();
	cpu_for_each(id, &cpus_online) {
		if (id == me->id)
			continue;
		__atomic_store_n(&printing, id + 1, __ATOMIC_RELEASE);
		wait_for(&printing, 0);
		if (READ_ONCE(printing))
			log_line(
			    LOG_EMERG, "panic: cpu %u does not answer", id);
	}
}

void
panic(const char *fmt, ...)
{
	struct cpu *me = this_cpu();
	char text[256];
	uint32_t none = 0;
	va_list ap;

	arch_irq_disable();
	if (!__atomic_compare_exchange_n(&active, &none, me->id + 1, false,
		__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
		if (none == me->id + 1)
			machine_end(panic_end, PANIC_STATUS); /* in the panic */
		for (;;)
			__asm__ volatile("cli; hlt");
	}
	va_start(ap, fmt);
	(void)fmt_vsn(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_line(LOG_EMERG, "panic: %s", text);
	log_line(LOG_EMERG, "panic: cpu %u, backtrace:", me->id);
	backtrace_here();
	stop_others(me);
	log_line(LOG_EMERG, "panic: end: %s", text);
	machine_end(panic_end, PANIC_STATUS);
}
