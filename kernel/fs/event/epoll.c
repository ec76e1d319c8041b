/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/event/epoll.c - epoll: a standing set of files to wait for.
 *
 * Terms: an item is one (file, descriptor) pair of a set. Its hooks hang on
 * the file's wait queues; a wake-up there puts the item on the set's ready
 * list, and epoll_wait asks the files of that list what is true now.
 *
 * Life: an item goes with epoll_remove, with its set, or with its file
 * (epoll_file_gone): items do not hold references on files.
 *
 * Locking: epoll_mutex guards which items exist, in all sets (adding and
 * removing is rare, and files and sets may go at the same time). A set's
 * mutex is held by whoever looks through the ready items. A set's spinlock
 * guards its ready list; it is taken inside a wait queue's lock, and inside it
 * the set's own wait queue: neither has a rank, the order is that of the sets,
 * which form no circle.
 * Order: epoll_mutex, set's mutex, wait queue, set's spinlock, set's queue.
 */
#include "fs/event/epoll.h"

#include "base/err.h"
#include "base/errno.h"
#include "base/rbtree.h"
#include "core/time.h"
#include "fs/event/event.h"
#include "fs/inode.h"
#include "mm/kmem.h"
#include "sched/sched.h"

#define HOOKS_MAX 2 /* queues of one file */
#define NEST_MAX  5

#define ALWAYS (POLL_ERR | POLL_HUP)

/* Bits of item.events that are not events. */
#define MODES ((uint32_t)(EPOLL_EDGE | EPOLL_EXCLUSIVE | EPOLL_ONESHOT))

struct epoll {
	struct mutex mutex;   /* m */
	struct spinlock lock; /* l */
	struct rb_root items; /* [epoll_mutex] */
	struct list ready;    /* [l] */
	struct waitq wait;
	struct file *file; /* [I] */
};

struct item;

struct hook {
	struct waiter w;
	struct item *item;
};

struct item {
	struct rb_node node;
	struct list ready_link; /* [l] empty: not on the list */
	struct list file_link;	/* [epoll_mutex] file->epoll_links */
	struct epoll *ep;
	struct file *file;
	int fd;
	uint32_t events; /* [m] wanted; 0 after a one-shot */
	uint64_t data;	 /* [m] */
	unsigned int nhooks;
	struct hook hook[HOOKS_MAX];
};

struct hook_table {
	struct poll_table pt;
	struct item *item;
};

static struct mutex epoll_mutex;
static const struct file_ops epoll_ops;

void
epoll_init(void)
{
	mutex_init(&epoll_mutex, RANK_NONE);
}

bool
file_is_epoll(const struct file *f)
{
	return f->ops == &epoll_ops;
}

/* Put an item on the ready list and wake who waits for the set. */
static void
item_ready(struct item *it)
{
	struct epoll *ep = it->ep;
	bool fresh = false;

	spin_lock(&ep->lock);
	if (list_empty(&it->ready_link)) {
		list_add_tail(&ep->ready, &it->ready_link);
		fresh = true;
	}
	spin_unlock(&ep->lock);
	if (fresh || (it->events & EPOLL_EDGE))
		(void)waitq_wake(&ep->wait, 1, POLL_IN | POLL_RDNORM);
}

static void
item_notify(struct waiter *w, uint32_t events)
{
	struct hook *h = container_of(w, struct hook, w);
	uint32_t want = READ_ONCE(h->item->events) & ~MODES;

	if (want && (!events || (events & want)))
		item_ready(h->item);
}

static void
hook_add(struct poll_table *pt, struct waitq *q)
{
	struct hook_table *t = container_of(pt, struct hook_table, pt);
	struct item *it = t->item;
	struct hook *h;

	if (it->nhooks == HOOKS_MAX)
		return;
	h = &it->hook[it->nhooks++];
	waiter_init(&h->w);
	h->w.notify = item_notify;
	h->item = it;
	waitq_add(q, &h->w);
}

static uint32_t
item_look(struct item *it, struct poll_table *pt)
{
	return it->file->ops->poll(it->file, pt) & it->events & ~MODES;
}

static int
item_cmp(const struct item *it, const struct file *f, int fd)
{
	if (it->file != f)
		return f < it->file ? -1 : 1;
	return fd < it->fd ? -1 : fd > it->fd;
}

static struct item *
item_find(struct epoll *ep, const struct file *f, int fd,
    struct rb_node **parent, struct rb_node ***link)
{
	struct rb_node **at = &ep->items.node, *up = NULL;

	while (*at) {
		struct item *it = rb_entry(*at, struct item, node);
		int d = item_cmp(it, f, fd);

		if (!d)
			return it;
		up = *at;
		at = d < 0 ? &up->left : &up->right;
	}
	if (parent) {
		*parent = up;
		*link = at;
	}
	return NULL;
}

/* Unhook and free; epoll_mutex held. */
static void
item_free(struct item *it)
{
	struct epoll *ep = it->ep;

	for (unsigned int i = 0; i < it->nhooks; i++)
		waitq_remove(it->hook[i].w.queue, &it->hook[i].w);
	mutex_lock(&ep->mutex); /* nobody looks at it any more */
	spin_lock(&ep->lock);
	list_del_init(&it->ready_link);
	spin_unlock(&ep->lock);
	mutex_unlock(&ep->mutex);
	rb_erase(&ep->items, &it->node, NULL);
	list_del(&it->file_link);
	kfree(it);
}

void
epoll_file_gone(struct file *f)
{
	mutex_lock(&epoll_mutex);
	while (!list_empty(&f->epoll_links))
		item_free(list_first(&f->epoll_links, struct item, file_link));
	mutex_unlock(&epoll_mutex);
}

static void
epoll_release(struct file *f)
{
	struct epoll *ep = f->priv;
	struct rb_node *n;

	mutex_lock(&epoll_mutex);
	while ((n = rb_first(&ep->items)))
		item_free(rb_entry(n, struct item, node));
	mutex_unlock(&epoll_mutex);
	kfree(ep);
}

/* Depth of the sets below f; more than NEST_MAX: too deep, or `self` is among
 * them. epoll_mutex held. */
static unsigned int
depth_below(const struct file *f, const struct file *self, unsigned int level)
{
	unsigned int deepest = 0;
	const struct epoll *ep = f->priv;

	if (f == self || level > NEST_MAX)
		return NEST_MAX + 1;
	if (!file_is_epoll(f))
		return 0;
	for (struct rb_node *n = rb_first(&ep->items); n; n = rb_next(n)) {
		struct item *it = rb_entry(n, struct item, node);
		unsigned int d;

		if (!file_is_epoll(it->file))
			continue;
		d = depth_below(it->file, self, level + 1);
		deepest = MAX(deepest, d);
	}
	return deepest + 1;
}

/* How many sets hold f, and sets hold those. epoll_mutex held. */
static unsigned int
depth_above(const struct file *f, unsigned int level)
{
	unsigned int deepest = 0;
	struct item *it;

	if (level > NEST_MAX)
		return NEST_MAX + 1;
	list_for_each(it, &f->epoll_links, file_link) {
		unsigned int d = depth_above(it->ep->file, level + 1);

		deepest = MAX(deepest, d);
	}
	return deepest + 1;
}

static int
add_check(struct file *epf, struct file *f, int fd)
{
	if (item_find(epf->priv, f, fd, NULL, NULL))
		return ERR(EEXIST);
	if (file_is_epoll(f) &&
	    depth_below(f, epf, 0) + depth_above(epf, 0) > NEST_MAX)
		return ERR(ELOOP);
	return 0;
}

/* Enter a new item and look at its file for the first time. */
static void
item_enter(struct epoll *ep, struct item *it)
{
	struct hook_table t = { .pt.add = hook_add, .item = it };
	struct rb_node *parent = NULL, **link = NULL;
	uint32_t now;

	(void)item_find(ep, it->file, it->fd, &parent, &link);
	rb_insert_at(&ep->items, &it->node, parent, link, NULL);
	list_add_tail(&it->file->epoll_links, &it->file_link);
	now = item_look(it, &t.pt);
	if (now)
		item_ready(it);
}

/* Can one wait for it at all? */
static bool
file_pollable(const struct file *f)
{
	return f->ops->poll != file_always_ready;
}

int
epoll_add(
    struct file *epf, struct file *f, int fd, uint32_t events, uint64_t data)
{
	struct epoll *ep = epf->priv;
	struct item *it;
	int err;

	if (f == epf)
		return ERR(EINVAL);
	if (!file_pollable(f))
		return ERR(EPERM);
	if ((events & EPOLL_EXCLUSIVE) &&
	    (file_is_epoll(f) || (events & EPOLL_ONESHOT)))
		return ERR(EINVAL);
	it = kzalloc(sizeof(*it));
	if (!it)
		return ERR(ENOMEM);
	list_init(&it->ready_link);
	it->ep = ep;
	it->file = f;
	it->fd = fd;
	it->events = events | ALWAYS;
	it->data = data;
	mutex_lock(&epoll_mutex);
	err = add_check(epf, f, fd);
	if (!err)
		item_enter(ep, it);
	mutex_unlock(&epoll_mutex);
	if (err)
		kfree(it);
	return err;
}

int
epoll_change(
    struct file *epf, struct file *f, int fd, uint32_t events, uint64_t data)
{
	struct epoll *ep = epf->priv;
	struct item *it;
	int err = 0;

	if (f == epf || (events & EPOLL_EXCLUSIVE))
		return ERR(EINVAL);
	mutex_lock(&epoll_mutex);
	it = item_find(ep, f, fd, NULL, NULL);
	if (!it) {
		err = ERR(ENOENT);
	} else if (it->events & EPOLL_EXCLUSIVE) {
		err = ERR(EINVAL);
	} else {
		mutex_lock(&ep->mutex);
		WRITE_ONCE(it->events, events | ALWAYS);
		it->data = data;
		mutex_unlock(&ep->mutex);
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		if (item_look(it, NULL))
			item_ready(it);
	}
	mutex_unlock(&epoll_mutex);
	return err;
}

int
epoll_remove(struct file *epf, struct file *f, int fd)
{
	struct item *it;
	int err = 0;

	if (f == epf)
		return ERR(EINVAL);
	mutex_lock(&epoll_mutex);
	it = item_find(epf->priv, f, fd, NULL, NULL);
	if (it)
		item_free(it);
	else
		err = ERR(ENOENT);
	mutex_unlock(&epoll_mutex);
	return err;
}

/* The next ready item, taken off the list, or NULL. */
static struct item *
ready_take(struct epoll *ep)
{
	struct item *it;

	spin_lock(&ep->lock);
	it = list_first(&ep->ready, struct item, ready_link);
	if (it)
		list_del_init(&it->ready_link);
	spin_unlock(&ep->lock);
	return it;
}

static void
ready_return(struct epoll *ep, struct item *it, struct list *later)
{
	spin_lock(&ep->lock);
	if (list_empty(&it->ready_link))
		list_add_tail(later, &it->ready_link);
	spin_unlock(&ep->lock);
}

struct harvest {
	int max, n, err;
	bool (*put)(void *arg, const struct epoll_ready *r);
	void *arg;
};

/* Hand one item over. False: stop. */
static bool
harvest_item(
    struct epoll *ep, struct item *it, struct harvest *h, struct list *later)
{
	struct epoll_ready r = { .events = item_look(it, NULL),
		.data = it->data };

	if (!r.events)
		return true;
	if (!h->put(h->arg, &r)) {
		ready_return(ep, it, &ep->ready);
		h->err = ERR(EFAULT);
		return false;
	}
	h->n++;
	if (it->events & EPOLL_ONESHOT)
		WRITE_ONCE(it->events, it->events & MODES);
	else if (!(it->events & EPOLL_EDGE))
		ready_return(ep, it, later);
	return true;
}

static int
epoll_harvest(struct epoll *ep, struct harvest *h)
{
	struct list later = LIST_INIT(later);
	struct item *it;
	bool more;

	mutex_lock(&ep->mutex);
	while (h->n < h->max && (it = ready_take(ep))) {
		if (!harvest_item(ep, it, h, &later))
			break;
	}
	spin_lock(&ep->lock);
	list_splice_tail(&ep->ready, &later);
	more = !list_empty(&ep->ready);
	spin_unlock(&ep->lock);
	mutex_unlock(&ep->mutex);
	if (more && h->n)
		(void)waitq_wake(&ep->wait, 1, POLL_IN | POLL_RDNORM);
	return h->n ? h->n : h->err;
}

static bool
epoll_any(const struct epoll *ep)
{
	return READ_ONCE(ep->ready.next) != &ep->ready;
}

static int
epoll_sleep(struct epoll *ep, uint64_t deadline)
{
	struct waiter w;
	int err = 0;

	waiter_init(&w);
	w.exclusive = true;
	waitq_add(&ep->wait, &w);
	while (!err) {
		task_sleep_prepare(WAIT_INTERRUPTIBLE);
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		if (epoll_any(ep)) {
			task_sleep_cancel();
			break;
		}
		err = task_sleep(deadline);
	}
	waitq_remove(&ep->wait, &w);
	return epoll_any(ep) ? 0 : err;
}

int
epoll_wait(struct file *epf, int max, uint64_t deadline,
    bool (*put)(void *arg, const struct epoll_ready *r), void *arg)
{
	struct epoll *ep = epf->priv;
	struct harvest h = { .max = max, .put = put, .arg = arg };

	for (;;) {
		int n = epoll_any(ep) ? epoll_harvest(ep, &h) : 0, err;

		if (n)
			return n;
		if (!deadline)
			return 0;
		err = epoll_sleep(ep, deadline);
		if (err)
			return err == -ETIMEDOUT ? 0 : err;
	}
}

/* A set is readable when an item is really ready. */
static uint32_t
epoll_poll(struct file *f, struct poll_table *pt)
{
	struct epoll *ep = f->priv;
	struct list later = LIST_INIT(later);
	uint32_t events = 0;
	struct item *it;

	if (pt)
		pt->add(pt, &ep->wait);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!epoll_any(ep))
		return 0;
	mutex_lock(&ep->mutex);
	while (!events && (it = ready_take(ep))) {
		if (item_look(it, NULL)) {
			events = POLL_IN | POLL_RDNORM;
			ready_return(ep, it, &later);
		}
	}
	spin_lock(&ep->lock);
	list_splice_tail(&later, &ep->ready);
	list_splice_tail(&ep->ready, &later);
	spin_unlock(&ep->lock);
	mutex_unlock(&ep->mutex);
	return events;
}

static const struct file_ops epoll_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.seek = file_no_seek,
	.ioctl = file_no_ioctl,
	.poll = epoll_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = epoll_release,
};

int
epoll_create(struct file **out)
{
	struct epoll *ep = kzalloc(sizeof(*ep));
	int err;

	if (!ep)
		return ERR(ENOMEM);
	mutex_init(&ep->mutex, RANK_NONE);
	spin_init(&ep->lock, RANK_NONE);
	waitq_init(&ep->wait);
	spin_init(&ep->wait.lock, RANK_NONE);
	list_init(&ep->ready);
	err =
	    anon_file("eventpoll", &epoll_ops, FILE_READ | FILE_WRITE, ep, out);
	if (err) {
		kfree(ep);
		return err;
	}
	ep->file = *out;
	return 0;
}
