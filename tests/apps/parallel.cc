/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/parallel.cc - libstdc++'s parallel algorithms, threads, atomics
 * and the file system library.
 *
 * Built with -D_GLIBCXX_PARALLEL -fopenmp: the algorithms run in OpenMP
 * threads. (The policies of C++17 need Threading Building Blocks, of which
 * Debian has no static library.)
 */
#include <algorithm>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <numeric>
#include <random>
#include <semaphore>
#include <stop_token>
#include <thread>
#include <vector>

namespace fs = std::filesystem;

static void
algorithms()
{
	std::vector<unsigned> v(2'000'000), w;
	std::mt19937 random(7);

	for (auto &x : v)
		x = random();
	w = v;
	std::sort(v.begin(), v.end());
	std::cout << "sorted " << std::is_sorted(v.begin(), v.end()) << '\n';
	std::cout << "sum "
		  << (std::accumulate(v.begin(), v.end(), 0ul) ==
			 std::accumulate(w.begin(), w.end(), 0ul))
		  << '\n';
	std::stable_sort(w.begin(), w.end());
	std::cout << "equal " << std::equal(v.begin(), v.end(), w.begin())
		  << '\n';
	std::nth_element(w.begin(), w.begin() + 1000, w.end());
	std::cout << "nth " << (w[1000] == v[1000]) << '\n';
	std::cout << "count " << std::count_if(v.begin(), v.end(), [](auto x) {
		return x % 3 == 0;
	}) << '\n';
	std::vector<unsigned long> sums(v.size());
	std::partial_sum(v.begin(), v.end(), sums.begin(),
	    [](unsigned long a, unsigned long b) { return a + b; });
	std::cout << "last " << sums.back() << '\n';
}

static void
threads()
{
	std::atomic<int> sum = 0, turn = 0;
	std::latch done(8);
	std::barrier<> round(8);
	std::counting_semaphore<4> few(4);
	std::vector<std::jthread> team;

	for (int id = 0; id < 8; id++) {
		team.emplace_back([&, id] {
			for (int i = 0; i < 100; i++) {
				few.acquire();
				sum += id;
				few.release();
				round.arrive_and_wait();
			}
			/* Waiting on an atomic is a futex. */
			for (int t; (t = turn) != id;)
				turn.wait(t);
			turn++;
			turn.notify_all();
			done.count_down();
		});
	}
	done.wait();
	std::cout << "threads " << sum << ' ' << turn << '\n';

	std::mutex lock;
	std::condition_variable_any change;
	std::jthread stopped([&](std::stop_token token) {
		std::unique_lock held(lock);
		change.wait(held, token, [] { return false; });
		std::cout << "stopped " << token.stop_requested() << '\n';
	});
	stopped.request_stop();
	stopped.join();

	auto later = std::async(std::launch::async, [] { return 42; });
	std::cout << "async " << later.get() << '\n';
}

static void
files()
{
	fs::path top = fs::temp_directory_path() / "kitten-files";

	fs::remove_all(top);
	fs::create_directories(top / "a/b/c");
	for (int i = 0; i < 20; i++)
		std::ofstream(top / "a" / ("f" + std::to_string(i)))
		    << std::string(i * 1000, 'x');
	fs::create_symlink("a/f7", top / "link");
	fs::create_hard_link(top / "a/f3", top / "hard");
	fs::copy(top / "a", top / "copy", fs::copy_options::recursive);
	fs::rename(top / "copy/f1", top / "copy/renamed");
	fs::resize_file(top / "copy/f2", 5);
	fs::permissions(top / "copy/f3", fs::perms::owner_read);
	std::vector<std::string> names;
	for (auto &e : fs::recursive_directory_iterator(top))
		names.push_back(
		    e.path().lexically_relative(top).string() + " " +
		    (e.is_regular_file()   ? std::to_string(e.file_size())
			: e.is_directory() ? "dir"
					   : "other"));
	std::sort(names.begin(), names.end());
	for (auto &n : names)
		std::cout << n << '\n';
	std::cout << fs::read_symlink(top / "link") << ' '
		  << fs::hard_link_count(top / "hard") << ' '
		  << fs::equivalent(top / "hard", top / "a/f3") << ' '
		  << std::oct
		  << static_cast<int>(fs::status(top / "copy/f3").permissions())
		  << std::dec << ' ' << fs::exists(top / "no") << '\n';
	std::error_code error;
	fs::remove(top / "a", error);
	std::cout << error.message() << '\n';
	std::cout << (fs::space(top).available > 0) << ' '
		  << (fs::last_write_time(top / "hard") <=
			 fs::file_time_type::clock::now())
		  << '\n';
	std::cout << "removed " << fs::remove_all(top) << '\n';
}

int
main()
{
	algorithms();
	threads();
	files();
}
