// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/parallel.h"

#include <fmt/format.h>

#include <exception>
#include <thread>
#include <vector>

#include "lib/testcase/check.h"

namespace iec {

void InParallel(size_t count, const std::function<void(size_t)>& work) {
  std::vector<std::thread> threads;
  for (size_t i = 0; i < count; ++i) {
    threads.emplace_back([&work, i] {
      try {
        work(i);
      } catch (const std::exception& error) {
        Obstacle(fmt::format("the test threw an exception: {}", error.what()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace iec
