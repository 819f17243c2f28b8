// SPDX-License-Identifier: Apache-2.0
#include "lib/profile/profile_checks.h"

#include <arpa/inet.h>

#include <algorithm>
#include <chrono>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"

namespace iec {

bool IsNumericAddress(const std::string& address) {
  in6_addr parsed{};  // large enough for either kind
  return inet_pton(AF_INET, address.c_str(), &parsed) == 1 ||
         inet_pton(AF_INET6, address.c_str(), &parsed) == 1;
}

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = ParseInteger(text.substr(0, 4));
  const auto month = ParseInteger(text.substr(5, 2));
  const auto day = ParseInteger(text.substr(8, 2));
  if (!year || !month || !day || *year < 1 || *month < 1 || *day < 1) {
    return false;
  }
  return std::chrono::year_month_day(
             std::chrono::year(static_cast<int>(*year)),
             std::chrono::month(static_cast<unsigned>(*month)),
             std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

bool HasFormOfTestId(std::string_view target) {
  const auto is_wire_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
  };
  if (!std::all_of(target.begin(), target.end(), is_wire_character)) {
    return false;
  }
  for (const Requirement& requirement : Requirements()) {
    const std::string prefix = Token(requirement) + "_";
    if (target.starts_with(prefix) && target.size() > prefix.size() &&
        !target.substr(prefix.size()).starts_with("RE_")) {
      return true;
    }
  }
  return false;
}

}  // namespace iec
