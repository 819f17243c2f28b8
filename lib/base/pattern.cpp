// SPDX-License-Identifier: Apache-2.0
#include "lib/base/pattern.h"

#include <regex.h>

#include <array>

namespace iec {

// Not std::regex: it is a quarter of a megabyte and recurses for each
// character.
Result<bool> Matches(const std::string& pattern, const std::string& text) {
  regex_t compiled{};
  const int failed =
      regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_ICASE | REG_NOSUB);
  if (failed != 0) {
    std::array<char, 200> why{};
    regerror(failed, &compiled, why.data(), why.size());
    return Error{"'" + pattern + "' is no regular expression: " + why.data()};
  }
  const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

}  // namespace iec
