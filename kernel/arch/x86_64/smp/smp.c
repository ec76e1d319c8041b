/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/smp/smp.c - start the other processors, all at once.
 *
 * Idea: INIT to every registered processor, then a start-up interrupt to
 * every one; each finds its own slot by its APIC id (tramp.S), sets itself up
 * and goes into its idle loop, in parallel. The boot processor waits until
 * all are online; one that is not heard of for a second is left out, and
 * stops by itself should it wake up later.
 *
 * TSC check: while it waits the boot processor writes its TSC to tsc_mark
 * without pause. A processor whose own TSC, read afterwards, is smaller is
 * behind by at least the difference. Each writes its own TSC to its slot; the
 * boot processor, reading it and then its own, sees who is ahead. No
 * processor waits for another, so the check costs nothing when there are more
 * virtual processors than real ones.
 *
 * Limits: a skew smaller than the way between two processors (some 100 ns) is
 * not seen. It is logged, not corrected.
 */
#include "arch/cpu.h"
#include "arch/pgtable.h"
#include "arch/tsc.h"
#include "arch/x86_64/boot/boot.h"
#include "arch/x86_64/cpu/features.h"
#include "arch/x86_64/cpu/lapic.h"
#include "arch/x86_64/smp/smp_priv.h"
#include "arch/x86_64/trap/trap.h"
#include "base/str.h"
#include "core/cpu.h"
#include "core/log.h"
#include "core/machine.h"
#include "core/time.h"
#include "hw/apic.h"
#include "hw/msr.h"
#include "mm/kmem.h"
#include "sched/sched.h"

struct smp_slot {
	uint32_t apic_id;   /* [I] */
	uint32_t state;	    /* [a] SLOT_* */
	uint64_t stack_top; /* [I] */
	struct cpu *cpu;    /* [I] */
	uint64_t tsc;	    /* [a] its TSC, at check; 0: not yet */
};

STATIC_ASSERT(sizeof(struct smp_slot) == SLOT_SIZE);
STATIC_ASSERT(offsetof(struct smp_slot, state) == SLOT_STATE);
STATIC_ASSERT(offsetof(struct smp_slot, stack_top) == SLOT_STACK);

#define SILENCE_NS   NSEC_PER_SEC /* without news: give up */
#define TSC_ROUNDS   64
#define INIT_WAIT_NS 100000ull
#define OLD_WAIT_NS  10000000ull

extern char smp_tramp[], smp_tramp_end[];
extern char smp_tramp_gdt_base[], smp_tramp_jump[], smp_tramp_cr3[],
    smp_tramp_efer[];

struct smp_slot smp_slots[MAX_CPUS];
uint32_t smp_slot_count;

static uint64_t tsc_mark;
static uint64_t worst_ahead, worst_behind; /* in TSC ticks */

void smp_secondary(struct smp_slot *slot) __noreturn;

/* Copy the trampoline to its page and fill in the addresses. */
static void
tramp_install(paddr_t page)
{
	char *t = phys_to_virt(page);
	uint32_t v;

	memcpy(t, smp_tramp, (size_t)(smp_tramp_end - smp_tramp));
	memcpy(&v, t + (smp_tramp_gdt_base - smp_tramp), 4);
	v += (uint32_t)page;
	memcpy(t + (smp_tramp_gdt_base - smp_tramp), &v, 4);
	memcpy(&v, t + (smp_tramp_jump - smp_tramp), 4);
	v += (uint32_t)page;
	memcpy(t + (smp_tramp_jump - smp_tramp), &v, 4);
	v = (uint32_t)(boot_info.kernel_start +
		       (uint64_t)((char *)boot_tables - kernel_image_start));
	memcpy(t + (smp_tramp_cr3 - smp_tramp), &v, 4);
	v = EFER_LME | (cpu_features.nx ? EFER_NXE : 0);
	memcpy(t + (smp_tramp_efer - smp_tramp), &v, 4);
}

/* Stacks for one processor. False when there is no memory for them. */
static bool
slot_fill(struct smp_slot *slot, struct cpu *c)
{
	char *stack = kstack_alloc((int)c->node);

	for (unsigned int i = 0; i < ARRAY_SIZE(c->arch.ist_stacks); i++) {
		char *ist = kpages_alloc(1, (int)c->node);

		if (!ist)
			return false;
		c->arch.ist_stacks[i] = (uint64_t)ist + IST_STACK_SIZE;
	}
	if (!stack)
		return false;
	c->kstack_top = (uint64_t)stack + KSTACK_SIZE;
	slot->apic_id = c->apic_id;
	slot->stack_top = c->kstack_top;
	slot->cpu = c;
	return true;
}

STATIC_ASSERT(IST_STACK_SIZE == 2 * PAGE_SIZE);

static void
check_tsc(struct smp_slot *slot)
{
	uint64_t behind = 0;

	for (int i = 0; i < TSC_ROUNDS; i++) {
		uint64_t mark = __atomic_load_n(&tsc_mark, __ATOMIC_ACQUIRE);
		uint64_t now;

		__asm__ volatile("lfence" ::: "memory");
		now = arch_tsc();
		if (now < mark)
			behind = MAX(behind, mark - now);
		__atomic_store_n(&slot->tsc, now, __ATOMIC_RELEASE);
	}
	slot->cpu->arch.tsc_skew = behind;
}

/* First C code of a starting processor, on its own stack. */
void
smp_secondary(struct smp_slot *slot)
{
	arch_cpu_init(slot->cpu);
	lapic_cpu_init();
	check_tsc(slot);
	sched_cpu_enter();
}

static void
wait_ns(uint64_t ns)
{
	uint64_t end = time_mono_ns() + ns;

	while (time_mono_ns() < end)
		arch_relax();
}

static void
send_startup(paddr_t page)
{
	for (uint32_t i = 0; i < smp_slot_count; i++) {
		if (READ_ONCE(smp_slots[i].state) == SLOT_WAITING)
			lapic_send(smp_slots[i].apic_id,
			    APIC_ICR_STARTUP | APIC_ICR_ASSERT |
				(uint32_t)(page >> PAGE_SHIFT));
	}
}

/* INIT takes old processors 10 ms; those of this century's second decade (and
 * all emulated ones) a few microseconds. */
static void
send_init(void)
{
	bool old = cpu_features.family == 15 && !cpu_has(X86_HYPERVISOR);

	for (uint32_t i = 0; i < smp_slot_count; i++)
		lapic_send(smp_slots[i].apic_id,
		    APIC_ICR_INIT | APIC_ICR_ASSERT | APIC_ICR_LEVEL);
	wait_ns(old ? OLD_WAIT_NS : INIT_WAIT_NS);
}

/* One look at all slots; returns a number that changes with any progress. */
static uint32_t
poll_slots(uint32_t *online)
{
	uint32_t claimed = 0;

	*online = 0;
	for (uint32_t i = 0; i < smp_slot_count; i++) {
		struct smp_slot *s = &smp_slots[i];
		uint64_t theirs = __atomic_load_n(&s->tsc, __ATOMIC_ACQUIRE);
		uint64_t mine;

		__asm__ volatile("lfence" ::: "memory");
		mine = arch_tsc();
		__atomic_store_n(&tsc_mark, mine, __ATOMIC_RELEASE);
		if (theirs > mine)
			worst_ahead = MAX(worst_ahead, theirs - mine);
		if (__atomic_load_n(&s->cpu->online, __ATOMIC_ACQUIRE))
			++*online;
		else if (READ_ONCE(s->state) == SLOT_CLAIMED)
			claimed++;
	}
	return *online * 2 + claimed;
}

static uint32_t
wait_online(paddr_t page)
{
	uint64_t start = time_mono_ns(), last_news = start;
	uint64_t again_ns = 2 * NSEC_PER_MSEC;
	uint32_t progress = 0, online;

	for (;;) {
		uint32_t p = poll_slots(&online);
		uint64_t now = time_mono_ns();

		if (online == smp_slot_count)
			break;
		if (p != progress) {
			progress = p;
			last_news = now;
		}
		if (now - last_news > SILENCE_NS)
			break;
		/* A start-up interrupt may get lost; those that run ignore
		 * another. */
		if (now - start > again_ns) {
			send_startup(page);
			again_ns *= 8;
		}
		arch_relax();
	}
	return online;
}

static void
report(uint32_t online, uint64_t ns)
{
	for (uint32_t i = 0; i < smp_slot_count; i++) {
		struct smp_slot *s = &smp_slots[i];
		uint32_t waiting = SLOT_WAITING;

		worst_behind = MAX(worst_behind, s->cpu->arch.tsc_skew);
		if (s->cpu->online)
			continue;
		__atomic_compare_exchange_n(&s->state, &waiting, SLOT_LEFT,
		    false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
		log_warn("smp: cpu %u (APIC id %u) does not answer, left out",
		    s->cpu->id, s->apic_id);
	}
	log_info("smp: %u more processors started in %lu us", online,
	    ns / NSEC_PER_USEC);
	if (worst_ahead || worst_behind)
		log_warn("smp: time stamp counters differ: up to %lu ns ahead, "
			 "%lu ns behind the first's",
		    time_tsc_to_ns(worst_ahead), time_tsc_to_ns(worst_behind));
}

void
arch_smp_start(void)
{
	paddr_t page = boot_tramp_page;
	uint64_t start = time_mono_ns();
	uint32_t online;

	if (cpu_count < 2)
		return;
	if (!page) {
		log_warn("smp: no free page below 1 MiB; one processor");
		return;
	}
	for (unsigned int id = 1; id < cpu_count; id++) {
		if (!slot_fill(&smp_slots[smp_slot_count], cpu_table[id])) {
			log_warn("smp: no memory for cpu %u, left out", id);
			break;
		}
		smp_slot_count++;
	}
	tramp_install(page);
	send_init();
	send_startup(page);
	online = wait_online(page);
	report(online, time_mono_ns() - start);
}
