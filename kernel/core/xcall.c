/* SPDX-License-Identifier: GPL-2.0-only */
/* core/xcall.c - run a function on other processors and wait for it.
 *
 * Idea: a request lives on the caller's stack; each target has a list of
 * pending requests. The caller waits with interrupts on, so that two CPUs may
 * call each other.
 *
 * Locking: a target's lock guards its list. Life: a request's last count-down
 * is the target's last touch of it.
 */
#include "core/xcall.h"
#include "arch/cpu.h"
#include "core/panic.h"
#include "sync/spinlock.h"

struct request {
	void (*fn)(void *arg);
	void *arg;
	uint32_t left; /* [a] targets that have not finished */
};

struct slot {
	struct slot *next;
	struct request *req;
};

struct target {
	struct spinlock lock;
	struct slot *pending; /* [l] */
};

static struct target targets[MAX_CPUS];

void
xcall_interrupt(void)
{
	struct target *t = &targets[this_cpu()->id];
	struct slot *s;

	spin_lock(&t->lock);
	s = t->pending;
	t->pending = NULL;
	spin_unlock(&t->lock);
	while (s) {
		struct slot *next = s->next;
		struct request *r = s->req;

		r->fn(r->arg);
		/* The caller may be gone once this reaches zero. */
		__atomic_sub_fetch(&r->left, 1, __ATOMIC_RELEASE);
		s = next;
	}
}

static void
run_here(const struct cpuset *set, void (*fn)(void *arg), void *arg)
{
	uint64_t flags = arch_irq_save();

	if (cpuset_has(set, this_cpu()->id))
		fn(arg);
	arch_irq_restore(flags);
}

/* One batch of targets: ids in ids[0..n). */
static void
run_batch(struct request *r, const unsigned int *ids, struct slot *slots,
    unsigned int n)
{
	r->left = n;
	for (unsigned int i = 0; i < n; i++) {
		struct target *t = &targets[ids[i]];

		slots[i].req = r;
		spin_lock(&t->lock);
		slots[i].next = t->pending;
		t->pending = &slots[i];
		spin_unlock(&t->lock);
		arch_ipi_xcall(ids[i]);
	}
	while (__atomic_load_n(&r->left, __ATOMIC_ACQUIRE))
		arch_relax();
}

#define BATCH 32

void
xcall_run(const struct cpuset *set, void (*fn)(void *arg), void *arg)
{
	struct request r = { .fn = fn, .arg = arg };
	struct slot slots[BATCH];
	unsigned int ids[BATCH], n = 0, id, me = this_cpu()->id;

	run_here(set, fn, arg);
	cpu_for_each(id, set) {
		if (id == me || !cpuset_has(&cpus_online, id))
			continue;
		ids[n++] = id;
		if (n == BATCH) {
			ASSERT(arch_irqs_on() && this_cpu()->locks_held == 0);
			run_batch(&r, ids, slots, n);
			n = 0;
		}
	}
	if (n) {
		ASSERT(arch_irqs_on() && this_cpu()->locks_held == 0);
		run_batch(&r, ids, slots, n);
	}
}
