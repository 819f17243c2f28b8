// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/lava_time.h"

#include <chrono>

namespace iec {
namespace {

// `count` digits off the front, or -1.
int64_t TakeNumber(std::string_view& text, size_t count) {
  if (text.size() < count) return -1;
  int64_t number = 0;
  for (size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool Take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

// Three digits of it; the others are dropped. -1 where there are none.
int64_t TakeFraction(std::string_view& text) {
  int64_t milliseconds = 0;
  size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9';
       text.remove_prefix(1)) {
    if (digits < 3) milliseconds = milliseconds * 10 + (text.front() - '0');
    ++digits;
  }
  if (digits == 0) return -1;
  for (; digits < 3; ++digits) milliseconds *= 10;
  return milliseconds;
}

constexpr int64_t kNoOffset = -1'000'000;

// Minutes east of Greenwich.
int64_t TakeOffset(std::string_view& text) {
  if (text.empty() || Take(text, "Zz")) return 0;
  const bool west = text.front() == '-';
  if (!Take(text, "+-")) return kNoOffset;
  const int64_t hours = TakeNumber(text, 2);
  Take(text, ":");
  const int64_t minutes = TakeNumber(text, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return kNoOffset;
  return west ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

}  // namespace

int64_t ParseLavaTime(std::string_view text) {
  using std::chrono::day;
  using std::chrono::month;
  using std::chrono::year;
  const int64_t y = TakeNumber(text, 4);
  if (y < 0 || !Take(text, "-")) return 0;
  const int64_t m = TakeNumber(text, 2);
  if (m < 0 || !Take(text, "-")) return 0;
  const int64_t d = TakeNumber(text, 2);
  if (d < 0 || !Take(text, " T")) return 0;
  const std::chrono::year_month_day date(year(static_cast<int>(y)),
                                         month(static_cast<unsigned>(m)),
                                         day(static_cast<unsigned>(d)));
  const int64_t hour = TakeNumber(text, 2);
  if (!date.ok() || hour < 0 || hour > 23 || !Take(text, ":")) return 0;
  const int64_t minute = TakeNumber(text, 2);
  if (minute < 0 || minute > 59 || !Take(text, ":")) return 0;
  const int64_t second = TakeNumber(text, 2);
  if (second < 0 || second > 60) return 0;
  const int64_t fraction = Take(text, ".,") ? TakeFraction(text) : 0;
  const int64_t offset = fraction < 0 ? kNoOffset : TakeOffset(text);
  if (offset == kNoOffset || !text.empty()) return 0;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 +
         fraction;
}

}  // namespace iec
