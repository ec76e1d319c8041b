/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/sys_poll.c - poll, ppoll, select, pselect6. */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "base/str.h"
#include "core/time.h"
#include "fs/event/event.h"
#include "mm/kmem.h"
#include "proc/signal.h"
#include "uapi/linux/poll.h"

STATIC_ASSERT(POLL_IN == LX_POLLIN && POLL_PRI == LX_POLLPRI &&
	      POLL_OUT == LX_POLLOUT && POLL_ERR == LX_POLLERR &&
	      POLL_HUP == LX_POLLHUP && POLL_NVAL == LX_POLLNVAL &&
	      POLL_RDNORM == LX_POLLRDNORM && POLL_RDBAND == LX_POLLRDBAND &&
	      POLL_WRNORM == LX_POLLWRNORM && POLL_WRBAND == LX_POLLWRBAND &&
	      POLL_RDHUP == LX_POLLRDHUP);

#define FEW 8

#define SELECT_IN  (POLL_RDNORM | POLL_RDBAND | POLL_IN | POLL_HUP | POLL_ERR)
#define SELECT_OUT (POLL_WRNORM | POLL_WRBAND | POLL_OUT | POLL_ERR)
#define SELECT_EX  POLL_PRI

static void
entries_put(struct poll_entry *e, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		if (e[i].file)
			file_put(e[i].file);
	}
}

/* Descriptors to files; those that are none are ready with POLL_NVAL. */
static void
entries_fill(struct poll_entry *e, const struct lx_pollfd *p, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		e[i] = (struct poll_entry){ 0 };
		if (p[i].fd < 0)
			continue;
		e[i].file = file_of(p[i].fd);
		e[i].want = (uint16_t)p[i].events | POLL_ERR | POLL_HUP;
		if (e[i].file && (e[i].file->flags & FILE_PATH)) {
			file_put(e[i].file);
			e[i].file = NULL;
		}
		if (!e[i].file)
			e[i].ready = POLL_NVAL;
	}
}

static long
poll_run(struct lx_pollfd *p, struct poll_entry *e, unsigned int n,
    vaddr_t ufds, uint64_t deadline)
{
	long ret;

	if (copyin(p, ufds, n * sizeof(*p)))
		return ERR(EFAULT);
	entries_fill(e, p, n);
	ret = poll_files(e, n, deadline);
	entries_put(e, n);
	if (ret < 0)
		return ret;
	for (unsigned int i = 0; i < n; i++)
		p[i].revents = (int16_t)e[i].ready;
	return copyout(ufds, p, n * sizeof(*p)) ? ERR(EFAULT) : ret;
}

static long
poll_common(vaddr_t ufds, unsigned int n, uint64_t deadline)
{
	struct poll_entry small_e[FEW], *e = small_e;
	struct lx_pollfd small_p[FEW], *p = small_p;
	long ret = ERR(ENOMEM);

	if (n > file_limit())
		return ERR(EINVAL);
	if (n > FEW) {
		e = kmalloc(n * sizeof(*e));
		p = kmalloc(n * sizeof(*p));
	}
	if (e && p)
		ret = poll_run(p, e, n, ufds, deadline);
	if (n > FEW) {
		kfree(e);
		kfree(p);
	}
	return ret;
}

static inline long
restart_nohand(long r)
{
	return r == -EINTR ? -ERESTART_NOHAND : r;
}

long
sys_poll(struct syscall_args *a)
{
	int ms = (int)ARG2(a);
	uint64_t deadline = TIME_NEVER;

	if (ms >= 0)
		deadline =
		    ms ? time_mono_ns() + (uint64_t)ms * NSEC_PER_MSEC : 0;
	return restart_nohand(
	    poll_common(ARG0(a), (unsigned int)ARG1(a), deadline));
}

/* The time that is left, given back; what cannot be written is not. */
static void
left_timespec(vaddr_t uts, uint64_t deadline)
{
	uint64_t now = time_mono_ns(), left = 0;
	struct lx_timespec ts;

	if (!uts || deadline == TIME_NEVER)
		return;
	if (deadline > now)
		left = deadline - now;
	ts.tv_sec = (int64_t)(left / NSEC_PER_SEC);
	ts.tv_nsec = (int64_t)(left % NSEC_PER_SEC);
	(void)!copyout_obj(uts, &ts);
}

/* Begin with another signal mask, if one is given. */
static int
mask_begin(vaddr_t umask, uint64_t size)
{
	uint64_t mask;

	if (!umask)
		return 0;
	if (size != sizeof(mask))
		return ERR(EINVAL);
	if (copyin_obj(&mask, umask))
		return ERR(EFAULT);
	return signal_mask_begin(mask);
}

long
sys_ppoll(struct syscall_args *a)
{
	uint64_t deadline;
	long ret = deadline_from_user(ARG2(a), &deadline);

	if (ret)
		return ret;
	ret = mask_begin(ARG3(a), ARG4(a));
	if (ret)
		return ret;
	ret = poll_common(ARG0(a), (unsigned int)ARG1(a), deadline);
	if (ARG3(a))
		signal_mask_end();
	left_timespec(ARG2(a), deadline);
	return restart_nohand(ret);
}

/* The three sets of a select: in, out, exceptional. */
struct select {
	unsigned int nfds, words, n;
	uint64_t *in[3], *out[3];
	int *fd; /* of each entry */
	struct poll_entry *e;
	void *mem;
};

static const uint32_t select_events[3] = { SELECT_IN, SELECT_OUT, SELECT_EX };

static uint32_t
select_want(const struct select *s, unsigned int fd)
{
	uint32_t want = 0;

	for (int k = 0; k < 3; k++) {
		if (s->in[k][fd / 64] >> (fd % 64) & 1)
			want |= select_events[k];
	}
	return want;
}

static int
select_fill(struct select *s)
{
	for (unsigned int fd = 0; fd < s->nfds; fd++) {
		uint32_t want = select_want(s, fd);
		struct file *f;

		if (!want)
			continue;
		f = file_of((int)fd);
		if (f && (f->flags & FILE_PATH)) {
			file_put(f);
			f = NULL;
		}
		if (!f)
			return ERR(EBADF);
		s->fd[s->n] = (int)fd;
		s->e[s->n++] = (struct poll_entry){ .file = f, .want = want };
	}
	return 0;
}

/* Results to bits; how many there are. */
static long
select_result(struct select *s)
{
	long bits = 0;

	for (unsigned int i = 0; i < s->n; i++) {
		unsigned int fd = (unsigned int)s->fd[i];

		for (int k = 0; k < 3; k++) {
			uint64_t bit = 1ull << (fd % 64);

			if (!(s->in[k][fd / 64] & bit) ||
			    !(s->e[i].ready & select_events[k]))
				continue;
			s->out[k][fd / 64] |= bit;
			bits++;
		}
	}
	return bits;
}

/* Bytes of an fd_set of n descriptors that are read and written. */
static size_t
set_bytes(unsigned int nfds)
{
	return (nfds + 63) / 64 * 8;
}

static int
select_alloc(struct select *s)
{
	size_t words = s->words, n = s->nfds;
	char *m =
	    kzalloc(words * 8 * 6 + n * (sizeof(*s->e) + sizeof(int)) + 8);

	if (!m)
		return ERR(ENOMEM);
	s->mem = m;
	for (int k = 0; k < 3; k++, m += words * 16) {
		s->in[k] = (uint64_t *)(void *)m;
		s->out[k] = s->in[k] + words;
	}
	s->e = (struct poll_entry *)(void *)m;
	s->fd = (int *)(void *)(m + n * sizeof(*s->e));
	return 0;
}

static long
select_run(struct select *s, const vaddr_t sets[3], uint64_t deadline)
{
	size_t bytes = set_bytes(s->nfds);
	long ret;

	for (int k = 0; k < 3; k++) {
		if (sets[k] && copyin(s->in[k], sets[k], bytes))
			return ERR(EFAULT);
	}
	ret = select_fill(s);
	if (!ret)
		ret = poll_files(s->e, s->n, deadline);
	entries_put(s->e, s->n);
	if (ret < 0)
		return ret;
	ret = select_result(s);
	for (int k = 0; k < 3; k++) {
		if (sets[k] && copyout(sets[k], s->out[k], bytes))
			return ERR(EFAULT);
	}
	return ret;
}

static long
select_common(int nfds, const vaddr_t sets[3], uint64_t deadline)
{
	struct select s = { 0 };
	long ret;

	if (nfds < 0)
		return ERR(EINVAL);
	s.nfds = (unsigned int)MIN((uint64_t)nfds, MAX(file_limit(), 1024));
	s.words = (s.nfds + 63) / 64;
	ret = select_alloc(&s);
	if (ret)
		return ret;
	ret = select_run(&s, sets, deadline);
	kfree(s.mem);
	return ret;
}

static int
deadline_of_timeval(vaddr_t utv, uint64_t *deadline)
{
	struct lx_timeval tv;
	uint64_t ns;

	*deadline = TIME_NEVER;
	if (!utv)
		return 0;
	if (copyin_obj(&tv, utv))
		return ERR(EFAULT);
	if (tv.tv_sec < 0 || tv.tv_usec < 0)
		return ERR(EINVAL);
	tv.tv_sec += tv.tv_usec / 1000000;
	ns = ns_saturating(tv.tv_sec, tv.tv_usec % 1000000 * 1000);
	*deadline = ns ? time_mono_ns() + ns : 0;
	return 0;
}

static void
left_timeval(vaddr_t utv, uint64_t deadline)
{
	uint64_t now = time_mono_ns(), left = 0;
	struct lx_timeval tv;

	if (!utv || deadline == TIME_NEVER)
		return;
	if (deadline > now)
		left = deadline - now;
	tv.tv_sec = (int64_t)(left / NSEC_PER_SEC);
	tv.tv_usec = (int64_t)(left % NSEC_PER_SEC / NSEC_PER_USEC);
	(void)!copyout_obj(utv, &tv);
}

long
sys_select(struct syscall_args *a)
{
	const vaddr_t sets[3] = { ARG1(a), ARG2(a), ARG3(a) };
	uint64_t deadline;
	long ret = deadline_of_timeval(ARG4(a), &deadline);

	if (ret)
		return ret;
	ret = select_common((int)ARG0(a), sets, deadline);
	left_timeval(ARG4(a), deadline);
	return restart_nohand(ret);
}

long
sys_pselect6(struct syscall_args *a)
{
	const vaddr_t sets[3] = { ARG1(a), ARG2(a), ARG3(a) };
	uint64_t deadline, mask[2] = { 0, 0 }; /* address, size */
	long ret;

	if (ARG5(a) && copyin(mask, ARG5(a), sizeof(mask)))
		return ERR(EFAULT);
	ret = deadline_from_user(ARG4(a), &deadline);
	if (!ret)
		ret = mask_begin(mask[0], mask[1]);
	if (ret)
		return ret;
	ret = select_common((int)ARG0(a), sets, deadline);
	if (mask[0])
		signal_mask_end();
	left_timespec(ARG4(a), deadline);
	return restart_nohand(ret);
}
