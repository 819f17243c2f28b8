// SPDX-License-Identifier: Apache-2.0
// The option table of iec-runner: --help, the manual page and the completions
// of the shells are made from it.
#ifndef IEC_RUNNER_COMMAND_LINE_H_
#define IEC_RUNNER_COMMAND_LINE_H_

#include <CLI/CLI.hpp>

#include "runner/commands.h"

namespace iec {

struct CommandLine {
  enum class Command { kList, kExplain, kRun, kRestore, kPeer, kVersion };
  Command command = Command::kList;
  ListOptions list;
  ExplainOptions explain;
  RunOptions run;
  RestoreOptions restore;
  PeerOptions peer;
};

// Fills `app` with the table; parsing it fills `line`, which must outlive it.
void AddCommands(CLI::App& app, CommandLine& line);

// The name of a test or of several on the command line.
inline constexpr char kSelectionWord[] = "selection";

}  // namespace iec

#endif  // IEC_RUNNER_COMMAND_LINE_H_
