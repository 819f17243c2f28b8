// SPDX-License-Identifier: Apache-2.0
#include "lib/report/waiver.h"

#include <fmt/format.h>

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
  if (!waiver.target.empty() && waiver.target == test_id) return true;
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

std::string FaultOf(const Waiver& waiver, int64_t started) {
  if (Trim(waiver.approver).empty()) return "it names no approver";
  if (Trim(waiver.justification).empty()) return "it has no justification";
  if (!IsExpiryDate(waiver.expires)) {
    return fmt::format("it has no valid date of expiry ('{}')",
                       Printable(waiver.expires, 20));
  }
  if (ClockIsWrong(started)) return "the clock of the device is wrong";
  // Dates of this form are in the order of time.
  if (Rfc3339(started).substr(0, kDateLength) <= waiver.expires) return "";
  return "it expired on " + waiver.expires;
}

}  // namespace iec
