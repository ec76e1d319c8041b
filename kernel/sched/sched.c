/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/sched.c - the switch, sleep and wake; round robin and EDF.
 *
 * Idea: every CPU decides for itself, under its own lock. A wake-up puts the
 * task on the queue of the CPU it last ran on (or may run on) and tells that
 * CPU only when it must act: it is idle, or the new task goes first. A CPU
 * with one runnable task has no timer armed.
 *
 * Switching: the run queue's lock is held across arch_switch and released by
 * the task that runs next (sched_tail), so that no other CPU can pick up a
 * task whose stack is still in use.
 *
 * Sleeping: task_sleep_prepare marks the intention; a wake in between finds
 * the mark (wake_pending) and task_sleep returns at once.
 *
 * Locking: runq.lock (RANK_RUNQ) guards the queue and the states of its
 * CPU's tasks. A task's cpu changes only under the old CPU's lock while the
 * task is not running (affinity.c).
 * Tests: tests/user/{sched,pthread_life,futex}.
 */
#include "sched/sched.h"
#include "arch/cpu.h"
#include "base/err.h"
#include "base/errno.h"
#include "core/panic.h"
#include "core/time.h"
#include "mm/kmem.h"
#include "sched/runq.h"

static struct runq *
runq_of(unsigned int cpu)
{
	return cpu_table[cpu]->runq;
}

/* Lock the queue of the CPU that t belongs to. */
struct runq *
task_runq_lock(struct task *t)
{
	for (;;) {
		unsigned int cpu = READ_ONCE(t->cpu);
		struct runq *q = runq_of(cpu);

		spin_lock(&q->lock);
		if (t->cpu == cpu)
			return q;
		spin_unlock(&q->lock);
	}
}

/* Context: the timer interrupt. */
static void
slice_expired(void)
{
	struct cpu *c = this_cpu();

	c->runq->slice_armed = false;
	task_work_set(c->running, WORK_RESCHED);
}

void
runq_insert(struct runq *q, struct task *t)
{
	struct task *o;

	if (t->class != SCHED_CLASS_EDF) {
		list_add_tail(&q->queued, &t->run_link);
		return;
	}
	list_for_each(o, &q->edf, run_link) {
		if (o->edf_deadline_ns > t->edf_deadline_ns) {
			list_add_tail(&o->run_link, &t->run_link);
			return;
		}
	}
	list_add_tail(&q->edf, &t->run_link);
}

static struct task *
pick_next(struct runq *q)
{
	struct list *from = !list_empty(&q->edf) ? &q->edf : &q->queued;
	struct task *t;

	if (list_empty(from))
		return q->cpu->idle_task;
	t = list_first(from, struct task, run_link);
	list_del_init(&t->run_link);
	return t;
}

/* Start or end the slice for the task about to run. now: 0 when not known. */
static void
slice_update(struct runq *q, struct task *next, uint64_t now)
{
	uint64_t len = SCHED_SLICE_NS;

	if (q->nr < 2) {
		if (q->slice_armed) {
			q->slice_armed = false;
			ktimer_slice_arm(TIME_NEVER);
		}
		return;
	}
	if (next->class == SCHED_CLASS_EDF && next->edf_slice_ns)
		len = next->edf_slice_ns;
	else if (q->slice_armed)
		return; /* a task that got its turn early inherits the rest */
	q->slice_armed = true;
	ktimer_slice_arm((now ? now : time_mono_ns()) + len);
}

/* After a switch, on the new task's stack: release what the old one held. */
void
sched_tail(void)
{
	struct runq *q = this_cpu()->runq;
	struct task *dead = q->dead;

	q->dead = NULL;
	q->lock.saved_flags = 0x200;
	spin_unlock(&q->lock);
	if (dead)
		task_put(dead);
}

static void
account(struct runq *q, struct task *prev, uint64_t now)
{
	uint64_t ran = now - prev->run_start_ns;

	if (prev == q->cpu->idle_task)
		q->idle_ns += ran;
	else
		prev->run_ns += ran;
}

/* Switch away from the current task, whose state says where it goes. Called
 * with q locked; returns with it unlocked and interrupts on. */
static void
switch_away(struct runq *q)
{
	struct cpu *c = q->cpu;
	struct task *prev = c->running, *next = pick_next(q);
	uint64_t now;

	if (next == prev) {
		q->lock.saved_flags = 0x200;
		spin_unlock(&q->lock);
		return;
	}
	now = time_mono_ns();
	account(q, prev, now);
	next->run_start_ns = now;
	next->on_cpu = true;
	slice_update(q, next, now);
	WRITE_ONCE(c->idle, next == c->idle_task);
	prev->on_cpu = false;
	if (prev->state == TASK_DEAD)
		q->dead = prev;
	arch_switch(prev, next);
	sched_tail();
}

/* May t go before what runs on its CPU now? */
static bool
preempts(const struct runq *q, const struct task *t)
{
	const struct task *cur = q->cpu->running;

	if (t->class != SCHED_CLASS_EDF)
		return false;
	return cur->class != SCHED_CLASS_EDF ||
	       t->edf_deadline_ns < cur->edf_deadline_ns;
}

/* A task has joined q: make its CPU notice. Lock held. */
void
runq_notify(struct runq *q, struct task *t)
{
	struct cpu *c = q->cpu, *me = this_cpu();

	if (c->running == c->idle_task) {
		task_work_set(c->idle_task, WORK_RESCHED);
		if (c != me)
			arch_ipi_resched(c->id);
		return;
	}
	if (preempts(q, t)) {
		task_work_set(c->running, WORK_RESCHED);
		if (c != me)
			arch_ipi_resched(c->id);
		return;
	}
	/* It must share: the running task needs a slice from now on. A remote
	 * CPU arms its own timer when it takes the interrupt. */
	if (q->nr != 2 || q->slice_armed)
		return;
	if (c == me) {
		slice_update(q, c->running, 0);
	} else {
		q->slice_armed = false;
		arch_ipi_resched(c->id);
	}
}

/* The resched interrupt on a busy CPU: start the slice that a remote wake-up
 * asked for. Context: trap, interrupts off. */
void
sched_ipi(void)
{
	struct cpu *c = this_cpu();
	struct runq *q = c->runq;

	spin_lock(&q->lock);
	if (q->nr >= 2 && !q->slice_armed && c->running != c->idle_task)
		slice_update(q, c->running, 0);
	spin_unlock(&q->lock);
}

bool
task_wake(struct task *t)
{
	struct runq *q = task_runq_lock(t);
	bool woken = false;

	if (t->state == TASK_SLEEPING) {
		t->state = TASK_RUNNABLE;
		t->wake_pending = true;
		woken = true;
		if (t != q->cpu->running) {
			q->nr++;
			runq_insert(q, t);
			runq_notify(q, t);
		}
	}
	spin_unlock(&q->lock);
	return woken;
}

void
task_kick(struct task *t)
{
	struct runq *q = task_runq_lock(t);
	bool remote = t == q->cpu->running && q->cpu != this_cpu();
	bool wake = t->state == TASK_SLEEPING && t->interruptible;

	if (remote && !wake)
		arch_ipi_resched(q->cpu->id);
	spin_unlock(&q->lock);
	if (wake)
		(void)task_wake(t);
}

void
task_sleep_prepare(enum wait_mode mode)
{
	struct task *t = current;
	struct runq *q = this_cpu()->runq;

	ASSERT(this_cpu()->irq_depth == 0);
	spin_lock(&q->lock);
	t->wake_pending = false;
	t->timed_out = false;
	t->interruptible = mode == WAIT_INTERRUPTIBLE;
	t->state = TASK_SLEEPING;
	spin_unlock(&q->lock);
}

void
task_sleep_cancel(void)
{
	struct task *t = current;
	struct runq *q = this_cpu()->runq;

	spin_lock(&q->lock);
	t->state = TASK_RUNNABLE;
	t->interruptible = false;
	spin_unlock(&q->lock);
}

static void
sleep_timeout(struct ktimer *timer)
{
	struct task *t = container_of(timer, struct task, sleep_timer);

	t->timed_out = true;
	(void)task_wake(t);
}

static bool
must_interrupt(const struct task *t)
{
	return t->interruptible &&
	       (READ_ONCE(t->work) & (WORK_SIGNAL | WORK_STOP));
}

int
task_sleep(uint64_t deadline)
{
	struct task *t = current;
	struct runq *q;
	bool timed = deadline != TIME_NEVER;

	ASSERT(this_cpu()->locks_held == 0);
	if (must_interrupt(t)) {
		task_sleep_cancel();
		return -EINTR;
	}
	if (timed) {
		t->sleep_timer.fn = sleep_timeout;
		ktimer_arm(&t->sleep_timer, deadline);
	}
	q = this_cpu()->runq;
	spin_lock(&q->lock);
	if (t->state == TASK_SLEEPING && !must_interrupt(t)) {
		q->nr--;
		t->switches_vol++;
		switch_away(q);
	} else {
		t->state = TASK_RUNNABLE;
		spin_unlock(&q->lock);
	}
	if (timed)
		(void)ktimer_cancel(&t->sleep_timer);
	t->interruptible = false;
	if (t->timed_out)
		return -ETIMEDOUT;
	if (must_interrupt(t))
		return -EINTR;
	return 0;
}

static void
yield_with(uint64_t *counter)
{
	struct task *t = current;
	struct runq *q = this_cpu()->runq;

	spin_lock(&q->lock);
	if (list_empty(&q->queued) && list_empty(&q->edf)) {
		spin_unlock(&q->lock);
		return;
	}
	(*counter)++;
	if (t->class == SCHED_CLASS_EDF)
		sched_edf_renew(t);
	runq_insert(q, t);
	switch_away(q);
}

void
sched_yield(void)
{
	struct runq *q = this_cpu()->runq;

	/* Alone: nothing to do, and nothing to lock. A task that is woken
	 * here by another CPU this instant waits for the next yield. */
	if (READ_ONCE(q->nr) < 2)
		return;
	yield_with(&current->switches_vol);
}

void
sched_resched(void)
{
	struct task *t = current;

	task_work_clear(t, WORK_RESCHED);
	if (t->aspace && !cpuset_has(&t->allowed, this_cpu()->id))
		sched_migrate_self();
	else
		yield_with(&t->switches_invol);
}

void
sched_exit(void)
{
	struct cpu *c = this_cpu();
	struct task *t = c->running;
	struct runq *q = c->runq;

	arch_irq_disable();
	spin_lock(&q->lock);
	t->state = TASK_DEAD;
	t->flags |= TASK_F_EXITING;
	q->nr--;
	__atomic_sub_fetch(&q->assigned, 1, __ATOMIC_RELAXED);
	if (t->class == SCHED_CLASS_EDF)
		sched_edf_release(q, t);
	switch_away(q);
	panic("a dead task runs");
}

static void __noreturn
idle_loop(void)
{
	struct cpu *c = this_cpu();
	struct runq *q = c->runq;

	for (;;) {
		arch_irq_disable();
		if (!(READ_ONCE(c->idle_task->work) & WORK_RESCHED)) {
			arch_idle();
			continue;
		}
		task_work_clear(c->idle_task, WORK_RESCHED);
		spin_lock(&q->lock);
		if (list_empty(&q->queued) && list_empty(&q->edf)) {
			spin_unlock(&q->lock);
			continue;
		}
		switch_away(q);
	}
}

static struct runq *
runq_create(struct cpu *c)
{
	struct runq *q = kzalloc_node(sizeof(*q), (int)c->node);

	VERIFY(q);
	spin_init(&q->lock, RANK_RUNQ);
	list_init(&q->queued);
	list_init(&q->edf);
	q->cpu = c;
	return q;
}

/* The running context becomes the CPU's idle task. */
static void
cpu_begin(struct cpu *c)
{
	struct task *idle = kzalloc_node(sizeof(*idle), (int)c->node);

	VERIFY(idle);
	task_init_fields(idle, "idle", c->id);
	idle->state = TASK_RUNNABLE;
	idle->class = SCHED_CLASS_IDLE;
	idle->flags = TASK_F_KTHREAD;
	idle->refs = 1;
	c->runq = runq_create(c);
	c->idle_task = idle;
	c->running = idle;
	VERIFY(!ktimer_cpu_init(c));
}

void
sched_init(void)
{
	ktimer_slice_fn(slice_expired);
	cpu_begin(this_cpu());
}

void
sched_cpu_enter(void)
{
	struct cpu *c = this_cpu();

	cpu_begin(c);
	WRITE_ONCE(c->idle, true);
	cpuset_add_atomic(&cpus_online, c->id);
	__atomic_store_n(&c->online, true, __ATOMIC_RELEASE);
	idle_loop();
}

void
sched_idle_forever(void)
{
	WRITE_ONCE(this_cpu()->idle, true);
	idle_loop();
}

uint64_t
task_cpu_ns(const struct task *t)
{
	uint64_t ns = READ_ONCE(t->run_ns);

	if (READ_ONCE(t->on_cpu))
		ns += time_mono_ns() - READ_ONCE(t->run_start_ns);
	return ns;
}

unsigned int
sched_load(unsigned int cpu)
{
	return READ_ONCE(runq_of(cpu)->nr);
}

uint64_t
sched_idle_ns(unsigned int cpu)
{
	struct runq *q = runq_of(cpu);
	uint64_t ns = READ_ONCE(q->idle_ns);

	if (READ_ONCE(q->cpu->idle))
		ns +=
		    time_mono_ns() - READ_ONCE(q->cpu->idle_task->run_start_ns);
	return ns;
}
