// SPDX-License-Identifier: Apache-2.0
// What the C++ library does about an exception that nothing catches, without
// the readable name of its type: the code for that is 50 kB.
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <string_view>

namespace __gnu_cxx {

void __verbose_terminate_handler() {
  constexpr std::string_view kText =
      "ended by an exception that nothing caught\n";
  [[maybe_unused]] const auto written =
      write(STDERR_FILENO, kText.data(), kText.size());
  std::abort();
}

}  // namespace __gnu_cxx
