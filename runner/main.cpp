// SPDX-License-Identifier: Apache-2.0
// iec-runner: from the command line to the command.
#include <exception>

#include "lib/base/command_line.h"
#include "runner/command_line.h"

namespace iec {
namespace {

int Main(int argc, char** argv) {
  CLI::App app;
  CommandLine line;
  AddCommands(app, line);
  if (const auto status = ParseCommandLine(app, argc, argv)) return *status;
  switch (line.command) {
    case CommandLine::Command::kList:
      return List(line.list);
    case CommandLine::Command::kExplain:
      return Explain(line.explain);
    case CommandLine::Command::kRun:
      return Run(line.run);
    case CommandLine::Command::kRestore:
      return Restore(line.restore);
    case CommandLine::Command::kPeer:
      return ServePeer(line.peer);
    case CommandLine::Command::kVersion:
      return PrintVersion();
  }
  return kExitUsage;
}

}  // namespace
}  // namespace iec

int main(int argc, char** argv) {
  try {
    return iec::Main(argc, argv);
  } catch (const std::exception& error) {
    return iec::Complain(error.what(), iec::kExitNoVerdict);
  }
}
