// SPDX-License-Identifier: Apache-2.0
#include "lib/report/waiver.h"

#include <chrono>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"

namespace iec {
namespace {

// 2025-01-01: before the first release, after the time at which a board
// without a clock starts.
constexpr int64_t kEarliestRun = 1735689600000;

constexpr size_t kDateLength = 10;

}  // namespace

bool Names(const Waiver& waiver, std::string_view test_id,
           std::string_view requirement) {
  if (waiver.target == test_id) return true;
  const Requirement* target = FindRequirement(waiver.target);
  return target != nullptr && Token(*target) == requirement;
}

bool IsExpiryDate(std::string_view text) {
  if (text.size() != kDateLength || text[4] != '-' || text[7] != '-') {
    return false;
  }
  for (const size_t digit : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[digit] < '0' || text[digit] > '9') return false;
  }
  const auto number = [&](size_t begin, size_t size) {
    return ParseInteger(text.substr(begin, size)).value_or(0);
  };
  return std::chrono::year_month_day(
             std::chrono::year(static_cast<int>(number(0, 4))),
             std::chrono::month(static_cast<unsigned>(number(5, 2))),
             std::chrono::day(static_cast<unsigned>(number(8, 2))))
      .ok();
}

bool ClockIsWrong(int64_t started) { return started < kEarliestRun; }

bool IsValid(const Waiver& waiver, int64_t started) {
  if (!IsExpiryDate(waiver.expires) || ClockIsWrong(started)) return false;
  // Dates of this form are in the order of time.
  return Rfc3339(started).substr(0, kDateLength) <= waiver.expires;
}

}  // namespace iec
