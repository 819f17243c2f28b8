// SPDX-License-Identifier: Apache-2.0
#include "lib/base/pattern.h"

#include <regex.h>

#include <array>

namespace iec {
namespace {

// Of UTF-8 the capitals of Latin-1; of ASCII the library takes care.
std::string InLowerCase(std::string text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const auto next = static_cast<unsigned char>(text[i + 1]);
    if (text[i] == '\xc3' && next >= 0x80 && next <= 0x9e && next != 0x97) {
      text[i + 1] = static_cast<char>(next + 0x20);
    }
  }
  return text;
}

}  // namespace

// Not std::regex: it is a quarter of a megabyte and recurses for each
// character.
Result<bool> Matches(const std::string& pattern, const std::string& text) {
  regex_t compiled{};
  const int failed = regcomp(&compiled, InLowerCase(pattern).c_str(),
                             REG_EXTENDED | REG_ICASE | REG_NOSUB);
  if (failed != 0) {
    std::array<char, 200> why{};
    regerror(failed, &compiled, why.data(), why.size());
    return Error{"'" + pattern + "' is no regular expression: " + why.data()};
  }
  const bool found =
      regexec(&compiled, InLowerCase(text).c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

}  // namespace iec
