/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/cxx.cc - C++: exceptions, streams, containers, threads, futures.
 */
#include "lib/check.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <shared_mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

static int live;

struct Counted {
	Counted()
	{
		live++;
	}
	~Counted()
	{
		live--;
	}
};

static int constructed_before_main = [] { return 4711; }();

__attribute__((noinline)) static void
thrower(int depth)
{
	Counted c;

	if (depth == 0)
		throw std::runtime_error("from below");
	thrower(depth - 1);
	EXPECT(live > 0);
}

static void
test_cxx_static_constructor()
{
	CHECK_EQ(constructed_before_main, 4711);
}

static void
test_cxx_exception_unwinds()
{
	std::string what;

	try {
		thrower(100);
	} catch (const std::exception &e) {
		what = e.what();
	}
	CHECK(what == "from below");
	CHECK_EQ(live, 0);
}

static void
test_cxx_rethrow_and_types()
{
	int seen = 0;

	try {
		try {
			throw std::out_of_range("x");
		} catch (const std::logic_error &) {
			seen |= 1;
			throw;
		}
	} catch (const std::out_of_range &) {
		seen |= 2;
	}
	try {
		throw 42;
	} catch (int i) {
		seen |= i == 42 ? 4 : 0;
	}
	CHECK_EQ(seen, 7);
}

static void
test_cxx_bad_alloc()
{
	bool caught = false;
	volatile size_t huge = size_t(1) << 46;

	try {
		::operator delete(::operator new(huge));
	} catch (const std::bad_alloc &) {
		caught = true;
	}
	CHECK(caught);
	CHECK(std::make_unique<int>(5));
}

static void
test_cxx_exceptions_in_threads()
{
	std::atomic<int> caught{ 0 };
	std::vector<std::thread> threads;

	for (int t = 0; t < 4; t++)
		threads.emplace_back([&] {
			for (int i = 0; i < 200; i++) {
				try {
					throw std::runtime_error("t");
				} catch (const std::runtime_error &) {
					caught++;
				}
			}
		});
	for (auto &t : threads)
		t.join();
	CHECK_EQ(caught.load(), 800);
}

static void
test_cxx_streams()
{
	std::ostringstream out;
	std::istringstream in("12 0x1f 3.5 word");
	int a, b;
	double d;
	std::string w;

	out << std::setw(5) << 42 << '|' << std::hex << 255 << '|' << std::fixed
	    << std::setprecision(3) << 3.14159 << '|' << std::boolalpha << true;
	CHECK(out.str() == "   42|ff|3.142|true");
	in >> a >> std::hex >> b >> d >> w;
	CHECK(a == 12 && b == 31 && d == 3.5 && w == "word");
	std::cout << "cout says " << 1.5 << " and " << std::string("text")
		  << std::endl;
}

static void
test_cxx_file_streams()
{
	const char *dir = check_dir_enter();
	std::string line;
	int count = 0;

	{
		std::ofstream f("f");
		for (int i = 0; i < 1000; i++)
			f << "line " << i << '\n';
	}
	{
		std::ifstream f("f");
		while (std::getline(f, line))
			count++;
	}
	EXPECT_EQ(count, 1000);
	EXPECT(line == "line 999" || line.empty());
	unlink("f");
	EXPECT(!std::ifstream("f").is_open());
	check_dir_leave(dir);
}

static void
test_cxx_containers()
{
	std::map<std::string, int> m;
	std::vector<int> v(10000);

	for (int i = 0; i < 1000; i++)
		m["key" + std::to_string(i)] = i;
	CHECK(m.size() == 1000 && m["key77"] == 77);
	for (size_t i = 0; i < v.size(); i++)
		v[i] = int(i * 7919 % 10007);
	std::sort(v.begin(), v.end());
	CHECK(std::is_sorted(v.begin(), v.end()));
}

static void
test_cxx_mutex_and_condition()
{
	std::mutex m;
	std::condition_variable cv;
	int turn = 0, total = 0;
	std::vector<std::thread> threads;

	for (int t = 0; t < 3; t++)
		threads.emplace_back([&, t] {
			for (int i = 0; i < 100; i++) {
				std::unique_lock<std::mutex> l(m);
				cv.wait(l, [&] { return turn == t; });
				turn = (turn + 1) % 3;
				total++;
				cv.notify_all();
			}
		});
	for (auto &t : threads)
		t.join();
	CHECK_EQ(total, 300);
}

static void
test_cxx_condition_times_out()
{
	std::mutex m;
	std::condition_variable cv;
	std::unique_lock<std::mutex> l(m);
	auto start = std::chrono::steady_clock::now();

	CHECK(!cv.wait_for(
	    l, std::chrono::milliseconds(10), [] { return false; }));
	CHECK(std::chrono::steady_clock::now() - start >=
	      std::chrono::milliseconds(10));
}

static void
test_cxx_shared_mutex()
{
	std::shared_mutex m;
	int a = 0, b = 0;
	std::atomic<int> bad{ 0 };
	std::vector<std::thread> threads;

	for (int t = 0; t < 4; t++)
		threads.emplace_back([&, t] {
			for (int i = 0; i < 500; i++) {
				if (t == 0) {
					std::unique_lock<std::shared_mutex> l(
					    m);
					a++;
					b++;
				} else {
					std::shared_lock<std::shared_mutex> l(
					    m);
					bad += a != b;
				}
			}
		});
	for (auto &t : threads)
		t.join();
	CHECK(bad == 0 && a == 500);
}

static void
test_cxx_futures()
{
	std::vector<std::future<int>> futures;
	int sum = 0;
	bool thrown = false;

	for (int i = 0; i < 10; i++)
		futures.push_back(
		    std::async(std::launch::async, [i] { return i * i; }));
	for (auto &f : futures)
		sum += f.get();
	CHECK_EQ(sum, 285);
	auto bad = std::async(std::launch::async,
	    []() -> int { throw std::runtime_error("in async"); });
	try {
		bad.get();
	} catch (const std::runtime_error &) {
		thrown = true;
	}
	CHECK(thrown);
	std::promise<std::string> promise;
	auto future = promise.get_future();
	std::thread t([&] { promise.set_value("kept"); });
	CHECK(future.get() == "kept");
	t.join();
}

static void
test_cxx_atomics()
{
	std::atomic<long> n{ 0 };
	std::vector<std::thread> threads;

	for (int t = 0; t < 4; t++)
		threads.emplace_back([&] {
			for (int i = 0; i < 10000; i++)
				n.fetch_add(1, std::memory_order_relaxed);
		});
	for (auto &t : threads)
		t.join();
	CHECK_EQ(n.load(), 40000);
}

static thread_local Counted per_thread;

static void
test_cxx_thread_local_destroyed()
{
	int before = live;

	for (int i = 0; i < 5; i++)
		std::thread([] { EXPECT(&per_thread != nullptr); }).join();
	CHECK_EQ(live, before);
}

static void
test_cxx_thread_basics()
{
	CHECK(std::thread::hardware_concurrency() >= 1);
	CHECK(std::this_thread::get_id() != std::thread::id());
	std::this_thread::yield();
	std::once_flag once;
	int n = 0;
	std::vector<std::thread> threads;
	for (int i = 0; i < 4; i++)
		threads.emplace_back(
		    [&] { std::call_once(once, [&] { n++; }); });
	for (auto &t : threads)
		t.join();
	CHECK_EQ(n, 1);
}

static const struct check_test tests[] = {
	T(test_cxx_static_constructor),
	T(test_cxx_exception_unwinds),
	T(test_cxx_rethrow_and_types),
	T(test_cxx_bad_alloc),
	T(test_cxx_exceptions_in_threads),
	T(test_cxx_streams),
	T(test_cxx_file_streams),
	T(test_cxx_containers),
	T(test_cxx_mutex_and_condition),
	T(test_cxx_condition_times_out),
	T(test_cxx_shared_mutex),
	T(test_cxx_futures),
	T(test_cxx_atomics),
	T(test_cxx_thread_local_destroyed),
	T(test_cxx_thread_basics),
};

int
main()
{
	return CHECK_RUN(tests);
}
