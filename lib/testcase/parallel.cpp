// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/parallel.h"

#include <fmt/format.h>

#include <exception>
#include <system_error>
#include <thread>
#include <vector>

#include "lib/testcase/check.h"

namespace iec {
namespace {

void Work(const std::function<void(size_t)>& work, size_t i) {
  try {
    work(i);
  } catch (const std::exception& error) {
    Obstacle(fmt::format("the test threw an exception: {}", error.what()));
  }
}

}  // namespace

void InParallel(size_t count, const std::function<void(size_t)>& work) {
  std::vector<std::thread> threads;
  threads.reserve(count);
  while (threads.size() < count) {
    try {
      threads.emplace_back(Work, std::cref(work), threads.size());
    } catch (const std::system_error& error) {
      Obstacle(fmt::format("no thread {} of {} can be had: {}",
                           threads.size() + 1, count, error.what()));
      break;
    }
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace iec
