/* SPDX-License-Identifier: GPL-2.0-only */
/* proc/posix_timer.c - timers that send signals: POSIX timers and the three
 * interval timers of a process.
 *
 * Idea: a periodic timer that has sent its signal rests until the signal was
 * taken from the queue; then it goes on at the next multiple of its interval,
 * and what was missed is the overrun. So a program that blocks the signal is
 * not interrupted at all. When the signal is ignored, the timer goes on by
 * itself, but not faster than IGNORED_NS.
 *
 * Locking: the table and all timers belong to sig->lock of their process;
 * process.timer_lock, a sleeping lock around it, lets one thread at a time set,
 * read or delete timers. A timer's function takes that lock, so ktimer_cancel is called without it;
 * `armed` and `dead` keep a function that was already running from arming
 * again.
 */
#include "base/err.h"
#include "base/str.h"
#include "core/time.h"
#include "core/timer.h"
#include "mm/kmem.h"
#include "proc/signal_state.h"
#include "proc/timers.h"
#include "sched/sched.h"

#define MAX_TIMERS 1024
#define NR_ITIMERS 3
#define IGNORED_NS NSEC_PER_MSEC

struct posix_timer {
	struct ktimer kt;
	struct process *process; /* [I] */
	struct clock_ref clock;	 /* [I] */
	struct timer_event ev;	 /* [I] */
	int id;			 /* [I] -1..-3: interval timers */
	/* sig->lock: */
	bool armed; /* kt is set, or its function is about to run */
	bool dead;
	uint64_t when; /* on the clock */
	uint64_t interval;
	unsigned int gen;
	int overrun;
};

static void timer_fire(struct ktimer *kt);

static void
timer_init(struct posix_timer *tm, struct process *p,
    const struct clock_ref *clock, const struct timer_event *ev, int id)
{
	*tm = (struct posix_timer){
		.process = p, .clock = *clock, .ev = *ev, .id = id
	};
	if (ev->value_is_id)
		tm->ev.value = (uint64_t)(unsigned int)id;
	ktimer_init(&tm->kt, timer_fire);
}

/* Arm for tm->when. at: monotonic time from clock_when. sig->lock held. */
static void
timer_start(struct posix_timer *tm, uint64_t at)
{
	tm->armed = true;
	if (at != TIME_NEVER)
		ktimer_arm(&tm->kt, at);
}

/* Missed firings up to now; tm->when becomes the next one. */
static uint64_t
timer_forward(struct posix_timer *tm, uint64_t now)
{
	uint64_t n;

	if (now < tm->when)
		return 0;
	n = (now - tm->when) / tm->interval + 1;
	tm->when += n * tm->interval;
	return n;
}

/* The signal of a timer. 0, 1 (ignored), -EAGAIN. */
static int
timer_signal(struct posix_timer *tm, unsigned int gen)
{
	struct signal_info info = { .signo = tm->ev.signo,
		.code = tm->id < 0 ? SIGCODE_KERNEL : SIGCODE_TIMER,
		.value = tm->ev.value,
		.timerid = tm->id,
		.timer_gen = gen };
	struct task *t;
	int r = 0;

	if (!tm->ev.signal)
		return 1;
	if (!tm->ev.tid)
		return signal_send(tm->process, NULL, &info);
	spin_lock(&proctree_lock);
	t = task_find(tm->ev.tid);
	if (t && t->process == tm->process)
		r = signal_send(tm->process, t, &info);
	spin_unlock(&proctree_lock);
	return r;
}

/* The hardware says it is time. Context: interrupt. */
static void
timer_fire(struct ktimer *kt)
{
	struct posix_timer *tm = container_of(kt, struct posix_timer, kt);
	struct spinlock *lock = &tm->process->sig->lock;
	uint64_t now = 0, at = TIME_NEVER;
	bool due = clock_read(&tm->clock, &now) == 0 && now >= tm->when;
	unsigned int gen;
	int r;

	if (!due)
		at = clock_when(&tm->clock, tm->when);
	spin_lock(lock);
	gen = tm->gen;
	if (!tm->armed || tm->dead)
		due = false;
	else if (!due)
		timer_start(tm, at);
	else
		tm->armed = false;
	spin_unlock(lock);
	if (!due)
		return;
	r = timer_signal(tm, gen);
	if (r == 0)
		return;
	at = time_mono_ns() + IGNORED_NS;
	spin_lock(lock);
	if (tm->interval && !tm->armed && !tm->dead && tm->gen == gen) {
		(void)timer_forward(tm, now);
		if (tm->clock.kind <= CLOCK_KIND_REAL)
			at = MAX(at, clock_when(&tm->clock, tm->when));
		timer_start(tm, at);
	}
	spin_unlock(lock);
}

static struct posix_timer *
timer_find(struct process *p, int id)
{
	if (id < 0 || (unsigned int)id >= p->ntimers)
		return NULL;
	return p->timers[id];
}

/* CPU clocks are read under proctree_lock, which comes before sig->lock: for
 * them "now" is the moment the timer was due. */
static uint64_t
now_for(const struct posix_timer *tm)
{
	if (tm->clock.kind == CLOCK_KIND_MONO)
		return time_mono_ns();
	if (tm->clock.kind == CLOCK_KIND_REAL)
		return time_real_ns();
	return tm->when;
}

static void
timer_go_on(struct posix_timer *tm, struct signal_info *info)
{
	uint64_t n, now = now_for(tm);

	if (!tm->interval || tm->armed)
		return;
	n = timer_forward(tm, now);
	n = n ? n - 1 : 0;
	tm->overrun = n > INT32_MAX ? INT32_MAX : (int)n;
	info->overrun = tm->overrun;
	if (tm->clock.kind == CLOCK_KIND_MONO)
		timer_start(tm, tm->when);
	else if (tm->clock.kind == CLOCK_KIND_REAL)
		timer_start(tm, clock_when(&tm->clock, tm->when));
	else
		timer_start(tm, time_mono_ns() + IGNORED_NS);
}

void
timers_signal_taken(struct process *p, struct signal_info *info)
{
	struct posix_timer *tm;

	spin_assert_held(&p->sig->lock);
	if (info->code == SIGCODE_TIMER) {
		tm = timer_find(p, info->timerid);
		if (!tm || tm->gen != info->timer_gen)
			return;
		tm->overrun = 0;
		timer_go_on(tm, info);
		return;
	}
	for (unsigned int i = 0; p->itimers && i < NR_ITIMERS; i++) {
		tm = &p->itimers[i];
		if (tm->when && tm->ev.signo == info->signo)
			timer_go_on(tm, info);
	}
}

/* A free slot with the timer in it. sig->lock held. */
static int
table_insert(struct process *p, struct posix_timer *tm)
{
	unsigned int n;
	struct posix_timer **bigger;

	for (n = 0; n < p->ntimers; n++)
		if (!p->timers[n])
			break;
	if (n == p->ntimers) {
		unsigned int cap = n ? n * 2 : 8;

		if (n >= MAX_TIMERS)
			return ERR(EAGAIN);
		bigger =
		    krealloc(p->timers, cap * sizeof(struct posix_timer *));
		if (!bigger)
			return ERR(EAGAIN);
		memset(bigger + n, 0, (cap - n) * sizeof(struct posix_timer *));
		p->timers = bigger;
		p->ntimers = cap;
	}
	p->timers[n] = tm;
	return (int)n;
}

int
posix_timer_create(
    const struct clock_ref *clock, const struct timer_event *ev, int *id)
{
	struct process *p = current->process;
	struct posix_timer *tm = kmalloc(sizeof(*tm));
	int n;

	if (!tm)
		return ERR(EAGAIN);
	spin_lock(&p->sig->lock);
	n = table_insert(p, tm);
	if (n >= 0)
		timer_init(tm, p, clock, ev, n);
	spin_unlock(&p->sig->lock);
	if (n < 0) {
		kfree(tm);
		return n;
	}
	*id = n;
	return 0;
}

/* Stop it for good and free it; it is in no table any more. */
static void
timer_destroy(struct posix_timer *tm)
{
	(void)ktimer_cancel(&tm->kt);
	kfree(tm);
}

int
posix_timer_delete(int id)
{
	struct process *p = current->process;
	struct posix_timer *tm;

	mutex_lock(&p->timer_lock);
	spin_lock(&p->sig->lock);
	tm = timer_find(p, id);
	if (tm) {
		p->timers[id] = NULL;
		tm->dead = true;
	}
	spin_unlock(&p->sig->lock);
	if (tm)
		timer_destroy(tm);
	mutex_unlock(&p->timer_lock);
	return tm ? 0 : ERR(EINVAL);
}

static void
times_of(const struct posix_timer *tm, uint64_t now, struct timer_times *out)
{
	*out = (struct timer_times){ .interval = tm->interval };
	if (!tm->when)
		return;
	if (tm->when > now)
		out->value = tm->when - now;
	else if (tm->interval)
		out->value = tm->interval - (now - tm->when) % tm->interval;
	else
		out->value = tm->armed ? 1 : 0;
}

/* The times, as of now. sig->lock not held; tm stays (its process's thread). */
static int
timer_set(struct process *p, struct posix_timer *tm,
    const struct timer_times *new, bool absolute, struct timer_times *old)
{
	struct spinlock *lock = &p->sig->lock;
	uint64_t now = 0, when = 0, at;

	if (clock_read(&tm->clock, &now))
		return ERR(EINVAL);
	if (new->value) {
		when = absolute ? new->value : now + new->value;
		if (!absolute && when < now)
			when = TIME_NEVER;
	}
	at = when ? clock_when(&tm->clock, when) : TIME_NEVER;
	spin_lock(lock);
	if (old)
		times_of(tm, now, old);
	tm->armed = false;
	tm->gen++;
	spin_unlock(lock);
	(void)ktimer_cancel(&tm->kt);
	spin_lock(lock);
	tm->interval = when ? new->interval : 0;
	tm->when = when;
	tm->overrun = 0;
	if (when && !tm->dead)
		timer_start(tm, at);
	spin_unlock(lock);
	return 0;
}

int
posix_timer_set(int id, const struct timer_times *new, bool absolute,
    struct timer_times *old)
{
	struct process *p = current->process;
	struct posix_timer *tm;
	int err;

	mutex_lock(&p->timer_lock);
	tm = timer_find(p, id);
	err = tm ? timer_set(p, tm, new, absolute, old) : ERR(EINVAL);
	mutex_unlock(&p->timer_lock);
	return err;
}

int
posix_timer_get(int id, struct timer_times *out)
{
	struct process *p = current->process;
	struct posix_timer *tm;
	uint64_t now;
	int err = 0;

	mutex_lock(&p->timer_lock);
	tm = timer_find(p, id);
	if (!tm || clock_read(&tm->clock, &now))
		err = ERR(EINVAL);
	else
		times_of(tm, now, out);
	mutex_unlock(&p->timer_lock);
	return err;
}

int
posix_timer_overrun(int id)
{
	struct process *p = current->process;
	struct posix_timer *tm;
	int n;

	spin_lock(&p->sig->lock);
	tm = timer_find(p, id);
	n = tm ? tm->overrun : ERR(EINVAL);
	spin_unlock(&p->sig->lock);
	return n;
}

static struct posix_timer *
itimers_make(struct process *p)
{
	static const int signals[NR_ITIMERS] = { SIGNO_ALRM, SIGNO_VTALRM,
		SIGNO_PROF };
	struct posix_timer *its = kzalloc(NR_ITIMERS * sizeof(*its));

	for (int i = 0; its && i < NR_ITIMERS; i++) {
		struct clock_ref clock = {
			i ? CLOCK_KIND_PROCESS : CLOCK_KIND_MONO, p->pid
		};
		struct timer_event ev = { .signal = true, .signo = signals[i] };

		timer_init(&its[i], p, &clock, &ev, -1 - i);
	}
	return its;
}

int
itimer_set(
    unsigned int which, const struct timer_times *new, struct timer_times *old)
{
	struct process *p = current->process;
	int err = ERR(ENOMEM);

	mutex_lock(&p->timer_lock);
	if (!p->itimers) {
		struct posix_timer *its = itimers_make(p);

		spin_lock(&p->sig->lock);
		p->itimers = its;
		spin_unlock(&p->sig->lock);
	}
	if (p->itimers && new) {
		err = timer_set(p, &p->itimers[which], new, false, old);
	} else if (p->itimers) {
		uint64_t now = 0;

		err = clock_read(&p->itimers[which].clock, &now);
		times_of(&p->itimers[which], now, old);
	}
	mutex_unlock(&p->timer_lock);
	return err;
}

void
timers_process_exit(struct process *p)
{
	struct posix_timer **table, *its;
	unsigned int n;

	spin_lock(&p->sig->lock);
	table = p->timers;
	n = p->ntimers;
	its = p->itimers;
	p->timers = NULL;
	p->ntimers = 0;
	p->itimers = NULL;
	for (unsigned int i = 0; i < n; i++)
		if (table[i])
			table[i]->dead = true;
	for (unsigned int i = 0; its && i < NR_ITIMERS; i++)
		its[i].dead = true;
	spin_unlock(&p->sig->lock);
	for (unsigned int i = 0; i < n; i++)
		if (table[i])
			timer_destroy(table[i]);
	kfree(table);
	for (unsigned int i = 0; its && i < NR_ITIMERS; i++)
		(void)ktimer_cancel(&its[i].kt);
	kfree(its);
}
