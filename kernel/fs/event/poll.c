/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/poll.c - wait until one of several files is ready.
 *
 * Idea: the first look at each file hangs a waiter on its queues, every later
 * look only asks. Waiters come in blocks, the first of which is on the stack.
 * Nothing is hung when the caller does not want to wait.
 */
#include "base/err.h"
#include "base/errno.h"
#include "core/time.h"
#include "fs/event/event.h"
#include "mm/kmem.h"
#include "sched/sched.h"

#define BLOCK_FIRST 8
#define BLOCK_MORE  48

struct poll_block {
	struct poll_block *next;
	unsigned int n, room;
	struct waiter *w; /* room of them */
};

struct poller {
	struct poll_table pt;
	struct poll_block *blocks; /* the newest first */
	bool failed;
};

static void
poller_add(struct poll_table *pt, struct waitq *q)
{
	struct poller *p = container_of(pt, struct poller, pt);
	struct poll_block *b = p->blocks;

	if (b->n == b->room) {
		b = kmalloc(sizeof(*b) + BLOCK_MORE * sizeof(*b->w));
		if (!b) {
			p->failed = true;
			return;
		}
		b->w = (struct waiter *)(b + 1);
		b->n = 0;
		b->room = BLOCK_MORE;
		b->next = p->blocks;
		p->blocks = b;
	}
	waiter_init(&b->w[b->n]);
	waitq_add(q, &b->w[b->n++]);
}

static void
poller_done(struct poller *p)
{
	while (p->blocks) {
		struct poll_block *b = p->blocks;

		for (unsigned int i = 0; i < b->n; i++)
			waitq_remove(b->w[i].queue, &b->w[i]);
		p->blocks = b->next;
		if (b->next) /* the last one is on the stack */
			kfree(b);
	}
}

static unsigned int
look(struct poll_entry *e, unsigned int n, struct poller *p)
{
	struct poll_table *pt = p ? &p->pt : NULL;
	unsigned int ready = 0;

	for (unsigned int i = 0; i < n; i++) {
		if (e[i].file)
			e[i].ready =
			    e[i].file->ops->poll(e[i].file, pt) & e[i].want;
		if (!e[i].ready)
			continue;
		ready++;
		pt = NULL; /* no waiting any more */
	}
	return ready;
}

int
poll_files(struct poll_entry *e, unsigned int n, uint64_t deadline)
{
	struct waiter few[BLOCK_FIRST];
	struct poll_block first = { .room = BLOCK_FIRST, .w = few };
	struct poller p = { .pt.add = poller_add, .blocks = &first };
	unsigned int ready;
	int err = 0;

	if (!deadline)
		return (int)look(e, n, NULL);
	ready = look(e, n, &p);
	while (!ready && !p.failed && !err) {
		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		ready = look(e, n, NULL);
		if (ready) {
			task_sleep_cancel();
			break;
		}
		err = task_sleep(deadline);
		if (err)
			ready = look(e, n, NULL);
	}
	poller_done(&p);
	if (ready)
		return (int)ready;
	if (p.failed)
		return ERR(ENOMEM);
	return err == -ETIMEDOUT ? 0 : err;
}
