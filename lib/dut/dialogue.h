// SPDX-License-Identifier: Apache-2.0
// A command that asks for secrets while it runs, on whatever terminal it has.
#ifndef IEC_LIB_DUT_DIALOGUE_H_
#define IEC_LIB_DUT_DIALOGUE_H_

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/login.h"

namespace iec {

struct TerminalWire {
  enum class Got { kText, kNothing, kEnd };
  // Adds what comes within the time to `text`.
  std::function<Got(std::string& text, std::chrono::milliseconds timeout)> read;
  std::function<Status(std::string_view text)> write;
};

// Reads until `over(text)` or the end of the command, and answers each question
// for a password or a code with that of `attempt`. What it returns is all that
// was read, without the secrets.
Result<std::string> HoldDialogue(
    const TerminalWire& wire, const LoginAttempt& attempt,
    const std::function<bool(std::string_view text)>& over,
    std::chrono::milliseconds timeout);

}  // namespace iec

#endif  // IEC_LIB_DUT_DIALOGUE_H_
