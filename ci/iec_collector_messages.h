// SPDX-License-Identifier: Apache-2.0
// What the commands of iec-collector say on standard error. It may hold names
// of files, and text out of files, that somebody else has chosen.
#ifndef IEC_CI_IEC_COLLECTOR_MESSAGES_H_
#define IEC_CI_IEC_COLLECTOR_MESSAGES_H_

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"

namespace iec {

// Two paths and a sentence.
inline constexpr size_t kMaxMessage = 10'000;

// "error: message"; returns `status`.
inline int Fail(const std::string& message, int status) {
  return Complain(Printable(message, kMaxMessage), status);
}

// The same of a message of several lines, one for each fault, of which the
// caller knows that no name in it makes another.
inline int FailInLines(const std::string& message) {
  std::string text;
  for (const std::string& line : Split(message, '\n')) {
    if (!text.empty()) text += "\n  ";
    text += Printable(line, kMaxMessage);
  }
  return Complain(text, kExitNoVerdict);
}

// "message" alone.
inline void Note(std::string_view message) {
  fmt::print(stderr, "{}\n", Printable(message, kMaxMessage));
}

}  // namespace iec

#endif  // IEC_CI_IEC_COLLECTOR_MESSAGES_H_
