/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/task.c - a task's life: allocation, start, references. */
#include "sched/task.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/panic.h"
#include "core/time.h"
#include "mm/kmem.h"
#include "sched/runq.h"
#include "sched/sched.h"

void
task_init_fields(struct task *t, const char *name, unsigned int cpu)
{
	(void)strscpy(t->name, name, sizeof(t->name));
	t->cpu = cpu;
	t->state = TASK_NEW;
	list_init(&t->run_link);
	list_init(&t->thread_link);
	ktimer_init(&t->sleep_timer, NULL);
	bitmap_fill(t->allowed.bits, MAX_CPUS);
}

struct task *
task_alloc(const char *name, unsigned int cpu, int *err)
{
	int node = (int)cpu_table[cpu]->node;
	struct task *t = kzalloc_node(sizeof(*t), node);

	*err = ERR(ENOMEM);
	if (!t)
		return NULL;
	t->kstack = kstack_alloc(node);
	if (!t->kstack) {
		kfree(t);
		return NULL;
	}
	task_init_fields(t, name, cpu);
	t->refs = 1;
	t->start_ns = time_mono_ns();
	*err = 0;
	return t;
}

void
task_get(struct task *t)
{
	__atomic_add_fetch(&t->refs, 1, __ATOMIC_RELAXED);
}

void
task_put(struct task *t)
{
	if (__atomic_sub_fetch(&t->refs, 1, __ATOMIC_ACQ_REL))
		return;
	kstack_free(t->kstack, (int)cpu_table[t->cpu]->node);
	kfree(t);
}

void
task_start(struct task *t)
{
	struct runq *q;

	task_get(t); /* the scheduler's, dropped after the last switch */
	q = task_runq_lock(t);
	__atomic_add_fetch(&q->assigned, 1, __ATOMIC_RELAXED);
	t->state = TASK_RUNNABLE;
	q->nr++;
	runq_insert(q, t);
	runq_notify(q, t);
	spin_unlock(&q->lock);
}

struct task *
kthread_create(
    const char *name, void (*fn)(void *arg), void *arg, unsigned int cpu)
{
	int err;
	struct task *t = task_alloc(name, cpu, &err);

	if (!t)
		return NULL;
	t->flags = TASK_F_KTHREAD;
	arch_task_setup(t, fn, arg);
	task_start(t);
	return t;
}
