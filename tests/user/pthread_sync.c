/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/pthread_sync.c - mutexes, conditions, barriers and their kin.
 */
#include "lib/check.h"

#include <pthread.h>
#include <semaphore.h>

#define MS 1000000LL

enum { THREADS = 4, ROUNDS = 5000 };

static pthread_mutex_t lock;
static long counter;

static void
run_threads(void *(*body)(void *), int count)
{
	pthread_t threads[16];

	for (int i = 0; i < count; i++)
		EXPECT_EQ(pthread_create(
			      &threads[i], NULL, body, (void *)(intptr_t)i),
		    0);
	for (int i = 0; i < count; i++)
		EXPECT_EQ(pthread_join(threads[i], NULL), 0);
}

static void
mutex_make(int type, int protocol, int robust)
{
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	EXPECT_EQ(pthread_mutexattr_settype(&attr, type), 0);
	EXPECT_EQ(pthread_mutexattr_setprotocol(&attr, protocol), 0);
	EXPECT_EQ(pthread_mutexattr_setrobust(&attr, robust), 0);
	EXPECT_EQ(pthread_mutex_init(&lock, &attr), 0);
	pthread_mutexattr_destroy(&attr);
	counter = 0;
}

static void *
count_up(void *arg)
{
	for (int i = 0; i < ROUNDS; i++) {
		EXPECT_EQ(pthread_mutex_lock(&lock), 0);
		counter++;
		EXPECT_EQ(pthread_mutex_unlock(&lock), 0);
	}
	return arg;
}

static void
check_counting(int type, int protocol, int robust)
{
	mutex_make(type, protocol, robust);
	run_threads(count_up, THREADS);
	EXPECT_EQ(counter, THREADS * ROUNDS);
	EXPECT_EQ(pthread_mutex_destroy(&lock), 0);
}

static void
test_mutex_normal_excludes(void)
{
	check_counting(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, 0);
}

static void
test_mutex_adaptive_excludes(void)
{
	check_counting(PTHREAD_MUTEX_ADAPTIVE_NP, PTHREAD_PRIO_NONE, 0);
}

static void
test_mutex_inheriting_excludes(void)
{
	check_counting(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_INHERIT, 0);
}

static void
test_mutex_robust_excludes(void)
{
	check_counting(
	    PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_ROBUST);
}

static void
test_mutex_robust_inheriting_excludes(void)
{
	check_counting(
	    PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_INHERIT, PTHREAD_MUTEX_ROBUST);
}

static void *
try_busy(void *arg)
{
	EXPECT_EQ(pthread_mutex_trylock(&lock), EBUSY);
	return arg;
}

static void
test_mutex_recursive(void)
{
	mutex_make(PTHREAD_MUTEX_RECURSIVE, PTHREAD_PRIO_NONE, 0);
	for (int i = 0; i < 10; i++)
		CHECK_EQ(pthread_mutex_lock(&lock), 0);
	for (int i = 0; i < 9; i++)
		CHECK_EQ(pthread_mutex_unlock(&lock), 0);
	run_threads(try_busy, 1);
	CHECK_EQ(pthread_mutex_unlock(&lock), 0);
	CHECK_EQ(pthread_mutex_unlock(&lock), EPERM);
	pthread_mutex_destroy(&lock);
}

static void
test_mutex_errorcheck(void)
{
	mutex_make(PTHREAD_MUTEX_ERRORCHECK, PTHREAD_PRIO_NONE, 0);
	CHECK_EQ(pthread_mutex_unlock(&lock), EPERM);
	CHECK_EQ(pthread_mutex_lock(&lock), 0);
	CHECK_EQ(pthread_mutex_lock(&lock), EDEADLK);
	CHECK_EQ(pthread_mutex_trylock(&lock), EBUSY);
	CHECK_EQ(pthread_mutex_unlock(&lock), 0);
	pthread_mutex_destroy(&lock);
}

static void *
lock_in_vain(void *arg)
{
	clockid_t clock = (clockid_t)(intptr_t)arg;
	struct timespec ts = check_after_ns(clock, 15 * MS);

	EXPECT_EQ(pthread_mutex_clocklock(&lock, clock, &ts), ETIMEDOUT);
	EXPECT(check_clock_ns(clock) >= ts.tv_sec * 1000 * MS + ts.tv_nsec);
	return NULL;
}

static void
test_mutex_timed_out(void)
{
	pthread_t thread;
	struct timespec past = { 1, 0 };

	mutex_make(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, 0);
	CHECK_EQ(pthread_mutex_timedlock(&lock, &past), 0);
	CHECK_EQ(pthread_mutex_timedlock(&lock, &past), ETIMEDOUT);
	CHECK_EQ(
	    pthread_create(&thread, NULL, lock_in_vain, (void *)CLOCK_REALTIME),
	    0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(pthread_create(
		     &thread, NULL, lock_in_vain, (void *)CLOCK_MONOTONIC),
	    0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(pthread_mutex_unlock(&lock), 0);
	pthread_mutex_destroy(&lock);
}

static void *
lock_and_die(void *arg)
{
	EXPECT_EQ(pthread_mutex_lock(&lock), 0);
	return arg;
}

static void
check_owner_death(int protocol)
{
	mutex_make(PTHREAD_MUTEX_NORMAL, protocol, PTHREAD_MUTEX_ROBUST);
	run_threads(lock_and_die, 1);
	EXPECT_EQ(pthread_mutex_lock(&lock), EOWNERDEAD);
	EXPECT_EQ(pthread_mutex_consistent(&lock), 0);
	EXPECT_EQ(pthread_mutex_unlock(&lock), 0);
	EXPECT_EQ(pthread_mutex_lock(&lock), 0);
	EXPECT_EQ(pthread_mutex_unlock(&lock), 0);
	run_threads(lock_and_die, 1);
	EXPECT_EQ(pthread_mutex_lock(&lock), EOWNERDEAD);
	EXPECT_EQ(pthread_mutex_unlock(&lock), 0);
	EXPECT_EQ(pthread_mutex_lock(&lock), ENOTRECOVERABLE);
	pthread_mutex_destroy(&lock);
}

static void
test_mutex_robust_owner_dies(void)
{
	check_owner_death(PTHREAD_PRIO_NONE);
}

static void
test_mutex_robust_inheriting_owner_dies(void)
{
	check_owner_death(PTHREAD_PRIO_INHERIT);
}

static sem_t ready;

static void *
lock_wait_and_die(void *arg)
{
	EXPECT_EQ(pthread_mutex_lock(&lock), 0);
	sem_post(&ready);
	check_sleep_ms(30);
	return arg;
}

/* The waiter already sleeps when the owner dies. */
static void
test_mutex_robust_waiter_inherits_death(void)
{
	pthread_t thread;

	mutex_make(
	    PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_ROBUST);
	sem_init(&ready, 0, 0);
	CHECK_EQ(pthread_create(&thread, NULL, lock_wait_and_die, NULL), 0);
	sem_wait(&ready);
	CHECK_EQ(pthread_mutex_lock(&lock), EOWNERDEAD);
	CHECK_EQ(pthread_mutex_consistent(&lock), 0);
	CHECK_EQ(pthread_mutex_unlock(&lock), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	pthread_mutex_destroy(&lock);
}

static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int turn, waiting, go;

static void *
take_turns(void *arg)
{
	int me = (int)(intptr_t)arg;

	for (int i = 0; i < 500; i++) {
		pthread_mutex_lock(&lock);
		while (turn != me)
			pthread_cond_wait(&cond, &lock);
		turn = (me + 1) % 3;
		counter++;
		pthread_cond_broadcast(&cond);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static void
test_cond_takes_turns(void)
{
	mutex_make(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, 0);
	turn = 0;
	run_threads(take_turns, 3);
	CHECK_EQ(counter, 1500);
	pthread_mutex_destroy(&lock);
}

static void *
wait_for_go(void *arg)
{
	pthread_mutex_lock(&lock);
	waiting++;
	while (!go)
		pthread_cond_wait(&cond, &lock);
	go--;
	pthread_mutex_unlock(&lock);
	return arg;
}

static void
test_cond_signal_wakes_each(void)
{
	pthread_t threads[5];

	mutex_make(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, 0);
	waiting = go = 0;
	for (int i = 0; i < 5; i++)
		CHECK_EQ(
		    pthread_create(&threads[i], NULL, wait_for_go, NULL), 0);
	for (int done = 0; done < 5;) {
		pthread_mutex_lock(&lock);
		if (waiting) {
			waiting--;
			go++;
			done++;
			pthread_cond_signal(&cond);
		}
		pthread_mutex_unlock(&lock);
		sched_yield();
	}
	for (int i = 0; i < 5; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	pthread_mutex_destroy(&lock);
}

static void
check_cond_timeout(clockid_t clock)
{
	pthread_condattr_t attr;
	pthread_cond_t timed;
	struct timespec ts;
	int ret = 0;

	mutex_make(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_NONE, 0);
	pthread_condattr_init(&attr);
	EXPECT_EQ(pthread_condattr_setclock(&attr, clock), 0);
	EXPECT_EQ(pthread_cond_init(&timed, &attr), 0);
	pthread_mutex_lock(&lock);
	ts = check_after_ns(clock, 15 * MS);
	while (ret == 0)
		ret = pthread_cond_timedwait(&timed, &lock, &ts);
	EXPECT_EQ(ret, ETIMEDOUT);
	EXPECT(check_clock_ns(clock) >= ts.tv_sec * 1000 * MS + ts.tv_nsec);
	pthread_mutex_unlock(&lock);
	pthread_cond_destroy(&timed);
	pthread_mutex_destroy(&lock);
}

static void
test_cond_timeout_realtime(void)
{
	check_cond_timeout(CLOCK_REALTIME);
}

static void
test_cond_timeout_monotonic(void)
{
	check_cond_timeout(CLOCK_MONOTONIC);
}

static pthread_barrier_t barrier;
static int serial, phase_count[50];

static void *
meet(void *arg)
{
	for (int i = 0; i < 50; i++) {
		int ret;

		__atomic_fetch_add(&phase_count[i], 1, __ATOMIC_SEQ_CST);
		ret = pthread_barrier_wait(&barrier);
		EXPECT_EQ(__atomic_load_n(&phase_count[i], __ATOMIC_SEQ_CST),
		    THREADS);
		if (ret == PTHREAD_BARRIER_SERIAL_THREAD)
			__atomic_fetch_add(&serial, 1, __ATOMIC_SEQ_CST);
		else
			EXPECT_EQ(ret, 0);
	}
	return arg;
}

static void
test_barrier_holds_all(void)
{
	CHECK_EQ(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	run_threads(meet, THREADS);
	CHECK_EQ(serial, 50);
	CHECK_EQ(pthread_barrier_destroy(&barrier), 0);
}

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static long pair[2];

static void *
read_and_write(void *arg)
{
	for (int i = 0; i < 2000; i++) {
		if (i % 10 == 0) {
			EXPECT_EQ(pthread_rwlock_wrlock(&rwlock), 0);
			pair[0]++;
			pair[1]++;
		} else {
			EXPECT_EQ(pthread_rwlock_rdlock(&rwlock), 0);
			EXPECT(pair[0] == pair[1]);
		}
		EXPECT_EQ(pthread_rwlock_unlock(&rwlock), 0);
	}
	return arg;
}

static void
test_rwlock_keeps_pairs(void)
{
	run_threads(read_and_write, THREADS);
	CHECK_EQ(pair[0], THREADS * 200);
}

static void *
rwlock_tries(void *arg)
{
	struct timespec ts = check_after_ns(CLOCK_REALTIME, 10 * MS);

	EXPECT_EQ(pthread_rwlock_trywrlock(&rwlock), EBUSY);
	EXPECT_EQ(pthread_rwlock_timedwrlock(&rwlock, &ts), ETIMEDOUT);
	EXPECT_EQ(pthread_rwlock_tryrdlock(&rwlock), 0);
	EXPECT_EQ(pthread_rwlock_unlock(&rwlock), 0);
	return arg;
}

static void
test_rwlock_tries_and_timeout(void)
{
	CHECK_EQ(pthread_rwlock_rdlock(&rwlock), 0);
	run_threads(rwlock_tries, 1);
	CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
}

static pthread_spinlock_t spin;

static void *
spin_count(void *arg)
{
	for (int i = 0; i < 2000; i++) {
		pthread_spin_lock(&spin);
		counter++;
		pthread_spin_unlock(&spin);
	}
	return arg;
}

static void
test_spinlock_excludes(void)
{
	counter = 0;
	pthread_spin_init(&spin, 0);
	run_threads(spin_count, 2);
	CHECK_EQ(counter, 4000);
	CHECK_EQ(pthread_spin_trylock(&spin), 0);
	CHECK_EQ(pthread_spin_trylock(&spin), EBUSY);
}

static void
test_semaphore(void)
{
	sem_t sem;
	struct timespec ts = check_after_ns(CLOCK_REALTIME, 10 * MS);
	int value;

	CHECK_EQ(sem_init(&sem, 0, 2), 0);
	CHECK_EQ(sem_wait(&sem), 0);
	CHECK_EQ(sem_trywait(&sem), 0);
	CHECK_ERR(sem_trywait(&sem), EAGAIN);
	CHECK_ERR(sem_timedwait(&sem, &ts), ETIMEDOUT);
	CHECK_EQ(sem_post(&sem), 0);
	CHECK_EQ(sem_getvalue(&sem, &value), 0);
	CHECK_EQ(value, 1);
	sem_destroy(&sem);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
count_once(void)
{
	check_sleep_ms(2);
	counter++;
}

static void *
call_once(void *arg)
{
	pthread_once(&once, count_once);
	EXPECT_EQ(counter, 1);
	return arg;
}

static void
test_once_is_once(void)
{
	counter = 0;
	run_threads(call_once, 8);
	CHECK_EQ(counter, 1);
}

static const struct check_test tests[] = {
	T(test_mutex_normal_excludes),
	T(test_mutex_adaptive_excludes),
	T(test_mutex_inheriting_excludes),
	T(test_mutex_robust_excludes),
	T(test_mutex_robust_inheriting_excludes),
	T(test_mutex_recursive),
	T(test_mutex_errorcheck),
	T(test_mutex_timed_out),
	T(test_mutex_robust_owner_dies),
	T(test_mutex_robust_inheriting_owner_dies),
	T(test_mutex_robust_waiter_inherits_death),
	T(test_cond_takes_turns),
	T(test_cond_signal_wakes_each),
	T(test_cond_timeout_realtime),
	T(test_cond_timeout_monotonic),
	T(test_barrier_holds_all),
	T(test_rwlock_keeps_pairs),
	T(test_rwlock_tries_and_timeout),
	T(test_spinlock_excludes),
	T(test_semaphore),
	T(test_once_is_once),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
