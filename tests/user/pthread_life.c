/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/pthread_life.c - threads: create, join, detach, cancel, attributes.
 */
#include "lib/check.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/syscall.h>

static sem_t sem;
static int cleaned;

static void *
give_back(void *arg)
{
	return arg;
}

static void
test_create_join_500(void)
{
	for (intptr_t i = 0; i < 500; i++) {
		pthread_t thread;
		void *ret = NULL;

		CHECK_EQ(
		    pthread_create(&thread, NULL, give_back, (void *)i), 0);
		CHECK_EQ(pthread_join(thread, &ret), 0);
		CHECK((intptr_t)ret == i);
	}
}

static int started;

static void *
wait_for_sem(void *arg)
{
	__atomic_fetch_add(&started, 1, __ATOMIC_SEQ_CST);
	while (sem_wait(&sem))
		;
	return arg;
}

static void
test_hundred_threads_at_once(void)
{
	static pthread_t threads[100];

	sem_init(&sem, 0, 0);
	started = 0;
	for (int i = 0; i < 100; i++)
		CHECK_EQ(
		    pthread_create(&threads[i], NULL, wait_for_sem, NULL), 0);
	while (__atomic_load_n(&started, __ATOMIC_SEQ_CST) < 100)
		check_sleep_ms(1);
	for (int i = 0; i < 100; i++)
		sem_post(&sem);
	for (int i = 0; i < 100; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
}

static int detached_done;

static void *
detached_main(void *arg)
{
	__atomic_fetch_add(&detached_done, 1, __ATOMIC_SEQ_CST);
	return arg;
}

static void
test_detached_threads_end(void)
{
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	for (int i = 0; i < 200; i++) {
		pthread_t thread;

		CHECK_EQ(pthread_create(&thread, i % 2 ? &attr : NULL,
			     detached_main, NULL),
		    0);
		if (i % 2 == 0)
			CHECK_EQ(pthread_detach(thread), 0);
	}
	while (__atomic_load_n(&detached_done, __ATOMIC_SEQ_CST) < 200)
		check_sleep_ms(1);
	pthread_attr_destroy(&attr);
}

static void *
exit_deep(void *arg)
{
	pthread_exit((char *)arg + 1);
}

static void
test_pthread_exit_value(void)
{
	pthread_t thread;
	void *ret;
	char c[2];

	CHECK_EQ(pthread_create(&thread, NULL, exit_deep, c), 0);
	CHECK_EQ(pthread_join(thread, &ret), 0);
	CHECK(ret == c + 1);
	CHECK_EQ(pthread_join(pthread_self(), NULL), EDEADLK);
}

static void
test_tryjoin_and_timedjoin(void)
{
	pthread_t thread;
	struct timespec ts;

	sem_init(&sem, 0, 0);
	CHECK_EQ(pthread_create(&thread, NULL, wait_for_sem, NULL), 0);
	CHECK_EQ(pthread_tryjoin_np(thread, NULL), EBUSY);
	ts = check_after_ns(CLOCK_REALTIME, 5000000);
	CHECK_EQ(pthread_timedjoin_np(thread, NULL, &ts), ETIMEDOUT);
	sem_post(&sem);
	ts = check_after_ns(CLOCK_REALTIME, 60000000000LL);
	CHECK_EQ(pthread_timedjoin_np(thread, NULL, &ts), 0);
}

static size_t stack_size_seen;

static void *
stack_main(void *arg)
{
	pthread_attr_t attr;
	void *base;
	volatile char here;

	EXPECT_EQ(pthread_getattr_np(pthread_self(), &attr), 0);
	pthread_attr_getstack(&attr, &base, &stack_size_seen);
	here = 1;
	EXPECT((uintptr_t)&here > (uintptr_t)base && here);
	EXPECT((uintptr_t)&here < (uintptr_t)base + stack_size_seen);
	pthread_attr_destroy(&attr);
	return arg;
}

static void
test_attr_stack_size(void)
{
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	CHECK_EQ(pthread_attr_setstacksize(&attr, 3 << 20), 0);
	CHECK_EQ(pthread_create(&thread, &attr, stack_main, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	/* The C library may reuse a larger one. */
	CHECK(stack_size_seen >= 3 << 20);
	CHECK_EQ(pthread_attr_setstacksize(&attr, 100), EINVAL);
	pthread_attr_destroy(&attr);
}

static void
test_attr_own_stack(void)
{
	size_t size = 1 << 20;
	char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	pthread_attr_t attr;
	pthread_t thread;

	CHECK(stack != MAP_FAILED);
	pthread_attr_init(&attr);
	CHECK_EQ(pthread_attr_setstack(&attr, stack, size), 0);
	CHECK_EQ(pthread_create(&thread, &attr, stack_main, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(stack_size_seen, size);
	pthread_attr_destroy(&attr);
	munmap(stack, size);
}

static void *
report_cpu(void *arg)
{
	cpu_set_t set;

	EXPECT_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	EXPECT_EQ(CPU_COUNT(&set), 1);
	EXPECT(CPU_ISSET((size_t)(intptr_t)arg, &set));
	for (int i = 0; i < 20; i++) {
		EXPECT_EQ(sched_getcpu(), (intptr_t)arg);
		sched_yield();
	}
	return NULL;
}

static void
test_attr_affinity(void)
{
	cpu_set_t all, one;

	CHECK_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		pthread_attr_t attr;
		pthread_t thread;

		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		pthread_attr_init(&attr);
		CHECK_EQ(
		    pthread_attr_setaffinity_np(&attr, sizeof(one), &one), 0);
		CHECK_EQ(pthread_create(
			     &thread, &attr, report_cpu, (void *)(intptr_t)cpu),
		    0);
		CHECK_EQ(pthread_join(thread, NULL), 0);
		pthread_attr_destroy(&attr);
	}
}

static pthread_key_t key;
static int destroyed;

static void
key_destroy(void *value)
{
	EXPECT(value != NULL);
	destroyed++;
	/* Set again once: destructors run again. */
	if (destroyed == 1)
		pthread_setspecific(key, value);
}

static void *
key_main(void *arg)
{
	EXPECT(pthread_getspecific(key) == NULL);
	pthread_setspecific(key, arg);
	EXPECT(pthread_getspecific(key) == arg);
	return NULL;
}

static void
test_keys_and_destructors(void)
{
	pthread_t thread;
	int x;

	CHECK_EQ(pthread_key_create(&key, key_destroy), 0);
	CHECK_EQ(pthread_create(&thread, NULL, key_main, &x), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(destroyed, 2);
	CHECK(pthread_getspecific(key) == NULL);
	CHECK_EQ(pthread_key_delete(key), 0);
}

static void
cleanup(void *arg)
{
	cleaned += (int)(intptr_t)arg;
}

static void *
cancelled_in_sleep(void *arg)
{
	pthread_cleanup_push(cleanup, (void *)1);
	pthread_cleanup_push(cleanup, (void *)10);
	sem_post(&sem);
	for (;;)
		check_sleep_ms(1000);
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
	return arg;
}

static void
check_cancel(void *(*body)(void *))
{
	pthread_t thread;
	void *ret = NULL;

	sem_init(&sem, 0, 0);
	cleaned = 0;
	EXPECT_EQ(pthread_create(&thread, NULL, body, NULL), 0);
	sem_wait(&sem);
	EXPECT_EQ(pthread_cancel(thread), 0);
	EXPECT_EQ(pthread_join(thread, &ret), 0);
	EXPECT(ret == PTHREAD_CANCELED);
}

static void
test_cancel_deferred_in_sleep(void)
{
	check_cancel(cancelled_in_sleep);
	CHECK_EQ(cleaned, 11);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

static void
unlock(void *arg)
{
	cleaned++;
	EXPECT_EQ(pthread_mutex_unlock(arg), 0);
}

static void *
cancelled_in_cond(void *arg)
{
	pthread_mutex_lock(&lock);
	pthread_cleanup_push(unlock, &lock);
	sem_post(&sem);
	for (;;)
		pthread_cond_wait(&cond, &lock);
	pthread_cleanup_pop(0);
	return arg;
}

static void
test_cancel_in_condition_wait(void)
{
	check_cancel(cancelled_in_cond);
	CHECK_EQ(cleaned, 1);
	CHECK_EQ(pthread_mutex_trylock(&lock), 0);
	CHECK_EQ(pthread_mutex_unlock(&lock), 0);
}

static void *
cancelled_spinning(void *arg)
{
	volatile uint64_t spins = 0;
	int old;

	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
	pthread_cleanup_push(cleanup, (void *)3);
	sem_post(&sem);
	for (;;)
		spins++;
	pthread_cleanup_pop(0);
	return arg;
}

static void
test_cancel_asynchronous(void)
{
	check_cancel(cancelled_spinning);
	CHECK_EQ(cleaned, 3);
}

static void *
cancelled_reading(void *arg)
{
	int fds[2];
	char c;

	EXPECT_EQ(pipe(fds), 0);
	pthread_cleanup_push(cleanup, (void *)4);
	sem_post(&sem);
	EXPECT_EQ(read(fds[0], &c, 1), 1);
	pthread_cleanup_pop(0);
	return arg;
}

static void
test_cancel_in_read(void)
{
	check_cancel(cancelled_reading);
	CHECK_EQ(cleaned, 4);
}

static void *
cancel_disabled(void *arg)
{
	int old;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
	sem_post(&sem);
	check_sleep_ms(10);
	pthread_testcancel();
	cleaned = 100;
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
	/* Not yet asked to perhaps: wait until it is. */
	for (;;) {
		pthread_testcancel();
		sched_yield();
	}
	return arg;
}

static void
test_cancel_disabled_until_enabled(void)
{
	check_cancel(cancel_disabled);
	CHECK_EQ(cleaned, 100);
}

static void *
own_id(void *arg)
{
	*(long *)arg = syscall(SYS_gettid);
	return NULL;
}

static void
test_thread_ids_differ(void)
{
	pthread_t a, b;
	long ida = 0, idb = 0, self = syscall(SYS_gettid);

	CHECK_EQ(self, getpid());
	CHECK_EQ(pthread_create(&a, NULL, own_id, &ida), 0);
	CHECK_EQ(pthread_create(&b, NULL, own_id, &idb), 0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	CHECK(ida > 0 && idb > 0 && ida != idb && ida != self && idb != self);
}

static void
test_names(void)
{
	char name[16];

	CHECK_EQ(pthread_setname_np(pthread_self(), "kt-main"), 0);
	CHECK_EQ(pthread_getname_np(pthread_self(), name, sizeof(name)), 0);
	CHECK(!strcmp(name, "kt-main"));
	CHECK_EQ(
	    pthread_setname_np(pthread_self(), "sixteen-letters!"), ERANGE);
}

static void
test_main_stack_bounds(void)
{
	pthread_attr_t attr;
	void *base;
	size_t size;
	volatile char here = 1;

	CHECK_EQ(pthread_getattr_np(pthread_self(), &attr), 0);
	CHECK_EQ(pthread_attr_getstack(&attr, &base, &size), 0);
	CHECK((uintptr_t)&here > (uintptr_t)base && here);
	CHECK((uintptr_t)&here < (uintptr_t)base + size);
	pthread_attr_destroy(&attr);
}

static const struct check_test tests[] = {
	T(test_create_join_500),
	T(test_hundred_threads_at_once),
	T(test_detached_threads_end),
	T(test_pthread_exit_value),
	T(test_tryjoin_and_timedjoin),
	T(test_attr_stack_size),
	T(test_attr_own_stack),
	T(test_attr_affinity),
	T(test_keys_and_destructors),
	T(test_cancel_deferred_in_sleep),
	T(test_cancel_in_condition_wait),
	T(test_cancel_asynchronous),
	T(test_cancel_in_read),
	T(test_cancel_disabled_until_enabled),
	T(test_thread_ids_differ),
	T(test_names),
	T(test_main_stack_bounds),
};

int
main(void)
{
	return CHECK_RUN(tests);
}
