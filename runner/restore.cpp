// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "lib/base/paths.h"
#include "lib/base/text.h"
#include "lib/dut/undo.h"
#include "runner/commands.h"

namespace iec {

std::string UndoDirectory(const std::string& state_directory) {
  return state_directory + "/" + kUndoFolder;
}

int Restore(const RestoreOptions& options) {
  const std::string directory = UndoDirectory(options.state_directory);
  if (!Exists(directory)) {
    fmt::print("nothing to undo: {} is not there\n", directory);
    return kExitPass;
  }
  if (geteuid() != 0) {
    return Complain("only root can undo what a run changed", kExitNoVerdict);
  }
  const UndoReport report = ReplayAll(directory);
  for (const std::string& failure : report.failures) {
    fmt::print(stderr, "NOT UNDONE: {}\n", Printable(failure));
  }
  fmt::print("{} change(s) undone, {} not\n", report.undone,
             report.failures.size());
  return report.failures.empty() ? kExitPass : kExitNoVerdict;
}

}  // namespace iec
