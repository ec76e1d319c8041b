/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/pipe.c - pipes: a ring of bytes between user programs.
 *
 * Idea: bytes go straight between user memory and the ring. head and tail only
 * grow; their difference is what the ring holds. The ring starts as one page
 * and doubles up to the capacity as it fills.
 *
 * A pipe has mostly one reader and one writer, so that each side has a place
 * for one sleeper (rd_task, wr_task) that costs one store; further sleepers
 * and those who poll are in queues. Nobody is woken unless someone sleeps.
 *
 * Life: the pipe belongs to its inode (made at the first open of a FIFO).
 * Locking: `held`, a sleeping lock of one word, guards all fields; head, tail,
 * readers and writers are also read without it, as hints. It may be held while
 * user memory faults. Who sleeps in a place leaves it, or is taken out of it,
 * with the lock held: whoever is woken from there is still there.
 */
#include "fs/pipe.h"

#include "arch/cpu.h"
#include "arch/pgtable.h"
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/panic.h"
#include "core/time.h"
#include "fs/vfs_priv.h"
#include "mm/copyio.h"
#include "mm/kmem.h"
#include "proc/signal.h"
#include "sched/sched.h"
#include "uapi/linux/ioctl.h"

#define PIPE_CAPACITY	   65536u
#define PIPE_CAPACITY_MOST (1u << 20)

enum { PIPE_FREE, PIPE_HELD, PIPE_WANTED /* held, and someone sleeps */ };

#define SPINS 200

struct pipe {
	uint32_t held;		   /* h [a] */
	uint32_t head, tail;	   /* [h] */
	uint32_t size;		   /* [h] of buf, a power of two */
	char *buf;		   /* [h] NULL until the first write */
	struct task *rd_task;	   /* [h] the first who sleeps to read */
	struct task *wr_task;	   /* [h] to write */
	uint32_t readers, writers; /* [h] */
	uint32_t capacity;	   /* [h] what size may grow to */
	uint32_t reader_opens, writer_opens; /* [h] ever */
	struct waitq rd_wait, wr_wait;
	struct waitq held_wait;
};

static struct pipe *
pipe_alloc(void)
{
	struct pipe *p = kzalloc(sizeof(*p));

	if (!p)
		return NULL;
	p->capacity = PIPE_CAPACITY;
	waitq_init(&p->rd_wait);
	waitq_init(&p->wr_wait);
	waitq_init(&p->held_wait);
	return p;
}

static bool
lock_wanted(void *arg)
{
	struct pipe *p = arg;

	return __atomic_exchange_n(&p->held, PIPE_WANTED, __ATOMIC_ACQUIRE) ==
	       PIPE_FREE;
}

static bool
pipe_trylock(struct pipe *p)
{
	uint32_t none = PIPE_FREE;

	return __atomic_compare_exchange_n(&p->held, &none, PIPE_HELD, false,
	    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* The other side is mostly done in no time, on another processor. */
static __attribute__((noinline)) void
pipe_lock_slow(struct pipe *p)
{
	int err;

	for (int i = 0; i < SPINS; i++) {
		if (pipe_trylock(p))
			return;
		arch_relax();
	}
	err = waitq_wait(
	    &p->held_wait, lock_wanted, p, TIME_NEVER, WAIT_UNINTERRUPTIBLE);
	VERIFY(!err);
}

static inline void
pipe_lock(struct pipe *p)
{
	if (unlikely(!pipe_trylock(p)))
		pipe_lock_slow(p);
}

static inline void
pipe_unlock(struct pipe *p)
{
	if (unlikely(__atomic_exchange_n(
			 &p->held, PIPE_FREE, __ATOMIC_RELEASE) == PIPE_WANTED))
		(void)waitq_wake_all(&p->held_wait);
}

static unsigned int
order_of(uint32_t size)
{
	unsigned int order = 0;

	while ((PAGE_SIZE << order) < size)
		order++;
	return order;
}

static void
ring_free(struct pipe *p)
{
	if (p->buf)
		kpages_free(p->buf, order_of(p->size));
	p->buf = NULL;
	p->size = 0;
}

void
pipe_evict(struct inode *ino)
{
	if (!ino->pipe)
		return;
	ring_free(ino->pipe);
	kfree(ino->pipe);
}

static inline uint32_t
pipe_used(const struct pipe *p)
{
	return READ_ONCE(p->head) - READ_ONCE(p->tail);
}

/* Wake one side. Lock held, the change made. */
static inline void
pipe_wake(struct task **place, struct waitq *q, uint32_t events)
{
	if (*place) {
		(void)task_wake(*place);
		*place = NULL;
	}
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (READ_ONCE(q->waiters.next) != &q->waiters)
		(void)waitq_wake(q, -1, events);
}

struct pipe_cond {
	const struct pipe *p;
	bool (*ready)(const struct pipe *p);
};

static bool
pipe_cond_true(void *arg)
{
	const struct pipe_cond *c = arg;

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return c->ready(c->p);
}

/* Sleep until woken or ready. 0 or -EINTR. The lock is held before and after,
 * and given back between. */
static int
pipe_sleep(struct pipe *p, struct task **place, struct waitq *q,
    bool (*ready)(const struct pipe *p))
{
	struct pipe_cond c = { .p = p, .ready = ready };
	int err;

	if (*place) {
		pipe_unlock(p);
		err = waitq_wait(
		    q, pipe_cond_true, &c, TIME_NEVER, WAIT_INTERRUPTIBLE);
		pipe_lock(p);
		return err;
	}
	*place = current;
	task_sleep_prepare(WAIT_INTERRUPTIBLE);
	pipe_unlock(p);
	err = task_sleep(TIME_NEVER);
	pipe_lock(p);
	if (*place == current)
		*place = NULL;
	return err;
}

static bool
can_read(const struct pipe *p)
{
	return pipe_used(p) || !READ_ONCE(p->writers);
}

/* Between ring and user memory; n <= u->left. */
static inline long
piece_out(struct uio *u, const void *src, uint32_t n)
{
	vaddr_t at = u->piece->base + u->done_in_piece;

	if (u->npieces == 1 && !u->kernel && likely(!copyout(at, src, n))) {
		u->done_in_piece += n;
		u->left -= n;
		return n;
	}
	return uio_to(u, src, n);
}

static inline long
piece_in(struct uio *u, void *dst, uint32_t n)
{
	vaddr_t at = u->piece->base + u->done_in_piece;

	if (u->npieces == 1 && !u->kernel && likely(!copyin(dst, at, n))) {
		u->done_in_piece += n;
		u->left -= n;
		return n;
	}
	return uio_from(u, dst, n);
}

/* At most two runs of bytes. Bytes moved or -EFAULT. Lock held. */
static long
ring_read(struct pipe *p, struct uio *u, uint32_t n)
{
	uint32_t off = p->tail & (p->size - 1);
	uint32_t run = MIN(n, p->size - off);
	long got = piece_out(u, p->buf + off, run), more;

	if (got == (long)run && run < n) {
		more = piece_out(u, p->buf, n - run);
		if (more > 0)
			got += more;
	}
	if (got > 0)
		WRITE_ONCE(p->tail, p->tail + (uint32_t)got);
	return got;
}

static long
ring_write(struct pipe *p, struct uio *u, uint32_t n)
{
	uint32_t off = p->head & (p->size - 1);
	uint32_t run = MIN(n, p->size - off);
	long got = piece_in(u, p->buf + off, run), more;

	if (got == (long)run && run < n) {
		more = piece_in(u, p->buf, n - run);
		if (more > 0)
			got += more;
	}
	if (got > 0)
		WRITE_ONCE(p->head, p->head + (uint32_t)got);
	return got;
}

static long
pipe_read(struct file *f, struct uio *u, uint64_t *pos)
{
	struct pipe *p = f->priv;
	long n = 0;
	int err = 0;

	(void)pos;
	if (!u->left)
		return 0;
	pipe_lock(p);
	for (;;) {
		uint32_t used = p->head - p->tail;

		if (used) {
			n = ring_read(p, u, (uint32_t)MIN(u->left, used));
			pipe_wake(
			    &p->wr_task, &p->wr_wait, POLL_OUT | POLL_WRNORM);
			break;
		}
		if (!p->writers)
			break;
		n = err;
		if (f->flags & FILE_NONBLOCK)
			n = -EAGAIN;
		if (n)
			break;
		err = pipe_sleep(p, &p->rd_task, &p->rd_wait, can_read);
	}
	pipe_unlock(p);
	return n;
}

/* A bigger ring, for used + more bytes; it stays as it is when there is no
 * memory. Lock held. */
static void
ring_grow(struct pipe *p, uint64_t more)
{
	uint32_t used = pipe_used(p), size = PAGE_SIZE, off, run;
	char *buf;

	while (size < p->capacity && size < used + more)
		size *= 2;
	if (size <= p->size)
		return;
	buf = kpages_alloc(order_of(size), -1);
	if (!buf && !p->buf) {
		size = PAGE_SIZE;
		buf = kpages_alloc(0, -1);
	}
	if (!buf)
		return;
	if (used) {
		off = p->tail & (p->size - 1);
		run = MIN(used, p->size - off);
		memcpy(buf, p->buf + off, run);
		memcpy(buf + run, p->buf, used - run);
	}
	ring_free(p);
	p->buf = buf;
	p->size = size;
	WRITE_ONCE(p->tail, 0);
	WRITE_ONCE(p->head, used);
}

static bool
can_write(const struct pipe *p)
{
	return READ_ONCE(p->capacity) - pipe_used(p) >= PIPE_ATOMIC ||
	       !READ_ONCE(p->readers);
}

/* As much as goes in now. Bytes, 0 (full), -errno. Lock held. */
static long
pipe_put(struct pipe *p, struct uio *u, bool atomic)
{
	uint32_t space;

	if (!p->readers)
		return -EPIPE;
	space = p->size - pipe_used(p);
	if (unlikely(space < u->left && p->size < p->capacity)) {
		ring_grow(p, u->left);
		if (!p->buf)
			return ERR(ENOMEM);
		space = p->size - pipe_used(p);
	}
	if (space && (!atomic || space >= u->left))
		return ring_write(p, u, (uint32_t)MIN(u->left, space));
	/* A ring that could not grow for want of memory is all there is:
	 * sleepers would wait for room that never comes. */
	WRITE_ONCE(p->capacity, p->size);
	return 0;
}

static long
pipe_write(struct file *f, struct uio *u, uint64_t *pos)
{
	struct pipe *p = f->priv;
	bool atomic = u->left <= PIPE_ATOMIC;
	long done = 0, n = 0;
	int err = 0;

	(void)pos;
	pipe_lock(p);
	while (u->left) {
		n = pipe_put(p, u, atomic);
		if (n > 0) {
			done += n;
			pipe_wake(
			    &p->rd_task, &p->rd_wait, POLL_IN | POLL_RDNORM);
			continue;
		}
		if (!n)
			n = err;
		if (!n && (f->flags & FILE_NONBLOCK))
			n = -EAGAIN;
		if (n)
			break;
		err = pipe_sleep(p, &p->wr_task, &p->wr_wait, can_write);
	}
	pipe_unlock(p);
	if (n == -EPIPE)
		signal_sigpipe();
	return done ? done : n;
}

static uint32_t
pipe_poll(struct file *f, struct poll_table *pt)
{
	struct pipe *p = f->priv;
	uint32_t events = 0;

	if (pt && (f->flags & FILE_READ))
		pt->add(pt, &p->rd_wait);
	if (pt && (f->flags & FILE_WRITE))
		pt->add(pt, &p->wr_wait);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (f->flags & FILE_READ) {
		if (pipe_used(p))
			events |= POLL_IN | POLL_RDNORM;
		/* No hang-up before the first writer came (f->pos). */
		if (!READ_ONCE(p->writers) &&
		    (uint32_t)f->pos != READ_ONCE(p->writer_opens))
			events |= POLL_HUP;
	}
	if (f->flags & FILE_WRITE) {
		if (READ_ONCE(p->capacity) - pipe_used(p) >= PIPE_ATOMIC)
			events |= POLL_OUT | POLL_WRNORM;
		if (!READ_ONCE(p->readers))
			events |= POLL_ERR;
	}
	return events;
}

static long
pipe_ioctl(struct file *f, unsigned int cmd, uint64_t arg)
{
	struct pipe *p = f->priv;
	int used;

	if (cmd != LX_FIONREAD)
		return ERR(ENOTTY);
	used = (int)pipe_used(p);
	return copyout_obj(arg, &used);
}

static void
pipe_release(struct file *f)
{
	struct pipe *p = f->priv;

	pipe_lock(p);
	if (f->flags & FILE_READ)
		p->readers--;
	if (f->flags & FILE_WRITE)
		p->writers--;
	if (!p->readers && !p->writers) {
		ring_free(p);
		p->head = p->tail = 0;
	}
	pipe_wake(&p->rd_task, &p->rd_wait, POLL_IN | POLL_HUP);
	pipe_wake(&p->wr_task, &p->wr_wait, POLL_OUT | POLL_ERR);
	pipe_unlock(p);
}

static const struct file_ops pipe_file_ops = {
	.read = pipe_read,
	.write = pipe_write,
	.seek = file_no_seek,
	.ioctl = pipe_ioctl,
	.poll = pipe_poll,
	.readdir = file_no_readdir,
	.truncate = file_no_truncate,
	.map_page = file_no_map_page,
	.release = pipe_release,
};

bool
file_is_pipe(const struct file *f)
{
	return f->ops == &pipe_file_ops;
}

struct open_wait {
	struct pipe *p;
	uint32_t seen; /* opens of the other side so far */
	bool reader;   /* we are */
};

static bool
other_came(void *arg)
{
	struct open_wait *w = arg;

	if (w->reader)
		return READ_ONCE(w->p->writer_opens) != w->seen;
	return READ_ONCE(w->p->reader_opens) != w->seen;
}

/* Wait until the other side is opened, as an open of a FIFO does. */
static int
fifo_wait(struct pipe *p, struct file *f)
{
	bool reader = f->flags & FILE_READ;
	struct open_wait w = { .p = p, .reader = reader };

	w.seen = reader ? p->writer_opens : p->reader_opens;
	pipe_unlock(p);
	return waitq_wait(reader ? &p->rd_wait : &p->wr_wait, other_came, &w,
	    TIME_NEVER, WAIT_INTERRUPTIBLE);
}

/* Count the opener in; lock held, given back. */
static int
fifo_open_locked(struct pipe *p, struct file *f)
{
	unsigned int mode = f->flags & (FILE_READ | FILE_WRITE);
	int err = 0;

	if (mode == FILE_WRITE && (f->flags & FILE_NONBLOCK) && !p->readers) {
		pipe_unlock(p);
		return ERR(ENXIO);
	}
	if (mode & FILE_READ) {
		p->readers++;
		p->reader_opens++;
	}
	if (mode & FILE_WRITE) {
		p->writers++;
		p->writer_opens++;
	}
	f->priv = p;
	f->ops = &pipe_file_ops;
	(void)waitq_wake_all(&p->rd_wait);
	(void)waitq_wake_all(&p->wr_wait);
	if (mode == FILE_READ && !p->writers) {
		if (f->flags & FILE_NONBLOCK)
			f->pos = p->writer_opens;
		else
			return fifo_wait(p, f);
	}
	if (mode == FILE_WRITE && !p->readers)
		return fifo_wait(p, f);
	pipe_unlock(p);
	return err;
}

int
inode_open_fifo(struct inode *ino, struct file *f)
{
	struct pipe *p, *fresh = NULL;
	int err;

	if (!(f->flags & (FILE_READ | FILE_WRITE)))
		return ERR(EINVAL);
	if (!READ_ONCE(ino->pipe)) {
		fresh = pipe_alloc();
		if (!fresh)
			return ERR(ENOMEM);
	}
	mutex_lock(&ino->lock);
	if (!ino->pipe) {
		ino->pipe = fresh;
		fresh = NULL;
	}
	p = ino->pipe;
	mutex_unlock(&ino->lock);
	kfree(fresh);
	pipe_lock(p);
	err = fifo_open_locked(p, f);
	if (err && f->ops == &pipe_file_ops)
		pipe_release(f);
	return err;
}

static const struct inode_ops pipe_inode_ops = {
	.lookup = inode_no_lookup,
	.readdir = inode_no_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_open_fifo,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = pipe_evict,
};

static struct filesystem pipe_fs = {
	.type = "pipefs",
	.magic = 0x50495045,
	.dev = 12,
};

int
pipe_create(unsigned int flags, struct file **rd, struct file **wr)
{
	struct inode *ino =
	    inode_alloc(&pipe_fs, &pipe_inode_ops, MODE_FIFO | 0600);
	struct fs_cred c;

	if (!ino)
		return ERR(ENOMEM);
	fs_cred_current(&c, false);
	ino->uid = c.uid;
	ino->gid = c.gid;
	ino->nlink = 1;
	ino->pipe = pipe_alloc();
	*rd = *wr = NULL;
	if (ino->pipe) {
		ino->pipe->readers = ino->pipe->writers = 1;
		ino->pipe->reader_opens = ino->pipe->writer_opens = 1;
		*rd = file_alloc(
		    &pipe_file_ops, ino, flags | FILE_READ, ino->pipe);
	}
	if (!*rd) {
		inode_put(ino);
		return ERR(ENOMEM);
	}
	*wr = file_alloc(&pipe_file_ops, ino, flags | FILE_WRITE, ino->pipe);
	if (!*wr) {
		file_put(*rd);
		return ERR(ENOMEM);
	}
	inode_get(ino);
	return 0;
}

long
pipe_capacity(struct file *f)
{
	struct pipe *p = f->priv;

	return (long)p->capacity;
}

/* A ring of exactly size bytes, which hold all that is there. Lock held. */
static int
ring_shrink(struct pipe *p, uint32_t size)
{
	uint32_t used = pipe_used(p);
	char *buf = kpages_alloc(order_of(size), -1);

	if (!buf)
		return ERR(ENOMEM);
	for (uint32_t i = 0; i < used; i++)
		buf[i] = p->buf[(p->tail + i) & (p->size - 1)];
	ring_free(p);
	p->buf = buf;
	p->size = size;
	WRITE_ONCE(p->tail, 0);
	WRITE_ONCE(p->head, used);
	return 0;
}

long
pipe_set_capacity(struct file *f, uint64_t len)
{
	struct pipe *p = f->priv;
	uint32_t size = PAGE_SIZE;
	struct fs_cred c;
	long ret = 0;

	if (len > 1u << 31)
		return ERR(EINVAL);
	fs_cred_current(&c, false);
	if (len > PIPE_CAPACITY_MOST)
		return c.uid ? ERR(EPERM) : ERR(ENOMEM);
	while (size < len)
		size *= 2;
	pipe_lock(p);
	if (pipe_used(p) > size)
		ret = ERR(EBUSY);
	else if (p->size > size)
		ret = ring_shrink(p, size);
	if (!ret) {
		p->capacity = size;
		ret = (long)size;
	}
	pipe_wake(&p->wr_task, &p->wr_wait, POLL_OUT | POLL_WRNORM);
	pipe_unlock(p);
	return ret;
}
