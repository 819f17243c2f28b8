// SPDX-License-Identifier: Apache-2.0
#include "lib/base/exit_status.h"

#include <fmt/format.h>

#include <cstdio>

namespace iec {

std::string ExitStatusHelp() {
  std::string text = "Exit status:";
  for (const auto& [status, meaning] : kExitStatuses) {
    text += fmt::format("{} {} {}", text.ends_with(':') ? "" : ";", status,
                        meaning);
  }
  return text + ".";
}

int Complain(const std::string& message, int status) {
  fmt::print(stderr, "error: {}\n", message);
  return status;
}

}  // namespace iec
