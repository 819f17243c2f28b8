// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/sshd_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "lib/base/text.h"

namespace iec {

using std::chrono::seconds;

std::optional<seconds> SshdTime(std::string_view text) {
  constexpr std::string_view kUnits = "smhdw";
  constexpr int64_t kSeconds[] = {1, 60, 3600, 86400, 604800};
  constexpr int64_t kLargest = 100'000'000;
  int64_t total = 0;
  int64_t number = -1;
  for (char c : text) {
    if (c >= '0' && c <= '9') {
      number = (number < 0 ? 0 : number) * 10 + (c - '0');
      if (number > kLargest) return std::nullopt;
      continue;
    }
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const size_t unit = kUnits.find(c);
    if (unit == std::string_view::npos || number < 0) return std::nullopt;
    total += number * kSeconds[unit];
    number = -1;
    if (total > kLargest * kSeconds[4]) return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  return seconds(total + std::max<int64_t>(number, 0));
}

std::string HurriedTimeouts(std::string_view timeouts, seconds limit,
                            seconds soon) {
  std::string hurried;
  for (const std::string& entry : Split(timeouts, ' ')) {
    const size_t equals = entry.find('=');
    if (equals == std::string::npos) continue;
    // What cannot be read the server would not have taken.
    const seconds time =
        SshdTime(std::string_view(entry).substr(equals + 1)).value_or(limit);
    const bool within = time > seconds(0) && time <= limit;
    hurried += fmt::format(" {}={}", entry.substr(0, equals),
                           within ? soon.count() : 0);
  }
  return hurried;
}

}  // namespace iec
